"""Reads of manufacturing."""

from collections.abc import Collection

import sqlalchemy as sa
from sqlalchemy.orm import joinedload, selectinload

from matchmaker.foundation.permissions import Actor
from matchmaker.manufacturing.models import ManufacturerProfile, SingleSource
from matchmaker.opportunities.models import Opportunity, OpportunityCode
from matchmaker.opportunities.queries import in_care_of as opportunities_in_care_of
from matchmaker.opportunities.queries import published, whole
from matchmaker.opportunities.rules import OpportunityState
from matchmaker.organisations.models import Organisation
from matchmaker.organisations.queries import in_care_of
from matchmaker.organisations.rules import VettingState
from matchmaker.suggestions.models import Suggestion
from matchmaker.vocabulary import vocabulary

NEEDS_MOST = 200
"""Needs that are looked at for one manufacturer, the latest first."""


def profile_of(organisation_id: int) -> sa.Select[ManufacturerProfile]:
    """What an organisation makes."""
    return sa.select(ManufacturerProfile).where(ManufacturerProfile.organisation_id == organisation_id)


def profiles_in_care(staff: Actor) -> sa.Select[ManufacturerProfile]:
    """Manufacturers in this person's care, by name."""
    ids = in_care_of(staff).with_only_columns(Organisation.id)
    return (
        sa.select(ManufacturerProfile)
        .join(Organisation, ManufacturerProfile.organisation_id == Organisation.id)
        .where(ManufacturerProfile.organisation_id.in_(ids))
        .options(joinedload(ManufacturerProfile.organisation).selectinload(Organisation.qualities))
        .order_by(Organisation.name_en, Organisation.id)
    )


def taking_part() -> sa.Select[ManufacturerProfile]:
    """Manufacturers whose organisation is approved."""
    found = sa.select(ManufacturerProfile).join(
        Organisation, ManufacturerProfile.organisation_id == Organisation.id)  # fmt: skip
    return found.where(Organisation.state == VettingState.APPROVED)


def _asks(operations: Collection[str]) -> sa.ColumnElement[bool]:
    wants = sa.and_(OpportunityCode.list_name == "unit_operation", OpportunityCode.code.in_(operations))
    sides = [entry.code for entry in vocabulary().codes("profile_type") if entry.extra["side"] != "offer"]
    return sa.and_(Opportunity.profile_type.in_(sides), Opportunity.codes.any(wants))


def needs(operations: Collection[str], *, but_of: int) -> sa.Select[Opportunity]:
    """Published needs of others that name one of `operations`, latest first."""
    found = published().where(_asks(operations), Opportunity.organisation_id != but_of)
    return whole(found).order_by(Opportunity.published_at.desc(), Opportunity.id).limit(NEEDS_MOST)


def needs_in_care(staff: Actor, operations: Collection[str]) -> sa.Select[Opportunity]:
    """Published needs in this person's care that name one of `operations`, those with one source first."""
    is_single = sa.select(SingleSource.opportunity_id).where(SingleSource.opportunity_id == Opportunity.id).exists()
    return (
        opportunities_in_care_of(staff)
        .where(Opportunity.state == OpportunityState.PUBLISHED, _asks(operations))
        .options(joinedload(Opportunity.organisation), selectinload(Opportunity.texts), selectinload(Opportunity.codes))
        .order_by(is_single.desc(), Opportunity.published_at.desc(), Opportunity.id)
    )


def single_sources(opportunity_ids: Collection[int]) -> sa.Select[SingleSource]:
    """Marks on these needs."""
    return sa.select(SingleSource).where(SingleSource.opportunity_id.in_(opportunity_ids))


def suggested(organisation_id: int, need_ids: Collection[int]) -> sa.Select[Suggestion]:
    """Stored suggestions that bring an organisation together with one of these needs."""
    return sa.select(Suggestion).where(
        Suggestion.organisation_id == organisation_id, Suggestion.candidate_opportunity_id.in_(need_ids)
    )
