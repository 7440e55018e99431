"""Seats against demand by date: which sessions cover a need, what is short, month by month; pure."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from matchmaker.foundation.errors import RuleViolation
from matchmaker.landing.rules import last_day_of

TITLE_MAX = 200
TEXT_MAX = 3000
WORDS_MAX = 1000
SEATS_MAX = 500
HOURS_MAX = 2000
PEOPLE_MAX = 500
HORIZON = 12


class NeedState(StrEnum):
    """Whether people are still needed."""

    OPEN = "open"
    WITHDRAWN = "withdrawn"


class PostState(StrEnum):
    """Where a post stands."""

    SUBMITTED = "submitted"
    OPEN = "open"
    REFUSED = "refused"
    CLOSED = "closed"


class ApplicationState(StrEnum):
    """Where an application stands; names are shown once staff have put the two in touch."""

    RECEIVED = "received"
    ACCEPTED = "accepted"
    CONNECTED = "connected"
    DECLINED = "declined"
    WITHDRAWN = "withdrawn"


POST_NEXT: Mapping[PostState, frozenset[PostState]] = {
    PostState.SUBMITTED: frozenset({PostState.OPEN, PostState.REFUSED, PostState.CLOSED}),
    PostState.OPEN: frozenset({PostState.CLOSED}),
    PostState.REFUSED: frozenset(), PostState.CLOSED: frozenset(),
}  # fmt: skip
APPLICATION_NEXT: Mapping[ApplicationState, frozenset[ApplicationState]] = {
    ApplicationState.RECEIVED: frozenset(
        {ApplicationState.ACCEPTED, ApplicationState.DECLINED, ApplicationState.WITHDRAWN}
    ),
    ApplicationState.ACCEPTED: frozenset(
        {ApplicationState.CONNECTED, ApplicationState.DECLINED, ApplicationState.WITHDRAWN}
    ),
    ApplicationState.CONNECTED: frozenset(), ApplicationState.DECLINED: frozenset(),
    ApplicationState.WITHDRAWN: frozenset(),
}  # fmt: skip


def check_post_move(current: PostState, new: PostState) -> None:
    """Raise RuleViolation unless a post may go from `current` to `new`."""
    if new not in POST_NEXT[current]:
        raise RuleViolation("talent.bad_move")


def check_application_move(current: ApplicationState, new: ApplicationState) -> None:
    """Raise RuleViolation unless an application may go from `current` to `new`."""
    if new not in APPLICATION_NEXT[current]:
        raise RuleViolation("talent.bad_move")


@dataclass(frozen=True, slots=True, kw_only=True)
class Course:
    """A training session with its free seats; `last_day` is when those who sat in it are trained."""

    id: int
    skill: str
    last_day: date
    free: int
    language: str
    has_certificate: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class Need:
    """People with a skill by a day; `language` empty: any; `covered` have their seats already."""

    skill: str
    people: int
    by: date
    language: str = ""
    needs_certificate: bool = False
    covered: int = 0


@dataclass(frozen=True, slots=True)
class Plan:
    """Seats to take, by session id, and how many people stay without one."""

    seats: tuple[tuple[int, int], ...]
    shortfall: int

    @property
    def planned(self) -> int:
        """Seats in all."""
        return sum(count for _session, count in self.seats)


def plan(need: Need, courses: Iterable[Course], today: date) -> Plan:
    """The sessions that cover the need: only those that end by its day and have not ended, the earliest first."""
    left = max(0, need.people - need.covered)
    chosen: list[tuple[int, int]] = []
    for course in sorted(courses, key=lambda one: (one.last_day, one.id)):
        if left and serves(course, need, today):
            count = min(left, course.free)
            chosen.append((course.id, count))
            left -= count
    return Plan(tuple(chosen), left)


def serves(course: Course, need: Need, today: date) -> bool:
    """Whether a seat in `course` makes somebody ready for `need` in time."""
    in_time = today <= course.last_day <= need.by
    spoken = not need.language or course.language == need.language
    certified = course.has_certificate or not need.needs_certificate
    return course.free > 0 and course.skill == need.skill and in_time and spoken and certified


@dataclass(frozen=True, slots=True)
class Month:
    """One month of one skill: people needed by its end and seats that end in it, with the sums since the start."""

    month: date
    skill: str
    needed: int
    seats: int
    needed_so_far: int
    seats_so_far: int

    @property
    def short(self) -> int:
        """People needed so far less seats so far; below 0: seats to spare."""
        return self.needed_so_far - self.seats_so_far


def balance(
    needs: Sequence[tuple[str, int, date]], seats: Sequence[tuple[str, int, date]], months: Sequence[date]
) -> list[Month]:
    """Seats against demand: `needs` and `seats` as (skill, number, day), for each month and each skill that occurs.

    What is needed before the first month counts into it; seats that ended before are spent.
    """
    skills = sorted({skill for skill, _n, _day in (*needs, *seats)})
    found: list[Month] = []
    for skill in skills:
        asked = there = 0
        for place, month in enumerate(months):
            until = last_day_of(month)
            begin = date.min if place == 0 else month
            now_asked = sum(n for one, n, day in needs if one == skill and begin <= day <= until)
            now_there = sum(n for one, n, day in seats if one == skill and month <= day <= until)
            asked, there = asked + now_asked, there + now_there
            found.append(Month(month, skill, now_asked, now_there, asked, there))
    return sorted(found, key=lambda one: (one.month, one.skill))


def check_days(first: date, last: date, today: date) -> None:
    """Raise RuleViolation for a session that ends before it begins, or is over."""
    if last < first:
        raise RuleViolation("talent.days_upside_down")
    if last < today:
        raise RuleViolation("talent.in_the_past")
