"""Reads of the showcase."""

from dataclasses import dataclass
from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.orm import joinedload, selectinload

from matchmaker.foundation.permissions import Actor
from matchmaker.gateway.models import Teaser
from matchmaker.opportunities import queries as opportunity_queries
from matchmaker.opportunities.models import Opportunity
from matchmaker.organisations.models import Organisation


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """What a visitor looks for; empty means anything. Codes are of the vocabulary's lists."""

    gateway: str = ""
    area: str = ""
    stage: str = ""
    profile_type: str = ""
    initiative: str = ""


_WITHHELD = sa.exists().where(Teaser.opportunity_id == Opportunity.id, Teaser.is_withheld.is_(True))


def _public() -> sa.Select[Opportunity]:
    found = opportunity_queries.published().where(~_WITHHELD)
    return found.order_by(Opportunity.published_at.desc(), Opportunity.id.desc())


def references() -> sa.Select[str | None, datetime | None]:
    """(reference, published_at) of everything that the public may see, the latest first."""
    return _public().with_only_columns(Opportunity.reference, Opportunity.published_at)


def shown(wanted: Wanted | None = None) -> sa.Select[Opportunity]:
    """Open offers and needs that the public may see, the latest first."""
    wanted = wanted or Wanted()
    found = _public()
    for column, value in ((Opportunity.gateway, wanted.gateway), (Opportunity.profile_type, wanted.profile_type)):
        if value:
            found = found.where(column == value)
    if wanted.stage:
        found = found.where(sa.or_(Opportunity.stage_now == wanted.stage, Opportunity.stage_next == wanted.stage))
    for list_name, code in (("area", wanted.area), ("initiative", wanted.initiative)):
        if code:
            found = found.where(opportunity_queries.carries(list_name, code))
    named = joinedload(Opportunity.organisation).selectinload(Organisation.contacts)  # struck out of sentences
    return found.options(named, selectinload(Opportunity.codes))


def by_reference(reference: str) -> sa.Select[Opportunity]:
    """The open offer or need with this reference, if the public may see it."""
    return shown().where(Opportunity.reference == reference)


def teasers_of(opportunity_ids: list[int]) -> sa.Select[Teaser]:
    """The sentences of these opportunities."""
    return sa.select(Teaser).where(Teaser.opportunity_id.in_(opportunity_ids))


def for_staff(staff: Actor, *, without_sentence: bool) -> sa.Select[Opportunity]:
    """Open offers and needs in this person's care, the latest first."""
    care = opportunity_queries.in_care_of(staff).with_only_columns(Opportunity.id)
    found = opportunity_queries.published().where(Opportunity.id.in_(care))
    if without_sentence:
        found = found.where(~sa.exists().where(Teaser.opportunity_id == Opportunity.id))
    found = found.options(joinedload(Opportunity.organisation), selectinload(Opportunity.texts))
    return found.order_by(Opportunity.published_at.desc(), Opportunity.id.desc())


def one_for_staff(staff: Actor, opportunity_id: int) -> sa.Select[Opportunity]:
    """An open offer or need in this person's care, with all that its sentence must not tell."""
    return (
        for_staff(staff, without_sentence=False)
        .where(Opportunity.id == opportunity_id)
        .options(
            selectinload(Opportunity.attachments), selectinload(Opportunity.codes),
            joinedload(Opportunity.organisation).selectinload(Organisation.contacts),
            joinedload(Opportunity.organisation).selectinload(Organisation.memberships),
        )
    )  # fmt: skip
