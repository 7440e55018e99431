"""The lexicon: foreign words with English ones beside them."""

import pytest

from matchmaker.matching.semantic.lexicon import Lexicon


def test_a_text_without_linked_words_stays_the_very_same():
    frequencies, surfaces = {"optic": 1.0}, {"optic": "Optics"}
    found = Lexicon({"병원": (("hospit", 0.4),)}).extended(frequencies, surfaces)
    assert found[0] is frequencies
    assert found[1] is surfaces


def test_a_linked_word_adds_its_english_terms_and_is_quoted_for_them():
    lexicon = Lexicon({"병원": (("hospit", 0.4), ("clinic", 0.25)), "의원": (("clinic", 0.5),)})
    frequencies, surfaces = lexicon.extended(
        {"병원": 2.0, "의원": 1.0, "clinic": 1.0}, {"병원": "병원들", "clinic": "Clinics"}
    )
    assert frequencies == pytest.approx({"병원": 2.0, "의원": 1.0, "clinic": 2.0, "hospit": 0.8})
    assert surfaces == {"병원": "병원들", "clinic": "Clinics", "hospit": "병원들"}
