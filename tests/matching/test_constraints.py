"""What must never be suggested."""

import pytest

from matchmaker.matching import Exclusion, Facts, Requirement, StandardFact
from tests.matching.market import build, listing, partners

OFFER, NEED = {"offer": "cell therapy"}, {"need": "cell therapy"}


def test_only_pairs_across_the_gateway_are_suggested():
    index = build([listing("kr1", **OFFER), listing("kr2", **NEED), listing("us1", **NEED)])
    assert partners(index, "kr1") == ["us1"]
    assert partners(index, "kr2") == []
    assert index.explain("kr1", "kr2").exclusions == (Exclusion.SAME_SIDE,)


@pytest.mark.parametrize("closes", ["kr1", "us1"])
def test_one_block_closes_it_for_both(closes):
    doors = {"kr1": frozenset({"us1"}), "us1": frozenset({"kr1"})}
    index = build(
        [
            listing("kr1", **OFFER, blocked=doors["kr1"] if closes == "kr1" else frozenset()),
            listing("us1", **NEED, blocked=doors["us1"] if closes == "us1" else frozenset()),
            listing("us2", **NEED),
        ]
    )
    assert (partners(index, "kr1"), partners(index, "us1")) == (["us2"], [])
    assert index.explain("us1", "kr1").exclusions == (Exclusion.BLOCKED,)


def test_families_of_partnership_types_must_meet_when_both_state_them():
    def with_families(families):
        mine = {"codes": {"partnership_family": "trade"}}
        theirs = {"codes": {"partnership_family": families}}
        return build([listing("kr1", **OFFER, **mine), listing("us1", **NEED, **theirs)])

    assert partners(with_families("research trade"), "kr1") == ["us1"]
    assert partners(with_families("research"), "kr1") == []
    assert partners(with_families(""), "kr1") == ["us1"]
    assert with_families("research").explain("kr1", "us1").exclusions == (Exclusion.PARTNERSHIP_TYPE,)


def test_types_that_differ_within_a_family_may_meet_but_score_less_than_the_same():
    def score(theirs):
        types = ({"partnership_family": "trade", "partnership_type": name} for name in ("supplier", theirs))
        mine, other = ({"codes": codes} for codes in types)
        return build([listing("kr1", **OFFER, **mine), listing("us1", **NEED, **other)]).explain("kr1", "us1").score

    assert 0 < score("outsourcing") < score("supplier")


@pytest.mark.parametrize("demanding", ["kr1", "us1"])
def test_a_gap_on_a_must_never_ranks_whoever_demands_it(demanding):
    def market(strength, status):
        demand = (Requirement("standard", "is", ("kgmp",), strength),)
        facts = Facts(standards={"kgmp": StandardFact(status)}) if status else Facts()
        return build(
            [
                listing("kr1", **OFFER, requirements=demand if demanding == "kr1" else (), facts=facts),
                listing("us1", **NEED, requirements=demand if demanding == "us1" else (), facts=facts),
            ]
        )

    other = {"kr1": "us1", "us1": "kr1"}[demanding]
    for organisation in ("kr1", "us1"):
        assert partners(market("must", "planned"), organisation) == []
        assert len(partners(market("must", "held"), organisation)) == 1
        assert len(partners(market("must", ""), organisation)) == 1
        assert len(partners(market("should", "planned"), organisation)) == 1
    explained = market("must", "planned").explain(demanding, other)
    assert (explained.score, explained.contributions) == (0.0, ())
    assert explained.exclusions == (Exclusion.REQUIREMENT,)
