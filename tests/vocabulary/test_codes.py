"""Coded lists: what a form, a page and an export read from them."""

import pytest

from matchmaker.vocabulary import Code, CodeList, load
from matchmaker.vocabulary.check import read
from matchmaker.vocabulary.loader import DATA
from matchmaker.vocabulary.schema import REQUIRED

SIDES = CodeList(
    "sides",
    (
        Code("offer", {"ko": "제공", "en": "Offer", "de": "Angebot"}, {"kinds": "BO; TO;"}, 1),
        Code("need", {"ko": "수요", "en": "Need"}, {}, 2),
    ),
)


def test_a_label_comes_in_the_readers_language_and_falls_back_to_english():
    labels = [SIDES.label("need", locale) for locale in ("ko", "ko_KR", "en", "ja", "de-CH")]

    assert labels == ["수요", "수요", "Need", "Need", "Need"]


def test_a_code_that_left_the_list_is_shown_as_it_is_stored():
    assert SIDES.label("both", "ko") == "both"


def test_choices_keep_the_order_of_the_file():
    assert SIDES.choices("de") == [("offer", "Angebot"), ("need", "Need")]


def test_a_list_knows_its_codes():
    assert [entry.code for entry in SIDES] == ["offer", "need"]
    assert (SIDES.has("need"), "need" in SIDES, SIDES.has("NEED"), len(SIDES)) == (True, True, False, 2)
    assert SIDES["offer"].parts("kinds") == ("BO", "TO")
    assert SIDES["need"].parts("kinds") == ()


def test_the_shipped_lists_are_exactly_the_required_ones_and_without_fault():
    reading = read(DATA)

    assert [fault.line("en") for fault in reading.faults if fault.file.startswith("codes/")] == []
    assert {table.name for table in reading.lists} == set(REQUIRED)


def test_every_shipped_code_has_a_label_in_all_four_languages(data):
    bare = [
        (codes.name, entry.code)
        for codes in load(data.path).lists.values()
        for entry in codes
        if set(entry.labels) != {"ko", "en", "ja", "de"}
    ]

    assert bare == []


def test_no_shipped_list_shows_one_label_for_two_codes(data):
    twins = [
        (codes.name, locale)
        for codes in load(data.path).lists.values()
        for locale in ("ko", "en", "ja", "de")
        if len(dict(codes.choices(locale)).values()) != len({label for _, label in codes.choices(locale)})
    ]

    assert twins == []


def test_the_six_stages_flow_in_the_order_of_the_cluster(data):
    stages = load(data.path).codes("stage")

    assert [(stage.order, stage.code, stage.label("ko")) for stage in stages] == [
        (1, "RESEARCH", "연구"),
        (2, "DEMO", "실증"),
        (3, "MANUF", "제조"),
        (4, "STARTUP", "창업"),
        (5, "INVEST", "투자"),
        (6, "CLINICAL", "임상"),
    ]


@pytest.mark.parametrize(
    ("profile_type", "side", "een_types"),
    [
        ("BO", "offer", {"commercial", "investment", "outsourcing", "supplier"}),
        ("BR", "need", {"commercial", "investment", "outsourcing", "supplier"}),
        ("TO", "offer", {"investment", "commercial_assistance", "rnd_cooperation"}),
        ("TR", "need", {"investment", "commercial_assistance", "rnd_cooperation"}),
        ("RDR", "need", {"rnd_cooperation"}),
    ],
)
def test_a_profile_type_exports_only_the_partnerships_its_network_allows(data, profile_type, side, een_types):
    vocabulary = load(data.path)
    entry = vocabulary.codes("profile_type")[profile_type]
    partnerships = vocabulary.codes("partnership_type")

    assert entry.extra["side"] == side
    assert {partnerships[p].extra["een"] for p in entry.parts("partnership_types")} == een_types


def test_the_counterpart_of_a_counterpart_is_the_partnership_itself(data):
    partnerships = load(data.path).codes("partnership_type")

    there_and_back = {p.code: partnerships[p.extra["counterpart"]].extra["counterpart"] for p in partnerships}

    assert there_and_back == {p.code: p.code for p in partnerships}


def test_keyword_codes_keep_their_leading_zero(data):
    vocabulary = load(data.path)

    assert vocabulary.label("technology_keyword", "06001009", "ko") == "유전자·DNA 치료"
    assert vocabulary.label("market_keyword", "04002", "en") == "Monoclonal Antibodies and Hybridomas"
