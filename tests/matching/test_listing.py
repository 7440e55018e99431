"""Listings and the names in them."""

import pytest

from matchmaker.matching import Listing, Passage, Side
from matchmaker.matching.listing import analysed_fields, name_words, struck, without_names

NAMES = (Passage("㈜누리셀"), Passage("Nuri-Cell Therapeutics Co., Ltd."))


def test_name_words_leave_legal_forms_out():
    assert name_words(NAMES) == {"누리셀", "nuri-cell", "nuri", "cell", "therapeutics", "nuri-celltherapeutics"}


def test_full_names_are_taken_out_of_texts_in_any_case():
    text = "누리셀은 NURI-CELL THERAPEUTICS 로 알려진 기업"
    assert without_names(text, NAMES).split() == ["은", "로", "알려진", "기업"]


def test_a_name_inside_another_word_stays():
    assert without_names("Sonuri-Cell Therapeuticsx", NAMES) == "Sonuri-Cell Therapeuticsx"


def test_fields_are_analysed_without_names_but_names_with_them():
    listing = Listing("1", "a", Side.DOMESTIC, texts={"names": NAMES, "offer": (Passage("누리셀 배지"),)})
    assert analysed_fields(listing)["offer"][0].text.strip() == "배지"
    assert analysed_fields(listing)["names"] == NAMES


def test_an_unknown_text_field_or_side_is_refused():
    with pytest.raises(ValueError, match="unknown text fields"):
        Listing("1", "a", Side.DOMESTIC, texts={"ofer": ()})
    with pytest.raises(ValueError, match="abroad"):
        Listing("1", "a", "abroad")


@pytest.mark.parametrize(
    ("text", "without"),
    [
        ("Zephyrgen's media", "…'s media"),
        ("media of ZEPHYRGEN-Quux", "media of …-…"),
        ("누리셀에서 만든 누리셀배지", "…에서 만든 …배지"),
        ("Zephyrgenic quuxes", "Zephyrgenic quuxes"),
        ("", ""),
    ],
)
def test_names_are_struck_as_whole_words_but_for_korean_endings(text, without):
    assert struck(text, frozenset({"zephyrgen", "quux", "누리셀"})) == without
    assert struck(text, frozenset()) == text
