"""The document on speed, made of stored results."""

from pathlib import Path

import pytest
from click.testing import CliRunner

from benchmarks.speed import __main__ as command
from benchmarks.speed.results import Figure, Report, Task, stored, write
from benchmarks.speed.statistics import Spread
from benchmarks.speed.tables import document, growth_table, target_table, task_table
from benchmarks.speed.targets import targets, written_seconds


def timed(seconds, runs=5):
    return Spread(round(seconds * 0.9, 9), seconds, round(seconds * 1.1, 9), runs)


def query(method, seconds, *, size=1_000_000, variant="long", **rest):
    return Figure(task=Task.QUERY, size=size, variant=variant, method=method, seconds=timed(seconds), **rest)


FIGURES = [
    query("ours", 0.01, is_ours=True, recall=1.0, postings=5e6, touched=4e7),
    query("ours, exact path", 0.08, recall=1.0),
    query("linear_kernel", 0.41, recall=1.0, peak=3 * 2**20),
    query("sparse_dot_topn", 0.079, recall=1.0),
    query("sparse_dot_topn, batch", 0.001),
    Figure(task=Task.QUERY, size=1_000_000, variant="long", method="seismic", skipped="building: stopped after 60 s"),
    query("ours", 0.001, size=10_000, is_ours=True, recall=0.9),
    Figure(task=Task.BUILD, size=10_000, variant="1 process", method="ours", is_ours=True, seconds=timed(10.0)),
    Figure(task=Task.BUILD, size=10_000, variant="2 processes", method="ours", is_ours=True, seconds=timed(5.0)),
    Figure(
        task=Task.OPEN, size=100_000, variant="", method="ours", is_ours=True, seconds=timed(0.2),
        extra={"private": 21_000_000.0, "first search": 0.004},
    ),
    Figure(task=Task.CHANGE, size=100_000, variant="", method="refresh", is_ours=True, skipped="its process ended"),
]  # fmt: skip


def report(figures=FIGURES, mode="bench"):
    return Report(
        mode=mode, command=f"make {mode}", environment={"cores": "2"}, bandwidth=8e9, versions={"numpy": "2"},
        notes={"ours": "exact"}, figures=tuple(figures), seconds=120.0,
    )  # fmt: skip


def test_a_report_is_read_back_as_it_was_written():
    assert Report.from_json(report().to_json()) == report()


def test_figures_keep_five_digits():
    found = Report.from_json(report([query("ours", 0.123456789)]).to_json())
    assert found.figures[0].seconds.median == 0.12346


def test_stored_reports_come_short_one_first(tmp_path):
    for mode in ("bench-full", "bench"):
        write(tmp_path / f"{mode}.json", report(mode=mode).to_json())
    assert [one.mode for one in stored(tmp_path)] == ["bench", "bench-full"]
    assert sorted(path.name for path in tmp_path.iterdir()) == ["bench-full.json", "bench.json"]


def test_every_target_is_told_with_what_was_found():
    found = {one.what: (one.found, one.is_reached) for one in targets(report())}
    assert found == {
        "one query, 10,000, long: faster than each peer": ("–", None),
        "one query, 10,000, long: recall@10": ("0.900", False),
        "one query, 1,000,000, long: faster than each peer": ("7.90× (sparse_dot_topn)", True),
        "one query, 1,000,000, long: to `linear_kernel`": ("41.00×", True),
        "one query, 1,000,000, long: to `sparse_dot_topn`": ("7.90×", False),
        "one query, 1,000,000, long: exact path to `linear_kernel`": ("5.12×", True),
        "one query, 1,000,000, long: recall@10": ("1.000", True),
        "build, 10,000: 2 processes to 1": ("2.00×", True),
        "open, 100,000": ("200 ms", False),
        "open, 100,000: memory of one more process": ("20 MiB", True),
        "one changed listing, 100,000": ("–", None),
    }


def test_a_peer_that_is_faster_shows_what_the_bytes_alone_would_take():
    slow = [query("ours", 0.1, is_ours=True, postings=5e6, touched=4e8), query("linear_kernel", 0.05)]
    first = targets(report(slow))[0]
    assert (first.found, first.is_reached) == ("0.50× (linear_kernel)", False)
    assert first.bound == "5,000,000 postings, 381.5 MiB: 50 ms at the bandwidth of this run, 50% of the time"


