"""Glossary terms found in text."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from matchmaker.matching.language.concepts import Beginnings, ConceptTable
from matchmaker.matching.language.korean import morphology
from matchmaker.matching.language.text import Language, clean, detect_language
from matchmaker.matching.language.tokens import has_hangul, pieces
from matchmaker.vocabulary import Glossary
from tests.matching.market import GLOSSARY, concept

TABLE = ConceptTable(GLOSSARY)


def found(text):
    text = clean(text)
    morphemes = next(morphology(TABLE.user_words).analyse([text])) if has_hangul(text) else ()
    sequence = pieces(text, detect_language(text), morphemes)
    return [match.concept for match in TABLE.find(sequence, text)]


@pytest.mark.parametrize(
    ("text", "concepts"),
    [
        ("세포치료제를 개발", ["cell-therapy"]),
        ("세포 치료제의", ["cell-therapy"]),
        ("Cell Therapies", ["cell-therapy"]),
        ("cell-therapy", ["cell-therapy"]),
        ("Wir entwickeln Zelltherapien", ["cell-therapy"]),
        ("再生細胞治療", ["cell-therapy"]),
        ("CAR-T 세포를", ["car-t-cell"]),
        ("CAR T-cells and CAR-T", ["car-t-cell", "car-t-cell"]),
        ("cryo-preservation", ["cryopreservation"]),
        ("일회용 바이오리액터", ["single-use-bioreactor"]),
        ("single use bioreactors, bioreactor", ["single-use-bioreactor", "bioreactor"]),
        ("シングルユースバイオリアクターを", ["single-use-bioreactor"]),
    ],
)
def test_the_longest_term_is_found_however_it_is_written(text, concepts):
    assert found(text) == concepts


@given(st.lists(st.text(alphabet="ab가", min_size=1, max_size=12)), st.text(alphabet="ab가", max_size=13))
def test_a_beginning_is_what_some_key_starts_with(keys, text):
    assert (text in Beginnings(keys)) == any(text and key.startswith(text) for key in keys)


def test_a_short_abbreviation_is_not_the_word_spelt_alike():
    assert found("PAT tools") == ["process-analytical-technology"]
    assert found("pat on the back, the cart, cell-wise") == ["cell"]


STEMS = ConceptTable(
    Glossary(
        (
            concept("autoclave", ko="고압멸균기", en="autoclave;steriliser"),
            concept("controller", ko="컨트롤러", en="controller"),
            concept("control", ko="제어", en="control"),
            concept("joining", ko="접합", en="joining technology", de="Löten"),
            concept("sterile", ko="무균", en="sterile"),
        )
    )
)


def stems(text, language=Language.EN):
    return [match.concept for match in STEMS.find(pieces(text, language), text)]


def test_of_concepts_with_one_stem_the_one_written_in_the_text_is_found():
    assert stems("control, controllers") == ["control", "controller"]
    assert stems("sterile, sterilisers") == ["sterile", "autoclave"]


def test_a_short_german_stem_is_no_english_word():
    assert stems("one lot") == []
    assert stems("Löten und Kleben", Language.DE) == ["joining"]


def test_terms_do_not_reach_across_commas():
    assert found("one cell, therapy for another") == ["cell", "therapy"]


def test_only_the_next_broader_concepts_count():
    assert TABLE.broader("car-t-cell") == ("cell-therapy",)


def test_parts_are_the_concepts_and_words_of_the_english_name():
    assert TABLE.parts("single-use-bioreactor") == ("singl", "#bioreactor")
    assert TABLE.parts("cell-therapy") == ("#cell", "#therapy")
    assert TABLE.parts("cell") == ()


def test_a_german_compound_is_opened_at_its_ends():
    assert set(TABLE.inside("zelltherapieprodukt")) == {"#cell-therapy"}
    assert set(TABLE.inside("bioreaktoranlage")) == {"#bioreactor"}
