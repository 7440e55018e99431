"""One method on one collection."""

import math

import pytest

from matchmaker.matching.evaluation import HEADLINE, judge
from matchmaker.matching.evaluation import methods as blocks_of
from tests.matching.evaluation.sets import CORPUS, Given, collection


@pytest.fixture
def small(tmp_path):
    queries = {"q1": "a", "q2": "b", "q3": "c"}
    return collection(tmp_path, CORPUS, queries, [("q1", "d1", 1), ("q2", "d1", 1), ("q3", "d1", 1)])


ROWS = ((0.9, 0.1, 0.0, 0.0), (0.5, 0.5, 0.0, 0.0), (0.0, 0.5, 0.0, 0.0))


def test_figures_are_means_over_the_queries_and_misses_count(small):
    judged = judge(Given(ROWS), small)
    assert judged.figures == pytest.approx(
        {
            HEADLINE: (1 + 1 / math.log2(3)) / 3,
            "recall@10": 2 / 3,
            "mrr": 0.5,
            "recall@1": 1 / 3,
            "success@1": 1 / 3,
        }
    )
    assert (judged.method, judged.clock.fit, judged.queries_per_second > 0) == ("given", 0.0, True)


def test_rankings_and_progress_are_told(small):
    rankings, told = [], []
    judge(Given(ROWS), small, depth=1, sink=rankings.append, progress=told.append)
    assert [(ranking.query, ranking.documents) for ranking in rankings] == [
        ("q1", ("d1",)),
        ("q2", ("d2",)),
        ("q3", ("d2",)),
    ]
    assert told == [3]


def test_a_method_that_leaves_queries_out_is_refused(small):
    with pytest.raises(ValueError, match="given answered 2 of 3 queries"):
        judge(Given(ROWS[:2]), small)


def test_many_queries_come_in_blocks():
    assert [(rows.start, rows.stop) for rows in blocks_of.blocks(600)] == [(0, 256), (256, 512), (512, 600)]
    assert list(blocks_of.blocks(0)) == []
