"""States of a meeting, who may do what in each, and the measures that its times keep."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from enum import StrEnum

from matchmaker.foundation.errors import RuleViolation

QUARTER = timedelta(minutes=15)
"""Meetings begin and end on quarter hours: every zone's offset is a multiple of one, so that holds on all clocks."""
DURATIONS = (15, 30, 45, 60)
"""Minutes that a meeting can take."""
MOST_SLOTS = 5
"""So many times can be proposed at once."""
ENOUGH_SLOTS = 3
"""With fewer shared times than this, people are told so and what they can do."""
MOST_PEOPLE = 12
"""So many take part in a meeting at most: each is mailed to, and each stands in the pack."""
REASON_MAX = 500
TITLE_MAX = 200
PLACE_MAX = 200
LINK_MAX = 500


class MeetingState(StrEnum):
    """Where a meeting stands."""

    PROPOSED = "proposed"
    CONFIRMED = "confirmed"
    HELD = "held"
    NO_SHOW = "no_show"
    CANCELLED = "cancelled"


M = MeetingState
NEXT: Mapping[MeetingState, frozenset[MeetingState]] = {
    M.PROPOSED: frozenset({M.CONFIRMED, M.CANCELLED}),
    M.CONFIRMED: frozenset({M.PROPOSED, M.HELD, M.NO_SHOW, M.CANCELLED}),
    M.HELD: frozenset({M.NO_SHOW}),
    M.NO_SHOW: frozenset({M.HELD}),
    M.CANCELLED: frozenset(),
}
"""From confirmed back to proposed is rescheduling. What was recorded after the end can be corrected by a broker."""

TIMED = frozenset({M.CONFIRMED, M.HELD, M.NO_SHOW})
"""States of a meeting that has a time and somebody who owns it."""
OPEN = frozenset({M.PROPOSED, M.CONFIRMED})
TAKEN_PLACE = frozenset({M.HELD})


class ParticipantRole(StrEnum):
    """What a person does in a meeting."""

    HOST = "host"
    GUEST = "guest"
    BROKER = "broker"
    INTERPRETER = "interpreter"
    OBSERVER = "observer"


SIDES = frozenset({ParticipantRole.HOST, ParticipantRole.GUEST})
"""Roles of people who speak for one of the two sides: hosts for the one that asked for the introduction."""
HELPERS = frozenset({ParticipantRole.BROKER, ParticipantRole.INTERPRETER, ParticipantRole.OBSERVER})


class ParticipantAnswer(StrEnum):
    """What a person has said to the times proposed."""

    NONE = "none"
    YES = "yes"
    NO = "no"


class Upset(StrEnum):
    """What a person who left the service has done to a meeting, until a broker has seen to it."""

    REPLACED = "replaced"
    """A colleague came into the person's place, or somebody else sees to the meeting now."""
    CALLED_OFF = "called_off"
    """Nobody could come instead."""


def check_move(current: MeetingState, new: MeetingState) -> None:
    """Raise RuleViolation unless a meeting may go from `current` to `new`."""
    if new not in NEXT[current]:
        raise RuleViolation("meeting.bad_move", current=current.value, new=new.value)


def check_open(state: MeetingState) -> None:
    """Raise RuleViolation when a meeting in `state` is over or off."""
    if state not in OPEN:
        raise RuleViolation("meeting.bad_move", current=state.value, new=state.value)


def check_not_over(ends_at: datetime | None, moment: datetime) -> None:
    """Raise RuleViolation when the meeting is over: who was to come and where stays as it was then."""
    if ends_at is not None and ends_at <= moment:
        raise RuleViolation("meeting.is_over")


def check_span(starts_at: datetime, ends_at: datetime, *, moment: datetime) -> None:
    """Raise RuleViolation unless the span lies ahead, on quarter hours, and is as long as a meeting can be."""
    if starts_at <= moment:
        raise RuleViolation("meeting.in_the_past")
    if (ends_at - starts_at) // timedelta(minutes=1) not in DURATIONS:
        raise RuleViolation("meeting.unknown_duration")
    if any(at.timestamp() % QUARTER.total_seconds() for at in (starts_at, ends_at)):
        raise RuleViolation("meeting.not_on_the_quarter")


def check_reason(words: str) -> str:
    """The reason given, trimmed. Raises RuleViolation when there is none or it is too long."""
    reason = words.strip()
    if not reason:
        raise RuleViolation("meeting.reason_needed")
    if len(reason) > REASON_MAX:
        raise RuleViolation("meeting.reason_too_long", most=REASON_MAX)
    return reason


def quarters(starts_at: datetime, ends_at: datetime) -> range:
    """Numbers of the quarter hours (since 1970-01-01 UTC) that the span covers: two spans overlap if they share one."""
    length = int(QUARTER.total_seconds())
    return range(int(starts_at.timestamp()) // length, -(-int(ends_at.timestamp()) // length))
