"""Consonant skeletons."""

import pytest

from matchmaker.matching.language.phonetic import is_sino_korean, skeleton


@pytest.mark.parametrize(
    ("korean", "latin"),
    [
        ("챔버", "chamber"),
        ("디지털", "digital"),
        ("필터", "filter"),
        ("센서", "sensor"),
        ("인큐베이터", "incubator"),
        ("알루미늄", "aluminum"),
        ("마이크로", "micro"),
        ("컨트롤", "control"),
    ],
)
def test_a_loan_word_sounds_like_its_origin(korean, latin):
    assert skeleton(korean) == skeleton(latin) != ""


def test_cognates_of_german_and_english_meet():
    assert skeleton("Therapie") == skeleton("therapy")


@pytest.mark.parametrize(
    ("one", "other"),
    [("devices", "advice"), ("hybrid", "pilot"), ("operator", "hybrid"), ("evaluate", "port")],
)
def test_words_that_open_differently_do_not_sound_alike(one, other):
    assert skeleton(one) != skeleton(other)


@pytest.mark.parametrize("word", ["공학", "의료용", "부유균", "조건", "제공", "역량", "강사"])
def test_words_of_chinese_origin_are_told_from_loan_words(word):
    assert is_sino_korean(word)


@pytest.mark.parametrize("word", ["챔버", "보스턴", "디지털", "컨트롤", "가스켓"])
def test_loan_words_have_syllables_that_no_chinese_character_has(word):
    assert not is_sino_korean(word)


def test_short_sounds_mean_nothing():
    assert [skeleton(word) for word in ("세포", "cell", "a", "", "가1")] == [""] * 5
