"""The glossary: one concept, its words, and how the files are read."""

import pickle

import pytest

from matchmaker.vocabulary import Concept, Glossary, load, vocabulary
from matchmaker.vocabulary.glossary import surface_key
from matchmaker.vocabulary.loader import DATA

CELL_THERAPY = Concept("cell-therapy", "modality", {"ko": ("세포치료제", "세포 치료"), "en": ("cell therapy",)})
CAR_T = Concept(
    "car-t-cell",
    "modality",
    {"ko": ("카티",), "de": ("CAR-T-Zelle",)},
    abbreviations=("CAR-T",),
    broader=("cell-therapy",),
    core=True,
)
GLOSSARY = Glossary((CELL_THERAPY, CAR_T))


def test_concepts_are_sorted_by_id_and_found_by_it():
    assert GLOSSARY.concepts == (CAR_T, CELL_THERAPY)
    assert GLOSSARY.by_id["car-t-cell"] is CAR_T
    assert (len(GLOSSARY), list(GLOSSARY)) == (2, [CAR_T, CELL_THERAPY])


def test_the_preferred_term_falls_back_to_a_language_that_has_one():
    assert [CELL_THERAPY.preferred(lang) for lang in ("ko", "en", "ja", "de_DE")] == [
        "세포치료제", "cell therapy", "cell therapy", "cell therapy",
    ]  # fmt: skip
    assert CAR_T.preferred("en") == "카티"
    assert Concept("bare", "none", {}).preferred("en") == "bare"


def test_surfaces_hold_abbreviations_in_every_language():
    assert GLOSSARY.surfaces("ko") == {
        "세포치료제": "cell-therapy",
        "세포 치료": "cell-therapy",
        "카티": "car-t-cell",
        "CAR-T": "car-t-cell",
    }
    assert GLOSSARY.surfaces("ja") == {"CAR-T": "car-t-cell"}
    assert GLOSSARY.term_counts() == {"ko": 3, "en": 1, "ja": 0, "de": 1, "abbreviations": 1}


def test_ancestors_are_named_once_and_nearest_first():
    diamond = Glossary(
        (
            Concept("top", "t", {}),
            Concept("left", "t", {}, broader=("top",)),
            Concept("right", "t", {}, broader=("top",)),
            Concept("bottom", "t", {}, broader=("left", "right")),
        )
    )

    assert diamond.ancestors("bottom") == ("left", "right", "top")
    assert diamond.ancestors("top") == ()


@pytest.mark.parametrize(
    "spelling", ["Cell-Therapy", "cell therapy", "CELLTHERAPY", "cell\u2011therapy", "ｃｅｌｌ therapy"]
)
def test_case_spaces_hyphens_and_width_do_not_make_another_term(spelling):
    assert surface_key(spelling) == "celltherapy"


def test_a_folder_is_loaded_with_topics_synonyms_and_links(data):
    glossary = load(data.path).glossary

    assert glossary.by_id["car-t-cell"] == Concept(
        id="car-t-cell",
        topic="process",
        terms={
            "ko": ("CAR-T 세포", "카티", "키메라 항원 수용체 T세포"),
            "en": ("CAR-T cell",),
            "ja": ("CAR-T細胞",),
            "de": ("CAR-T-Zelle",),
        },
        abbreviations=("CAR-T",),
        broader=("cell-therapy",),
        core=True,
    )
    assert glossary.by_id["bioreactor"].terms == {"ko": ("바이오리액터", "생물반응기"), "en": ("bioreactor",)}


def test_the_digest_follows_the_meaning_not_the_way_it_was_saved(data):
    first = load(data.path).digest
    lines = data.text("glossary/process.csv").splitlines()
    data.write("glossary/process.csv", "\r\n".join([lines[0], *reversed(lines[1:]), ",,,"]), encoding="utf-16")
    reordered = load(data.path).digest
    data.change("codes/area.csv", "Biosensors", "Biosensor")

    assert len(first) == 64
    assert reordered == first
    assert load(data.path).digest != first


def test_a_vocabulary_survives_the_way_to_another_process(data):
    loaded = load(data.path)

    assert pickle.loads(pickle.dumps(loaded)) == loaded


def test_the_shipped_glossary_is_large_and_its_core_speaks_four_languages():
    glossary = load(DATA).glossary
    core = [concept for concept in glossary if concept.core]

    assert len(glossary) >= 800
    assert len(core) >= 300
    assert [concept.id for concept in core if set(concept.terms) != {"ko", "en", "ja", "de"}] == []


def test_the_shipped_vocabulary_is_loaded_once():
    assert vocabulary() is vocabulary()
