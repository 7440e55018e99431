"""Invitations that people get with their mails: one identity, rising numbers, the right method."""

from typing import Any

import pytest
from flask import Flask
from ical.calendar_stream import IcsCalendarStream

from matchmaker.foundation.database import db
from matchmaker.foundation.outbox import Part
from matchmaker.meetings import service
from matchmaker.meetings.calendars.parts import cancellation, invitation
from matchmaker.meetings.models import Meeting, MeetingParticipant
from matchmaker.meetings.rules import ParticipantRole
from tests.introductions.scenes import Scene
from tests.meetings.scenes import confirmed, introduced, kim_of, lee_of, times


@pytest.fixture
def agreed(app: Flask) -> tuple[Scene, Meeting]:
    scene, row = introduced()
    return scene, confirmed(scene, row, title="First talk", video_link="https://meet.example/a")


def of(meeting: Meeting, user_id: int) -> MeetingParticipant:
    return next(one for one in meeting.participants if one.user_id == user_id)


def event_of(part: Part) -> Any:
    calendar = IcsCalendarStream.calendar_from_ics(part.data.decode())
    (event,) = calendar.events
    return calendar, event


def test_an_invitation_is_in_the_readers_language_and_names_the_reader_alone(agreed: tuple[Scene, Meeting]) -> None:
    scene, meeting = agreed
    scene.kim.locale = "ko"
    part = invitation(meeting, of(meeting, scene.kim.id))
    calendar, event = event_of(part)

    assert part.content_type == "text/calendar; method=REQUEST; charset=utf-8"
    assert calendar.method == "REQUEST"
    assert (event.uid, event.sequence, event.dtstart) == (meeting.uid, meeting.sequence, meeting.starts_at)
    assert event.summary == "First talk: Partner B Therapeutics"
    assert [str(one.uri) for one in event.attendees] == ["mailto:kim@firm-a.example"]
    assert b"lee@" not in part.data
    assert "서울" in event.description
    assert str(event.url) == f"http://gateway.example/meetings/{meeting.id}"


def test_the_same_meeting_is_moved_and_called_off_under_one_identity(agreed: tuple[Scene, Meeting]) -> None:
    scene, meeting = agreed
    lee = of(meeting, scene.lee.id)
    _calendar, first = event_of(invitation(meeting, lee))
    service.reschedule(meeting, times(3)[2:], "A flight.", by=kim_of(scene), version=meeting.version)
    service.pick(meeting, meeting.slots[0].id, by=lee_of(scene), version=meeting.version)
    _calendar, second = event_of(invitation(meeting, lee))
    service.cancel(meeting, "No time.", by=lee_of(scene), version=meeting.version)
    calendar, last = event_of(cancellation(meeting, lee))

    assert first.uid == second.uid == last.uid
    assert first.sequence < second.sequence < last.sequence
    assert second.dtstart != first.dtstart
    assert (calendar.method, last.status.value) == ("CANCEL", "CANCELLED")


def test_a_cancellation_of_a_meeting_that_is_being_moved_says_so(agreed: tuple[Scene, Meeting]) -> None:
    scene, meeting = agreed
    calendar, event = event_of(cancellation(meeting, of(meeting, scene.kim.id)))

    assert (calendar.method, event.status.value) == ("CANCEL", "CANCELLED")


def test_an_outsider_gets_both_names_and_no_link_to_a_page(agreed: tuple[Scene, Meeting]) -> None:
    _scene, meeting = agreed
    interpreter = MeetingParticipant(
        name="Inter Preter", email="inter@words.example", language="en", role=ParticipantRole.INTERPRETER
    )
    meeting.participants.append(interpreter)
    db.session.flush()
    _calendar, event = event_of(invitation(meeting, interpreter))

    assert event.summary == "First talk: Firm A Bio – Partner B Therapeutics"
    assert event.url is None
