"""German compounds."""

import pytest

from matchmaker.matching.language.compounds import Compounds
from matchmaker.matching.language.concepts import ConceptTable
from matchmaker.vocabulary import vocabulary

WORDS = Compounds(
    {"zelle", "kultur", "labor", "gesundheit", "wirtschaft", "qualität", "kontrolle"}, {"zell", "kultur", "labor"}
)
GLOSSARY_WORDS = ConceptTable(vocabulary().glossary)._compounds


@pytest.mark.parametrize(
    ("word", "parts"),
    [
        ("zellkulturlabor", ("zell", "kultur", "labor")),
        ("gesundheitswirtschaft", ("gesundheit", "wirtschaft")),
        ("qualitätskontrolle", ("qualität", "kontrolle")),
        ("kulturlabore", ("kultur", "labore")),
        ("gesundheitswesen", ()),
        ("gesundheit", ()),
        ("labor", ()),
    ],
)
def test_a_compound_is_split_if_all_of_it_is_known(word, parts):
    assert WORDS.parts(word) == parts


@pytest.mark.parametrize(
    "word",
    [
        "station",
        "information",
        "produktion",
        "verantwortung",
        "gesellschaft",
        "unternehmen",
        "entwicklung",
        "herstellung",
        "zusammenarbeit",
        "universität",
        "wissenschaft",
        "verfahren",
        "anwendung",
        "finanzierung",
        "veranstaltung",
        "vereinbarung",
        "beratung",
        "sicherheit",
        "bescheinigung",
        "genehmigung",
    ],
)
def test_the_glossary_does_not_cut_a_word_that_is_none(word):
    assert all(len(part) > 4 for part in GLOSSARY_WORDS.parts(word))


def test_an_endless_word_is_answered_at_once():
    assert WORDS.parts("zell" * 15) == ("zell",) * 15
