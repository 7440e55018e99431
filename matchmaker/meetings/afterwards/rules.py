"""When people are asked whether they will come, who was absent by whose word, and what a rating may say."""

from collections.abc import Collection, Mapping
from datetime import datetime, timedelta
from enum import StrEnum
from typing import TypeVar

from matchmaker.foundation.errors import RuleViolation
from matchmaker.meetings.rules import TIMED, MeetingState

EARLY = timedelta(hours=72)
LATE = timedelta(hours=24)
COMMENT_MAX = 1000
RATE_AFTER_WORKING_DAYS = 1
"""Days of work after a meeting without a rating until people are reminded, once."""
DID_NOT_TAKE_PLACE = "did_not_take_place"
COOPERATION_POSSIBLE = "cooperation_possible"
T = TypeVar("T")


class Notice(StrEnum):
    """What a mail that goes by the clock is for."""

    PACK = "pack"
    RECONFIRM_72 = "reconfirm_72"
    RECONFIRM_24 = "reconfirm_24"
    RATE = "rate"


class Side(StrEnum):
    """Whose word it is: that of the side that asked for the introduction, of the side asked, or of the agency."""

    FROM = "from"
    TO = "to"
    AGENCY = "agency"


class Absent(StrEnum):
    """Who did not come."""

    NOBODY = "nobody"
    FROM = "from"
    TO = "to"
    BOTH = "both"

    @property
    def sides(self) -> frozenset[Side]:
        """The sides that did not come."""
        return _ABSENT[self]


_ABSENT: Mapping[Absent, frozenset[Side]] = {
    Absent.NOBODY: frozenset(), Absent.FROM: frozenset({Side.FROM}), Absent.TO: frozenset({Side.TO}),
    Absent.BOTH: frozenset({Side.FROM, Side.TO}),
}  # fmt: skip


def due_reconfirmation(starts_at: datetime, confirmed_at: datetime, moment: datetime) -> Notice | None:
    """The question that is due at `moment`: 72 h or 24 h before; none that was due before the time was agreed."""
    if moment >= starts_at:
        return None
    if moment >= starts_at - LATE:
        return Notice.RECONFIRM_24 if confirmed_at < starts_at - LATE else None
    if moment >= starts_at - EARLY:
        return Notice.RECONFIRM_72 if confirmed_at < starts_at - EARLY else None
    return None


def is_late_answer(starts_at: datetime, moment: datetime) -> bool:
    """Whether an answer at `moment` is one to the question of the last 24 hours."""
    return moment >= starts_at - LATE


def sides_missed(outcome: str, speakers: Mapping[Side, Collection[int]], absent: Collection[int]) -> Absent:
    """The sides that did not come, by the outcome and by the ids of those who were absent.

    A meeting that took place can lack somebody, but not everybody of a side. Raises RuleViolation for one that did not
    where nobody of the two sides was absent, and for one that did with nobody there for a side.
    """
    missed = {side for side, ids in speakers.items() if set(ids) & set(absent)}
    empty = {side for side, ids in speakers.items() if ids and set(ids) <= set(absent)}
    if outcome != DID_NOT_TAKE_PLACE:
        if empty:
            raise RuleViolation("meeting.nobody_of_a_side")
        return Absent.NOBODY
    found = next((one for one in Absent if one.sides and one.sides == missed), None)
    if found is None:
        raise RuleViolation("meeting.who_was_absent")
    return found


def settled(said: Mapping[Side, T]) -> T | None:
    """What holds: the agency's word if it gave one, else what the sides agree on; None: open or disputed."""
    if Side.AGENCY in said:
        return said[Side.AGENCY]
    words = set(said.values())
    return words.pop() if len(words) == 1 else None


def is_disputed(said: Mapping[Side, object]) -> bool:
    """Whether the two sides say different things and the agency has yet to decide."""
    return Side.AGENCY not in said and len(set(said.values())) > 1


def state_after(absent: Absent) -> MeetingState:
    """What the meeting then is."""
    return MeetingState.HELD if absent is Absent.NOBODY else MeetingState.NO_SHOW


def attended(person: int, said: Mapping[Side, Collection[int]]) -> bool | None:
    """Whether a person came, by the ids of those who were absent by each word; None while that is open or disputed."""
    was_absent = settled({side: person in absent for side, absent in said.items()})
    return None if was_absent is None else not was_absent


def check_rateable(state: MeetingState, ends_at: datetime | None, moment: datetime) -> None:
    """Raise RuleViolation unless the meeting had a time and is over."""
    if state not in TIMED or ends_at is None or ends_at > moment:
        raise RuleViolation("meeting.not_over")


def check_rating(outcome: str, comment: str, known: Collection[str]) -> None:
    """Raise RuleViolation for an unknown outcome or too many words."""
    if outcome not in known:
        raise RuleViolation("meeting.unknown_outcome")
    if len(comment) > COMMENT_MAX:
        raise RuleViolation("meeting.comment_too_long", most=COMMENT_MAX)
