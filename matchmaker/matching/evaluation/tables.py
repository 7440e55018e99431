"""Results as plain text for a terminal."""

from collections.abc import Iterator, Sequence

from matchmaker.matching.evaluation.judging import Judged
from matchmaker.matching.evaluation.measures import HEADLINE
from matchmaker.matching.evaluation.results import Results
from matchmaker.matching.evaluation.statistics import Difference, Interval

_Row = tuple[str, ...]
_FIGURES = ("nDCG@10", "95 % interval", "recall@10", "MRR", "recall@1", "queries/s")
_TESTED = ("difference", "95 % interval", "p", "p (Holm)")


def figures(results: Sequence[Results]) -> str:
    """A line for each set and method, figures with the interval of nDCG@10; tests below when there are several."""
    rows: list[_Row] = [("set", "method", *_FIGURES)]
    for of_set in results:
        rows.extend((of_set.collection.name, *_method(of_set, judged)) for judged in of_set.judged)
    tested = [row for of_set in results for row in _comparisons(of_set)]
    tables = [_aligned(rows)]
    if tested:
        tables.append(_aligned([("set", f"{HEADLINE} against", *_TESTED), *tested]))
    return "\n\n".join(tables)


def ablations(results: Sequence[Results]) -> str:
    """A line for each set and part: nDCG@10 without it, and the difference to the whole."""
    rows: list[_Row] = [("set", "without", "nDCG@10", *_TESTED)]
    for of_set in results:
        for row in of_set.ablations:
            without = f"{row.judged.figures[HEADLINE]:.3f}"
            rows.append((of_set.collection.name, row.part, without, *_tested(row.difference, row.corrected)))
    return _aligned(rows)


def bounds(found: Interval | None, *, sign: str = "") -> str:
    """An interval as `0.812 to 0.873`, with a sign before each figure when `sign` is `+`."""
    return f"{found.low:{sign}.3f} to {found.high:{sign}.3f}" if found is not None else "–"


def probability(p: float) -> str:
    """A probability, never as 0: so many draws cannot tell."""
    return f"{p:.3f}" if p >= 0.001 else "< 0.001"


def _method(of_set: Results, judged: Judged) -> _Row:
    means, found = judged.figures, of_set.intervals[judged.method]
    others = [f"{means[name]:.3f}" for name in ("recall@10", "mrr", "recall@1")]
    return (judged.method, f"{means[HEADLINE]:.3f}", bounds(found), *others, f"{judged.queries_per_second:.0f}")


def _comparisons(of_set: Results) -> Iterator[_Row]:
    first = of_set.judged[0].method
    for row in of_set.comparisons:
        yield (of_set.collection.name, f"{row.method} – {first}", *_tested(row.difference, row.corrected))


def _tested(found: Difference, corrected: float) -> _Row:
    return (f"{found.mean:+.3f}", bounds(found.interval, sign="+"), probability(found.p), probability(corrected))


def _aligned(rows: Sequence[_Row]) -> str:
    """Columns two spaces apart; the first two are words and start at the left, figures end at the right."""
    widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
    lines = []
    for row in rows:
        cells = list(zip(row, widths, strict=True))
        words, numbers = [c.ljust(w) for c, w in cells[:2]], [c.rjust(w) for c, w in cells[2:]]
        lines.append("  ".join((*words, *numbers)).rstrip())
    return "\n".join(lines)
