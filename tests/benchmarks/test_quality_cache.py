"""Vectors kept between runs."""

import numpy as np

from benchmarks.quality_cache import CachedEncoder
from tests.matching.evaluation.sets import Letters


def test_a_text_is_encoded_once_whatever_its_company(tmp_path):
    encoder = Letters()
    first = CachedEncoder(encoder, tmp_path).encode(["ab", "c", "ab"])
    again = CachedEncoder(encoder, tmp_path).encode(["d", "c", "ab"])
    assert encoder.texts == 3
    assert np.array_equal(first, encoder.encode(["ab", "c", "ab"]))
    assert np.array_equal(again, encoder.encode(["d", "c", "ab"]))


def test_vectors_of_another_model_are_not_taken(tmp_path):
    CachedEncoder(Letters(), tmp_path).encode(["ab"])
    other = Letters()
    other.name = "other"
    CachedEncoder(other, tmp_path).encode(["ab"])
    assert other.texts == 1


def test_no_text_and_odd_text_do_no_harm(tmp_path):
    cached = CachedEncoder(Letters(), tmp_path)
    assert cached.encode([]).shape == (0, 26)
    assert cached.encode(["", "\ud800", "\x00"]).shape == (3, 26)
