"""`match train`: learn a re-ranker from decisions or labelled collections, and say honestly what it gains."""

import json
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import click
from flask import current_app
from flask.cli import with_appcontext

from config import Config
from matchmaker.matching import store
from matchmaker.matching.cli import match_cli
from matchmaker.matching.evaluation import EvaluationError, Reader, read, standard
from matchmaker.matching.learning import (
    FEATURES,
    NotBetter,
    Result,
    Sample,
    ShelfError,
    TooFewJudgements,
    sample_of,
    sample_of_pairs,
    train,
)
from matchmaker.matching.learning.training import ROUNDS
from matchmaker.matching.semantic.encoder import EncoderError
from matchmaker.suggestions import decisions, indexes, learned
from matchmaker.suggestions.learned import shelf
from matchmaker.vocabulary import vocabulary

_STORED, _LISTED_TERMS = "stored", 15


@match_cli.command("train")
@click.argument("folders", nargs=-1, metavar="[FOLDER]...", type=click.Path(path_type=Path))
@click.option("--stored", is_flag=True, help="Learn from what people decided about stored organisations.")
@click.option("--install", is_flag=True, help="Use the re-ranker from now on, if it is better.")
@click.option("--revert", "action", flag_value="--revert", help="Go back to the re-ranker that was in use before.")
@click.option("--off", "action", flag_value="--off", help="Use none. --revert brings the last one back.")
@click.option("--list", "action", flag_value="--list", help="List the re-rankers that were installed.")
@click.option("--encoder", help="Encoder for labelled collections; 'none' for words alone. Default: the setting.")
@click.option("--rounds", default=ROUNDS, type=click.IntRange(1, 10), show_default=True, help="Cross-validations.")
@click.option("--folds", default=40, type=click.IntRange(2, 100), show_default=True, help="Folds of each of them.")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object and nothing else.")
@with_appcontext
def train_command(
    folders: Sequence[Path],
    *,
    stored: bool,
    install: bool,
    action: str | None,
    encoder: str | None,
    rounds: int,
    folds: int,
    as_json: bool,
) -> None:
    """Train a re-ranker on labelled collections (FOLDER) or stored decisions, judged by cross-validation."""
    if bool(folders or stored) == bool(action):
        raise click.UsageError("Give one of: FOLDER... or --stored, --revert, --off, --list.")
    try:
        if action:
            _manage(action, as_json=as_json)
            return
        samples = [*_collections(folders, encoder), *(_decided() if stored else ())]
        result = _trained(samples, rounds, folds)
        _say(result, as_json=as_json)
        _finish(result, install=install, as_json=as_json)
    except (EncoderError, EvaluationError, ShelfError, NotBetter, TooFewJudgements) as error:
        raise click.ClickException(str(error)) from error


def _manage(action: str, *, as_json: bool) -> None:
    if action == "--list":
        entries = shelf().entries()
        if as_json:
            click.echo(json.dumps([{"version": e.version, "current": e.is_current, **e.comparison} for e in entries]))
            return
        lines = [
            f"{'*' if one.is_current else ' '} {one.version}  nDCG@10 {one.comparison['before']['ndcg@10']:.3f}"
            f" -> {one.comparison['after']['ndcg@10']:.3f}"
            for one in entries
        ]
        click.echo("\n".join(lines) or "No re-ranker was installed.")
        return
    if action == "--off":
        shelf().off()
    back = shelf().revert() if action == "--revert" else None
    is_build_asked = learned.changed()
    told = f"In use: {back}" if back else "No re-ranker is in use."
    click.echo(json.dumps({"current": back}) if as_json else told)
    _say_asked(is_build_asked)


def _say_asked(is_build_asked: bool) -> None:
    if is_build_asked:
        click.echo("A full build has been asked for; lists follow the re-ranker when it has finished.", err=True)


def _collections(folders: Sequence[Path], encoder: str | None) -> Iterator[Sample]:
    if not folders:
        return
    config: Config = current_app.extensions["config"]
    reader = Reader(standard(encoder or config.encoder))
    names: set[str] = set()
    for folder in folders:
        collection = read(folder)
        if collection.name in names:
            raise EvaluationError(f"two folders are called {collection.name!r}")
        names.add(collection.name)
        click.echo(f"Reading {collection.name}", err=True)
        yield sample_of(reader.read(collection))


def _decided() -> Iterator[Sample]:
    index = indexes.current()
    if index is None:
        raise click.ClickException("There is no match index yet. Run: flask match build")
    yield sample_of_pairs(index, decisions.decided(), name=_STORED)


def _trained(samples: Sequence[Sample], rounds: int, folds: int) -> Result:
    with click.progressbar(length=1, label="Training", file=sys.stderr) as bar:

        def report(done: int, total: int) -> None:
            bar.length = total
            bar.update(done - bar.pos)

        return train(
            samples, engine=store.ENGINE, vocabulary=vocabulary().digest, rounds=rounds, fold_count=folds,
            progress=report,
        )  # fmt: skip


def _finish(result: Result, *, install: bool, as_json: bool) -> None:
    """Install what is better; a result that is not better is a failure, asked to be installed or not."""
    if install:
        version = shelf().install(result.reranker, result.comparison)
        click.echo(f"Installed: {version}", err=as_json)
        _say_asked(learned.changed())
    elif not result.comparison.is_better:
        raise NotBetter


def _say(result: Result, *, as_json: bool) -> None:
    if as_json:
        click.echo(json.dumps({**result.comparison.to_dict(), **_coefficients(result)}, ensure_ascii=False))
        return
    compared = result.comparison
    click.echo(f"{compared.queries} organisations, {compared.pairs} good pairs; each judged by what others taught.")
    for name, row in (("before", compared.before), ("after", compared.after), ("gain", compared.difference)):
        bounds = f"  95 % [{row.interval.low:+.3f}, {row.interval.high:+.3f}]" if row.interval else ""
        click.echo(f"{name:<8} nDCG@10 {row.mean:.4f}{bounds}")
    click.echo(f"{'':<8} p = {compared.difference.p:.4f} (random changes of sign)")
    promised, found = compared.calibration.promised, compared.calibration.found
    click.echo(f"Good pairs among the first ten: {promised:.1f} promised, {found:.1f} found.")
    click.echo("\nWhat counts (log odds for each standard deviation)")
    found_all = _coefficients(result)
    for name, value in found_all["coefficients"].items():
        click.echo(f"{value:+8.3f}  {name:<11} {FEATURES[name]}")
    click.echo(f"Words of active candidates: {', '.join(found_all['active'])}")
    click.echo(f"Words of the others: {', '.join(found_all['inactive'])}")


def _coefficients(result: Result) -> dict[str, Any]:
    reranker = result.reranker
    weights = sorted(zip(reranker.factors.activity.tolist(), reranker.space.terms, strict=True))
    return {
        "version": reranker.version,
        "coefficients": dict(zip(reranker.names, reranker.coefficients.tolist(), strict=True)),
        "active": [term for weight, term in reversed(weights[-_LISTED_TERMS:]) if weight > 0],
        "inactive": [term for weight, term in weights[:_LISTED_TERMS] if weight < 0],
    }
