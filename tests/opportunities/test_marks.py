"""Marks of large companies for smaller ones, and what is asked in AI drug discovery alone."""

from collections.abc import Callable

import pytest
from werkzeug.datastructures import MultiDict

from matchmaker.accounts.models import User
from matchmaker.foundation.database import db
from matchmaker.foundation.errors import RuleViolation
from matchmaker.opportunities import drafting
from matchmaker.opportunities.changes import Changes
from matchmaker.opportunities.models import Opportunity
from matchmaker.opportunities.presenting import present
from matchmaker.opportunities.rules import AI_DRUG_LISTS, OpportunityState, fitting_codes, may_lead
from matchmaker.organisations.rules import Tier
from tests.client import Client
from tests.factories import make_opportunity
from tests.opportunities.conftest import House

SignIn = Callable[[User], Client]
AI = {"target_class": ("kinase",), "data_licence": ("in_place",), "validation_partner": ("cell_based", "admet")}


@pytest.mark.parametrize(
    ("org_type", "is_anchor", "leads"),
    [("large", False, True), ("midsize", False, True), ("startup", False, False), ("startup", True, True)],
)
def test_large_and_anchor_companies_lead_shared_growth(org_type: str, is_anchor: bool, leads: bool) -> None:
    assert may_lead(org_type, is_anchor=is_anchor) is leads


def test_a_large_company_marks_shared_growth_and_smaller_firms_find_it(house: House, sign_in: SignIn) -> None:
    house.firm.org_type = "large"
    marked, plain = make_opportunity(house.firm, title="Resin wanted"), make_opportunity(house.firm, title="Vials")
    owner, reader, staff = sign_in(house.member), sign_in(house.stranger), sign_in(house.broker)

    owner.send(f"/opportunities/{marked.id}/edit/partner",
               {"initiative": "shared_growth", "partnership_type": "rnd_cooperation"})  # fmt: skip

    db.session.refresh(marked)
    assert marked.codes_of("initiative") == ["shared_growth"]
    assert "Shared growth with smaller firms" in reader.page(f"/opportunities/{marked.id}").text
    assert present(marked, Tier.TEASER, "ko").initiatives == ("상생·동반성장",)
    listed = staff.page("/staff/opportunities?initiative=shared_growth").text
    assert ("Resin wanted" in listed, "Vials" in listed) == (True, False)
    shown = str(reader.page("/showcase?initiative=shared_growth"))
    assert (marked.reference in shown, plain.reference in shown) == (True, False)
    assert plain.reference in str(reader.page("/showcase?initiative=magic"))


def test_a_small_firm_has_no_such_mark(house: House, sign_in: SignIn) -> None:
    opportunity = make_opportunity(house.firm, state=OpportunityState.DRAFT)
    page = sign_in(house.member).page(f"/opportunities/{opportunity.id}/edit/partner").text
    assert 'name="initiative"' not in page
    with pytest.raises(RuleViolation) as refused:
        drafting.save(
            opportunity, Changes(codes={"initiative": ["shared_growth"]}), version=1, actor_id=house.member.id
        )
    assert refused.value.code == "opportunity.initiative_of_large"


def test_a_mark_can_be_taken_back_when_the_company_is_not_large_any_more(house: House, sign_in: SignIn) -> None:
    opportunity = make_opportunity(
        house.firm, state=OpportunityState.DRAFT, codes={"initiative": ("shared_growth", "open_innovation")}
    )
    client, url = sign_in(house.member), f"/opportunities/{opportunity.id}/edit/partner"
    client.send(url, MultiDict([("initiative", "open_innovation"), ("partnership_type", "rnd_cooperation")]))
    db.session.refresh(opportunity)
    assert opportunity.codes_of("initiative") == ["open_innovation"]


def ai_of(opportunity: Opportunity) -> dict[str, tuple[str, ...]]:
    db.session.refresh(opportunity)
    return {name: tuple(opportunity.codes_of(name)) for name in AI_DRUG_LISTS}


def test_ai_drug_discovery_is_asked_its_own_fields_and_shown_with_them(house: House, sign_in: SignIn) -> None:
    opportunity = make_opportunity(house.firm, state=OpportunityState.DRAFT)
    client, url = sign_in(house.member), f"/opportunities/{opportunity.id}/edit/classification"
    group = client.page(url).select_one("fieldset[data-only-with='area:AIDD']")
    assert group is not None
    assert {box["name"] for box in group.select("input[type=checkbox]")} == set(AI)

    client.send(url, MultiDict([("area", "AIDD"), *((name, code) for name, codes in AI.items() for code in codes)]))

    assert ai_of(opportunity) == AI
    said = client.page(f"/opportunities/{opportunity.id}").get_text(" ", strip=True)
    for words in ("Kinase", "Analysed in place", "Cell-based assays · ADMET and toxicology"):
        assert words in said
    view = present(opportunity, Tier.TEASER, "ko")
    assert view.validation_partners == ("세포 기반 시험", "ADMET·독성 시험")

    client.send(url, MultiDict([("area", "CGT"), *((name, code) for name, codes in AI.items() for code in codes)]))
    assert ai_of(opportunity) == dict.fromkeys(AI_DRUG_LISTS, ())


def test_other_pages_leave_the_fields_of_ai_drug_discovery_alone() -> None:
    codes = {"partnership_type": ["rnd_cooperation"]}
    assert fitting_codes(codes) == codes


@pytest.mark.parametrize("kind", ["SP", "TL"])
def test_space_and_talent_are_not_asked_for_targets(house: House, sign_in: SignIn, kind: str) -> None:
    opportunity = make_opportunity(house.firm, profile_type=kind, state=OpportunityState.DRAFT)
    page = sign_in(house.member).page(f"/opportunities/{opportunity.id}/edit/classification").text
    assert 'name="target_class"' not in page
