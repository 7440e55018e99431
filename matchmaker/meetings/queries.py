"""Reads of meetings."""

from collections.abc import Collection
from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.orm import joinedload, selectinload

from matchmaker.accounts.models import User
from matchmaker.foundation.permissions import AGENCY, Actor
from matchmaker.introductions import queries as introductions
from matchmaker.introductions.models import Introduction
from matchmaker.meetings.models import BookedQuarter, Meeting, MeetingParticipant, SlotProposal
from matchmaker.meetings.rules import TIMED, MeetingState
from matchmaker.organisations.models import Membership, Organisation
from matchmaker.organisations.rules import MembershipState

Found = sa.Select[Meeting]
COMING = (MeetingState.PROPOSED, MeetingState.CONFIRMED)


def of_introduction(introduction: Introduction) -> Found:
    """All meetings of an introduction, the oldest first."""
    return sa.select(Meeting).where(Meeting.introduction_id == introduction.id).order_by(Meeting.id)


def of_organisation(organisation_id: int) -> Found:
    """Meetings of the introductions that an organisation may see."""
    seen = introductions.of_organisation(organisation_id).with_only_columns(Introduction.id)
    return sa.select(Meeting).where(Meeting.introduction_id.in_(seen))


def in_care_of(staff: Actor) -> Found:
    """Meetings of the introductions in the care of `staff`."""
    if staff.role in AGENCY:
        return sa.select(Meeting)
    care = introductions.in_care_of(staff).with_only_columns(Introduction.id)
    return sa.select(Meeting).where(Meeting.introduction_id.in_(care))


def coming(statement: Found, moment: datetime) -> Found:
    """`statement` narrowed to what is proposed or still to come, the next first, what has no time yet before it."""
    not_over = sa.or_(Meeting.ends_at.is_(None), Meeting.ends_at > moment)
    order = sa.case((Meeting.starts_at.is_(None), 0), else_=1)
    return statement.where(Meeting.state.in_(COMING), not_over).order_by(order, Meeting.starts_at, Meeting.id)


def past(statement: Found, moment: datetime) -> Found:
    """`statement` narrowed to what is over or was called off, the latest first."""
    over = sa.or_(Meeting.state.not_in(COMING), Meeting.ends_at <= moment)
    latest = sa.func.coalesce(Meeting.starts_at, Meeting.cancelled_at, Meeting.created_at)
    return statement.where(over).order_by(latest.desc(), Meeting.id.desc())


def unrecorded(statement: Found, moment: datetime) -> Found:
    """`statement` narrowed to confirmed meetings that are over and whose result nobody recorded, the oldest first."""
    over = sa.and_(Meeting.state == MeetingState.CONFIRMED, Meeting.ends_at <= moment)
    return statement.where(over).order_by(Meeting.ends_at, Meeting.id)


def awaiting(statement: Found, moment: datetime) -> Found:
    """`statement` narrowed to what waits for somebody: a time, or a result; the oldest first."""
    over = sa.and_(Meeting.state == MeetingState.CONFIRMED, Meeting.ends_at <= moment)
    return statement.where(sa.or_(Meeting.state == MeetingState.PROPOSED, over)).order_by(Meeting.updated_at)


def of_filter(statement: Found, *, state: str, moment: datetime) -> Found:
    """`statement` narrowed to what a filter names: a state, `unrecorded`, `past`; empty: coming."""
    if state == "unrecorded":
        return unrecorded(statement, moment)
    if state == "past":
        return past(statement, moment)
    narrowed = statement.where(Meeting.state == MeetingState(state)) if state else statement
    return coming(narrowed, moment)


def owned_by(statement: Found, user_id: int) -> Found:
    """`statement` narrowed to what a person sees to."""
    return statement.where(Meeting.owner_id == user_id)


def attended_by(statement: Found, user_id: int) -> Found:
    """`statement` narrowed to those in which a person takes part."""
    return statement.where(Meeting.id.in_(_with(user_id)))


def mine_of(statement: Found, user_id: int) -> Found:
    """`statement` narrowed to those that a person sees to or takes part in."""
    return statement.where(sa.or_(Meeting.owner_id == user_id, Meeting.id.in_(_with(user_id))))


def _with(user_id: int) -> sa.Select[int]:
    return sa.select(MeetingParticipant.meeting_id).where(MeetingParticipant.user_id == user_id)


def whole(statement: Found) -> Found:
    """`statement` with what pages and mails show, in a fixed number of queries."""
    sides = (Introduction.from_organisation, Introduction.to_organisation)
    people = (Organisation.texts, Organisation.codes, Organisation.qualities, Organisation.contacts)
    loaded = [joinedload(side).options(*(selectinload(part) for part in people)) for side in sides]
    return statement.options(
        joinedload(Meeting.introduction).options(*loaded, joinedload(Introduction.broker)),
        joinedload(Meeting.owner),
        selectinload(Meeting.participants).joinedload(MeetingParticipant.user),
        selectinload(Meeting.slots),
    )


def borne(introduction_id: int) -> sa.Select[int | None, int | None]:
    """What the two sides bore in the meetings of an introduction that have a time: asking side, asked side."""
    return (
        sa.select(sa.func.sum(SlotProposal.burden_from), sa.func.sum(SlotProposal.burden_to))
        .join(Meeting, SlotProposal.meeting_id == Meeting.id)
        .where(SlotProposal.chosen, Meeting.introduction_id == introduction_id, Meeting.state.in_(TIMED))
    )


def booked(user_ids: Collection[int], quarters: range) -> sa.Select[int, int]:
    """Which of these people are booked for which of these quarter hours."""
    return sa.select(BookedQuarter.user_id, BookedQuarter.quarter).where(
        BookedQuarter.user_id.in_(sorted(user_ids)),
        BookedQuarter.quarter >= quarters.start, BookedQuarter.quarter < quarters.stop,
    )  # fmt: skip


def people(user_ids: Collection[int]) -> sa.Select[User]:
    """These people, by id."""
    return sa.select(User).where(User.id.in_(sorted(user_ids))).order_by(User.id)


def speakers_of(organisation_id: int) -> sa.Select[User]:
    """People who speak for an organisation and can sign in, who joined first before the others."""
    return (
        sa.select(User)
        .join(Membership, Membership.user_id == User.id)
        .where(
            Membership.organisation_id == organisation_id, Membership.state == MembershipState.ACTIVE,
            User.enabled, User.email_confirmed_at.is_not(None),
        )
        .order_by(Membership.id)
    )  # fmt: skip
