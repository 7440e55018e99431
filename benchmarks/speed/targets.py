"""What was to be reached, and whether this run did."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from benchmarks.speed.build import CEILING
from benchmarks.speed.change import OURS as REFRESH
from benchmarks.speed.results import Figure, Report, Task

_MIB, _GIB = 2**20, 2**30
_RECALL = 0.99
_BATCHES = ("sparse_dot_topn, batch",)
"""Not one query at a time: told, not raced."""

EXACT = "ours, exact path"
MILLION = 1_000_000


@dataclass(frozen=True, slots=True)
class Target:
    """A figure to reach; `is_reached` is None where the run has no such figure. `bound` says what a miss is made of."""

    what: str
    wanted: str
    found: str
    is_reached: bool | None
    bound: str = ""


def targets(report: Report) -> list[Target]:
    """All targets of the sizes that the run had."""
    return [*_queries(report), *_pairs(report), *_build(report), *_open(report), *_change(report)]


def _of(report: Report, task: Task) -> dict[tuple[int, str], dict[str, Figure]]:
    """Figures by size and variant, then by method."""
    found: dict[tuple[int, str], dict[str, Figure]] = {}
    for figure in report.figures:
        if figure.task is task:
            found.setdefault((figure.size, figure.variant), {})[figure.method] = figure
    return found


def ours_of(figures: Mapping[str, Figure]) -> Figure | None:
    """The figure that ratios refer to."""
    return next((one for one in figures.values() if one.is_ours and one.seconds), None)


def ratio(figure: Figure | None, ours: Figure | None) -> float | None:
    """How many times ours is faster; None without both times."""
    if figure is None or ours is None or figure.seconds is None or ours.seconds is None:
        return None
    return figure.seconds.median / ours.seconds.median


def _queries(report: Report) -> Iterator[Target]:
    for (size, variant), figures in sorted(_of(report, Task.QUERY).items()):
        what = f"one query, {size:,}, {variant}"
        ours = ours_of(figures)
        raced = [one for one in figures.values() if one is not ours and one.method not in (*_BATCHES, EXACT)]
        yield _fastest(f"{what}: faster than each peer", ours, raced, 1.0, _bound(report, ours))
        if size == MILLION and variant == "long":
            yield _times(f"{what}: to `linear_kernel`", ours, figures.get("linear_kernel"), 40)
            yield _times(f"{what}: to `sparse_dot_topn`", ours, figures.get("sparse_dot_topn"), 8)
            yield _times(f"{what}: exact path to `linear_kernel`", figures.get(EXACT), figures.get("linear_kernel"), 4)
        recall = ours.recall if ours else None
        found = "–" if recall is None else f"{recall:.3f}"
        yield Target(f"{what}: recall@10", f"≥ {_RECALL}", found, None if recall is None else recall >= _RECALL)


def _pairs(report: Report) -> Iterator[Target]:
    for (size, variant), figures in sorted(_of(report, Task.PAIRS).items()):
        what, ours = f"all pairs, {size:,} × {size:,}, {variant}", ours_of(figures)
        raced = [one for one in figures.values() if one is not ours]
        yield _fastest(f"{what}: level with the best", ours, raced, 1.0, "")
        if "linear_kernel" in figures:
            yield _times(f"{what}: to scikit-learn", ours, figures["linear_kernel"], 5)
        if size == 50_000:
            peak = ours.peak if ours else None
            found = "–" if peak is None else f"{peak / _GIB:.2f} GiB"
            yield Target(f"{what}: memory", "≤ 1.5 GB", found, None if peak is None else peak <= 1.5e9)


def _build(report: Report) -> Iterator[Target]:
    found = _of(report, Task.BUILD)
    for size in sorted({size for size, _variant in found}):
        one, two = (ours_of(found.get((size, name), {})) for name in ("1 process", "2 processes"))
        target = _times(f"build, {size:,}: 2 processes to 1", two, one, 1.8)
        most = two.extra.get(CEILING) if two else None
        bound = "" if target.is_reached or most is None else f"two analyses apart get {most:.2f}× done"
        yield replace(target, bound=bound)


def _open(report: Report) -> Iterator[Target]:
    for (size, _variant), figures in sorted(_of(report, Task.OPEN).items()):
        ours = ours_of(figures)
        yield _below(f"open, {size:,}", ours, 0.1)
        private = ours.extra.get("private") if ours else None
        found = "–" if private is None else f"{private / _MIB:.0f} MiB"
        reached = None if private is None else private < 50 * _MIB
        yield Target(f"open, {size:,}: memory of one more process", "< 50 MB", found, reached)


def _change(report: Report) -> Iterator[Target]:
    for (size, _variant), figures in sorted(_of(report, Task.CHANGE).items()):
        if size >= 100_000:
            yield _below(f"one changed listing, {size:,}", figures.get(REFRESH), 1.0)


def _fastest(what: str, ours: Figure | None, raced: Sequence[Figure], least: float, bound: str) -> Target:
    ratios = {one.method: found for one in raced if (found := ratio(one, ours)) is not None}
    if not ratios:
        return Target(what, f"≥ {least:g}×", "–", None)
    nearest = min(ratios, key=lambda method: ratios[method])
    reached = ratios[nearest] >= least
    return Target(what, f"≥ {least:g}×", f"{ratios[nearest]:.2f}× ({nearest})", reached, "" if reached else bound)


def _times(what: str, ours: Figure | None, other: Figure | None, least: float) -> Target:
    found = ratio(other, ours)
    if found is None:
        return Target(what, f"≥ {least:g}×", "–", None)
    return Target(what, f"≥ {least:g}×", f"{found:.2f}×", found >= least)


def _below(what: str, ours: Figure | None, most: float) -> Target:
    wanted = f"< {most * 1000:.0f} ms" if most < 1 else f"< {most:g} s"
    if ours is None or ours.seconds is None:
        return Target(what, wanted, "–", None)
    return Target(what, wanted, written_seconds(ours.seconds.median), ours.seconds.median < most)


def _bound(report: Report, ours: Figure | None) -> str:
    """What reading its bytes alone would take of the time."""
    if ours is None or ours.seconds is None or not ours.touched:
        return ""
    least = ours.touched / report.bandwidth
    return (
        f"{ours.postings:,.0f} postings, {ours.touched / _MIB:.1f} MiB: {written_seconds(least)} at the bandwidth "
        f"of this run, {least / ours.seconds.median:.0%} of the time"
    )


def written_seconds(seconds: float) -> str:
    """A time in the unit that suits it."""
    steps: Sequence[tuple[float, float, str]] = ((1e-3, 1e6, "µs"), (1.0, 1e3, "ms"), (float("inf"), 1.0, "s"))
    factor, unit = next((factor, unit) for most, factor, unit in steps if seconds < most)
    return f"{float(f'{seconds * factor:.3g}'):,g} {unit}"
