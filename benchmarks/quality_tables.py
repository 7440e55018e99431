"""Tables of the report, as Markdown."""

from collections.abc import Iterator, Mapping, Sequence

from benchmarks.quality_speed import SAMPLE, Speed
from matchmaker.matching.coverage import Coverage, Kind
from matchmaker.matching.evaluation import HEADLINE, Difference
from matchmaker.matching.evaluation.results import Results
from matchmaker.matching.evaluation.tables import probability

_MEASURES = {"recall@10": "recall@10", "mrr": "MRR", "success@1": "right at once"}
_NONE = "–"


def sets(results: Sequence[Results]) -> str:
    """What each set holds."""
    rows = []
    for of_set in results:
        counts = of_set.counts()
        rows.append([of_set.collection.name, *(f"{counts[name]:,}" for name in ("documents", "queries", "judgements"))])
    return _table(["Set", "Documents", "Queries", "Judgements"], rows)


def methods(results: Sequence[Results]) -> str:
    """nDCG@10 of each method on each set with its interval; the highest of a set is bold."""
    best = [max(round(one.figures[HEADLINE], 3) for one in of_set.judged) for of_set in results]

    def cell(of_set: Results, place: int, highest: float) -> str:
        judged = of_set.judged[place]
        mean, bounds = judged.figures[HEADLINE], of_set.intervals[judged.method]
        written = f"**{mean:.3f}**" if round(mean, 3) == highest else f"{mean:.3f}"
        return f"{written}<br>{bounds.low:.3f}–{bounds.high:.3f}" if bounds else written

    rows = [
        [judged.method, *(cell(of_set, place, high) for of_set, high in zip(results, best, strict=True))]
        for place, judged in enumerate(results[0].judged)
    ]
    return _table(["Method", *_names(results)], rows)


def tests(results: Sequence[Results]) -> str:
    """Each further method minus the first one, with Holm's probability."""
    rows = [
        [row.method, *(_tested(one.comparisons[place].difference, one.comparisons[place].corrected) for one in results)]
        for place, row in enumerate(results[0].comparisons)
    ]
    return _table([f"minus {results[0].judged[0].method}", *_names(results)], rows)


def measures(results: Sequence[Results], channels: int) -> str:
    """The other measures of the engine's own channels, which are the first so many methods."""
    rows = [
        [of_set.collection.name, judged.method, *(f"{judged.figures[name]:.3f}" for name in _MEASURES)]
        for of_set in results
        for judged in of_set.judged[:channels]
    ]
    return _table(["Set", "Channel", *_MEASURES.values()], rows)


def ablations(results: Sequence[Results]) -> str:
    """The engine without a part minus the whole engine."""
    rows = []
    for place, row in enumerate(results[0].ablations):
        off = [of_set.ablations[place] for of_set in results]
        rows.append([row.part, *(_tested(one.difference, one.corrected) for one in off)])
    return _table(["Without", *_names(results)], rows)


def coverage(found: Mapping[str, Coverage]) -> str:
    """Shares of the content words of each set and language, by kind."""
    rows = [
        [name, language, f"{of_language.texts:,}", *(f"{of_language.share(kind):.0%}" for kind in Kind)]
        for name, covered in found.items()
        for language, of_language in covered.languages.items()
    ]
    return _table(["Set", "Language", "Texts", *(kind.value for kind in Kind)], rows)


def speed(speeds: Sequence[Speed]) -> str:
    """Speed of each part on the sample of each set."""
    channels = list(speeds[0].channels)
    rows = [
        [
            one.name,
            f"{one.characters:.0f}",
            f"{one.analysis:.0f}",
            f"{one.encoding:.0f}" if one.encoding is not None else _NONE,
            *(f"{one.channels[channel]:.0f}" for channel in channels),
        ]
        for one in speeds
    ]
    heads = ["Set", "Characters a text", "Analysis, texts/s", "Encoding, texts/s"]
    return _table([*heads, *(f"{channel.value}, queries/s" for channel in channels)], rows)


def speed_note() -> str:
    """What was timed."""
    return (
        f"One process, one thread, the first {SAMPLE} documents and {SAMPLE} queries of each set. "
        "A query is analysed or encoded, scored against the documents and ranked."
    )


def _tested(found: Difference, corrected: float) -> str:
    if not found.interval:
        return f"{found.mean:+.3f}"
    written = f"{found.mean:+.3f}<br>{found.interval.low:+.3f} to {found.interval.high:+.3f}"
    return f"{written}<br>p {_compared(corrected)}"


def _compared(p: float) -> str:
    written = probability(p)
    return written if written.startswith("<") else f"= {written}"


def _names(results: Sequence[Results]) -> Iterator[str]:
    return (of_set.collection.name for of_set in results)


def _table(heads: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    rule = ["---", *["---:"] * (len(heads) - 1)]
    return "\n".join(f"| {' | '.join(cells)} |" for cells in (heads, rule, *rows))
