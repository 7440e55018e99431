"""The report on match quality: the engine beside other open methods, what each part earns, coverage, speed.

    python -m benchmarks.quality FOLDER...                  writes docs/match-quality.md
    python -m benchmarks.quality --part speed FOLDER...     prints that part only

Folders hold labelled collections in the BEIR layout. Vectors and candidates for the list of failures are kept in
`.cache/quality`; the report itself quotes no text of a set.
"""

import json
import os
import sys
from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass, replace
from multiprocessing import get_context
from pathlib import Path

import click
from threadpoolctl import threadpool_limits

from benchmarks import quality_tables as tables
from benchmarks.quality_cache import FOLDER, CachedEncoder
from benchmarks.quality_failures import Failure, failures
from benchmarks.quality_peers import peers
from benchmarks.quality_speed import speeds
from matchmaker.matching import Analyser
from matchmaker.matching.coverage import Coverage, by_language, coverage_of, texts_in
from matchmaker.matching.evaluation import (
    Channel,
    Collection,
    Engine,
    EngineMethod,
    EvaluationError,
    Judged,
    Reader,
    ablated,
    judge,
    read,
    standard,
)
from matchmaker.matching.evaluation.results import Results
from matchmaker.matching.semantic.encoder import DEFAULT, encoder_named

REPORT = Path("docs/match-quality.md")
HAND_WRITTEN = Path("benchmarks/failures.md")
CANDIDATES = FOLDER / "failures.json"
PROCESSES = 2
TESTED = """Mean difference in nDCG@10 to the engine's channel `{first}` query by query, its 95 % interval, and the
probability of a difference as large by chance (paired randomisation test, corrected for the number of methods after
Holm). Below 0 the engine is better."""
COVERED = """Different content words of each text (documents and queries) by what became of them: glossary concepts,
numbers and codes, words of the induced lexicon, words known as themselves only."""
ABLATED_BELOW = 5_000_000
"""Characters of documents up to which a set takes part in the ablation, which reads every text again and again."""


@dataclass(frozen=True, slots=True)
class SetRun:
    """Everything that was found out about one set."""

    results: Results | None
    failures: Sequence[Failure] = ()
    coverage: Coverage | None = None


def engine() -> Engine:
    """The engine as it is set, its encoder's vectors kept between runs."""
    found = standard()
    return replace(found, encoder=CachedEncoder(found.encoder)) if found.encoder is not None else found


def run_set(collection: Collection, wanted: frozenset[str]) -> SetRun:
    """Judge all methods on a set, and the engine without each of its parts; runs in a process of its own."""
    with threadpool_limits(1):
        reader = Reader(engine())
        covered = _coverage(reader, collection) if "coverage" in wanted else None
        if not wanted & {"methods", "ablation"}:
            return SetRun(None, coverage=covered)
        judged = _judged(reader, collection, with_peers="methods" in wanted)
        is_ablated = "ablation" in wanted and size(collection) <= ABLATED_BELOW
        off = ablated(reader, reader.engine.channels[0], collection, judged[0]) if is_ablated else ()
        wrong = failures(reader, collection) if "methods" in wanted else []
        results = Results(collection, judged, off)
        results.intervals, results.comparisons  # computed here, where there are two processes for it  # noqa: B018
        return SetRun(results, wrong, covered)


def _judged(reader: Reader, collection: Collection, *, with_peers: bool) -> list[Judged]:
    methods = [EngineMethod(reader, channel) for channel in reader.engine.channels]
    if not with_peers:
        return [judge(methods[0], collection)]
    encoder = encoder_named(DEFAULT)
    if encoder is None:
        raise RuntimeError("the default encoder is none")
    others = peers(CachedEncoder(encoder), EngineMethod(reader, Channel.LEXICAL))
    return [judge(method, collection) for method in (*methods, *others)]


def _coverage(reader: Reader, collection: Collection) -> Coverage:
    texts = [*texts_in(collection.documents), *texts_in(collection.queries)]
    analyser = Analyser(reader.engine.glossary, reader.engine.settings.text)
    return coverage_of(by_language(texts), analyser, linked=reader.read(collection).analysed.lexicon.links)


def size(collection: Collection) -> int:
    """Characters of all documents."""
    return sum(len(passage.text) for passages in collection.documents.values() for passage in passages)


def run_all(collections: Sequence[Collection], wanted: frozenset[str]) -> list[SetRun]:
    """All sets, the largest first, on two processes; in the order given."""
    ordered = sorted(collections, key=size, reverse=True)
    with ProcessPoolExecutor(PROCESSES, mp_context=get_context("spawn")) as pool:
        pending = {collection.name: pool.submit(run_set, collection, wanted) for collection in ordered}
        done = {}
        for name, future in pending.items():
            done[name] = future.result()
            click.echo(f"{name} done", err=True)
    return [done[collection.name] for collection in collections]


