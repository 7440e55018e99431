"""Reads of consortia, and of whoever could join one."""

from collections.abc import Collection

import sqlalchemy as sa
from sqlalchemy.orm import joinedload, selectinload

from matchmaker.consortia.models import Consortium, ConsortiumMember
from matchmaker.foundation.permissions import Actor
from matchmaker.opportunities.models import Opportunity, OpportunityCode, OpportunityText
from matchmaker.opportunities.queries import in_care_of
from matchmaker.opportunities.rules import OpportunityState
from matchmaker.organisations.models import Organisation, OrganisationCode, OrganisationQuality
from matchmaker.organisations.rules import VettingState
from matchmaker.suggestions.models import Suggestion


def in_care(staff: Actor) -> sa.Select[Consortium]:
    """Consortia for needs in this person's care, the last changed first."""
    needs = in_care_of(staff).with_only_columns(Opportunity.id)
    statement = sa.select(Consortium).where(Consortium.opportunity_id.in_(needs))
    return _whole(statement).order_by(Consortium.updated_at.desc(), Consortium.id.desc())


def _whole(statement: sa.Select[Consortium]) -> sa.Select[Consortium]:
    members = selectinload(Consortium.members)
    need = joinedload(Consortium.opportunity)
    return statement.options(
        need.selectinload(Opportunity.texts), need.joinedload(Opportunity.organisation), joinedload(Consortium.made_by),
        members.joinedload(ConsortiumMember.organisation), members.joinedload(ConsortiumMember.asset),
        members.joinedload(ConsortiumMember.introduction),
    )  # fmt: skip


def needs_in_care(staff: Actor, words: str = "") -> sa.Select[Opportunity]:
    """Published opportunities in this person's care that ask for partners: those with must-requirements first."""
    statement = in_care_of(staff).where(Opportunity.state == OpportunityState.PUBLISHED)
    for word in words.split():
        titled = Opportunity.texts.any(OpportunityText.title.icontains(word, autoescape=True))
        statement = statement.where(sa.or_(Opportunity.reference.icontains(word, autoescape=True), titled))
    asks = sa.case((Opportunity.requirements.any(), 0), else_=1)
    return statement.options(
        selectinload(Opportunity.texts), selectinload(Opportunity.requirements), joinedload(Opportunity.organisation)
    ).order_by(asks, Opportunity.published_at.desc(), Opportunity.id.desc())


def suggested_to(organisation_id: int) -> sa.CompoundSelect[int, float, int | None]:
    """Counterparts that were suggested to an organisation, or it to them: id, score, their opportunity."""
    there = sa.select(Suggestion.candidate_id, Suggestion.score, Suggestion.candidate_opportunity_id)
    back = sa.select(Suggestion.organisation_id, Suggestion.score, Suggestion.opportunity_id)
    return sa.union_all(
        there.where(Suggestion.organisation_id == organisation_id),
        back.where(Suggestion.candidate_id == organisation_id),
    )


def carrying(list_name: str, codes: Collection[str], *, limit: int) -> sa.Select[int]:
    """Approved organisations that carry one of `codes`, in their profile or in what they publish."""
    own = sa.select(OrganisationCode.organisation_id).where(
        OrganisationCode.list_name == list_name, OrganisationCode.code.in_(sorted(codes))
    )
    offered = (
        sa.select(Opportunity.organisation_id)
        .join(OpportunityCode, OpportunityCode.opportunity_id == Opportunity.id)
        .where(
            OpportunityCode.list_name == list_name, OpportunityCode.code.in_(sorted(codes)),
            Opportunity.state == OpportunityState.PUBLISHED,
        )
    )  # fmt: skip
    return _approved(sa.or_(Organisation.id.in_(own), Organisation.id.in_(offered)), limit)


def holding(standards: Collection[str], *, limit: int) -> sa.Select[int]:
    """Approved organisations that have one of `standards`."""
    holders = sa.select(OrganisationQuality.organisation_id).where(OrganisationQuality.standard.in_(sorted(standards)))
    return _approved(Organisation.id.in_(holders), limit)


def _approved(condition: sa.ColumnElement[bool], limit: int) -> sa.Select[int]:
    approved = Organisation.state == VettingState.APPROVED
    return sa.select(Organisation.id).where(approved, condition).order_by(Organisation.id).limit(limit)
