"""The clocks of an introduction: who has to move by which day, in the calendars of both countries."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from enum import StrEnum

from flask import current_app

from matchmaker.foundation.working_days import due_day, local_day, working_days
from matchmaker.introductions import rules
from matchmaker.introductions.models import Introduction
from matchmaker.introductions.rules import WITH_BROKER, IntroductionState

S = IntroductionState
DECISION_WORKING_DAYS = rules.DECISION_WORKING_DAYS
HOME = "KR"
"""The agency's own country, whose holidays always count."""

_PARTS: Mapping[str, str] = {"BOSTON": "US-MA", "BASEL": "CH-BS"}
"""Clusters whose part of the country has holidays of its own (ISO 3166-2)."""


class ClockKind(StrEnum):
    """What is waited for: a broker's first look or decision, a requester's words, a counterpart's yes or no."""

    FIRST_TOUCH = "first_touch"
    DECISION = "decision"
    COMPLETION = "completion"
    REPLY = "reply"
    ANSWER = "answer"


BROKERS = frozenset({ClockKind.FIRST_TOUCH, ClockKind.DECISION})
"""Clocks that run for the broker."""


@dataclass(frozen=True, slots=True)
class Clock:
    """What is waited for and by which day in Korea; soon: that day is today or the next working day."""

    kind: ClockKind
    due: date
    is_late: bool
    is_soon: bool


def answer_working_days() -> int:
    """Working days that a side has to answer or to complete."""
    days: int = current_app.extensions["config"].answer_working_days
    return days


def place_of(country: str, cluster: str) -> str:
    """Whose holidays an organisation keeps: of its country, or of the part of it in which its cluster lies."""
    part = _PARTS.get(cluster, "")
    return part if part.startswith(f"{country}-") else country


def places_of(introduction: Introduction) -> tuple[str, ...]:
    """Places whose holidays stop the clocks: Korea and those of both sides."""
    sides = (introduction.from_organisation, introduction.to_organisation)
    return tuple(dict.fromkeys((HOME, *(place_of(side.country, side.cluster) for side in sides))))


def running(introduction: Introduction) -> dict[ClockKind, tuple[datetime, int]]:
    """The clocks that run now: since when, and for how many working days."""
    state, answering, sent = introduction.state, answer_working_days(), introduction.submitted_at
    since = {
        ClockKind.FIRST_TOUCH: (sent if state is S.SUBMITTED else None, rules.FIRST_TOUCH_WORKING_DAYS),
        ClockKind.DECISION: (sent if state in WITH_BROKER else None, DECISION_WORKING_DAYS),
        ClockKind.COMPLETION: (introduction.returned_at if state is S.NEED_INFO else None, answering),
        ClockKind.REPLY: (introduction.asked_at, answering),
        ClockKind.ANSWER: (_given_to_counterpart(introduction), answering),
    }  # fmt: skip
    return {kind: (start, days) for kind, (start, days) in since.items() if start is not None}


def _given_to_counterpart(introduction: Introduction) -> datetime | None:
    """Since when the counterpart has had all it asked for; None while it is not its turn."""
    if introduction.state is not S.FORWARDED or introduction.asked_at is not None:
        return None
    return introduction.replied_at or introduction.forwarded_at


def clocks_of(introduction: Introduction, moment: datetime) -> list[Clock]:
    """The clocks that run as of `moment`, the first due first."""
    places = places_of(introduction)
    made = [
        clock_until(kind, due_day(start, days, places), moment, places)
        for kind, (start, days) in running(introduction).items()
    ]
    return sorted(made, key=lambda clock: clock.due)


def clock_until(kind: ClockKind, due: date, moment: datetime, places: tuple[str, ...]) -> Clock:
    """The clock that ends with the day `due`, as of `moment`."""
    left = working_days(moment, datetime.combine(due, time(3), UTC), places)
    is_late = local_day(moment) > due
    return Clock(kind, due, is_late, not is_late and left <= rules.WARN_WORKING_DAYS)


def lapse_clock(introduction: Introduction, moment: datetime) -> Clock | None:
    """The clock at whose end the introduction lapses; None while nothing lapses. A broker's question ends nothing."""
    kinds = {ClockKind.COMPLETION, ClockKind.ANSWER}
    if introduction.state is S.FORWARDED:
        kinds.add(ClockKind.REPLY)
    return next((clock for clock in clocks_of(introduction, moment) if clock.kind in kinds), None)


def due_of(introduction: Introduction, *kinds: ClockKind) -> date | None:
    """By which day what is waited for (one of `kinds`; none: whatever comes first) is due; None when nothing is."""
    places, found = places_of(introduction), running(introduction)
    wanted = {kind: value for kind, value in found.items() if not kinds or kind in kinds}
    return min((due_day(start, days, places) for start, days in wanted.values()), default=None)
