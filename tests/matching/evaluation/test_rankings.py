"""From scores to rankings."""

import numpy as np
import pytest

from matchmaker.matching.evaluation import Ranking
from matchmaker.matching.evaluation.rankings import Ranker
from tests.matching.evaluation.sets import CORPUS, collection


def ranked(tmp_path, row, *, query="q", grades=(("d1", 1),), **rest):
    judged = [(query, document, grade) for document, grade in grades]
    found = collection(tmp_path, CORPUS, {query: "cell"}, judged)
    (ranking,) = Ranker(found, **rest).ranked(np.array([row]), [query])
    return ranking


def test_documents_stand_by_score_and_those_without_one_are_not_found(tmp_path):
    assert ranked(tmp_path, [0.2, 0.0, 0.9, -0.1]) == Ranking("q", ("d3", "d1"), (0.9, 0.2))


def test_ties_stand_against_the_system(tmp_path):
    assert ranked(tmp_path, [0.5, 0.5, 0.5, 0.5]).documents == ("d2", "d3", "d4", "d1")


def test_scores_that_differ_by_rounding_only_are_ties(tmp_path):
    assert ranked(tmp_path, [0.3 + 1e-16, 0.1 + 0.2 - 1e-16, 0.0, 0.0]).documents == ("d2", "d1")


@pytest.mark.parametrize(("grades", "found"), [([("d3", 1)], ("d3", "d4")), ([("d1", 1)], ("d3", "d4", "d1"))])
def test_a_query_never_finds_itself_unless_it_is_judged_to(tmp_path, grades, found):
    assert ranked(tmp_path, [0.1, 0.0, 0.9, 0.5], query="d1", grades=grades).documents == found


def test_depth_bounds_the_ranking(tmp_path):
    assert ranked(tmp_path, [0.4, 0.3, 0.2, 0.1], depth=2).documents == ("d1", "d2")


def test_a_score_that_is_no_number_finds_nothing(tmp_path):
    assert ranked(tmp_path, [float("nan"), 0.3, 0.0, 0.0]).documents == ("d2",)


def test_a_judged_document_that_the_corpus_lacks_does_no_harm(tmp_path):
    assert ranked(tmp_path, [0.4, 0.3, 0.0, 0.0], grades=[("gone", 1)]).documents == ("d1", "d2")
