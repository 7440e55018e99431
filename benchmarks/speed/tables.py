"""The report as Markdown, made of the stored results alone."""

from collections.abc import Iterator, Sequence

from benchmarks.speed.results import Figure, Report, Task
from benchmarks.speed.statistics import slope
from benchmarks.speed.targets import ours_of, ratio, targets, written_seconds

_MIB = 2**20
_NONE = "–"
_HEADINGS = {
    Task.QUERY: "Top ten of one query",
    Task.PAIRS: "All pairs, top ten",
    Task.BUILD: "Building an index",
    Task.OPEN: "Opening an index",
    Task.CHANGE: "One changed listing until its suggestions are stored",
}
_EXPLAINED = {
    Task.QUERY: "Documents are the offer texts of generated listings, queries the need texts of others: `long` a whole "
    "need, `short` three of its terms. A run is one turn over the queries; its time is the mean of one query. "
    "Recall@10 is told of methods that rank by the same inner product. `Peak` and `resident` are what building and "
    "answering added to an empty process, mapped files that were read included.",
    Task.PAIRS: "The ten best offers of every need. Where a run would take too long, part of the needs is asked and "
    "the time is carried forward: the share is told. `Peak` is all memory on top of an empty process.",
    Task.BUILD: "Ours starts from texts and stores what the service opens; the peers get the words that analysis found "
    "and only count, weigh and store. `Peak` is that of the building process, and `two apart` how many times as much "
    "two analyses side by side get done as one, with nothing to share: what two processors are worth here. "
    "`Ranking a pair` is the processor time in which a pair of listings is scored when somebody is ranked afterwards.",
    Task.OPEN: "In a new process while another one has the same files open, files in the page cache. `Private` is "
    "memory that this process shares with nobody: what one more web worker costs.",
    Task.CHANGE: "From the commit of an edit to a listing until `refresh` returns: the listing is read and analysed, "
    "the index changed and written, everyone touched ranked and stored. SQLite, without an encoder.",
}
_EXTRAS = {
    Task.QUERY: {"p95": "p95", "queries": "timings"},
    Task.PAIRS: {"share": "share asked"},
    Task.BUILD: {
        "words a second": "words/s",
        "analysis": "analysis",
        "storing": "storing",
        "ranking": "ranking a pair",
        "ceiling": "two apart",
    },
    Task.OPEN: {
        "first ranking": "first ranking",
        "first search": "first search",
        "private": "private",
        "private after ranking": "private, ranked",
    },
    Task.CHANGE: {"suggestions": "suggestions stored", "longest": "longest"},
}
_TIMES = {"p95", "first ranking", "first search", "longest", "ranking"}
_SHARES = {"share", "analysis", "storing"}
_BYTES = {"private", "private after ranking"}
_TIMES_AS_MUCH = {"ceiling"}


def document(reports: Sequence[Report], notes: str = "") -> str:
    """The whole document; `notes` are written by hand and stand at its end."""
    parts = ["# Speed", "Made by `make bench` and `make bench-full`; changes by hand are lost with the next run."]
    for report in reports:
        parts += _report(report)
    if notes:
        parts += ["## Notes", notes.strip()]
    return "\n\n".join(parts) + "\n"


def _report(report: Report) -> Iterator[str]:
    yield f"## `{report.command}`"
    yield f"```sh\n{report.command}\n```"
    yield environment(report)
    yield "### Targets"
    yield target_table(report)
    for task in Task:
        figures = [one for one in report.figures if one.task is task]
        if figures:
            yield f"### {_HEADINGS[task]}"
            yield _EXPLAINED[task]
            yield task_table(task, figures)
    yield "### Growth"
    yield (
        "Slope of time, and of memory, over size in logarithms: 1 grows with the size, 0.5 with its root. Slopes are "
        "told where a method has two sizes or more."
    )
    yield growth_table(report.figures)
    yield "### Methods"
    yield "\n".join(f"- **{name}**: {note}" for name, note in report.notes.items())


def environment(report: Report) -> str:
    """Machine and libraries, in one paragraph."""
    machine = ", ".join(f"{name} {value}" for name, value in report.environment.items())
    libraries = ", ".join(f"{name} {version}" for name, version in report.versions.items())
    return (
        f"{machine}. A copy of 256 MiB moves {report.bandwidth / 1e9:.1f} GB/s (read and written, one core). "
        f"{libraries}. "
        f"The run took {report.seconds / 60:.0f} minutes. Times are medians with quartiles of repeated runs, methods "
        "taking turns; `ratio` is the method's time over ours."
    )


