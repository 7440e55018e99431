"""What the database itself refuses, whatever the code above it does."""

from datetime import timedelta

import pytest
import sqlalchemy as sa
from sqlalchemy.exc import IntegrityError

from matchmaker.foundation.database import db, now
from matchmaker.meetings.models import AvailabilityWindow, BookedQuarter, Meeting, MeetingParticipant
from matchmaker.meetings.rules import MeetingState, ParticipantRole
from tests.meetings.scenes import confirmed, introduced


def refuses(*rows):
    with pytest.raises(IntegrityError), db.session.begin_nested():
        db.session.add_all(rows)


def test_nobody_is_booked_twice_for_a_quarter(app):
    scene, row = introduced()
    meeting = confirmed(scene, row)
    taken = db.session.scalars(sa.select(BookedQuarter).where(BookedQuarter.user_id == scene.kim.id)).first()
    other = Meeting(introduction=row, uid="other@meeting", proposed_at=now())
    other.participants.append(MeetingParticipant(user=scene.kim, role=ParticipantRole.HOST))
    db.session.add(other)
    db.session.flush()
    quarter = {"user_id": scene.kim.id, "quarter": taken.quarter, "meeting_id": other.id}
    with pytest.raises(IntegrityError), db.session.begin_nested():
        db.session.execute(sa.insert(BookedQuarter).values(quarter))
    moved = sa.update(BookedQuarter).where(
        BookedQuarter.user_id == scene.kim.id, BookedQuarter.quarter == taken.quarter + 1
    )
    with pytest.raises(IntegrityError), db.session.begin_nested():
        db.session.execute(moved.values(quarter=taken.quarter))
    assert meeting.state is MeetingState.CONFIRMED


def test_only_those_who_take_part_are_booked_and_they_are_freed_when_they_leave(app):
    scene, row = introduced()
    meeting = confirmed(scene, row)
    refuses(BookedQuarter(user_id=scene.broker.id, quarter=1, meeting_id=meeting.id))
    db.session.execute(sa.delete(MeetingParticipant).where(MeetingParticipant.user_id == scene.lee.id))
    left = db.session.scalars(sa.select(BookedQuarter.user_id).distinct()).all()
    assert left == [scene.kim.id]


def test_a_meeting_has_a_time_and_an_owner_once_it_is_confirmed_and_a_reason_once_it_is_off(app):
    scene, row = introduced()
    facts = {"introduction_id": row.id, "proposed_at": now(), "state": MeetingState.CONFIRMED}
    span = {"starts_at": now(), "ends_at": now() + timedelta(minutes=30)}
    refuses(Meeting(**facts, uid="1", owner_id=scene.kim.id))
    refuses(Meeting(**facts, uid="2", **span))
    refuses(Meeting(**facts, uid="3", owner_id=scene.kim.id, starts_at=span["ends_at"], ends_at=span["starts_at"]))
    refuses(Meeting(**(facts | {"state": MeetingState.PROPOSED}), uid="4", **span))
    refuses(Meeting(**(facts | {"state": MeetingState.CANCELLED}), uid="5"))
    refuses(Meeting(**facts, uid="6", owner_id=scene.kim.id, sequence=-1, **span))


def test_one_set_of_times_is_on_the_table_of_an_introduction(app):
    _scene, row = introduced()
    facts = {"introduction_id": row.id, "proposed_at": now()}
    db.session.add(Meeting(**facts, uid="1"))
    db.session.flush()
    refuses(Meeting(**facts, uid="2"))


def test_hours_lie_within_their_day(app):
    scene, _row = introduced()
    for weekday, starts, ends in ((7, 0, 60), (0, 60, 60), (0, -1, 60), (0, 0, 1441)):
        refuses(AvailabilityWindow(user_id=scene.kim.id, weekday=weekday, starts=starts, ends=ends))
