"""Abbreviations typed without capitals."""

import pytest

from matchmaker.suggestions.searching.spelling import in_capitals
from tests.matching.market import build, crowd

INDEX = build(crowd())


@pytest.mark.parametrize(
    ("typed", "spelt"),
    [
        ("gmp", "GMP"),
        ("gmp cell cmo, 바이오 gmp!", "GMP cell CMO, 바이오 GMP!"),
        ("Gmp all cell and bioreactor gmpx", "Gmp all cell and bioreactor gmpx"),
        ("car-t", "car-t"),
        ("a", "a"),
        ("", ""),
    ],
)
def test_abbreviations_of_the_glossary_are_put_in_capitals_and_words_are_left(typed, spelt):
    assert in_capitals(INDEX, typed) == spelt
