"""Calendar files are read back by another library and are the same."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from ical.calendar_stream import IcsCalendarStream
from icalendar import Calendar

from matchmaker.meetings.calendars.files import (
    Address,
    Answer,
    Attendee,
    Entry,
    Method,
    Part,
    Status,
    calendar_file,
    one_line,
    plain,
)

HOSTILE = 'a\r\nATTENDEE:mailto:x@evil.example\nEND:VEVENT;,\\ \\n "q" 🧬👩‍🔬 가나\u2028b\x00\x85c'
MINUTES = st.integers(0, 6_000_000).map(lambda n: datetime(2024, 1, 1, tzinfo=UTC) + timedelta(minutes=n))
TEXTS = st.one_of(st.text(max_size=300), st.sampled_from([HOSTILE, "", " ", "x" * 200, "가" * 120, "BEGIN:VALARM"]))
NAMES = st.one_of(st.text(max_size=60), st.sampled_from([HOSTILE, 'Kim "K" ^n', "김, 길동; :"]))
EMAILS = st.from_regex(r"\A[a-z0-9._+-]{1,20}@[a-z0-9-]{1,20}\.example\Z")
ADDRESSES = st.builds(Address, NAMES, EMAILS)
ENTRIES = st.builds(
    lambda starts, minutes, uid, **rest: Entry(
        starts=starts, ends=starts + timedelta(minutes=minutes), uid=f"{uid}@meeting", **rest
    ),
    starts=MINUTES, minutes=st.integers(15, 60), uid=st.uuids(), sequence=st.integers(0, 99), summary=TEXTS,
    description=TEXTS, location=TEXTS, url=st.sampled_from(["", "https://gateway.example/meetings/7"]),
    organizer=ADDRESSES,
    attendees=st.lists(
        st.builds(Attendee, ADDRESSES, st.sampled_from(Part), st.sampled_from(Answer)), min_size=1, max_size=3
    ).map(tuple),
    status=st.sampled_from(Status), created=MINUTES, last_modified=MINUTES,
)  # fmt: skip


def entry(**values: Any) -> Entry:
    starts = datetime(2026, 12, 3, 0, 0, tzinfo=UTC)
    facts: dict[str, Any] = {
        "uid": "1@meeting", "sequence": 2, "starts": starts, "ends": starts + timedelta(minutes=30),
        "summary": "Meeting: Partner B", "description": "Video", "location": "Room 1",
        "url": "https://gateway.example/meetings/7", "organizer": Address("Gateway", "gateway@siheung-bio.example"),
        "attendees": (Attendee(Address("Kim", "kim@firm-a.example"), answer=Answer.YES),),
        "status": Status.CONFIRMED, "created": starts - timedelta(days=9), "last_modified": starts - timedelta(days=8),
    }  # fmt: skip
    return Entry(**(facts | values))


def read_back(data: bytes) -> Any:
    return IcsCalendarStream.calendar_from_ics(data.decode())


def told(event: Any) -> dict[str, Any]:
    """What the other library reads, as plain values."""
    return {
        "uid": event.uid, "sequence": event.sequence, "starts": event.dtstart, "ends": event.dtend,
        "summary": event.summary or "", "description": event.description or "", "location": event.location or "",
        "url": str(event.url or ""), "organizer": str(event.organizer.uri), "status": event.status.value,
        "created": event.created, "last_modified": event.last_modified, "stamp": event.dtstamp,
        "attendees": [(str(one.uri), one.role, one.status, one.rsvp) for one in event.attendees],
    }  # fmt: skip


def expected(one: Entry, method: Method) -> dict[str, Any]:
    named = () if method is Method.PUBLISH else one.attendees
    return {
        "uid": one.uid, "sequence": one.sequence, "starts": one.starts, "ends": one.ends,
        "summary": one_line(one.summary), "description": plain(one.description), "location": one_line(one.location),
        "url": one.url, "organizer": f"mailto:{one.organizer.email}", "status": one.status.value,
        "created": one.created, "last_modified": one.last_modified, "stamp": one.last_modified,
        "attendees": [
            (f"mailto:{a.address.email}", a.part.value, a.answer.value, False) for a in named
        ],
    }  # fmt: skip


@given(st.lists(ENTRIES, min_size=1, max_size=3, unique_by=lambda one: one.uid), st.sampled_from(Method))
def test_every_file_is_read_back_equal_by_another_library(entries: list[Entry], method: Method) -> None:
    data = calendar_file(method, entries)

    calendar = read_back(data)

    assert calendar.method == method.value
    found = sorted((told(event) for event in calendar.events), key=lambda event: event["uid"])
    assert found == sorted((expected(one, method) for one in entries), key=lambda event: event["uid"])


@given(ENTRIES)
def test_lines_are_folded_end_in_crlf_and_hold_no_control_character(one: Entry) -> None:
    data = calendar_file(Method.REQUEST, [one])

    assert data.endswith(b"END:VCALENDAR\r\n")
    assert all(len(line) <= 75 for line in data.split(b"\r\n"))
    assert not any(byte < 32 and byte not in b"\r\n\t" for byte in data)
    assert data.count(b"\n") == data.count(b"\r\n")


def test_what_people_wrote_cannot_add_a_line() -> None:
    data = calendar_file(
        Method.REQUEST,
        [entry(summary=HOSTILE, description=HOSTILE, location=HOSTILE, attendees=(
            Attendee(Address(HOSTILE, "kim@firm-a.example\r\nATTENDEE:mailto:y@evil.example")),
        ))],
    )  # fmt: skip
    unfolded = data.decode().replace("\r\n ", "").split("\r\n")

    assert [line for line in unfolded if line.startswith("ATTENDEE")] == [
        line for line in unfolded if "kim@firm-a.example" in line
    ]
    assert unfolded.count("END:VEVENT") == 1
    (event,) = read_back(data).events
    assert event.description == plain(HOSTILE)
    assert event.summary == one_line(HOSTILE)


def test_an_invitation_reminds_a_day_and_an_hour_before_and_a_cancellation_does_not() -> None:
    (invited,) = read_back(calendar_file(Method.REQUEST, [entry()])).events
    (off,) = read_back(calendar_file(Method.CANCEL, [entry(status=Status.CANCELLED)])).events

    assert [alarm.trigger for alarm in invited.alarm] == [timedelta(hours=-24), timedelta(hours=-1)]
    assert off.alarm == []


def test_times_are_written_in_utc() -> None:
    text = calendar_file(Method.REQUEST, [entry()]).decode()

    assert "DTSTART:20261203T000000Z\r\n" in text
    assert "DTEND:20261203T003000Z\r\n" in text
    assert "VTIMEZONE" not in text


def test_a_feed_has_a_name_asks_to_be_read_every_hour_and_names_no_attendee() -> None:
    data = calendar_file(Method.PUBLISH, [entry()], name="Meetings", refresh=timedelta(hours=1))
    calendar = Calendar.from_ical(data)

    assert str(calendar["X-WR-CALNAME"]) == "Meetings"
    assert b"REFRESH-INTERVAL;VALUE=DURATION:PT1H\r\n" in data
    assert b"X-PUBLISHED-TTL:PT60M\r\n" in data
    assert b"ATTENDEE" not in data


@pytest.mark.parametrize("method", list(Method))
def test_the_same_entries_give_the_same_bytes(method: Method) -> None:
    assert calendar_file(method, [entry()]) == calendar_file(method, [entry()])
