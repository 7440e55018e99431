"""Reads of what follows a meeting."""

from collections.abc import Collection
from datetime import datetime, timedelta

import sqlalchemy as sa

from matchmaker.foundation.permissions import Actor
from matchmaker.introductions.models import Introduction
from matchmaker.meetings import queries
from matchmaker.meetings.afterwards.models import MeetingRating
from matchmaker.meetings.afterwards.rules import EARLY, Side
from matchmaker.meetings.models import Meeting, MeetingParticipant
from matchmaker.meetings.rules import SIDES, TIMED, MeetingState, ParticipantAnswer

ASKED_FOR = timedelta(days=30)
"""How long after a meeting people are still asked to rate it."""


def of_meeting(meeting_id: int) -> sa.Select[MeetingRating]:
    """All ratings of a meeting."""
    return sa.select(MeetingRating).where(MeetingRating.meeting_id == meeting_id).order_by(MeetingRating.id)


def of_introduction(introduction_id: int) -> sa.Select[MeetingRating]:
    """All ratings of an introduction's meetings, the earliest meeting first."""
    return (
        sa.select(MeetingRating)
        .join(Meeting, MeetingRating.meeting_id == Meeting.id)
        .where(Meeting.introduction_id == introduction_id)
        .order_by(Meeting.starts_at, MeetingRating.id)
    )


def no_shows(organisation_ids: Collection[int]) -> sa.Select[int | None, int]:
    """How many meetings each of these organisations missed without a word; disputed ones are left out.

    Whoever said before that they could not come is no no-show.
    """
    return (
        sa.select(MeetingParticipant.organisation_id, sa.func.count(sa.distinct(Meeting.id)))
        .join(Meeting, MeetingParticipant.meeting_id == Meeting.id)
        .where(
            MeetingParticipant.organisation_id.in_(sorted(organisation_ids)), MeetingParticipant.role.in_(SIDES),
            MeetingParticipant.attended.is_(False), MeetingParticipant.answer != ParticipantAnswer.NO,
            Meeting.state == MeetingState.NO_SHOW,
        )
        .group_by(MeetingParticipant.organisation_id)
    )  # fmt: skip


def starting_within(moment: datetime, span: timedelta) -> queries.Found:
    """Confirmed meetings that begin after `moment` and no later than `span` after it."""
    return sa.select(Meeting).where(
        Meeting.state == MeetingState.CONFIRMED, Meeting.starts_at > moment, Meeting.starts_at <= moment + span
    )


def over(statement: queries.Found, moment: datetime) -> queries.Found:
    """`statement` narrowed to meetings that ended lately."""
    return statement.where(
        Meeting.state.in_(TIMED), Meeting.ends_at <= moment, Meeting.ends_at > moment - ASKED_FOR
    ).order_by(Meeting.ends_at, Meeting.id)


def unrated(side: Side) -> sa.ColumnElement[bool]:
    """Condition on `Meeting`: this side, or the agency, has not rated it."""
    rated = sa.select(MeetingRating.id).where(MeetingRating.meeting_id == Meeting.id, MeetingRating.side == side)
    return ~rated.exists()


def to_rate_by(organisation_id: int, moment: datetime) -> queries.Found:
    """Meetings that this organisation has yet to rate."""
    sent = sa.and_(Introduction.from_id == organisation_id, unrated(Side.FROM))
    got = sa.and_(Introduction.to_id == organisation_id, unrated(Side.TO))
    seen = queries.of_organisation(organisation_id).join(Introduction, Meeting.introduction_id == Introduction.id)
    return over(seen.where(sa.or_(sent, got)), moment)


def to_rate_in_care(staff: Actor, moment: datetime) -> queries.Found:
    """Meetings seen to by this member of staff that the agency has yet to rate."""
    seen = queries.in_care_of(staff).where(Meeting.owner_id == staff.user_id, unrated(Side.AGENCY))
    return over(seen, moment)


def unsure(staff: Actor, moment: datetime) -> queries.Found:
    """Meetings of this member of staff that begin within 72 hours, or to which somebody cannot come."""
    refused = sa.exists().where(
        MeetingParticipant.meeting_id == Meeting.id, MeetingParticipant.answer == ParticipantAnswer.NO
    )
    is_near = sa.and_(Meeting.starts_at > moment, Meeting.starts_at <= moment + EARLY)
    return (
        queries.in_care_of(staff)
        .join(Introduction, Meeting.introduction_id == Introduction.id)
        .where(sa.or_(Meeting.owner_id == staff.user_id, Introduction.broker_id == staff.user_id))
        .where(Meeting.state == MeetingState.CONFIRMED, Meeting.starts_at > moment, sa.or_(is_near, refused))
        .order_by(Meeting.starts_at, Meeting.id)
    )


def to_reconfirm_by(user_id: int, moment: datetime) -> sa.Select[MeetingParticipant, Meeting]:
    """Places of this person in meetings that begin within 72 hours."""
    return (
        sa.select(MeetingParticipant, Meeting)
        .join(Meeting, MeetingParticipant.meeting_id == Meeting.id)
        .where(
            MeetingParticipant.user_id == user_id, Meeting.state == MeetingState.CONFIRMED,
            Meeting.starts_at > moment, Meeting.starts_at <= moment + EARLY,
        )
        .order_by(Meeting.starts_at, Meeting.id)
    )  # fmt: skip
