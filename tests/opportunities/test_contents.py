"""What each type requires, and how complete an opportunity is."""

import pytest

from matchmaker.opportunities.contents import (
    ALL,
    APPLIES,
    REQUIRED_OF,
    REQUIRED_OF_ALL,
    STEP_OF,
    TEXTS,
    WANTED,
    Content,
    applies,
    completeness,
    main_language,
    required,
)
from matchmaker.opportunities.profile_types import profile_types
from matchmaker.opportunities.wording import FIELDS

EXPECTED = {
    "BO": {"offer", "advantages", "alternatives"},
    "BR": {"need", "specification"},
    "TO": {"offer", "advantages", "alternatives", "stage_of_development", "ipr_status", "technology_keyword",
           "market_keyword"},
    "TR": {"need", "specification", "technology_keyword", "market_keyword"},
    "RDR": {"need", "call_framework", "call_identifier", "call_url", "call_coordinator_required",
            "call_interest_deadline", "call_deadline"},
    "JD": {"offer_or_need"}, "SP": {"offer_or_need"}, "TL": {"offer_or_need"}, "IV": {"offer_or_need"},
}  # fmt: skip
SIDES = {kind.code: kind.side for kind in profile_types()}


def filled(kind: str, keys: set[str] | frozenset[str], language: str = "en") -> Content:
    """Contents in which exactly `keys` are given."""
    texts = {("offer" if key == "offer_or_need" else key): "Something" for key in keys if key in TEXTS}
    listed = {"area", "modality", "unit_operation", "technology_keyword", "market_keyword", "sdg", "partnership_type",
              "sensitivity"}  # fmt: skip
    codes = {key: ("x",) if key in keys else () for key in listed}
    if "sought" in keys:
        codes["sought_country"] = ("US",)
    return Content(
        kind, SIDES[kind], {language: texts}, codes, dict.fromkeys(keys - TEXTS, "x"),
        int("requirements" in keys), int("alternatives" in keys),
    )  # fmt: skip


@pytest.mark.parametrize("kind", EXPECTED)
def test_each_type_requires_what_the_list_says(kind: str) -> None:
    assert required(kind, SIDES[kind]) == REQUIRED_OF_ALL | EXPECTED[kind]


def test_all_types_of_the_vocabulary_are_known_and_no_others() -> None:
    assert set(SIDES) == ALL == set(EXPECTED)
    assert all(kinds <= ALL for kinds in APPLIES.values())


@pytest.mark.parametrize("kind", EXPECTED)
def test_nothing_is_required_that_is_not_asked(kind: str) -> None:
    for key in REQUIRED_OF.get(kind, frozenset()):
        assert applies("call" if key.startswith("call_") else key, kind), key


@pytest.mark.parametrize("kind", EXPECTED)
def test_the_required_things_suffice_and_each_is_needed(kind: str) -> None:
    needed = required(kind, SIDES[kind])
    assert completeness(filled(kind, needed)).holding_up == ()
    for key in needed:
        assert [one.key for one in completeness(filled(kind, needed - {key})).holding_up] == [key]


@pytest.mark.parametrize("kind", EXPECTED)
def test_percent_runs_from_nothing_to_everything(kind: str) -> None:
    needed = required(kind, SIDES[kind])
    empty, enough = completeness(filled(kind, set())), completeness(filled(kind, needed))
    everything = completeness(filled(kind, needed | set(WANTED)))
    assert (empty.percent, everything.percent, everything.missing) == (0, 100, ())
    assert 60 < enough.percent < 100


def test_texts_count_only_together_in_one_language() -> None:
    content = Content(
        "BR",
        "need",
        {"ko": {"title": "제목", "summary": "요약", "need": "수요"}, "en": {"title": "Title", "description": "Long"}},
    )
    assert main_language(content) == "ko"
    missing = {one.key for one in completeness(content).missing}
    assert {"description", "english"} <= missing
    assert not {"title", "summary", "need"} & missing


def test_every_field_has_a_page_and_a_name() -> None:
    keys = {key for kind in EXPECTED for key in required(kind, SIDES[kind])} | set(WANTED)
    assert keys == set(STEP_OF)
    assert set(STEP_OF) <= set(FIELDS)
