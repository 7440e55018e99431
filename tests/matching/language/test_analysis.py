"""Texts as weighted terms."""

import time
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from matchmaker.matching import Analyser, Passage, TextSettings
from matchmaker.vocabulary import Glossary
from tests.matching.market import GLOSSARY, build, concept, listing

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


@pytest.mark.parametrize(
    ("texts", "term"),
    [
        (("2,000L", "2000 L", "2 kL", "2,000 리터", "2천 리터", "이천 리터", "2000リットル", "2,000 litres"), "2000l"),
        (("3만 도즈", "30,000 doses", "3万ドーズ"), "30000dose"),
        (("-80°C", "-80 ℃", "영하 80℃"), "-80°c"),
        (("5 μL", "5 µl", "5 마이크로리터", "５μｌ"), "5μl"),
        (("10 mg/mL", "10mg/ml", "10 밀리그램/밀리리터"), "10mg/ml"),
        (("IL-6", "IL6"), "il6"),
        (("CD34+ 세포", "CD34 세포"), "cd34"),
        (("mRNA 백신", "mRNA vaccine"), "mrna"),
        (("3D 배양", "3D culture"), "3d"),
    ],
)
def test_one_amount_or_code_is_one_term_however_it_is_written(texts, term):
    assert [text for text in texts if term not in terms(text)] == []


def test_both_ends_of_a_span_have_the_unit():
    assert {"50l", "2000l"} <= terms("50–2,000 L") & terms("50~2,000 리터") & terms("50 to 2000 liters")


def test_a_number_inside_a_word_is_no_amount():
    assert not any(term.startswith("2000") for term in terms("제2천안공장"))


@pytest.mark.parametrize(
    "text",
    [
        "Mixed lymphocyte reaction (MLR) is offered.\nWe run MLR daily.",
        "Mixed lymphocyte reactions (MLRs) are offered.\nWe run MLR daily.",
    ],
)
def test_a_short_form_counts_as_the_long_form_the_text_gives_it(text):
    once, found = (ANALYSER.analyse([Passage(t)]) for t in (text.split("\n")[0], text))
    assert found.frequencies["lymphocyt"] == once.frequencies["lymphocyt"] + 1.0


def test_a_korean_long_form_is_the_concept_or_the_nouns_before_the_bracket():
    found = PLAIN.analyse([Passage("세포치료제(CTX)를 개발합니다.\n당사의 CTX는 우수합니다.")]).frequencies
    assert found["#cell-therapy"] == pytest.approx(3.0)
    found = PLAIN.analyse(
        [Passage("당사는 혼합 림프구 반응(MLR) 키트를 만듭니다.\n매일 MLR 시험을 판독합니다.")]
    ).frequencies
    assert (found["림프구"], found.get("당사", 0)) == (2.0, 0)


def test_a_long_form_spelt_out_overrules_the_glossary():
    assert "#process-analytical-technology" in terms("PAT tools")
    assert "#process-analytical-technology" not in terms("Port authority terminal (PAT).\nPAT tools")


def test_a_bracket_that_defines_nothing_changes_nothing():
    assert terms("자체 공장(GMP 인증)과 시설(50L)") >= {"#good-manufacturing-practice", "50l"}
    assert terms("cell (see below) and therapy ((((((x") == terms("cell, see below and therapy, x")


def test_chinese_characters_of_all_countries_are_one_word():
    assert terms("細胞治療藥", "ja") == terms("細胞治療薬", "ja")


def test_a_katakana_word_meets_its_origin_by_sound():
    def sounds(text):
        return {term for term in ANALYSER.analyse([Passage(text)]).frequencies if term.startswith("~")}

    assert sounds("チャンバーを製造") & sounds("chamber") & sounds("챔버")


def test_each_sentence_is_read_in_its_own_language():
    mixed = "세포치료제를 개발합니다.\nWir suchen die Partner für Zelltherapieprodukte.\n分光器を作ります。"
    assert {"#cell-therapy", "분광기"} - terms(mixed) == {"분광기"}
    assert "für" not in terms(mixed)
    assert "分光" in terms(mixed)


def test_unknown_words_stay_as_stems_morphemes_and_dictionary_words():
    assert terms("Spectrometers") == {"spectromet"}
    assert terms("분광기를 설치") == {"분광기", "설치"}
    assert terms("分光器を", "ja") == {"分光"}


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


@given(st.text(max_size=120))
@settings(deadline=None, max_examples=60)
def test_any_text_is_analysed_the_same_way_twice(text):
    assert ANALYSER.analyse([Passage(text)]) == Analyser(GLOSSARY).analyse([Passage(text)])


@given(st.sampled_from(["bioreactor", "세포치료제", "細胞治療", "Zelltherapie"]), st.integers(2, 60))
@settings(deadline=None, max_examples=20)
def test_stuffing_a_keyword_weighs_no_more_than_saying_it_once(word, times):
    honest = f"We make vaccines. {word}."
    for glue in (" ", ". ", "\n", ", "):
        stuffed = "We make vaccines. " + glue.join([word] * times) + "."
        assert PLAIN.analyse([Passage(stuffed)]).frequencies == PLAIN.analyse([Passage(honest)]).frequencies


def test_stuffing_does_not_move_a_listing_past_an_honest_one():
    offer, need = "We make bioreactors for vaccines.", listing("kr1", need="백신 생산용 바이오리액터를 찾습니다.")
    index = build([need, listing("us1", offer=offer), listing("us2", offer=offer + " Bioreactor!" * 40)])
    scores = {found.partner: found.score for found in index.best_for("kr1")}
    assert scores["us2"] <= scores["us1"] + 1e-12


@pytest.mark.parametrize(
    "text",
    [
        "",
        "😀",
        "ห้องปฏิบัติการชีววิทยา",
        "مختبر التقنية الحيوية",
        "Биореакторы",
        "e" + "\u0301" * 5000,
        "\u202ecell\u200b",
        "(" * 3000,
    ],
)
def test_what_is_hardly_text_has_a_defined_result(text):
    found = ANALYSER.analyse([Passage(text)])
    assert set(found.surfaces) >= set(found.frequencies)


@given(st.lists(st.text(alphabet=st.characters(exclude_categories=["Cs"]), max_size=80), max_size=3))
@settings(deadline=None, max_examples=60)
def test_any_text_gives_finite_positive_terms_with_surfaces(texts):
    analysis = ANALYSER.analyse([Passage(text) for text in texts])
    assert all(weight > 0 for weight in analysis.frequencies.values())
    assert set(analysis.surfaces) >= set(analysis.frequencies)
    assert "" not in analysis.frequencies


@pytest.mark.slow
@pytest.mark.parametrize(
    "seed",
    [
        "가",
        "가나 다라마 ",
        "😀",
        "세포치료제",
        "a",
        "cell ",
        "細胞",
        "CAR-T",
        "1",
        "<b>ㅋ",
        "ab. 가나. ",
        "バイオ",
        "細胞を培養する。",
        "ж",
        "ห้อง",
        "مختبر ",
        "(",
        "(A)",
        "cell (CAR) ",
        "1,",
        "1.",
        "2천 리터 ",
        "천",
        "e\u0301\u0302",
    ],
)
def test_a_megabyte_of_anything_is_analysed_in_seconds(seed):
    started = time.process_time()
    ANALYSER.analyse([Passage(seed * (1_000_000 // len(seed)))])
    assert time.process_time() - started < 10
