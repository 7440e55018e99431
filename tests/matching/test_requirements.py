"""Requirements against facts."""

from datetime import date

import pytest

from matchmaker.matching import Facts, Kind, Requirement, StandardFact, Verdict, store
from matchmaker.matching.explanation import RequirementCheck
from matchmaker.matching.requirements import check, rests_on_text
from tests.matching.market import TODAY, VOCABULARY, build, listing

YESTERDAY = date(2026, 11, 21)


def verdict(field, operator, values, facts, **rest):
    return check(Requirement(field, operator, tuple(values.split()), **rest), facts, on=TODAY)


@pytest.mark.parametrize(
    ("standards", "expected"),
    [
        ({"kgmp": StandardFact("held")}, Verdict.MATCH),
        ({"kgmp": StandardFact("held", TODAY)}, Verdict.MATCH),
        ({"kgmp": StandardFact("held", YESTERDAY)}, Verdict.GAP),
        ({"kgmp": StandardFact("in_progress")}, Verdict.GAP),
        ({"kgmp": StandardFact("planned")}, Verdict.GAP),
        ({"iso_13485": StandardFact("held")}, Verdict.UNKNOWN),
        ({}, Verdict.UNKNOWN),
    ],
)
def test_a_standard_counts_only_while_it_is_held(standards, expected):
    assert verdict("standard", "is", "kgmp", Facts(standards=standards)) is expected


def test_one_of_several_standards_is_enough_and_an_unlisted_one_leaves_it_open():
    facts = Facts(standards={"kgmp": StandardFact("planned")})
    assert verdict("standard", "any_of", "kgmp us_cgmp", facts) is Verdict.UNKNOWN
    assert verdict("standard", "any_of", "kgmp", facts) is Verdict.GAP


@pytest.mark.parametrize(
    ("operator", "values", "expected"),
    [
        ("is", "startup", Verdict.MATCH),
        ("any_of", "sme startup", Verdict.MATCH),
        ("any_of", "large", Verdict.GAP),
        ("none_of", "large", Verdict.MATCH),
        ("none_of", "startup sme", Verdict.GAP),
    ],
)
def test_codes_are_compared_as_sets(operator, values, expected):
    facts = Facts(codes={"org_type": frozenset({"startup"})})
    assert verdict("org_type", operator, values, facts) is expected
    assert verdict("country", operator, values, facts) is Verdict.UNKNOWN


@pytest.mark.parametrize(
    ("operator", "value", "expected"),
    [
        ("at_least", "6", Verdict.MATCH),
        ("at_least", "7", Verdict.GAP),
        ("at_most", "6", Verdict.MATCH),
        ("at_most", "5", Verdict.GAP),
        ("is", "6", Verdict.MATCH),
        ("none_of", "6", Verdict.GAP),
    ],
)
def test_figures_are_compared_as_numbers(operator, value, expected):
    assert verdict("trl", operator, value, Facts(numbers={"trl": 6})) is expected
    assert verdict("trl", operator, value, Facts()) is Verdict.UNKNOWN


def test_a_specification_stays_unknown_until_the_other_side_states_that_unit():
    stated = Facts(specs={"L": 2000.0})
    assert verdict("spec", "at_least", "2,000", stated, unit="l") is Verdict.MATCH
    assert verdict("spec", "at_most", "500", stated, unit="L") is Verdict.GAP
    assert verdict("spec", "at_least", "2000", stated, unit="kg") is Verdict.UNKNOWN
    assert verdict("spec", "is", "stirred-tank", stated, unit="L") is Verdict.UNKNOWN


@pytest.mark.parametrize(
    ("unit", "value", "expected"),
    [
        ("kL", "2", Verdict.MATCH),
        ("리터", "2000", Verdict.MATCH),
        ("mL", "2,000,000", Verdict.MATCH),
        ("m³", "2.001", Verdict.GAP),
        ("㎖", "2000001", Verdict.GAP),
        ("kg", "1", Verdict.UNKNOWN),
        ("L/h", "1", Verdict.UNKNOWN),
        ("barrels", "1", Verdict.UNKNOWN),
    ],
)
def test_stated_figures_are_compared_across_units_of_one_kind(unit, value, expected):
    assert verdict("spec", "at_least", value, Facts(specs={"L": 2000.0}), unit=unit) is expected


def test_a_unit_that_nobody_knows_is_compared_where_both_sides_spell_it_alike():
    stated = Facts(specs={"TU/mL": 2e8})
    assert verdict("spec", "at_least", "100000000", stated, unit="tu/ml ") is Verdict.MATCH
    assert verdict("spec", "at_least", "300000000", stated, unit="TU/mL") is Verdict.GAP
    assert verdict("spec", "at_least", "1", stated, unit="vg/mL") is Verdict.UNKNOWN


BAGS = Facts(mentioned={"l": ((1.0, 1.0), (50.0, 2000.0))})


