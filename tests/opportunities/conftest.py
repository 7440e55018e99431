"""People and opportunities that most tests of this room need."""

from dataclasses import dataclass

import pytest
from flask import Flask

from matchmaker.accounts.models import User
from matchmaker.foundation.database import db
from matchmaker.foundation.permissions import Actor, Role
from matchmaker.opportunities import drafting, service
from matchmaker.opportunities.models import BestAlternative, Opportunity
from matchmaker.opportunities.rules import OpportunityState
from matchmaker.organisations.models import Organisation
from tests.factories import make_opportunity, make_organisation, make_user

LONG = "A closed harvest step for cell therapies that recovers 96 percent of the cells in under 40 minutes. " * 2


@dataclass(frozen=True, slots=True)
class House:
    """A Korean firm with a member, a partner in Boston with one, and the staff around them."""

    member: User
    firm: Organisation
    stranger: User
    partner: Organisation
    broker: User
    co_broker: User

    @property
    def staff(self) -> Actor:
        return self.broker.as_actor()


@pytest.fixture
def house(app: Flask) -> House:
    member, stranger = make_user(), make_user()
    return House(
        member=member, firm=make_organisation(member=member, anonymity_tier=1), stranger=stranger,
        partner=make_organisation(country="US", member=stranger), broker=make_user(Role.BROKER),
        co_broker=make_user(Role.CO_BROKER),
    )  # fmt: skip


WHOLE = {"stage_now": "DEMO", "stage_next": "MANUF", "stage_of_development": "lab_tested", "ipr_status": "ipr_granted"}


def whole_offer(
    organisation: Organisation, state: OpportunityState = OpportunityState.DRAFT, **values: object
) -> Opportunity:
    """A technology offer with everything that its type requires, in English."""
    opportunity = make_opportunity(
        organisation, state=state, title="Closed harvest of cells", offer=LONG,
        codes={"partnership_type": ("rnd_cooperation",), "sensitivity": ("none",), "technology_keyword": ("06006012",),
               "market_keyword": ("04006",)},
        **(WHOLE | values),
    )  # fmt: skip
    text = opportunity.texts[0]
    text.description, text.advantages, text.partner_role = LONG, LONG, LONG
    opportunity.alternatives = [
        BestAlternative(alternative="Centrifuge", metric="Recovery", ours="96", theirs="82", unit="%")
    ]
    drafting.measure(opportunity)
    db.session.flush()
    return opportunity


def whole_need(organisation: Organisation, **values: object) -> Opportunity:
    """A business request with everything required."""
    opportunity = make_opportunity(
        organisation, profile_type="BR", state=OpportunityState.DRAFT, title="A maker of vectors", need=LONG,
        codes={"partnership_type": ("outsourcing",), "sensitivity": ("none",)},
        **({"stage_now": "MANUF", "stage_next": "CLINICAL"} | values),
    )  # fmt: skip
    text = opportunity.texts[0]
    text.description, text.specification, text.partner_role = LONG, LONG, LONG
    drafting.measure(opportunity)
    db.session.flush()
    return opportunity


@pytest.fixture
def published(house: House) -> Opportunity:
    """A whole offer of the firm, published by the broker."""
    opportunity = whole_offer(house.firm)
    service.submit(opportunity, actor_id=house.member.id)
    service.decide(opportunity, OpportunityState.PUBLISHED, staff=house.staff)
    return opportunity
