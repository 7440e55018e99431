"""Reads of meetings of people who leave."""

from datetime import datetime

import sqlalchemy as sa

from matchmaker.accounts.models import User
from matchmaker.foundation.permissions import AGENCY, Actor
from matchmaker.introductions import queries as introductions
from matchmaker.introductions.models import Introduction
from matchmaker.meetings import queries
from matchmaker.meetings.models import Meeting
from matchmaker.meetings.rules import OPEN, MeetingState


def coming_of(user_id: int, moment: datetime) -> queries.Found:
    """Open meetings that are not over, to which this person was to come or saw to."""
    not_over = sa.or_(Meeting.ends_at.is_(None), Meeting.ends_at > moment)
    statement = sa.select(Meeting).where(Meeting.state.in_(OPEN), not_over)
    return queries.mine_of(statement, user_id).order_by(Meeting.id)


def brokers_by_load(moment: datetime) -> sa.Select[User]:
    """Brokers of the agency, those with the fewest meetings to come first."""
    load = (
        sa.select(sa.func.count(Meeting.id))
        .where(Meeting.owner_id == User.id, Meeting.state == MeetingState.CONFIRMED, Meeting.ends_at > moment)
        .scalar_subquery()
    )
    return introductions.brokers().order_by(None).order_by(load, User.id)


def upset(staff: Actor) -> queries.Found:
    """Meetings in care that somebody's leaving has changed, of this person or of nobody, until seen to."""
    mine = sa.or_(Meeting.owner_id == staff.user_id, Introduction.broker_id == staff.user_id)
    if staff.role in AGENCY:
        owner_is_staff = Meeting.owner.has(User.cluster.is_not(None) | User.role.in_(AGENCY))
        mine = sa.or_(mine, sa.and_(~Introduction.broker.has(User.enabled), ~owner_is_staff))
    return (
        queries.in_care_of(staff)
        .join(Introduction, Meeting.introduction_id == Introduction.id)
        .where(Meeting.upset.is_not(None), mine)
        .order_by(Meeting.updated_at, Meeting.id)
    )
