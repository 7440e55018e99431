"""What waits: kinds, one line each, and their order."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from matchmaker.desk.rules import Urgency, urgency


class Kind(StrEnum):
    """Why something waits."""

    FIRST_TOUCH = "first_touch"
    DECISION = "decision"
    APPROVAL = "approval"
    QUESTION = "question"
    LAPSING = "lapsing"
    MESSAGE = "message"
    MEETING_OWNER = "meeting_owner"
    RECONFIRM = "reconfirm"
    RATING = "rating"
    AUDIT = "audit"
    PROMISE = "promise"
    OVERDUE = "overdue"
    TASK = "task"
    MAIL = "mail"


@dataclass(frozen=True, slots=True)
class Waiting:
    """Something that waits: since when, by when, in which pair, for whom; `ref_id` is the row of its kind."""

    kind: Kind
    ref_id: int
    since: datetime
    due: date | None
    whose: int | None
    introduction_id: int | None = None
    words: str = ""
    count: int = 1
    """How many of them this line stands for."""
    version: int = 0
    """Of a row that the line can change itself."""


@dataclass(frozen=True, slots=True)
class Ranked:
    """Something that waits, and how pressing it is today."""

    waiting: Waiting
    urgency: Urgency


_ORDER = {Urgency.LATE: 0, Urgency.SOON: 1, Urgency.OPEN: 2}


def ranked(found: Iterable[Waiting], today: date, tomorrow: date) -> list[Ranked]:
    """Overdue first, then due soon, then the rest; of each the earliest due, then the longest waiting."""
    listed = [Ranked(one, urgency(one.due, today, tomorrow)) for one in found]
    return sorted(listed, key=_place)


def _place(one: Ranked) -> tuple[int, date, datetime, str, int]:
    waiting = one.waiting
    return _ORDER[one.urgency], waiting.due or date.max, waiting.since, waiting.kind.value, waiting.ref_id


@dataclass(frozen=True, slots=True)
class Counts:
    """How many wait in all, how many of them late, and how many of each kind."""

    total: int
    late: int
    by_kind: dict[Kind, int]


def counts(found: Sequence[Ranked]) -> Counts:
    """The figures above the queue."""
    numbers = Counter(one.waiting.kind for one in found)
    late = sum(1 for one in found if one.urgency is Urgency.LATE)
    return Counts(len(found), late, {kind: numbers[kind] for kind in Kind if numbers[kind]})


MINE, NOBODY, ALL = "mine", "nobody", "all"


def narrowed(found: Iterable[Waiting], *, whose: str, user_id: int) -> list[Waiting]:
    """Those that are mine, nobody's, or all."""
    if whose == ALL:
        return list(found)
    wanted = None if whose == NOBODY else user_id
    return [one for one in found if one.whose == wanted]
