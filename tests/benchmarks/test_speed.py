"""The whole harness on a tiny market, every method that needs no server; and the processes it runs them in."""

import os
import time
from dataclasses import dataclass

import numpy as np
import pytest

from benchmarks.speed.markets import Asked, Source, best, chosen, exact_best, scores_of
from benchmarks.speed.pairs import all_pairs
from benchmarks.speed.peers_matrix import TopN
from benchmarks.speed.plans import FULL, SHORT, Budget, Plan
from benchmarks.speed.results import Task
from benchmarks.speed.rounds import Effort, side_by_side
from benchmarks.speed.run import many, run, singles
from benchmarks.speed.tables import document
from benchmarks.speed.workers import Remote, Skipped, forget_peak, memory

LISTINGS = 300
FAST = Effort(queries=5, rounds=2, turn=0.2, prepare=120, patience=60)
SAME = {"ours", "ours, exact path", "linear_kernel", "NearestNeighbors", "sparse_dot_topn", "sparse_dot_topn, batch"}


@pytest.fixture(scope="module")
def source(tmp_path_factory):
    found = Source(LISTINGS, tmp_path_factory.mktemp("market"))
    found.opened()
    return found


@dataclass
class Stubborn:
    """Does what tests need of a process."""

    name: str = "stubborn"

    def answer(self, value):
        return value + 1

    def sleep(self):
        time.sleep(60)

    def fail(self):
        raise ValueError("no such thing\nat all")

    def die(self):
        os._exit(3)

    def held(self):
        forget_peak()
        before = memory()
        block = np.ones(2**23)
        del block
        after = memory()
        return after.peak - before.resident, after.resident - before.resident


@pytest.fixture
def remote():
    found = Remote(Stubborn())
    yield found
    found.end()


def test_a_process_answers_again_and_again(remote):
    assert [remote.ask("answer", n, timeout=60) for n in range(3)] == [1, 2, 3]


def test_a_failure_is_a_reason_and_the_process_goes_on(remote):
    with pytest.raises(Skipped, match=r"^ValueError: no such thing$"):
        remote.ask("fail", timeout=60)
    assert remote.ask("answer", 1, timeout=60) == 2


def test_one_that_takes_too_long_is_ended(remote):
    remote.ask("answer", 1, timeout=60)
    with pytest.raises(Skipped, match="stopped after 0 s"):
        remote.ask("sleep", timeout=0.2)
    start = time.monotonic()
    remote.end()
    assert time.monotonic() - start < 10
    with pytest.raises(Skipped, match="its process ended"):
        remote.ask("answer", 1, timeout=1)


def test_one_that_dies_says_so(remote):
    with pytest.raises(Skipped, match=r"its process ended \(3\)"):
        remote.ask("die", timeout=60)


def test_the_peak_counts_what_was_given_back(remote):
    peak, left = remote.ask("held", timeout=60)
    assert peak > 60 * 2**20
    assert left < 30 * 2**20


def test_queries_are_the_same_every_time_and_short_ones_are_parts_of_long_ones(source):
    market = source.opened()
    once, again = chosen(market, 7), chosen(source.opened(), 7)
    for variant in ("long", "short"):
        assert [one.columns.tolist() for one in once[variant]] == [one.columns.tolist() for one in again[variant]]
    for short, whole in zip(once["short"], once["long"], strict=True):
        assert len(short.columns) == 3
        assert set(short.columns.tolist()) <= set(whole.columns.tolist())
        assert np.linalg.norm(short.weights) == pytest.approx(1.0)


def test_the_best_are_above_zero_with_ties_by_row():
    assert best(np.array([0.0, 0.5, 0.2, 0.5, -1.0]), 4).tolist() == [1, 3, 2]
    assert best(np.zeros(0), 4).tolist() == []


