"""Other methods behind the same interface as the engine."""

import numpy as np
import pytest

from benchmarks.quality_peers import Bm25, Cosine, ReciprocalRanks, Tfidf, peers
from matchmaker.matching.evaluation import Clock, judge
from tests.matching.evaluation.sets import Given, Letters, collection

CORPUS = {"d1": "growing cells in bioreactors", "d2": "tax advice", "d3": "세포 배양"}
QUERIES = {"q1": "the grown cell", "q2": "세포 배양", "q3": "zzzz"}


@pytest.fixture
def small(tmp_path):
    return collection(tmp_path, CORPUS, QUERIES, [("q1", "d1", 1), ("q2", "d3", 1), ("q3", "d1", 1)])


def found(method, small):
    rankings = []
    judge(method, small, sink=rankings.append)
    return [ranking.documents for ranking in rankings]


def test_words_meet_as_they_are_written_and_letters_within_words(small):
    assert found(Tfidf("words"), small) == [(), ("d3",), ()]
    letters = Tfidf("letters", {"analyzer": "char_wb", "ngram_range": (2, 4)})
    assert [documents[:1] for documents in found(letters, small)] == [("d1",), ("d3",), ()]


def test_bm25_meets_in_english_stems_and_in_plain_words_of_other_languages(small):
    assert found(Bm25(), small) == [("d1",), ("d3",), ()]


def test_an_encoder_alone_compares_whole_texts(small):
    (block,) = Cosine("letters", Letters()).scores(small, Clock())
    assert block.shape == (3, 3)
    assert block[0].argmax() == 0


def test_rank_fusion_adds_reciprocal_ranks_of_what_was_found(small):
    one = Given(((0.9, 0.5, 0.0), (0.5, 0.5, 0.0), (0.0, 0.0, 0.0)))
    other = Given(((0.1, 0.2, 0.3), (0.0, 0.0, 0.4), (0.0, 0.0, 0.0)))
    (block,) = ReciprocalRanks("both", [one, other]).scores(small, Clock())
    expected = [
        [1 / 61 + 1 / 63, 1 / 62 + 1 / 62, 1 / 61],
        [1 / 61.5, 1 / 61.5, 1 / 61],
        [0.0, 0.0, 0.0],
    ]
    assert block == pytest.approx(np.array(expected))


def test_all_peers_have_names_of_their_own():
    names = [method.name for method in peers(Letters(), Given(()))]
    assert len(set(names)) == len(names) == 6
