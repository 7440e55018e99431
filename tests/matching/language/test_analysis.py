"""Texts as weighted terms."""

import time
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from matchmaker.matching import Analyser, Passage, TextSettings
from matchmaker.vocabulary import Glossary
from tests.matching.market import GLOSSARY, concept

ANALYSER = Analyser(GLOSSARY)
PLAIN = Analyser(GLOSSARY, TextSettings(phonetic_weight=0.0, bigram_weight=0.0, beginning_weight=0.0))


def terms(text, lang=None, *, analyser=PLAIN):
    return set(analyser.analyse([Passage(text, lang)]).frequencies)


def test_four_languages_meet_in_one_concept():
    texts = ("세포치료제", "cell therapy", "細胞治療", "Zelltherapie")
    assert all({"#cell-therapy", "#therapy", "#cell"} <= terms(text) for text in texts)


@pytest.mark.parametrize(
    ("text", "term"),
    [
        ("PD-L1 항체", "pdl1"),
        ("pH 7.4", "ph7.4"),
        ("ISO 13485 인증", "iso13485"),
        ("2,000 L 규모", "2000l"),
        ("CD19", "cd19"),
        ("GMP 시설", "#good-manufacturing-practice"),
        ("CAR-T", "#car-t-cell"),
    ],
)
def test_codes_and_figures_survive(text, term):
    assert term in terms(text)


def test_unknown_words_stay_as_stems_morphemes_and_pairs():
    assert terms("Spectrometers") == {"spectromet"}
    assert terms("분광기를 설치") == {"분광기", "설치"}
    assert terms("分光器を", "ja") == {"分光", "光器"}


def test_words_in_a_row_are_a_weaker_term_of_their_own():
    found = ANALYSER.analyse([Passage("optical tweezers")]).frequencies
    assert found["optic tweezer"] < found["optic"]


def test_only_loan_words_are_also_matched_by_how_they_sound():
    def sounds(text):
        return {term for term in ANALYSER.analyse([Passage(text)]).frequencies if term.startswith("~")}

    assert sounds("보스턴 챔버") == {"~pstn", "~jmp"}
    assert sounds("생체공학 부유균 역량, VCN, chip, 동결보존") == set()


def test_an_everyday_concept_weighs_less_than_one_of_the_field():
    everyday = replace(concept("system", ko="시스템", en="system"), topic="general")
    found = Analyser(Glossary((everyday, *GLOSSARY))).analyse([Passage("bioreactor system")]).frequencies
    assert found["#system"] == pytest.approx(TextSettings().general_share * found["#bioreactor"])


def test_surfaces_are_the_words_of_the_text():
    surfaces = ANALYSER.analyse([Passage("자가 세포치료제와 Bioreactors")]).surfaces
    assert (surfaces["#cell-therapy"], surfaces["#bioreactor"], surfaces["자가"]) == (
        "세포치료제",
        "Bioreactors",
        "자가",
    )


def test_saying_it_again_does_not_make_it_weigh_more():
    once = PLAIN.analyse([Passage("We build bioreactors for vaccine makers. Distribution wanted.")]).frequencies
    stuffed = "We build bioreactors for vaccine makers. Distribution wanted. " + "Bioreactor bioreactor. " * 50
    assert PLAIN.analyse([Passage(stuffed)]).frequencies == once
    assert PLAIN.analyse([Passage("We build " + "bioreactors " * 50)]).frequencies["#bioreactor"] == 1.5


def test_many_fields_at_once_give_what_each_gives_alone():
    fields = [[Passage("세포 배양")], [], [Passage("cell culture"), Passage("항체")], [Passage("")]]
    assert list(ANALYSER.analyse_many(fields)) == [ANALYSER.analyse(field) for field in fields]


@given(st.lists(st.text(alphabet=st.characters(exclude_categories=["Cs"]), max_size=80), max_size=3))
@settings(deadline=None, max_examples=60)
def test_any_text_gives_finite_positive_terms_with_surfaces(texts):
    analysis = ANALYSER.analyse([Passage(text) for text in texts])
    assert all(weight > 0 for weight in analysis.frequencies.values())
    assert set(analysis.surfaces) >= set(analysis.frequencies)
    assert "" not in analysis.frequencies


@pytest.mark.slow
@pytest.mark.parametrize(
    "seed", ["가", "가나 다라마 ", "😀", "세포치료제", "a", "cell ", "細胞", "CAR-T", "1", "<b>ㅋ", "ab. 가나. "]
)
def test_a_megabyte_of_anything_is_analysed_in_seconds(seed):
    started = time.process_time()
    ANALYSER.analyse([Passage(seed * (1_000_000 // len(seed)))])
    assert time.process_time() - started < 10
