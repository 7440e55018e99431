"""Reads of opportunities."""

from dataclasses import dataclass
from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.orm import joinedload, selectinload

from matchmaker.foundation.database import now
from matchmaker.foundation.permissions import Actor, Role
from matchmaker.opportunities.models import Attachment, Opportunity, OpportunityCode, OpportunityText
from matchmaker.opportunities.rules import OpportunityState
from matchmaker.organisations.models import Organisation
from matchmaker.organisations.rules import VettingState

Found = sa.Select[Opportunity]


def of_organisation(organisation_id: int) -> sa.Select[Opportunity]:
    """All opportunities of an organisation, newest first."""
    return (
        sa.select(Opportunity)
        .where(Opportunity.organisation_id == organisation_id)
        .order_by(Opportunity.created_at.desc(), Opportunity.id.desc())
    )


def published() -> sa.Select[Opportunity]:
    """Opportunities that are open: published, not past their date, of an approved organisation."""
    return (
        sa.select(Opportunity)
        .join(Organisation, Opportunity.organisation_id == Organisation.id)
        .where(
            Opportunity.state == OpportunityState.PUBLISHED,
            Opportunity.expires_at > now(),
            Organisation.state == VettingState.APPROVED,
        )
    )


def listed(statement: sa.Select[Opportunity]) -> sa.Select[Opportunity]:
    """`statement` with what a line of a list shows."""
    return statement.options(
        joinedload(Opportunity.organisation), selectinload(Opportunity.texts), selectinload(Opportunity.codes)
    )


def published_of(organisation_id: int) -> sa.Select[Opportunity]:
    """The open opportunities of an organisation."""
    return published().where(Opportunity.organisation_id == organisation_id).order_by(Opportunity.id)


def in_care_of(staff: Actor) -> sa.Select[Opportunity]:
    """Opportunities that this member of staff may see."""
    statement = sa.select(Opportunity).join(Organisation, Opportunity.organisation_id == Organisation.id)
    if staff.role is Role.CO_BROKER:
        return statement.where(Organisation.cluster == staff.cluster)
    return statement


def waiting_for_vetting(staff: Actor) -> sa.Select[Opportunity]:
    """Submitted opportunities in this person's care, longest waiting first."""
    return (
        in_care_of(staff)
        .where(Opportunity.state == OpportunityState.SUBMITTED)
        .order_by(Opportunity.submitted_at, Opportunity.id)
    )


def whole(statement: sa.Select[Opportunity]) -> sa.Select[Opportunity]:
    """`statement` with everything a page shows, in a fixed number of queries."""
    return statement.options(
        joinedload(Opportunity.organisation).selectinload(Organisation.codes),
        joinedload(Opportunity.organisation).selectinload(Organisation.contacts),
        selectinload(Opportunity.texts), selectinload(Opportunity.codes),
        selectinload(Opportunity.requirements), selectinload(Opportunity.alternatives),
        selectinload(Opportunity.attachments),
    )  # fmt: skip


def latest_reference(prefix: str) -> sa.Select[str | None]:
    """The highest reference that starts with `prefix`, seen past what this transaction read before."""
    reference = Opportunity.reference
    return (
        sa.select(reference)
        .where(reference.startswith(prefix, autoescape=True))
        .order_by(sa.func.length(reference).desc(), reference.desc())
        .limit(1)
    )


def _claimed(statement: sa.Select[Opportunity]) -> sa.Select[Opportunity]:
    """One row of `statement`, held until the transaction ends; rows that another run holds are passed over."""
    return statement.order_by(Opportunity.id).limit(1).with_for_update(skip_locked=True)


def due_for_notice(at: datetime, until: datetime) -> sa.Select[Opportunity]:
    """A published opportunity that expires between `at` and `until` and whose owner was not told yet."""
    return _claimed(
        sa.select(Opportunity).where(
            Opportunity.state == OpportunityState.PUBLISHED, Opportunity.expires_at > at,
            Opportunity.expires_at <= until, Opportunity.expiry_notice_at.is_(None),
        )
    )  # fmt: skip


def due_for_expiry(at: datetime) -> sa.Select[Opportunity]:
    """A published opportunity whose time is over."""
    return _claimed(
        sa.select(Opportunity).where(Opportunity.state == OpportunityState.PUBLISHED, Opportunity.expires_at <= at)
    )


def kept_hashes() -> sa.Select[str]:
    """Hashes of all documents."""
    return sa.select(Attachment.sha256).distinct()


@dataclass(frozen=True, slots=True)
class Wanted:
    """What a list is narrowed to; empty means everything. `changed` keeps those changed since approval."""

    words: str = ""
    state: str = ""
    profile_type: str = ""
    gateway: str = ""
    cluster: str = ""
    area: str = ""
    initiative: str = ""
    changed: bool = False


def search(staff: Actor, wanted: Wanted) -> sa.Select[Opportunity]:
    """Opportunities in this person's care that fit `wanted`, the last changed first."""
    statement = in_care_of(staff).order_by(Opportunity.updated_at.desc(), Opportunity.id.desc())
    for word in wanted.words.lower().split():
        statement = statement.where(_mentions(word))
    conditions = {
        Opportunity.state: wanted.state, Opportunity.profile_type: wanted.profile_type,
        Opportunity.gateway: wanted.gateway, Organisation.cluster: wanted.cluster,
    }  # fmt: skip
    for column, value in conditions.items():
        if value:
            statement = statement.where(column == value)
    for list_name, code in (("area", wanted.area), ("initiative", wanted.initiative)):
        if code:
            statement = statement.where(carries(list_name, code))
    return statement.where(Opportunity.changed_at.is_not(None)) if wanted.changed else statement


def carries(list_name: str, code: str) -> sa.ColumnElement[bool]:
    """Whether an opportunity has this code of this list."""
    return Opportunity.codes.any(sa.and_(OpportunityCode.list_name == list_name, OpportunityCode.code == code))


def owners_of(list_name: str, code: str) -> sa.Select[int]:
    """Ids of organisations with an open opportunity that has this code."""
    return published().where(carries(list_name, code)).with_only_columns(Opportunity.organisation_id)


def _mentions(word: str) -> sa.ColumnElement[bool]:
    """Whether `word` is in the reference, in a title, or in the organisation's name."""
    columns = (Opportunity.reference, Organisation.name_ko, Organisation.name_en)
    return sa.or_(
        *(sa.func.lower(column).contains(word, autoescape=True) for column in columns),
        Opportunity.texts.any(sa.func.lower(OpportunityText.title).contains(word, autoescape=True)),
    )


def waiting_count(staff: Actor) -> sa.Select[int]:
    """How many wait for this person's decision."""
    waiting = waiting_for_vetting(staff).order_by(None).subquery()
    return sa.select(sa.func.count()).select_from(waiting)
