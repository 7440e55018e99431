"""Cleaning, language and sentences."""

import time
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from matchmaker.matching.language.text import MAX_CHARACTERS, Language, clean, detect_language, language_of, sentences


def test_full_width_letters_become_plain_and_invisible_ones_go():
    assert clean("ＧＭＰ\u200b 시설\u202e\u00ad \ufeff① ㎖") == "GMP 시설 1 ml"


def test_mark_up_is_taken_out_with_what_is_not_text():
    html = "<p>세포 <b>배양</b></p><script>alert('x')</script><style>p{}</style><!-- hidden -->&amp; 분석"
    assert clean(html).split() == ["세포", "배양", "&", "분석"]


def test_less_than_signs_of_figures_are_no_mark_up():
    assert clean("endotoxin < 0.5 EU/ml and viability > 90 %") == "endotoxin < 0.5 EU/ml and viability > 90 %"


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("세포치료제 GMP 시설", Language.KO),
        ("We manufacture 바이오 media for cell culture laboratories worldwide", Language.EN),
        ("細胞治療の製造を行います", Language.JA),
        ("再生医療", Language.JA),
        ("Wir suchen einen Partner für die Herstellung", Language.DE),
        ("Zellkulturmedien und Geräte", Language.DE),
        ("", Language.EN),
    ],
)
def test_language_is_told_by_script_and_small_words(text, language):
    assert detect_language(text) is language


def test_stated_language_wins_and_its_region_does_not_matter():
    assert language_of("Labor", "de-CH") is Language.DE
    assert language_of("the cells of our company", "fr") is Language.EN


def test_sentences_end_at_marks_lines_and_bullets_but_not_inside_figures():
    text = "pH 7.4 is kept. 배양합니다.\n• 2.5 L • 분석"
    assert [text[start:end].strip() for start, end in sentences(text)] == [
        "pH 7.4 is kept",
        "배양합니다",
        "2.5 L",
        "분석",
    ]


@pytest.mark.parametrize(
    "seed", ["<", "<!--", "<a ", "<script>", "&", "a", "가", "가나다", "a.b", "😀", ". ", "\u0301", "ﷺ"]
)
def test_a_megabyte_of_anything_is_cleaned_at_once(seed):
    started = time.process_time()
    cleaned = clean(seed * (1_000_000 // len(seed)))
    detect_language(cleaned)
    assert len(cleaned) <= MAX_CHARACTERS
    assert sum(1 for _ in sentences(cleaned)) <= MAX_CHARACTERS
    assert time.process_time() - started < 5


@given(st.text())
def test_cleaning_what_is_clean_changes_nothing_visible(text):
    once = clean(text)
    assert all(character.isprintable() or character in "\n " for character in once)


def test_of_all_characters_none_stays_that_is_no_plain_one():
    stays = [chr(code) for code in range(0x110000) if clean(chr(code)) == chr(code)]
    hidden = {
        category for sign in stays if (category := unicodedata.category(sign)) in {"Cf", "Co", "Cs", "Cn", "Zl", "Zp"}
    }
    assert (hidden, [sign for sign in stays if unicodedata.category(sign) in {"Cc", "Zs"}]) == (set(), ["\n", " "])


def test_an_unbroken_run_is_cut_wherever_it_stands():
    run = "ab" * 50
    assert clean(f"7{run} {run}가 {run[:60]}") == f"7{run[:60]} {run[:60]} {run[:60]}"
