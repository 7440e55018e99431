"""Which words the glossary knows, by language, and which it does not."""

import pytest

from matchmaker.matching import Analyser, Passage
from matchmaker.matching.coverage import (
    Coverage,
    Gap,
    Kind,
    Text,
    Unknown,
    by_language,
    coverage_of,
    one_sided,
    texts_in,
    texts_of,
)
from matchmaker.vocabulary import Glossary
from tests.matching.market import GLOSSARY, concept, listing


def covered(*texts: tuple[str, str]) -> Coverage:
    """The coverage of texts, each with its writer."""
    written = [Text(writer, Passage(text)) for writer, text in texts]
    return coverage_of(by_language(written), Analyser(GLOSSARY))


def words(found: Coverage, language: str) -> dict[str, int]:
    return {kind.value: count for kind, count in found.languages[language].words.items() if count}


def test_words_are_concepts_figures_or_unknown():
    found = covered(("a", "We supply a bioreactor for cell therapy, 2,000 L, ISO 13485, and frobnicators."))

    assert words(found, "en") == {"concept": 3, "figure": 4, "unknown": 2}
    assert [one.word for one in found.languages["en"].unknown] == ["frobnicators", "supply"]


def test_a_concept_counts_the_words_it_is_written_with_and_nothing_that_is_added_to_it():
    found = covered(("a", "single-use bioreactor"), ("b", "일회용 바이오리액터"))

    assert (words(found, "en"), words(found, "ko")) == ({"concept": 2}, {"concept": 2})
    assert found.concepts["single-use-bioreactor"] == 2


def test_parts_of_a_code_are_not_counted_again():
    assert words(covered(("a", "PD-L1 and CD19")), "en") == {"figure": 2}


def test_a_word_said_twice_in_a_text_counts_once_and_organisations_are_counted():
    found = covered(("a", "Frobnicators. Frobnicators again."), ("a", "frobnicator"), ("b", "Frobnicators!"))

    assert found.languages["en"].unknown[0] == Unknown("frobnicators", texts=3, organisations=2)


def test_a_word_of_one_organisation_only_is_not_reported_unless_asked_for():
    found = covered(("a", "Frobnicators and widgets"), ("b", "Frobnicators")).languages["en"]

    assert [one.word for one in found.reported(most=9, least_organisations=2)] == ["frobnicators"]
    assert [one.word for one in found.reported(most=9, least_organisations=1)] == ["frobnicators", "widgets"]
    assert [one.word for one in found.reported(most=1, least_organisations=1)] == ["frobnicators"]


def test_each_language_has_its_own_figures():
    found = covered(("a", "세포치료제를 씁니다"), ("b", "Cell therapy"), ("c", "Wir suchen eine Zelltherapie."))

    assert list(found.languages) == ["de", "en", "ko"]
    assert [one.texts for one in found.languages.values()] == [1, 1, 1]
    assert {code: one.words[Kind.CONCEPT] for code, one in found.languages.items()} == {"de": 1, "en": 2, "ko": 1}
    assert found.concepts["cell-therapy"] == 3


def test_own_names_are_never_words_of_an_organisation():
    written = listing("kr1", names="㈜누리셀 Nuricell Inc.", profile="Nuricell makes Nuricell-Kits and frobnicators.")

    found = coverage_of(by_language(texts_of([written])), Analyser(GLOSSARY))

    assert [one.word for one in found.languages["en"].unknown] == ["frobnicators", "kits"]


def test_every_document_of_a_collection_counts_as_an_organisation():
    documents = {"d1": (Passage("Frobnicators"), Passage("and frobnicators")), "d2": (Passage("Frobnicators"),)}

    found = coverage_of(by_language(texts_in(documents)), Analyser(GLOSSARY))

    assert found.languages["en"].unknown == (Unknown("frobnicators", texts=3, organisations=2),)


@pytest.mark.parametrize("text", ["", "  \n", "😀", "<b></b>", "the of and", "١٢٣", "\u200b\u202e"])
def test_a_text_that_says_nothing_has_shares_of_zero(text):
    found = covered(("a", text))

    assert [one.share(kind) for one in found.languages.values() for kind in (Kind.CONCEPT, Kind.UNKNOWN)] in (
        [],
        [0.0, 0.0],
    )


def test_shares_add_up_to_one():
    found = covered(("a", "A bioreactor of 50 L for frobnicators")).languages["en"]

    assert sum(found.share(kind) for kind in Kind) == pytest.approx(1.0)
    assert found.share(Kind.LEXICON) == 0.0


def test_concepts_known_in_one_language_only_are_listed_the_most_spoken_of_first():
    glossary = Glossary((concept("lobe", en="lobe"), concept("mold", ko="금형"), concept("cell", ko="세포", en="cell")))

    found = one_sided(glossary, {"mold": 4, "cell": 9}, languages=("ko", "en"))

    assert found == (Gap("mold", ("en",), 4), Gap("lobe", ("ko",), 0))
