"""Words and meaning joined."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from matchmaker.matching.semantic.fusion import crowding, joined, meaning
from matchmaker.matching.settings import MeaningSettings
from tests.matching.semantic.encoders import texts

SETTINGS = MeaningSettings(weight=10.0, floor=0.2, margin_offset=0.1)
evidence = st.floats(0, 12)
share = st.floats(0, 1)
EAST, NORTH, WEST = [1.0, 0.0], [0.0, 1.0], [-1.0, 0.0]


@given(evidence, evidence, evidence)
def test_the_joined_score_lies_in_its_bounds_and_grows_with_either_evidence(words, of_meaning, more):
    def score(one, other):
        return float(joined(np.array(one), np.array(other)))

    assert 0.0 <= score(words, of_meaning) < 1.0
    assert score(words, of_meaning) == pytest.approx(1 - np.exp(-words) * np.exp(-of_meaning), abs=1e-12)
    assert score(words + more, of_meaning) >= score(words, of_meaning)
    assert score(words, of_meaning + more) >= score(words, of_meaning)


def test_nothing_joined_with_nothing_is_nothing():
    assert joined(np.zeros((1, 1)), np.zeros((1, 1))) == 0.0


def test_evidence_of_meaning_is_what_the_formula_says():
    mine, theirs = texts([EAST], crowding=[0.2]), texts([EAST, [0.6, 0.8], NORTH], crowding=[0.4, 0.4, 0.4])
    # One language: trust is 10 x 0.2. Margins: 1 - 0.3, 0.6 - 0.3, 0 - 0.3 (below 0 with the offset).
    assert meaning(mine, theirs, SETTINGS).tolist() == [pytest.approx([2 * 0.8**2, 2 * 0.4**2, 0.0], abs=1e-6)]


@given(share, share, share)
def test_trust_falls_with_what_the_words_can_know(known, other, more):
    def of(first, second, overlap):
        # A margin of 0.9 and the offset of 0.1 leave the trust alone.
        mine = texts([EAST], crowding=[0.1], known=[first], languages=[[1.0, 0.0]])
        theirs = texts([EAST], crowding=[0.1], known=[second], languages=[[overlap, 1 - overlap]])
        return float(meaning(mine, theirs, SETTINGS)[0, 0])

    assert of(0.0, other, 0.0) == pytest.approx(SETTINGS.weight)
    assert of(1.0, 1.0, 0.0) == pytest.approx(SETTINGS.weight * SETTINGS.floor)
    assert of(known, other, 1.0) == pytest.approx(SETTINGS.weight * SETTINGS.floor)
    higher = max(known, more)
    assert of(higher, other, 0.3) <= of(known, other, 0.3) + 1e-9
    assert of(known, other, higher) <= of(known, other, known) + 1e-9


def test_a_text_without_a_vector_means_nothing_however_little_it_is_crowded():
    silent = texts([[0.0, 0.0]], crowding=[-1.0])
    assert meaning(silent, texts([EAST], crowding=[-1.0]), SETTINGS).tolist() == [[0.0]]
    assert meaning(texts([EAST]), silent, SETTINGS).tolist() == [[0.0]]


def test_without_an_encoder_there_is_no_evidence():
    assert meaning(texts(np.zeros((2, 0))), texts(np.zeros((3, 0))), SETTINGS).tolist() == np.zeros((2, 3)).tolist()


def everyone(vectors):
    """A group of neighbours all of whom count."""
    return vectors, vectors.any(axis=1)


def test_crowding_is_the_mean_cosine_with_the_nearest_of_the_other_side():
    others = np.array([EAST, [0.6, 0.8], NORTH, WEST, [0.0, 0.0]], dtype=np.float32)
    own = np.array([EAST, NORTH], dtype=np.float32)
    assert crowding(own, [everyone(others)], 2) == pytest.approx([(1 + 0.6) / 2, (1 + 0.8) / 2], abs=1e-6)
    assert crowding(own, [everyone(others)], 10, usual=0.5) == pytest.approx(
        [(0.6 + 6 * 0.5) / 10, (1.8 + 6 * 0.5) / 10], abs=1e-6
    )


def test_nobody_on_the_other_side_crowds_nobody():
    own = np.array([EAST], dtype=np.float32)
    assert crowding(own, [everyone(np.zeros((0, 2), dtype=np.float32))], 10).tolist() == [0.0]
    assert crowding(own, [everyone(np.zeros((3, 2), dtype=np.float32))], 10).tolist() == [0.0]
    assert crowding(np.zeros((0, 2), dtype=np.float32), [everyone(own)], 10).tolist() == []


def test_crowding_does_not_depend_on_how_many_texts_are_asked_at_once():
    random = np.random.default_rng(7)
    own, others = (np.rint(random.normal(size=(count, 64)) * 128).astype(np.float32) / 1024 for count in (1_030, 40))
    alone = np.concatenate([crowding(own[n : n + 1], [everyone(others)], 10) for n in range(len(own))])
    assert np.array_equal(crowding(own, [everyone(others)], 10), alone)
