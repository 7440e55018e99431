"""Settings to compare with each other."""

from dataclasses import replace

import pytest

from matchmaker.matching import Settings
from matchmaker.matching.variants import VARIANTS, rescored
from tests.matching.market import build, crowd

WORKED_INTO_VECTORS = ("text", "lexicon", "k1", "b", "title_weight", "shared_heading")
INDEX = build(crowd())


@pytest.mark.parametrize("name", VARIANTS)
def test_a_variant_leaves_alone_what_is_worked_into_the_vectors(name):
    settings, varied = Settings(k1=1.7), VARIANTS[name](Settings(k1=1.7))
    assert [getattr(varied, one) for one in WORKED_INTO_VECTORS] == [
        getattr(settings, one) for one in WORKED_INTO_VECTORS
    ]


def test_the_present_setting_is_that_of_the_index():
    assert dict(rescored(INDEX, "current").all_best()) == dict(INDEX.all_best())


@pytest.mark.parametrize("name", [name for name in VARIANTS if name != "current"])
def test_a_variant_scores_as_an_index_built_with_its_settings(name):
    built = build(crowd(), settings=VARIANTS[name](Settings()))
    assert dict(rescored(INDEX, name).all_best()) == dict(built.all_best())


@pytest.mark.parametrize(
    ("name", "changes"),
    [
        ("no_codes", {"text_weight": 1.0, "code_weight": 0.0}),
        ("one_direction", {"stronger_share": 1.0}),
        ("no_rivalry", {"competitor_penalty": 0.0}),
    ],
)
def test_a_variant_changes_what_it_names_and_nothing_else(name, changes):
    assert VARIANTS[name](Settings()) == replace(Settings(), **changes)


def test_rescoring_leaves_the_index_as_it_was():
    before = dict(INDEX.all_best())
    rescored(INDEX, "no_codes")
    assert dict(INDEX.all_best()) == before


def test_an_unknown_variant_is_refused():
    with pytest.raises(KeyError):
        rescored(INDEX, "no_such_variant")
