"""The data files of the demo: complete, within the limits, and of the vocabulary's codes."""

from collections import Counter
from collections.abc import Iterator
from datetime import date
from typing import Any

import pytest

from matchmaker.demo import service
from matchmaker.demo.reader import DemoData, read
from matchmaker.foundation.codes import is_known
from matchmaker.foundation.i18n import TEXT_LANGUAGES
from matchmaker.matching.requirements import Requirement
from matchmaker.opportunities.demands import figure_of
from matchmaker.opportunities.rules import CODE_LIMITS, TEXT_LIMITS
from matchmaker.organisations.rules import DESCRIPTION_MAX, EXPERIENCE_MAX, SUMMARY_MAX
from matchmaker.vocabulary import vocabulary

Entry = dict[str, Any]

ORGANISATION_FIELDS = {
    "key", *service.ORGANISATION_PLAIN, *service.ORGANISATION_LISTS, "other_names", "in_complex", "is_anchor",
    "anonymous", "international_experience", "contact", "text", "quality", "opportunity",
}  # fmt: skip
OPPORTUNITY_FIELDS = {
    "key", "gateway", *service.OPPORTUNITY_PLAIN, *service.OPPORTUNITY_LISTS, "sought", "call", "text", "requirement",
    "alternative",
}  # fmt: skip
CODED_ORGANISATION = ("org_type", "size_band", "country", "cluster")
CODED_OPPORTUNITY = {
    "profile_type": "profile_type", "gateway": "gateway", "stage_now": "stage", "stage_next": "stage",
    "stage_of_development": "stage_of_development", "trl_scheme": "trl_scheme",
    "development_phase": "development_phase", "ipr_status": "ipr_status", "ip_terms": "ip_terms",
    "budget_band": "budget_band",
}  # fmt: skip
FREE_REQUIREMENTS = {"spec", "trl", "employees", "rnd_headcount", "year_established"}


@pytest.fixture(scope="module")
def data() -> DemoData:
    return read()


def opportunities(data: DemoData) -> Iterator[tuple[str, Entry]]:
    for entry in data.organisations:
        for opportunity in entry.get("opportunity", []):
            yield f"{entry['key']}/{opportunity['key']}", opportunity


def unknown_codes(entry: Entry, lists: dict[str, str]) -> list[tuple[str, str]]:
    """Codes of `entry` that their list does not know; a field holds one code or several."""
    return [
        (field, code)
        for field, list_name in lists.items()
        for code in ([entry[field]] if isinstance(entry.get(field), str) else entry.get(field, []))
        if not is_known(list_name.removeprefix("sought_"), code)
    ]


def too_long(texts: dict[str, Entry], limits: dict[str, int]) -> list[tuple[str, str]]:
    return [
        (language, field)
        for language, text in texts.items()
        for field, said in text.items()
        if field not in limits or len(said) > limits[field] or said != said.strip()
    ]


def test_the_cluster_is_large_enough_to_look_real(data: DemoData) -> None:
    domestic = [entry for entry in data.organisations if entry["country"] == "KR"]
    overseas = [entry for entry in data.organisations if entry["country"] != "KR"]

    assert len(domestic) >= 40
    assert len(overseas) >= 60
    assert {"BOSTON", "BASEL", "KOBE", "OTHER"} <= {entry["cluster"] for entry in overseas}
    for side in (domestic, overseas):
        assert {code.code for code in vocabulary().codes("area")} == {a for entry in side for a in entry["areas"]}
    types = {opportunity["profile_type"] for _, opportunity in opportunities(data)}
    assert types == {code.code for code in vocabulary().codes("profile_type")}


def test_keys_are_unique(data: DemoData) -> None:
    for keys in (
        [entry["key"] for entry in data.organisations],
        [name for name, _ in opportunities(data)],
    ):
        assert [key for key, times in Counter(keys).items() if times > 1] == []


def test_nothing_is_written_that_the_loader_does_not_read(data: DemoData) -> None:
    assert [entry["key"] for entry in data.organisations if set(entry) - ORGANISATION_FIELDS] == []
    assert [name for name, entry in opportunities(data) if set(entry) - OPPORTUNITY_FIELDS] == []
    assert [
        name for name, entry in opportunities(data) if set(entry.get("sought", {})) - set(service.SOUGHT_LISTS)
    ] == []


def test_every_code_of_an_organisation_is_known(data: DemoData) -> None:
    lists = {**{name: name for name in CODED_ORGANISATION}, **service.ORGANISATION_LISTS}

    assert {entry["key"]: found for entry in data.organisations if (found := unknown_codes(entry, lists))} == {}
    assert [e["key"] for e in data.organisations if not all(e.get(field) for field in CODED_ORGANISATION)] == []
    for entry in data.organisations:
        for quality in entry.get("quality", []):
            assert is_known("standard", quality["standard"]), entry["key"]
            assert is_known("standard_status", quality["status"]), entry["key"]


