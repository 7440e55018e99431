"""Stored organisations become pools with the same features as labelled collections."""

import numpy as np
import pytest

from matchmaker.matching.learning import JudgedPair, Reranker, pool_of, rerank, sample_of_pairs
from tests.matching.learning.test_shelf import reranker
from tests.matching.market import build, crowd

INDEX = build(crowd())


def test_a_pool_is_open_where_the_engine_suggests_and_has_its_scores():
    names = INDEX.organisations
    pool = pool_of(INDEX, names)
    scores = {
        (one, found.partner): found.score for one in names for found in INDEX.best_for(one, limit=None)
    }  # fmt: skip
    measured = {(names[row], names[column]): pool.scores[row, column] for row, column in np.argwhere(pool.is_open)}
    assert measured == pytest.approx(scores)
    assert pool.names == ("words", "rare", "place", "codes", "rivalry", "reach")
    assert pool.queries.shape == pool.documents.shape == (len(names), len(pool.terms))


def test_a_pool_of_one_is_a_row_of_the_pool_of_all():
    everything, one = pool_of(INDEX, INDEX.organisations), pool_of(INDEX, ["kr2"])
    row = INDEX.organisations.index("kr2")
    assert np.array_equal(one.scores[0], everything.scores[row])
    assert all(np.array_equal(one.channels[name][0], values[row]) for name, values in everything.channels.items())


def test_judgements_of_organisations_that_are_gone_are_left_out():
    sample = sample_of_pairs(
        INDEX, [JudgedPair("kr1", "us1", 2), JudgedPair("kr1", "us2", 0), JudgedPair("kr1", "x", 2)]
    )
    columns = [INDEX.organisations.index(name) for name in ("us1", "us2")]
    assert (sample.groups, sample.owners) == (("kr1",), INDEX.organisations)
    assert sample.grades[0, columns].tolist() == [2.0, 0.0]
    assert sample.refused[0, columns].tolist() == [False, True]


def test_closed_pairs_have_no_probability_and_open_ones_do():
    pool = pool_of(INDEX, ["kr1"])
    found = rerank(reranker(), pool)
    assert np.array_equal(found > 0, pool.is_open)
    assert (found < 1).all()


def test_a_feature_the_engine_cannot_give_is_named():
    from matchmaker.matching.learning import RerankerError

    asking = Reranker.from_json(reranker().to_json().replace('"words"', '"meaning"'))
    with pytest.raises(RerankerError, match="'meaning'"):
        rerank(asking, pool_of(INDEX, ["kr1"]))


def test_a_grade_is_no_yes_or_perhaps():
    with pytest.raises(ValueError, match="grade 3"):
        JudgedPair("kr1", "us1", 3)