def test_exact_scores_of_rows_are_those_of_the_whole_product(source):
    market = source.opened()
    asked = chosen(market, 3)
    scores = exact_best(market, asked)["long"][0]
    whole = market.documents @ np.bincount(
        asked["long"][0].columns, asked["long"][0].weights, minlength=market.documents.shape[1]
    )
    assert scores_of(market, asked["long"][0], best(whole)) == pytest.approx(scores)
    assert scores_of(market, Asked(np.zeros(0, dtype=np.int32), np.zeros(0)), np.array([0])).tolist() == [0.0]


@pytest.mark.slow
def test_every_method_answers_one_query(source):
    figures = side_by_side(singles(""), source, effort=FAST)
    assert [(one.method, one.skipped) for one in figures if one.seconds is None] == []
    assert {(one.method, one.variant) for one in figures} == {
        (peer.name, variant) for peer in singles("") for variant in ("long", "short")
    }
    assert {one.method: one.recall for one in figures if one.method in SAME} == dict.fromkeys(SAME, 1.0)
    assert {one.method for one in figures if one.recall is None} == {"bm25s, numpy", "bm25s, numba", "tantivy"}
    assert {one.method for one in figures if one.is_ours} == {"ours"}


@pytest.mark.slow
def test_every_method_finds_all_pairs(source):
    figures = all_pairs(many(), source, rounds=1, limit=30, patience=120)
    assert [(one.method, one.skipped) for one in figures if one.seconds is None] == []
    assert {one.method: one.recall for one in figures if one.recall is not None} == {
        "ours": 1.0, "sparse_dot_topn": 1.0, "linear_kernel": 1.0,
    }  # fmt: skip
    assert all(one.extra["share"] == 1.0 for one in figures)


def test_a_method_that_takes_too_long_is_a_row_with_the_reason(source):
    figures = side_by_side([TopN()], source, effort=Effort(queries=2, rounds=1, prepare=0.0))
    assert [(one.variant, one.seconds, one.skipped) for one in figures] == [
        ("long", None, "building: no time was left"), ("short", None, "building: no time was left"),
    ]  # fmt: skip


def test_no_step_gets_more_than_what_is_left():
    assert Budget(1000.0).within(5.0) == 5.0
    assert Budget(0.0).within(5.0) == 0.0


def test_the_short_run_has_the_small_sizes_of_the_full_one():
    assert SHORT.seconds < 300
    assert max(FULL.sizes[Task.QUERY]) == 1_000_000
    assert FULL.effort(50_000) == FULL.efforts[0]
    assert FULL.effort(2_000_000).queries == FULL.efforts[1_000_000].queries


def test_a_run_without_time_lists_every_task_with_the_reason(source):
    sizes = dict.fromkeys(Task, (LISTINGS,))
    plan = Plan(mode="bench", command="make bench", sizes=sizes, seconds=0.0, with_server=False, cache=source.cache)
    report = run(plan, [Task.OPEN, Task.CHANGE])
    assert {one.task for one in report.figures} == {Task.OPEN, Task.CHANGE}
    assert all("no time was left" in one.skipped for one in report.figures)


@pytest.mark.slow
def test_the_service_tasks_run_from_texts_to_stored_suggestions(source):
    plan = Plan(
        mode="bench", command="make bench", with_server=False, cache=source.cache, open_rounds=1, edits=1,
        sizes=dict.fromkeys((Task.BUILD, Task.OPEN, Task.CHANGE), (LISTINGS,)),
    )  # fmt: skip
    report = run(plan, [Task.BUILD, Task.OPEN, Task.CHANGE])
    assert [(one.task, one.method, one.skipped) for one in report.figures if one.seconds is None] == []
    assert [(one.task, one.variant) for one in report.figures if one.is_ours] == [
        (Task.BUILD, "1 process"), (Task.BUILD, "2 processes"), (Task.OPEN, ""), (Task.CHANGE, ""),
    ]  # fmt: skip
    assert report.bandwidth > 1e8
    assert "### One changed listing until its suggestions are stored" in document([report])