def test_a_build_that_two_processes_make_too_slowly_shows_what_two_are_worth_on_the_machine():
    slow = [
        Figure(
            task=Task.BUILD, size=10_000, variant=processes, method="ours", is_ours=True, seconds=timed(seconds),
            extra={"ceiling": 1.62},
        )
        for processes, seconds in (("1 process", 10.0), ("2 processes", 6.25))
    ]  # fmt: skip
    (target,) = targets(report(slow))
    assert (target.found, target.is_reached) == ("1.60×", False)
    assert target.bound == "two analyses apart get 1.62× done"
    assert "| 1.62× |" in task_table(Task.BUILD, slow)


def test_all_pairs_are_held_to_their_memory():
    pairs = Figure(
        task=Task.PAIRS, size=50_000, variant="1 thread", method="ours", is_ours=True, seconds=timed(9.0), peak=2**31
    )
    memory = targets(report([pairs]))[-1]
    assert (memory.wanted, memory.found, memory.is_reached) == ("≤ 1.5 GB", "2.00 GiB", False)


def test_a_table_shows_what_was_measured_and_why_something_was_not():
    shown = task_table(Task.QUERY, [one for one in FIGURES if one.size == 1_000_000 and one.task is Task.QUERY])
    lines = shown.splitlines()
    assert lines[0] == (
        "| Listings | Kind | Method | Median | Quartiles | Runs | Ratio | Recall@10 | Peak MiB | Postings | MiB read |"
    )
    assert lines[2] == (
        "| 1,000,000 | long | **ours** | 10 ms | 9 ms – 11 ms | 5 | 1.00 | 1.000 | – | 5,000,000 | 38.15 |"
    )
    assert lines[4].startswith("| 1,000,000 | long | linear_kernel | 410 ms | 369 ms – 451 ms | 5 | 41.00 |")
    assert lines[7].startswith("| 1,000,000 | long | seismic | skipped |")
    assert lines[-1] == "- seismic, 1,000,000, long: building: stopped after 60 s"


def test_growth_is_told_where_there_are_two_sizes():
    figures = [query("ours", seconds, size=size, peak=size) for size, seconds in ((10_000, 0.001), (1_000_000, 0.01))]
    assert growth_table(figures).splitlines()[-1] == (
        "| Top ten of one query | long | ours | 10,000 → 1,000,000 | 0.50 | 1.00 |"
    )
    assert growth_table(figures[:1]) == "One size only."


def test_misses_stand_out():
    assert "| **no** |" in target_table(report())


def test_the_document_has_every_part_and_its_command():
    written = document([report(), report(mode="bench-full")], "By hand.")
    assert written.startswith("# Speed\n\nMade by `make bench` and `make bench-full`;")
    assert "\n```sh\nmake bench\n```\n" in written
    assert "\n```sh\nmake bench-full\n```\n" in written
    assert written.endswith("\n## Notes\n\nBy hand.\n")
    assert document([report()]) == document([Report.from_json(report().to_json())])


@pytest.mark.parametrize(
    ("seconds", "written"), [(2.5e-5, "25 µs"), (0.0123456, "12.3 ms"), (1.5, "1.5 s"), (1234.5, "1,230 s")]
)
def test_times_are_told_in_the_unit_that_suits_them(seconds, written):
    assert written_seconds(seconds) == written


def test_the_document_can_be_made_anew_from_what_is_stored(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    write(command.FOLDER / "bench.json", report().to_json())
    result = CliRunner().invoke(command.main, ["--table"])
    assert (result.exit_code, Path("docs/benchmarks.md").read_text(encoding="utf-8")) == (0, document([report()]))


def test_the_kept_document_is_that_of_the_kept_results():
    root = Path(command.__file__).parents[2]
    notes = root / command.NOTES
    kept = document(stored(root / command.FOLDER), notes.read_text(encoding="utf-8") if notes.is_file() else "")
    assert (root / command.DOCUMENT).read_text(encoding="utf-8") == kept
