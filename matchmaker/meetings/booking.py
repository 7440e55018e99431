"""Booking people for the time of a meeting; the database lets nobody be booked twice."""

from collections.abc import Collection
from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.exc import IntegrityError

from matchmaker.accounts.models import User
from matchmaker.foundation.database import db
from matchmaker.foundation.errors import RuleViolation
from matchmaker.meetings import queries
from matchmaker.meetings.models import BookedQuarter, Meeting
from matchmaker.meetings.rules import QUARTER, quarters


def book(meeting: Meeting, user_ids: Collection[int]) -> None:
    """Book these participants for the meeting's time.

    Raises RuleViolation `meeting.slot_taken` when one of them is booked then: nothing is booked.
    """
    if meeting.starts_at is None or meeting.ends_at is None or not user_ids:
        return
    db.session.flush()
    take_turns(user_ids)
    rows = [
        {"user_id": user_id, "quarter": quarter, "meeting_id": meeting.id}
        for user_id in sorted(user_ids)
        for quarter in quarters(meeting.starts_at, meeting.ends_at)
    ]
    try:
        with db.session.begin_nested():
            db.session.execute(sa.insert(BookedQuarter).values(rows))
    except IntegrityError as error:
        raise RuleViolation("meeting.slot_taken") from error


def take_turns(user_ids: Collection[int]) -> None:
    """Let those who book or free the same people go one after the other, always in the order of their ids.

    The key alone would keep them apart too, but two who wait for each other's quarters would end in a deadlock.
    SQLite has one writer at a time anyway.
    """
    lock = sa.select(User.id).where(User.id.in_(sorted(user_ids))).order_by(User.id)
    db.session.execute(lock.with_for_update(key_share=True)).all()


def release(meeting: Meeting) -> None:
    """Free everybody from the meeting's time."""
    db.session.flush()
    booked = sa.select(BookedQuarter.user_id).where(BookedQuarter.meeting_id == meeting.id).distinct()
    user_ids = db.session.scalars(booked).all()
    if user_ids:
        take_turns(user_ids)
        db.session.execute(sa.delete(BookedQuarter).where(BookedQuarter.meeting_id == meeting.id))


def busy_spans(
    user_ids: Collection[int], first: datetime, last: datetime, *, but: int | None = None
) -> dict[int, list[tuple[datetime, datetime]]]:
    """When these people are booked between `first` and `last`, in quarter hours; `but`: a meeting left out."""
    statement = queries.booked(user_ids, quarters(first, last))
    if but is not None:
        statement = statement.where(BookedQuarter.meeting_id != but)
    found: dict[int, list[tuple[datetime, datetime]]] = {}
    for user_id, quarter in db.session.execute(statement.order_by(BookedQuarter.quarter)):
        begin = datetime.fromtimestamp(quarter * QUARTER.total_seconds(), tz=first.tzinfo)
        found.setdefault(user_id, []).append((begin, begin + QUARTER))
    return found