def target_table(report: Report) -> str:
    """Every target beside what was found."""
    answers = {True: "yes", False: "**no**", None: "not measured"}
    rows = [[one.what, one.wanted, one.found, answers[one.is_reached], one.bound] for one in targets(report)]
    return _table(["Target", "To reach", "Found", "Reached", "Bound by"], rows, left=5)


def task_table(task: Task, figures: Sequence[Figure]) -> str:
    """All figures of a task, by size and variant; columns that nobody fills are left out."""
    extras = {key: head for key, head in _EXTRAS[task].items() if any(key in one.extra for one in figures)}
    heads = ["Listings", "Kind", "Method", "Median", "Quartiles", "Runs", "Ratio", "Recall@10", "Built in", "Peak MiB",
             "Resident MiB", "Postings", "MiB read", *extras.values()]  # fmt: skip
    rows = []
    for figure in figures:
        same = {one.method: one for one in figures if (one.size, one.variant) == (figure.size, figure.variant)}
        rows.append([*_cells(figure, ratio(figure, ours_of(same))), *(_extra(figure, key) for key in extras)])
    kept = [n for n in range(len(heads)) if n in (0, 2, 3) or any(row[n] not in ("", _NONE) for row in rows)]
    table = _table([heads[n] for n in kept], [[row[n] for n in kept] for row in rows], left=3 if 1 in kept else 2)
    skipped = dict.fromkeys(
        f"- {one.method}, {one.size:,}{f', {one.variant}' if one.variant else ''}: {one.skipped}"
        for one in figures if one.skipped
    )  # fmt: skip
    return "\n".join([table, "", "Not measured:", "", *skipped]) if skipped else table


def _cells(figure: Figure, times: float | None) -> list[str]:
    found = figure.seconds
    quartiles = f"{written_seconds(found.low)} – {written_seconds(found.high)}" if found else _NONE
    return [
        f"{figure.size:,}",
        figure.variant,
        f"**{figure.method}**" if figure.is_ours else figure.method,
        written_seconds(found.median) if found else "skipped",
        quartiles,
        str(found.runs) if found else _NONE,
        _number(times, "{:.2f}"),
        _number(figure.recall, "{:.3f}"),
        written_seconds(figure.prepare) if figure.prepare is not None else _NONE,
        _number(figure.peak, "{:,.0f}", _MIB),
        _number(figure.resident, "{:,.0f}", _MIB),
        _number(figure.postings, "{:,.0f}"),
        _number(figure.touched, "{:,.2f}", _MIB),
    ]


def _number(value: float | None, form: str, unit: float = 1.0) -> str:
    return _NONE if value is None else form.format(value / unit)


def _extra(figure: Figure, key: str) -> str:
    if key not in figure.extra:
        return _NONE
    value = figure.extra[key]
    if key in _TIMES:
        return written_seconds(value)
    if key in _TIMES_AS_MUCH:
        return f"{value:.2f}×"
    if key in _SHARES:
        return f"{value:.0%}"
    return f"{value / _MIB:,.0f} MiB" if key in _BYTES else f"{value:,.0f}"


def growth_table(figures: Sequence[Figure]) -> str:
    """Slopes of time and of memory of each method, task and variant."""
    groups: dict[tuple[Task, str, str], list[Figure]] = {}
    for one in figures:
        if one.seconds is not None:
            groups.setdefault((one.task, one.variant, one.method), []).append(one)
    rows = []
    for (task, variant, method), found in groups.items():
        if len({one.size for one in found}) > 1:
            sizes = " → ".join(f"{one.size:,}" for one in found)
            rows.append([_HEADINGS[task], variant, method, sizes, _time_slope(found), _memory_slope(found)])
    return _table(["Task", "Kind", "Method", "Listings", "Time", "Memory"], rows, left=4) if rows else "One size only."


def _time_slope(figures: Sequence[Figure]) -> str:
    found = slope([one.size for one in figures], [one.seconds.median if one.seconds else 0.0 for one in figures])
    return _number(found, "{:.2f}")


def _memory_slope(figures: Sequence[Figure]) -> str:
    told = [(one.size, held) for one in figures if (held := one.peak or one.resident) is not None]
    return _number(slope([size for size, _ in told], [held for _, held in told]), "{:.2f}")


def _table(heads: Sequence[str], rows: Sequence[Sequence[str]], *, left: int) -> str:
    rule = ["---" if n < left else "---:" for n in range(len(heads))]
    return "\n".join(f"| {' | '.join(cells)} |" for cells in (heads, rule, *rows))
