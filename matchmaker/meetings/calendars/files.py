"""Calendar files (RFC 5545) that are invitations, cancellations or feeds (RFC 5546)."""

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from icalendar import Alarm, Calendar, Event, vCalAddress, vText, vUri

PRODUCT = "-//Siheung Bio Cluster//Partnering gateway//EN"
ALARMS = (timedelta(hours=24), timedelta(hours=1))
"""How long before the start a calendar reminds its owner."""
_LINE_ENDS = re.compile("\r\n|\r|\u2028|\u2029|\x85|\x0b|\x0c")


class Method(StrEnum):
    """What a file is for (RFC 5546, 3.2): an invitation or update, a cancellation, a feed."""

    REQUEST = "REQUEST"
    CANCEL = "CANCEL"
    PUBLISH = "PUBLISH"


class Status(StrEnum):
    """What becomes of an entry (RFC 5545, 3.8.1.11)."""

    CONFIRMED = "CONFIRMED"
    CANCELLED = "CANCELLED"


class Part(StrEnum):
    """How an attendee takes part (RFC 5545, 3.2.16)."""

    REQUIRED = "REQ-PARTICIPANT"
    OPTIONAL = "OPT-PARTICIPANT"
    NONE = "NON-PARTICIPANT"


class Answer(StrEnum):
    """What an attendee has answered (RFC 5545, 3.2.12)."""

    NONE = "NEEDS-ACTION"
    YES = "ACCEPTED"
    NO = "DECLINED"


@dataclass(frozen=True, slots=True)
class Address:
    """A person or office by name and e-mail address."""

    name: str
    email: str


@dataclass(frozen=True, slots=True)
class Attendee:
    """Somebody who is invited."""

    address: Address
    part: Part = Part.REQUIRED
    answer: Answer = Answer.NONE


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """A meeting in a calendar; all moments are aware. `url` and `location` may be empty."""

    uid: str
    sequence: int
    starts: datetime
    ends: datetime
    summary: str
    description: str
    location: str
    url: str
    organizer: Address
    attendees: tuple[Attendee, ...]
    status: Status
    created: datetime
    last_modified: datetime


def calendar_file(
    method: Method, entries: Sequence[Entry], *, name: str = "", refresh: timedelta | None = None
) -> bytes:
    """The file for `entries`, times in UTC; `name` and `refresh` (how often to ask again) are for feeds.

    The same entries give the same bytes. A feed names no attendees (RFC 5546, 3.2.1).
    """
    calendar = Calendar()
    calendar.add("prodid", PRODUCT)
    calendar.add("version", "2.0")
    calendar.add("calscale", "GREGORIAN")
    calendar.add("method", method.value)
    if name:
        calendar.add("name", one_line(name))
        calendar.add("x-wr-calname", one_line(name))
    if refresh is not None:
        calendar.add("refresh-interval", refresh, parameters={"value": "DURATION"})
        calendar.add("x-published-ttl", f"PT{refresh // timedelta(minutes=1)}M")
    for entry in entries:
        calendar.add_component(_event(entry, method))
    return bytes(calendar.to_ical())


def plain(text: str) -> str:
    """What a calendar can hold of `text`: line ends as `\\n`, no other control characters, so nothing is injected."""
    joined = _LINE_ENDS.sub("\n", text)
    return "".join(c for c in joined if c == "\n" or unicodedata.category(c) not in {"Cc", "Cs"}).strip()


def one_line(text: str) -> str:
    """`plain` in one line."""
    return " ".join(plain(text).split())


def _event(entry: Entry, method: Method) -> Event:
    event = Event()
    event.add("uid", entry.uid)
    event.add("sequence", entry.sequence)
    event.add("dtstamp", entry.last_modified)
    event.add("created", entry.created)
    event.add("last-modified", entry.last_modified)
    event.add("dtstart", entry.starts)
    event.add("dtend", entry.ends)
    event.add("summary", one_line(entry.summary))
    event.add("description", plain(entry.description))
    event.add("status", entry.status.value)
    event.add("transp", "TRANSPARENT" if entry.status is Status.CANCELLED else "OPAQUE")
    event.add("class", "PRIVATE")
    if entry.location:
        event.add("location", one_line(entry.location))
    if entry.url:
        event.add("url", vUri("".join(plain(entry.url).split())))
    event.add("organizer", _address(entry.organizer))
    if method is not Method.PUBLISH:
        for attendee in entry.attendees:
            event.add("attendee", _attendee(attendee))
    if entry.status is not Status.CANCELLED and method is not Method.CANCEL:
        for before in ALARMS:
            event.add_component(_alarm(entry, before))
    return event


def _address(address: Address) -> vCalAddress:
    found = vCalAddress("mailto:" + "".join(plain(address.email).split()))
    if name := one_line(address.name).replace('"', "'"):
        found.params["cn"] = vText(name)
    return found


def _attendee(attendee: Attendee) -> vCalAddress:
    found = _address(attendee.address)
    found.params["role"] = vText(attendee.part.value)
    found.params["partstat"] = vText(attendee.answer.value)
    found.params["rsvp"] = vText("FALSE")
    return found


def _alarm(entry: Entry, before: timedelta) -> Alarm:
    alarm = Alarm()
    alarm.add("action", "DISPLAY")
    alarm.add("trigger", -before)
    alarm.add("description", one_line(entry.summary))
    return alarm
