"""A re-ranker belongs to the engine and the vocabulary it was trained with."""

import pytest

from tests.matching.learning.test_shelf import reranker


@pytest.mark.parametrize(
    ("engine", "vocabulary", "fits"), [("2", "v", True), ("3", "v", False), ("2", "w", False), ("", "", False)]
)
def test_a_reranker_fits_only_what_it_was_trained_with(engine, vocabulary, fits):
    assert reranker().fits(engine=engine, vocabulary=vocabulary) is fits
