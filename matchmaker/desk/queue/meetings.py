"""Meetings that need somebody: without an owner, about to take place unconfirmed, over but not rated."""

from collections.abc import Iterator
from datetime import timedelta

import sqlalchemy as sa

from matchmaker.desk.care import cared_ids
from matchmaker.desk.clock import due_days
from matchmaker.desk.queue.items import Kind, Waiting
from matchmaker.foundation.database import db, now
from matchmaker.foundation.permissions import Actor
from matchmaker.introductions.models import Introduction
from matchmaker.meetings.afterwards.queries import ASKED_FOR, unrated
from matchmaker.meetings.afterwards.rules import Side
from matchmaker.meetings.models import Meeting, MeetingParticipant
from matchmaker.meetings.rules import SIDES, TIMED, MeetingState
from matchmaker.organisations.rules import KOREA

RECONFIRM_WITHIN = timedelta(hours=72)
OWNER_WORKING_DAYS = 2
RATE_WORKING_DAYS = 1


def waiting(staff: Actor) -> Iterator[Waiting]:
    """What meetings in care need, each meeting once."""
    due_on, moment = due_days(), now()
    columns = (
        Meeting.id, Meeting.state, Meeting.owner_id, Meeting.proposed_at, Meeting.confirmed_at, Meeting.starts_at,
        Meeting.ends_at, Meeting.title, Meeting.introduction_id, Introduction.broker_id,
    )  # fmt: skip
    needy = sa.or_(
        sa.and_(Meeting.state == MeetingState.PROPOSED, Meeting.owner_id.is_(None)),
        sa.and_(Meeting.state.in_(TIMED), Meeting.ends_at <= moment, Meeting.ends_at > moment - ASKED_FOR,
                unrated(Side.AGENCY)),
        sa.and_(Meeting.state == MeetingState.CONFIRMED, Meeting.starts_at <= moment + RECONFIRM_WITHIN, _unsure()),
    )  # fmt: skip
    found = sa.select(*columns).join(Introduction, Introduction.id == Meeting.introduction_id)
    for row in db.session.execute(found.where(needy, Introduction.id.in_(cared_ids(staff)))):
        whose = row.owner_id or row.broker_id
        if row.state is MeetingState.PROPOSED:
            kind, since, due = Kind.MEETING_OWNER, row.proposed_at, due_on(row.proposed_at, OWNER_WORKING_DAYS, ("KR",))
        elif row.ends_at <= moment:
            kind, since, due = Kind.RATING, row.ends_at, due_on(row.ends_at, RATE_WORKING_DAYS, ("KR",))
        else:
            since = max(row.confirmed_at or row.proposed_at, row.starts_at - RECONFIRM_WITHIN)
            kind, due = Kind.RECONFIRM, row.starts_at.astimezone(KOREA).date()
        yield Waiting(kind, row.id, since, due, whose, row.introduction_id, row.title)


def _unsure() -> sa.Exists:
    """Whether somebody who speaks for a side has not said again that they will come."""
    return sa.exists().where(
        MeetingParticipant.meeting_id == Meeting.id, MeetingParticipant.role.in_(SIDES),
        MeetingParticipant.reconfirmed_72_at.is_(None), MeetingParticipant.reconfirmed_24_at.is_(None),
    )  # fmt: skip