def test_every_code_of_an_opportunity_is_known_and_within_the_limits(data: DemoData) -> None:
    for name, entry in opportunities(data):
        assert unknown_codes(entry, {**CODED_OPPORTUNITY, **service.OPPORTUNITY_LISTS}) == [], name
        sought = entry.get("sought", {})
        assert unknown_codes(sought, service.SOUGHT_LISTS) == [], name
        for source, lists in ((entry, service.OPPORTUNITY_LISTS), (sought, service.SOUGHT_LISTS)):
            for field, list_name in lists.items():
                codes = source.get(field, [])
                assert len(codes) == len(set(codes)) <= CODE_LIMITS[list_name], (name, field)
        assert entry["partnership_types"], name


def test_every_text_fits_and_has_one_language_at_least(data: DemoData) -> None:
    limits = {"summary": SUMMARY_MAX, "description": DESCRIPTION_MAX, "international_experience": EXPERIENCE_MAX}
    for entry in data.organisations:
        assert set(entry["text"]) <= set(TEXT_LANGUAGES), entry["key"]
        assert entry["text"], entry["key"]
        assert too_long(entry["text"], limits) == [], entry["key"]
        assert entry.get("name_ko") or entry.get("name_en"), entry["key"]
    for name, entry in opportunities(data):
        assert set(entry["text"]) <= set(TEXT_LANGUAGES), name
        assert too_long(entry["text"], TEXT_LIMITS) == [], name


def test_every_text_of_an_opportunity_says_what_its_type_is_matched_by(data: DemoData) -> None:
    types = vocabulary().codes("profile_type")
    fields = {"offer": ("offer",), "need": ("need",), "both": ("offer", "need")}
    silent = [
        (name, language)
        for name, entry in opportunities(data)
        for language, text in entry["text"].items()
        if not text.get("title") or not any(text.get(f) for f in fields[types[entry["profile_type"]].extra["side"]])
    ]
    assert silent == []


def test_every_requirement_can_be_checked(data: DemoData) -> None:
    for name, entry in opportunities(data):
        for one in entry.get("requirement", []):
            row = service._requirement(one)
            Requirement(row.field, row.operator, tuple(row.value), row.strength, row.unit)
            assert len(row.note) <= 200, name
            assert row.field != "spec" or all(figure_of(value) is not None for value in row.value), name
            if row.field not in FREE_REQUIREMENTS:
                assert [code for code in row.value if not is_known(row.field, code)] == [], (name, row.field)


def test_dates_and_calls_make_sense(data: DemoData) -> None:
    for name, entry in opportunities(data):
        first, last = entry.get("timing_from", date.min), entry.get("timing_to", date.max)
        assert first <= last, name
        assert (entry["profile_type"] == "RDR") is ("call" in entry), name
        if call := entry.get("call"):
            assert call["deadline_interest"] <= call["deadline_call"], name


def test_no_address_of_the_demo_can_belong_to_anybody(data: DemoData) -> None:
    for entry in data.organisations:
        if site := entry.get("website"):
            assert site.removeprefix("https://").split("/")[0].endswith(".example"), entry["key"]
        if contact := entry.get("contact"):
            assert contact["email"].endswith(".example"), entry["key"]
    for name, entry in opportunities(data):
        if url := entry.get("call", {}).get("url"):
            assert url.removeprefix("https://").split("/")[0].endswith(".example"), name


def test_the_firm_and_the_partner_of_the_logins_want_what_the_other_has(data: DemoData) -> None:
    by_key = {entry["key"]: entry for entry in data.organisations}
    firm, partner = by_key[service.FIRM_KEY], by_key[service.PARTNER_KEY]

    assert firm["country"] == "KR"
    assert partner["country"] != "KR"
    assert not firm.get("anonymous")
    offer, need = firm["opportunity"][0], partner["opportunity"][0]
    assert offer["profile_type"] == "TO"
    assert need["profile_type"] == "BR"
    for field in ("areas", "modalities", "unit_operations"):
        assert set(offer[field]) & set(need[field]), field
    assert partner["cluster"] in offer["sought"]["clusters"]
    assert firm["cluster"] in need["sought"]["clusters"]
    assert firm["org_type"] in need["sought"]["org_types"]
    assert partner["org_type"] in offer["sought"]["org_types"]
    held = {quality["standard"] for quality in firm["quality"] if quality["status"] == "held"}
    musts = [one for one in need["requirement"] if one["strength"] == "must" and one["field"] == "standard"]
    assert all(held & set(must["value"]) for must in musts)
