"""Morphemes."""

from concurrent.futures import ThreadPoolExecutor

from matchmaker.matching.language.concepts import ConceptTable
from matchmaker.matching.language.korean import morphology
from tests.matching.market import GLOSSARY

KOREAN = morphology(ConceptTable(GLOSSARY).user_words)


def nouns(text):
    (found,) = KOREAN.analyse([text])
    return [morpheme.form for morpheme in found if morpheme.is_noun]


def test_particles_fall_away_and_glossary_compounds_stay_whole():
    assert nouns("세포치료제를 동결보존으로 보관하는 기업") == ["세포치료제", "동결보존", "보관", "기업"]


def test_verbs_are_given_in_their_dictionary_form():
    (found,) = KOREAN.analyse(["제품을 만들었습니다"])
    assert [morpheme.form for morpheme in found if morpheme.is_content] == ["제품", "만들다"]


def test_threads_get_the_same_morphemes():
    texts = ["일회용 바이오리액터를 공급합니다", "세포 배양 장비", "항체 의약품 위탁생산"] * 4
    with ThreadPoolExecutor(4) as pool:
        threaded = list(pool.map(nouns, texts))
    assert threaded == [nouns(text) for text in texts]