@pytest.mark.parametrize(
    ("operator", "value", "unit", "expected"),
    [
        ("at_least", "2000", "L", Verdict.MATCH),
        ("at_least", "2", "kL", Verdict.MATCH),
        ("at_least", "2001", "L", Verdict.UNKNOWN),
        ("at_most", "1", "L", Verdict.MATCH),
        ("at_most", "900", "mL", Verdict.UNKNOWN),
        ("is", "500", "L", Verdict.MATCH),
        ("is", "20", "L", Verdict.UNKNOWN),
        ("any_of", "20 50", "L", Verdict.MATCH),
        ("none_of", "20", "L", Verdict.UNKNOWN),
        ("at_least", "1", "kg", Verdict.UNKNOWN),
        ("at_least", "1", "lots", Verdict.UNKNOWN),
        ("at_least", "inf", "L", Verdict.UNKNOWN),
        ("at_most", "nan", "L", Verdict.UNKNOWN),
    ],
)
def test_an_amount_in_a_text_can_fulfil_a_requirement_but_never_fail_it(operator, value, unit, expected):
    assert verdict("spec", operator, value, BAGS, unit=unit) is expected


def test_a_stated_figure_decides_alone_whatever_the_text_mentions():
    facts = Facts(specs={"kL": 0.5}, mentioned=BAGS.mentioned)
    demand = Requirement("spec", "at_least", ("2000",), unit="L")
    assert check(demand, facts, on=TODAY) is Verdict.GAP
    assert (rests_on_text(demand, facts), rests_on_text(demand, BAGS)) == (False, True)


@pytest.mark.parametrize(
    ("operator", "value", "unit", "expected"),
    [
        ("at_least", "7", "ISO class", Verdict.MATCH),
        ("at_most", "6", "ISO", Verdict.MATCH),
        ("at_least", "5", "ISO 14644-1 class", Verdict.UNKNOWN),
        ("is", "6", "ISO 클래스", Verdict.MATCH),
        ("at_least", "2", "BSL", Verdict.MATCH),
        ("at_least", "3", "생물안전등급", Verdict.MATCH),
        ("at_least", "4", "biosafety level", Verdict.UNKNOWN),
    ],
)
def test_a_cleaner_room_and_a_higher_safety_level_are_enough(operator, value, unit, expected):
    facts = Facts(mentioned={"bsl": ((3.0, 3.0),), "iso class": ((6.0, 6.0),)})
    assert verdict("spec", operator, value, facts, unit=unit) is expected


VESSEL = Requirement("spec", "at_least", ("2000",), "must", "L")


def told(requirement, **texts):
    """What an overseas organisation with one demand is told of a domestic one with these texts."""
    asks = listing("us1", need="stirred vessel", requirements=(requirement,))
    offers = listing("kr1", kind=Kind.OPPORTUNITY, **{"offer": "stirred vessel", **texts})
    return build([asks, offers]).explain("us1", "kr1").requirements


@pytest.mark.parametrize(
    "texts",
    [
        {"offer": "stirred vessel of 50–2,000 L"},
        {"title": "2천 리터 배양기"},
        {"summary": "stirred vessel, 3 kL", "lang": "en"},
        {"offer": "Rührkessel bis 2.000 L, stirred vessel", "lang": "de"},
        {"title": "stirred vessel 2000リットル", "need": "distribution", "stance": "offer"},
    ],
)
def test_what_an_offer_says_of_itself_answers_the_demand(texts):
    expected = RequirementCheck(VESSEL, is_mine=True, verdict=Verdict.MATCH, rests_on_text=True)
    assert told(VESSEL, **texts) == (expected,)


@pytest.mark.parametrize(
    "texts",
    [
        {"offer": "stirred vessel with 1 L sample bags"},
        {"offer": "stirred vessel of 2,000 mL"},
        {"offer": "stirred vessel, 2,000 kg"},
        {"need": "a hall for vessels of 2,000 L"},
        {"profile": "stirred vessel. In 1999 we sold a tank of 2,000 L."},
        {"title": "2,000 L wanted", "stance": "need"},
        {"title": "2,000 L", "need": "distribution", "stance": "both"},
    ],
)
def test_what_falls_short_or_speaks_of_something_else_leaves_it_open_and_the_pair_stands(texts):
    assert told(VESSEL, **texts) == (RequirementCheck(VESSEL, is_mine=True, verdict=Verdict.UNKNOWN),)


def test_the_verdict_outlives_saving_and_a_new_text_changes_it(tmp_path):
    demand = listing("us1", need="stirred vessel", requirements=(VESSEL,))
    index = build([demand, listing("kr1", offer="stirred vessel of 2,000 L, BSL-2, -20 °C")])
    store.save(index, tmp_path)
    loaded = store.load(tmp_path, vocabulary=VOCABULARY)
    assert loaded.explain("us1", "kr1") == index.explain("us1", "kr1")
    assert tuple(loaded.base.contents.table.rows) == index.base.contents.table.rows
    smaller = loaded.updated([listing("kr1", offer="stirred vessel of 200 L")])
    assert [check.verdict for check in smaller.explain("us1", "kr1").requirements] == [Verdict.UNKNOWN]


@pytest.mark.parametrize(
    ("field", "operator", "values"),
    [("country", "at_least", "KR"), ("trl", "is", "six"), ("trl", "at_least", "1 2"), ("area", "is", "")],
)
def test_a_requirement_that_cannot_be_checked_is_refused(field, operator, values):
    with pytest.raises(ValueError, match=field):
        Requirement(field, operator, tuple(values.split()))
