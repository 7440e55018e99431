"""How often a text says a term, and how much of it the glossary knows."""

import pytest

from matchmaker.matching.language.counting import known_share


def test_what_the_glossary_knows_of_a_text_is_told_by_words_and_concepts_alone():
    said = {"#cell": 1.5, "#cell-therapy": 1.5, "optic": 1.0, "~kntrr": 9.0, "^spec": 9.0, "cell optic": 9.0}
    assert known_share(said) == pytest.approx(3.0 / 4.0)
    assert (known_share({}), known_share({"optic": 1.0}), known_share({"#cell": 1.0})) == (0.0, 0.0, 1.0)