def methods_part(runs: Sequence[SetRun]) -> str:
    """The sets, all methods on them, and the tests between them."""
    results = [run.results for run in runs if run.results is not None]
    first = results[0].judged[0].method
    return "\n\n".join(
        [
            "### The sets",
            tables.sets(results),
            "### nDCG@10",
            "With 95 % bootstrap intervals of the mean over queries. The highest figure of a set is bold.",
            tables.methods(results),
            f"### Difference to `{first}`",
            TESTED.format(first=first),
            tables.tests(results),
            "### Other measures of the engine's channels",
            tables.measures(results, len(standard().channels)),
        ]
    )


def ablation_part(runs: Sequence[SetRun]) -> str:
    """Each part off in turn, on the sets that are small enough."""
    judged = [run.results for run in runs if run.results is not None]
    results = [of_set for of_set in judged if of_set.ablations]
    if not results:
        return f"No set has fewer than {ABLATED_BELOW:,} characters."
    left_out = [of_set.collection.name for of_set in judged if not of_set.ablations]
    which = f" Sets of more than {ABLATED_BELOW:,} characters are left out ({', '.join(left_out)})." if left_out else ""
    return (
        f"Change in nDCG@10 of the channel `{results[0].judged[0].method}` when one part is switched off; below 0 the "
        f"part earns its place. Intervals and probabilities as above.{which}\n\n{tables.ablations(results)}"
    )


def coverage_part(collections: Sequence[Collection], runs: Sequence[SetRun]) -> str:
    """How much of the words of each set is known, by language."""
    found = {
        collection.name: run.coverage
        for collection, run in zip(collections, runs, strict=True)
        if run.coverage is not None
    }
    return f"{COVERED}\n\n{tables.coverage(found)}"


def speed_part(collections: Sequence[Collection]) -> str:
    """Speed of each part."""
    with threadpool_limits(1):
        return f"{tables.speed_note()}\n\n{tables.speed(speeds(collections, standard()))}"


HEADINGS: Mapping[str, str] = {
    "methods": "The engine beside other open methods",
    "ablation": "What each part earns",
    "coverage": "Coverage",
    "speed": "Speed of each part",
}


def sections(collections: Sequence[Collection], wanted: frozenset[str]) -> dict[str, str]:
    """The wanted parts of the report by their names."""
    written: dict[str, Callable[[], str]] = {}
    if wanted - {"speed"}:
        runs = run_all(collections, wanted)
        written["methods"] = lambda: methods_part(runs)
        written["ablation"] = lambda: ablation_part(runs)
        written["coverage"] = lambda: coverage_part(collections, runs)
        if "methods" in wanted:
            _keep_candidates(runs)
    written["speed"] = lambda: speed_part(collections)
    return {part: written[part]() for part in HEADINGS if part in wanted}


def _keep_candidates(runs: Sequence[SetRun]) -> None:
    CANDIDATES.parent.mkdir(parents=True, exist_ok=True)
    found = [failure.to_dict() for run in runs for failure in run.failures]
    CANDIDATES.write_text(json.dumps(found, ensure_ascii=False, indent=1), encoding="utf-8")
    click.echo(f"Candidates for {HAND_WRITTEN}: {CANDIDATES}", err=True)


def report(parts: Mapping[str, str]) -> str:
    """The whole report."""
    written = ["# Match quality", "Made by `make bench-quality`; changes by hand are lost with its next run."]
    for part, text in parts.items():
        command = f"```sh\npython -m benchmarks.quality --part {part} FOLDER...\n```"
        written += [f"## {HEADINGS[part]}", command, text]
    if HAND_WRITTEN.is_file():
        written += ["## Ten failures", HAND_WRITTEN.read_text(encoding="utf-8").strip()]
    return "\n\n".join(written) + "\n"


@click.command()
@click.argument("folders", nargs=-1, metavar="FOLDER...", type=click.Path(path_type=Path))
@click.option("--part", "parts", multiple=True, type=click.Choice(list(HEADINGS)), help="Print this part only.")
def main(folders: Sequence[Path], parts: Sequence[str]) -> None:
    """Write docs/match-quality.md from labelled collections."""
    try:
        collections = [read(folder) for folder in folders or default_folders()]
    except EvaluationError as error:
        raise click.ClickException(str(error)) from error
    if len({collection.name for collection in collections}) < len(collections):
        raise click.ClickException("Two folders have the same name.")
    if not collections:
        raise click.ClickException("No labelled collections: name their folders, or their parent in EVAL.")
    found = sections(collections, frozenset(parts or HEADINGS))
    if parts:
        click.echo("\n\n".join(found.values()))
        return
    part = REPORT.with_name(f".{REPORT.name}.part")
    part.write_text(report(found), encoding="utf-8")
    part.replace(REPORT)
    click.echo(f"{REPORT} written", err=True)


def default_folders() -> list[Path]:
    """The sets under $EVAL, or beside the project."""
    parent = Path(os.environ.get("EVAL", "../shared/eval"))
    return sorted(path.parent for path in parent.glob("*/corpus.jsonl"))


if __name__ == "__main__":
    sys.exit(main())
