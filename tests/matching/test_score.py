"""Direction, reciprocity, competitors and codes, seen through rankings."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from matchmaker.matching import Basis, ContributionKind, Kind
from matchmaker.matching.score import fused
from tests.matching.market import build, listing, partners

MAKER = "We make single-use bioreactors and stirred vessels"
BUYER = "We need single-use bioreactors and stirred vessels"
units = st.floats(0, 1)


@given(units, units)
def test_fusion_is_symmetric_bounded_and_rewards_both_directions(one, other):
    both, swapped, alone = (float(fused(*map(np.array, pair), 0.65)) for pair in ((one, other), (other, one), (one, 0)))
    assert both == swapped
    assert min(one, other) - 1e-12 <= both <= max(one, other) + 1e-12
    assert alone <= both + 1e-12


def test_the_customer_comes_before_the_competitor():
    index = build(
        [
            listing("kr1", offer=MAKER, need="Distribution in Europe"),
            listing("us1", offer=MAKER, need="Distribution in Asia"),
            listing("us2", offer="Cell therapy for patients", need=BUYER),
        ]
    )
    assert partners(index, "kr1")[0] == "us2"


def test_the_competitor_stays_behind_even_with_all_codes_alike():
    same = {"area": "BPE", "unit_operation": "bioreactor", "modality": "CAR_T"}
    index = build(
        [
            listing("kr1", offer=MAKER, need="Distribution in Europe", codes=same),
            listing("us1", offer=MAKER, need="Clinical hospital network", codes=same),
            listing("us2", offer="Cell therapy for patients", need=BUYER, codes={"area": "CGT"}),
        ]
    )
    assert partners(index, "kr1")[0] == "us2"


def test_a_korean_offer_finds_an_english_a_japanese_and_a_german_need():
    index = build(
        [
            listing("kr1", offer="일회용 바이오리액터를 제조합니다"),
            listing("us1", need="We need a single-use bioreactor"),
            listing("us2", need="We need tax advice"),
            listing("jp1", need="バイオリアクターを探しています"),
            listing("ch1", need="Wir suchen einen Bioreaktor"),
        ]
    )
    assert set(partners(index, "kr1")) == {"us1", "jp1", "ch1"}


def test_meeting_in_both_directions_comes_before_meeting_in_one():
    index = build(
        [
            listing("kr1", offer=MAKER, need="cell therapy"),
            listing("us1", offer="cell therapy", need=BUYER),
            listing("us2", offer="optical tweezers", need=BUYER),
        ]
    )
    assert partners(index, "kr1") == ["us1", "us2"]
    assert [found.basis for found in index.best_for("kr1")] == [Basis.TWO_WAY, Basis.TWO_WAY]


def test_without_any_need_profiles_are_compared_and_count_less():
    index = build(
        [
            listing("kr1", profile="cell therapy"),
            listing("us1", profile="cell therapy"),
            listing("us2", profile="tax advice", need="cell therapy"),
        ]
    )
    by_partner = {found.partner: found for found in index.best_for("kr1")}
    assert {name: found.basis for name, found in by_partner.items()} == {
        "us1": Basis.SIMILARITY,
        "us2": Basis.ONE_WAY,
    }
    assert by_partner["us1"].score < by_partner["us2"].score


def test_two_who_seek_the_same_thing_come_after_the_one_who_has_it():
    wish = "We need a single-use bioreactor and cell therapy"
    index = build(
        [
            listing("kr1", offer="cryopreservation", need=wish),
            listing("us1", offer="single-use bioreactor", need="cryopreservation"),
            listing("us2", offer="single-use bioreactor", need="cryopreservation. " + wish),
        ]
    )
    assert partners(index, "kr1") == ["us1", "us2"]
    found = index.explain("kr1", "us2")
    assert [part.key for part in found.contributions if part.kind is ContributionKind.PENALTY] == ["competitor"]
    assert sum(part.value for part in found.contributions) == pytest.approx(found.score, abs=1e-9)


def test_numbers_units_and_spans_of_time_alone_make_no_match():
    offer, need = "30 units of 5 μm for six months", "30 people, 5 floors, μm, six months"
    assert partners(build([listing("kr1", offer=offer), listing("us1", need=need)]), "kr1") == []


@pytest.mark.parametrize("figure", ["2,000 L", "ISO 13485", "CD19", "pH 7.4", "PD-L1"])
def test_a_figure_with_its_unit_a_standard_and_a_code_do(figure):
    index = build([listing("kr1", offer=f"Vessels, {figure}"), listing("us1", need=f"Anything with {figure}")])
    assert partners(index, "kr1") == ["us1"]


def test_the_title_of_an_offer_is_no_need_and_the_title_of_a_need_no_offer():
    texts = {"title": "Single-use bioreactor", "offer": "Stirred vessels", "need": "Distribution in Europe"}

    def meets(stance, **theirs):
        one = listing("kr1", kind=Kind.OPPORTUNITY, stance=stance, **texts)
        return partners(build([one, listing("us1", kind=Kind.OPPORTUNITY, **theirs)]), "kr1") == ["us1"]

    asks, has = {"need": "bioreactor"}, {"offer": "bioreactor"}
    assert [meets(stance, **asks) for stance in ("offer", "need", "both")] == [True, False, True]
    assert [meets(stance, **has) for stance in ("offer", "need", "both")] == [False, True, True]


def test_a_heading_that_speaks_of_both_counts_less():
    def score(stance):
        texts = {"title": "Single-use bioreactor", "offer": "Stirred vessels", "need": "Distribution in Europe"}
        one = listing("kr1", kind=Kind.OPPORTUNITY, stance=stance, **texts)
        return build([one, listing("us1", need="bioreactor")]).explain("kr1", "us1").score

    assert score("both") < score("offer")


def test_two_offers_of_opportunities_are_not_compared_with_each_other():
    offer = {"kind": Kind.OPPORTUNITY, "offer": MAKER}
    assert partners(build([listing("kr1", **offer), listing("us1", **offer)]), "kr1") == []


def test_an_organisation_without_a_stated_offer_offers_what_its_profile_says():
    index = build([listing("kr1", need="single-use bioreactor"), listing("us1", profile=MAKER)])
    assert partners(index, "kr1") == ["us1"]


def test_the_stage_supplied_meets_the_stage_needed():
    index = build(
        [
            listing("kr1", offer="media", need="partner", seeks={"stage": "CLINICAL"}),
            listing("us1", offer="hospital", need="tools", codes={"stage": "CLINICAL"}),
            listing("us2", offer="hospital", need="tools", codes={"stage": "MANUF"}),
        ]
    )
    assert partners(index, "kr1") == ["us1"]


@pytest.mark.parametrize(("field", "wish"), [("country", "US"), ("cluster", "BOSTON"), ("org_type", "hospital")])
def test_a_wish_for_a_kind_of_partner_counts(field, wish):
    index = build(
        [
            listing("kr1", offer="media", need="partner", seeks={field: wish}),
            listing("us1", offer="hospital", need="tools", codes={field: wish}),
            listing("us2", offer="hospital", need="tools", codes={field: "OTHER"}),
        ]
    )
    assert partners(index, "kr1") == ["us1"]


def test_stuffing_a_profile_with_keywords_does_not_raise_its_score():
    def score(offer):
        return build([listing("kr1", offer=offer), listing("us1", need=BUYER)]).explain("kr1", "us1").score

    honest = MAKER + ". We serve vaccine makers."
    assert score(honest + " Bioreactor. bioreactor bioreactor." * 30) <= score(honest) + 1e-12


def contradicting(*, text, code, offered="CGT"):
    """A need of this text and area code, against an offer of cell therapy with the areas `offered`."""
    need = listing("kr1", need=text, codes={"area": code})
    return build([need, listing("us1", offer="cell therapy", codes={"area": offered})]).explain("kr1", "us1")


def test_a_need_that_contradicts_its_codes_scores_between_one_that_agrees_and_one_that_has_neither():
    agreeing = contradicting(text="cell therapy", code="CGT").score
    text_alone = contradicting(text="cell therapy", code="SMD").score
    code_alone = contradicting(text="small molecules", code="CGT").score
    assert contradicting(text="small molecules", code="SMD").score == 0.0
    assert 0.0 < code_alone < text_alone < agreeing


def test_an_explanation_shows_both_what_a_need_says_and_the_code_that_contradicts_it():
    found = contradicting(text="cell therapy", code="SMD", offered="CGT SMD")
    assert [(part.kind, part.key) for part in found.contributions] == [
        (ContributionKind.TERM, "#cell-therapy"),
        (ContributionKind.CODE, "area:SMD"),
    ]
    assert sum(part.value for part in found.contributions) == pytest.approx(found.score, abs=1e-9)
