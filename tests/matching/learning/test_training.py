"""Learning helps where there is something to learn, and says so where there is not."""

from dataclasses import replace

import numpy as np
import pytest

from matchmaker.matching.learning import TooFewJudgements, rerank, train
from matchmaker.matching.learning.comparison import ndcg
from matchmaker.matching.learning.factors import TextSpace
from matchmaker.matching.learning.training import fitted_on, prepare
from tests.matching.learning.worlds import sample

LAWFUL = sample()


@pytest.fixture(scope="module")
def lawful():
    return train([LAWFUL], engine="2", vocabulary="v", rounds=1)


@pytest.fixture(scope="module")
def lawless():
    return train([sample(is_lawful=False)], engine="2", vocabulary="v", rounds=1)


def test_a_law_of_partnering_is_learned_and_the_gain_is_certain(lawful):
    compared = lawful.comparison
    assert (compared.queries, compared.pairs, compared.is_better) == (120, LAWFUL.pairs, True)
    assert compared.after.mean > compared.before.mean + 0.3
    assert compared.difference.interval.low > 0.2
    assert compared.difference.p < 0.001


def test_chance_teaches_nothing_and_is_refused(lawless):
    assert lawless.comparison.is_better is False


def test_shuffled_judgements_give_no_gain(lawful):
    shuffled = np.random.default_rng(3).permutation(LAWFUL.grades)
    compared = train([replace(LAWFUL, grades=shuffled)], engine="2", vocabulary="v", rounds=1).comparison
    assert compared.after.mean < 0.5 * lawful.comparison.after.mean


def test_what_was_trained_ranks_a_world_it_has_not_seen(lawful):
    other = sample(seed=2, name="other")
    before = ndcg(other.pool.scores, other.grades, other.pool.is_open).mean()
    after = ndcg(rerank(lawful.reranker, other.pool), other.grades, other.pool.is_open).mean()
    assert after > before + 0.3


def test_the_probabilities_keep_their_promise(lawful):
    calibration = lawful.comparison.calibration
    assert calibration.promised == pytest.approx(calibration.found, rel=0.25)


def test_the_same_judgements_give_the_same_reranker_to_the_last_bit(lawful):
    again = train([sample()], engine="2", vocabulary="v", rounds=1)
    assert (again.reranker.digest, again.comparison) == (lawful.reranker.digest, lawful.comparison)


def test_features_know_no_judgement(lawful):
    blind = replace(LAWFUL, grades=np.zeros_like(LAWFUL.grades))
    features = lawful.reranker.features(blind.pool)
    assert np.array_equal(features, lawful.reranker.features(LAWFUL.pool))
    assert lawful.reranker.names == ("words", "rare", "place", "activity", "complement")


def test_what_is_said_of_organisations_judged_on_changes_nothing_that_is_learned():
    held = frozenset(LAWFUL.groups[:24])
    grades = LAWFUL.grades.copy()
    grades[:24], grades[:, :24] = 1.0 - grades[:24], 1.0 - grades[:, :24]
    learned = []
    for one in (LAWFUL, replace(LAWFUL, grades=grades)):
        space = TextSpace.fit([one.pool])
        prepared = prepare([one], ("words", "place"), space)
        learned.append(fitted_on(prepared, LAWFUL.groups[24:], hidden=held))
    first, second = learned
    assert np.array_equal(first.coefficients, second.coefficients)
    assert np.array_equal(first.factors.activity, second.factors.activity)
    assert np.array_equal(first.factors.complement, second.factors.complement)


def test_too_few_judgements_are_refused_with_their_number():
    rows = np.arange(len(LAWFUL.groups)) < 9
    few = replace(LAWFUL, grades=np.where(rows[:, None], LAWFUL.grades, 0.0))
    with pytest.raises(TooFewJudgements, match="of 9 organisations; 50 of 10 are needed"):
        train([few], engine="2", vocabulary="v", rounds=1)


def test_two_samples_teach_together():
    result = train([LAWFUL, sample(seed=2, name="other")], engine="2", vocabulary="v", rounds=1)
    assert (result.comparison.queries, result.reranker.trained.on) == (240, ("world", "other"))
    assert result.comparison.is_better
