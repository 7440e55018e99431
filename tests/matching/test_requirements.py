"""Requirements against facts."""

from datetime import date

import pytest

from matchmaker.matching import Facts, Requirement, StandardFact, Verdict
from matchmaker.matching.requirements import check
from tests.matching.market import TODAY

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
    ("field", "operator", "values"),
    [("country", "at_least", "KR"), ("trl", "is", "six"), ("trl", "at_least", "1 2"), ("area", "is", "")],
)
def test_a_requirement_that_cannot_be_checked_is_refused(field, operator, values):
    with pytest.raises(ValueError, match=field):
        Requirement(field, operator, tuple(values.split()))
