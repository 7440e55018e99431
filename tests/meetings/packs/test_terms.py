"""Shared terms: what both sides write, in whatever language, with its word in Korean and in English."""

import pytest

from matchmaker.meetings.packs.bilingual import Bilingual
from matchmaker.meetings.packs.terms import MOST_TERMS, shared_terms
from matchmaker.vocabulary import vocabulary
from matchmaker.vocabulary.glossary import Concept, Glossary

CELL = Concept("cell-therapy", "t", {"ko": ("세포치료제",), "en": ("cell therapy",), "ja": ("細胞治療",)})
CART = Concept(
    "car-t", "t", {"ko": ("CAR-T 세포치료제",), "en": ("CAR-T cell therapy",)}, ("CAR-T",), ("cell-therapy",)
)
TIL = Concept("til", "t", {"ko": ("종양침윤림프구",), "en": ("tumour-infiltrating lymphocyte",)}, ("TIL",))
ONLY = Concept("only", "t", {"en": ("isolator",)})
SMALL = Glossary((CELL, CART, TIL, ONLY))


def test_a_term_is_shared_whatever_language_each_side_writes() -> None:
    assert shared_terms(["세포치료제를 만듭니다."], ["We need Cell Therapy makers."], SMALL) == (
        Bilingual("세포치료제", "cell therapy"),
    )


def test_what_one_side_alone_writes_is_not_shared() -> None:
    assert shared_terms(["세포치료제"], ["Isolators wanted."], SMALL) == ()


def test_a_term_without_a_word_in_both_languages_is_left_out() -> None:
    assert shared_terms(["isolator"], ["An isolator."], SMALL) == ()


def test_short_words_must_be_written_alike_and_stand_alone() -> None:
    assert shared_terms(["until the end"], ["TIL"], SMALL) == ()
    assert shared_terms(["TIL therapy"], ["our TILs"], SMALL) == (
        Bilingual("종양침윤림프구", "tumour-infiltrating lymphocyte"),
    )


def test_the_broader_term_comes_after_the_narrower() -> None:
    text = ["CAR-T and other cell therapy"]

    assert [term.en for term in shared_terms(text, text, SMALL)] == ["CAR-T cell therapy", "cell therapy"]


def test_terms_of_the_suggestion_lead_and_unknown_ones_are_dropped() -> None:
    text = ["CAR-T cell therapy"]

    found = shared_terms(text, text, SMALL, first=["cell-therapy", "gone"])

    assert [term.en for term in found] == ["cell therapy", "CAR-T cell therapy"]


@pytest.mark.parametrize("text", ["", "x" * 20_000, "(((([[[\\", "가" * 5_000])
def test_odd_texts_are_read_without_harm(text: str) -> None:
    shared_terms([text], [text], vocabulary().glossary)


def test_each_term_of_the_real_glossary_is_given_in_both_languages() -> None:
    glossary = vocabulary().glossary
    everything = [term for concept in glossary.concepts for words in concept.terms.values() for term in words]

    found = shared_terms([" . ".join(everything)], [" . ".join(everything)], glossary)

    assert len(found) == MOST_TERMS
    assert all(term.ko and term.en for term in found)
