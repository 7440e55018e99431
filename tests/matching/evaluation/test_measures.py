"""Measures of rankings against values worked out by hand."""

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from matchmaker.matching.evaluation import MEASURES, Ranking
from matchmaker.matching.evaluation.measures import per_query

NAMES = list(MEASURES)


def measured(documents, grades):
    ranking = Ranking("q", tuple(documents), tuple(float(len(documents) - place) for place in range(len(documents))))
    return {name: float(value[0]) for name, value in per_query([ranking], {"q": grades}).items()}


def by_hand(documents, grades):
    """The figures as they were written out before a library computed them."""

    def discounted(gains):
        return sum(gain / math.log2(place + 1) for place, gain in enumerate(gains, start=1))

    gains = [grades.get(document, 0) for document in documents]
    first = next((place for place, gain in enumerate(gains, start=1) if gain), None)
    return {
        "ndcg@10": discounted(gains[:10]) / discounted(sorted(grades.values(), reverse=True)[:10]),
        "recall@10": sum(gain > 0 for gain in gains[:10]) / len(grades),
        "mrr": 1 / first if first else 0.0,
        "recall@1": sum(gain > 0 for gain in gains[:1]) / len(grades),
        "success@1": float(any(gains[:1])),
    }


@pytest.mark.parametrize(
    ("documents", "grades", "values"),
    [
        ("a", {"a": 1}, [1.0, 1.0, 1.0, 1.0, 1.0]),
        ("ba", {"a": 1}, [1 / math.log2(3), 1.0, 0.5, 0.0, 0.0]),
        ("", {"a": 1}, [0.0, 0.0, 0.0, 0.0, 0.0]),
        ("ab", {"a": 1, "b": 3}, [(1 + 3 / math.log2(3)) / (3 + 1 / math.log2(3)), 1.0, 1.0, 0.5, 1.0]),
        ("bcdefghijkla", {"a": 2, "b": 2}, [1 / (1 + 1 / math.log2(3)), 0.5, 1.0, 0.5, 1.0]),
        ("bcdefghijkla", {"a": 1}, [0.0, 0.0, 1 / 12, 0.0, 0.0]),
    ],
)
def test_the_figures_are_the_known_ones(documents, grades, values):
    assert measured(documents, grades) == pytest.approx(dict(zip(NAMES, values, strict=True)))


@given(
    st.permutations([f"d{place}" for place in range(14)]),
    st.integers(0, 14),
    st.dictionaries(st.sampled_from([f"d{place}" for place in range(16)]), st.integers(1, 5), min_size=1),
)
def test_the_library_says_what_was_written_out_before(documents, depth, grades):
    found = documents[:depth]
    assert measured(found, grades) == pytest.approx(by_hand(found, grades))


def test_each_query_has_its_own_place_and_any_id_will_do():
    rankings = [Ranking("\ud800", ("a b",), (1.0,)), Ranking("", (), ()), Ranking("0", ("\x00", "é"), (2.0, 1.0))]
    grades = {"\ud800": {"a b": 1}, "": {"a b": 1}, "0": {"é": 1}}
    assert per_query(rankings, grades)["mrr"].tolist() == [1.0, 0.0, 0.5]
    assert {values.dtype for values in per_query(rankings, grades).values()} == {np.dtype(np.float64)}
