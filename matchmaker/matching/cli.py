"""Commands of the engine: `match evaluate`. Figures go to standard output, progress to standard error."""

import json
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path
from urllib.parse import quote

import click

from matchmaker.matching import beir, evaluate
from matchmaker.matching.evaluate import Figures, Ranking
from matchmaker.matching.language.analysis import Analyser
from matchmaker.matching.settings import Settings
from matchmaker.vocabulary import vocabulary

match_cli = click.Group("match", help="Build, ask and judge the match index.")

_RUN_TAG = "matchmaker"
_HEADINGS = ("nDCG@10", "recall@10", "MRR", "recall@1", "queries/s")


@match_cli.command("evaluate")
@click.argument("folders", nargs=-1, required=True, metavar="FOLDER...", type=click.Path(path_type=Path))
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object and nothing else.")
@click.option(
    "--run",
    "run_file",
    type=click.Path(path_type=Path, dir_okay=False),
    help="Write a TREC run to this file (folder name appended when there are several). Ids are percent-encoded.",
)
@click.option("--depth", default=evaluate.DEPTH, type=click.IntRange(min=10), show_default=True)
def evaluate_command(folders: Sequence[Path], as_json: bool, run_file: Path | None, depth: int) -> None:
    """Judge the text channel on labelled collections (corpus.jsonl, queries.jsonl, qrels/test.tsv)."""
    settings = Settings()
    analyser = Analyser(vocabulary().glossary, settings.text)
    table: dict[str, Figures] = {}
    for folder in folders:
        name = folder.resolve().name
        rankings, table[name] = _evaluated(folder, analyser, settings, depth)
        if run_file is not None:
            path = run_file if len(folders) == 1 else run_file.with_name(f"{run_file.name}.{name}")
            _write_run(path, rankings)
    click.echo(json.dumps({name: row.to_dict() for name, row in table.items()}) if as_json else _table(table))


def _evaluated(folder: Path, analyser: Analyser, settings: Settings, depth: int) -> tuple[list[Ranking], Figures]:
    try:
        collection = beir.read(folder)
    except beir.EvaluationError as error:
        raise click.ClickException(str(error)) from error
    with click.progressbar(length=len(collection.queries), label=collection.name, file=sys.stderr) as bar:
        rankings, seconds = evaluate.rank(
            collection, analyser, settings, depth=depth, progress=lambda done, _: bar.update(done - bar.pos)
        )
    return rankings, evaluate.figures(rankings, collection.grades, seconds)


def _write_run(path: Path, rankings: Sequence[Ranking]) -> None:
    """TREC run: qid Q0 docid rank score tag, ids percent-encoded so that spaces survive."""
    try:
        with path.open("w", encoding="utf-8", newline="\n") as stream:
            for ranking in rankings:
                query = quote(ranking.query, safe="")
                found = zip(ranking.documents, ranking.scores, strict=True)
                for place, (document, score) in enumerate(found, start=1):
                    line = f"{query} Q0 {quote(document, safe='')} {place} {score!r} {_RUN_TAG}\n"
                    stream.write(line)
    except OSError as error:
        raise click.ClickException(f"{path}: {error.strerror or error}") from error


def _table(figures: Mapping[str, Figures]) -> str:
    width = max(len(name) for name in figures)
    lines = [" " * width + "".join(f"{heading:>11}" for heading in _HEADINGS)]
    for name, row in figures.items():
        *quality, speed = row.to_dict().values()
        lines.append(f"{name:<{width}}" + "".join(f"{value:>11.3f}" for value in quality) + f"{speed:>11.0f}")
    return "\n".join(lines)
