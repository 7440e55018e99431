from collections.abc import Callable
from datetime import date

from flask import Flask

from matchmaker.foundation.database import db
from matchmaker.matching import Field, Kind, Operator, Passage, Requirement, Side, Stance, StandardFact, Strength
from matchmaker.opportunities.models import OpportunityRequirement, OpportunityText
from matchmaker.opportunities.rules import OpportunityState
from matchmaker.organisations.models import Block, OrganisationQuality
from matchmaker.organisations.rules import VettingState
from matchmaker.suggestions import listings
from tests.factories import make_opportunity, make_organisation


def test_an_organisation_becomes_its_profile_and_its_published_opportunities(app: Flask) -> None:
    firm = make_organisation(employees=27, other_names=["Old Name"], website_domain="firm.example", summary="Cells.")
    firm.qualities.append(OrganisationQuality(standard="us_cgmp", status="held", valid_to=date(2027, 1, 1)))
    need = make_opportunity(
        firm, profile_type="BR", need="Vectors.", language="ko", title="벡터", stage_now="RESEARCH", stage_next="MANUF",
        trl=5, codes={"sought_country": ("US",), "partnership_type": ("contract_manufacturing",)},
    )  # fmt: skip
    need.texts.append(OpportunityText(language="en", need="Viral vectors.", specification="50 L"))
    need.requirements.append(
        OpportunityRequirement(field="standard", operator="any_of", value=["us_cgmp"], strength="must")
    )
    make_opportunity(firm, state=OpportunityState.DRAFT)
    db.session.flush()

    found = listings.read()

    profile, wanted = found.listings
    assert found.revisions == {firm.id: firm.revision}
    assert (profile.id, profile.kind, profile.side) == (f"org-{firm.id}", Kind.ORGANISATION, Side.DOMESTIC)
    assert profile.texts["summary"] == (Passage("Cells.", "en"),)
    assert {p.text for p in profile.texts["names"]} == {firm.name_ko, firm.name_en, "Old Name", "firm.example"}
    assert profile.facts.standards == {"us_cgmp": StandardFact("held", date(2027, 1, 1))}
    assert profile.facts.numbers == {"employees": 27.0}
    assert listings.opportunity_id(wanted.id) == need.id
    assert listings.opportunity_id(profile.id) is None
    assert wanted.texts["need"] == (Passage("Vectors.", "ko"), Passage("Viral vectors.", "en"), Passage("50 L", "en"))
    assert wanted.stance is Stance.NEED
    assert wanted.codes["stage"] == {"RESEARCH"}
    assert wanted.codes["partnership_family"] == {"trade"}
    assert wanted.seeks == {
        "country": {"US"}, "stage": {"MANUF"}, "partnership_type": {"contract_manufacturing", "outsourcing"},
    }  # fmt: skip
    assert wanted.requirements == (Requirement(Field.STANDARD, Operator.ANY_OF, ("us_cgmp",), Strength.MUST),)
    assert wanted.facts.numbers["trl"] == 5.0


def test_a_technology_offer_may_meet_a_business_request_and_capital_closes_no_door(app: Flask) -> None:
    firm = make_organisation()
    kinds = {"TO": ("commercial_assistance", "investment"), "BR": ("supplier",), "IV": ("investment", "joint_venture")}
    for profile_type, types in kinds.items():
        make_opportunity(firm, profile_type=profile_type, title=profile_type, codes={"partnership_type": types})
    db.session.flush()

    families = [one.codes.get("partnership_family") for one in listings.read().listings[1:]]

    assert families == [{"trade"}, {"trade"}, None]


def test_what_is_not_approved_is_not_listed(app: Flask) -> None:
    make_opportunity(make_organisation(state=VettingState.SUSPENDED))
    make_organisation(state=VettingState.DRAFT)

    assert listings.read().listings == ()


def test_a_requirement_that_makes_no_sense_binds_nobody(app: Flask) -> None:
    need = make_opportunity(make_organisation(), profile_type="BR", need="Help.")
    need.requirements.append(OpportunityRequirement(field="trl", operator="at_least", value=["high"], strength="must"))
    db.session.flush()

    assert listings.read().listings[1].requirements == ()


def test_block_lists_close_the_door_by_row_and_by_domain(app: Flask) -> None:
    firm, rival = make_organisation(), make_organisation(country="US", website_domain="rival.example")
    other = make_organisation(country="US")
    firm.blocks += [Block(blocked_domain="rival.example"), Block(blocked_id=other.id)]
    db.session.flush()

    alone = listings.read([firm.id]).listings

    assert [listing.blocked for listing in alone] == [{str(rival.id), str(other.id)}]


def test_reading_takes_the_same_number_of_queries_for_one_and_for_many(
    app: Flask, count_queries: Callable[[Callable[[], object]], int]
) -> None:
    make_opportunity(make_organisation())
    db.session.commit()
    db.session.expunge_all()
    few = count_queries(listings.read)
    for _number in range(5):
        make_opportunity(make_organisation(country="US"))
    db.session.commit()
    db.session.expunge_all()

    assert count_queries(listings.read) == few
