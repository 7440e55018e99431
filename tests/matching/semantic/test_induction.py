"""The lexicon that is induced from the encoder."""

import numpy as np
import pytest

from matchmaker.matching import Analyser, Passage
from matchmaker.matching.language.text import Language
from matchmaker.matching.semantic.induction import Heard, induced
from matchmaker.matching.semantic.lexicon import EMPTY
from matchmaker.matching.settings import LexiconSettings
from tests.matching.market import GLOSSARY
from tests.matching.semantic.encoders import real

SETTINGS = LexiconSettings()
ENGLISH = (
    "hospital, insurance, kidney, diabetes, microscope, laser, water, fish, agriculture, university, battery, heart, "
    "blood, skin, child, school, bridge, computer, camera, music, window, garden, winter, mountain, river, bread, "
    "horse, ISO 13485, CD19, 2,000 L"
)
FOREIGN = {
    Language.KO: "병원, 보험, 신장, 당뇨병, 현미경, 농업, 대학교, 심장, 혈액, 피부",
    Language.JA: "病院、保険、糖尿病、顕微鏡、農業、大学、心臓、血液、皮膚",
    Language.DE: "Krankenhaus, Versicherung, Niere, Mikroskop, Landwirtschaft, Universität, Herz, Haut",
}


def heard(text, language):
    analysis = Analyser(GLOSSARY).analyse([Passage(text, language.value)])
    return Heard(analysis.frequencies, analysis.surfaces, language)


def corpus(*languages):
    return [heard(ENGLISH, Language.EN), *(heard(FOREIGN[language], language) for language in languages)]


def of(links, word):
    return [pivot for pivot, _ in links.get(word, ())]


@pytest.fixture(scope="module")
def known_links():
    """What the words of all languages lead to."""
    return induced(corpus(*FOREIGN), real(), SETTINGS).links


@pytest.mark.parametrize(
    ("word", "meant"),
    [("병원", "hospit"), ("보험", "insur"), ("농업", "agricultur"), ("혈액", "blood"), ("피부", "skin"),
     ("病院", "hospit"), ("保険", "insur"), ("血液", "blood"),
     ("mikroskop", "microscop"), ("versicher", "insur")],
)  # fmt: skip
def test_a_foreign_word_leads_to_the_english_word_it_means(known_links, word, meant):
    assert of(known_links, word)[:1] == [meant]


def test_links_are_weighed_by_nearness_and_few(known_links):
    for links in known_links.values():
        assert len(links) <= SETTINGS.most
        assert all(SETTINGS.share * SETTINGS.cosine < weight <= SETTINGS.share for _, weight in links)
        assert len({pivot for pivot, _ in links}) == len(links)


def test_codes_numbers_concepts_sounds_and_pairs_of_words_are_never_linked():
    texts = [*corpus(*FOREIGN), heard("CD19 항체, ISO 13485 인증, 세포치료제, 챔버, 2,000 L", Language.KO)]
    links = induced(texts, real(), SETTINGS).links
    for word in (*links, *(pivot for found in links.values() for pivot, _ in found)):
        assert word[0] not in "#~^"
        assert " " not in word
        assert not any(map(str.isdigit, word))


def test_english_words_are_linked_to_nothing():
    assert not any(word.isascii() for word in induced(corpus(Language.KO, Language.JA), real(), SETTINGS).links)


def test_a_latin_word_in_a_korean_text_is_taken_for_an_english_one():
    links = induced(
        [heard("hospital insurance", Language.KO), heard("병원, 보험", Language.KO)], real(), SETTINGS
    ).links
    assert "hospit" not in links


def test_the_order_of_texts_does_not_matter_and_two_inductions_agree(known_links):
    assert induced(reversed(corpus(*FOREIGN)), real(), SETTINGS).links == known_links


def test_nothing_is_linked_without_an_encoder_without_english_or_when_switched_off():
    assert induced(corpus(*FOREIGN), None, SETTINGS) == EMPTY
    assert induced(corpus(*FOREIGN)[1:], real(), SETTINGS) == EMPTY
    assert induced(corpus(), real(), SETTINGS) == EMPTY
    assert induced([], real(), SETTINGS) == EMPTY
    assert induced(corpus(*FOREIGN), real(), LexiconSettings(most=0)) == EMPTY


def test_fewer_english_words_than_links_are_enough():
    texts = [heard("hospital, insurance", Language.EN), heard("병원, 보험", Language.KO)]
    links = induced(texts, real(), LexiconSettings(most=9, margin=-2.0, cosine=-2.0)).links
    assert {word: [pivot for pivot, _ in found] for word, found in links.items()} == {
        "병원": ["hospit", "insur"],
        "보험": ["insur", "hospit"],
    }


def test_words_that_are_all_alike_to_the_encoder_are_linked_to_nothing():
    class Alike:
        name, dimensions = "alike", 4

        def encode(self, texts):
            return np.full((len(texts), 4), 0.5, dtype=np.float32)

    assert induced(corpus(Language.KO), Alike(), SETTINGS) == EMPTY
