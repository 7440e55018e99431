"""Times that can be offered for a meeting of two sides, from what is known of everybody who comes."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from flask_babel import gettext as _

from matchmaker.accounts.models import User
from matchmaker.foundation.database import now
from matchmaker.foundation.working_days import due_day
from matchmaker.introductions.models import Introduction
from matchmaker.meetings.models import MeetingParticipant
from matchmaker.meetings.people import free_time, sides_of
from matchmaker.meetings.times.availability import exceptions_of, windows_of
from matchmaker.meetings.times.reading import place_of
from matchmaker.meetings.times.slots import OFFICE, Found, find, shortlist
from matchmaker.meetings.times.zones import local, read_local

NOTICE_DAYS = 2
"""Working days from today on which nothing is offered: people must answer first."""
SEARCH_DAYS = 15
"""Working days that are looked at after them."""
PER_DAY = 3
MOST = 24
"""Times that are shown."""


def find_times(
    introduction: Introduction, people: Sequence[MeetingParticipant], *, minutes: int, borne: Mapping[str, int],
    zone: str, but: int | None = None,
) -> Found:  # fmt: skip
    """The best times for `people`, few of each day; `but`: a meeting that is being moved and holds nobody up."""
    moment = now()
    countries = [organisation.country for _side, organisation in sides_of(introduction)]
    first = read_local(due_day(moment, NOTICE_DAYS, countries), 0, zone).at
    last = read_local(due_day(moment, NOTICE_DAYS + SEARCH_DAYS, countries) + timedelta(days=1), 0, zone).at
    persons = free_time(people, introduction, first, last, but=but)
    found = find(persons, first=first, last=last, minutes=minutes, borne=borne)
    return Found(tuple(shortlist(found.slots, zone, per_day=PER_DAY, most=MOST)), found.shared)


@dataclass(frozen=True, slots=True)
class FreeTime:
    """When somebody is free, for staff who look for a time by hand."""

    name: str
    place: str
    now: str
    week: tuple[tuple[int, str], ...]
    """Weekday (0: Monday) and hours on the person's own clock."""
    is_entered: bool
    exceptions: tuple[tuple[date, str, bool], ...]


def free_time_of(people: Sequence[MeetingParticipant]) -> list[FreeTime]:
    """The weeks of everybody whose free time is known."""
    return [_free_time(one.user) for one in people if one.user is not None]


def _free_time(user: User) -> FreeTime:
    moment = now()
    windows = windows_of(user.id)
    week = [(w.weekday, hours(w.starts, w.ends)) for w in windows] or [(day, hours(*OFFICE)) for day in range(5)]
    here = local(moment, user.time_zone)
    odd = exceptions_of(user.id, since=here.date())
    days = tuple((e.day, hours(e.starts, e.ends), e.is_free) for e in odd)
    return FreeTime(user.full_name, place_of(user.time_zone), f"{here:%H:%M}", tuple(week), bool(windows), days)


def hours(starts: int, ends: int) -> str:
    """Hours of a day as text: "09:00–18:00"; the whole day in words."""
    if (starts, ends) == (0, 1440):
        return str(_("the whole day"))
    return f"{starts // 60:02}:{starts % 60:02}–{ends // 60:02}:{ends % 60:02}"
