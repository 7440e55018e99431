"""The queue: all that waits in a person's care, ranked, and the lines of one page of it."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from matchmaker.desk.care import pair_names
from matchmaker.desk.clock import next_working_day
from matchmaker.desk.queue import introductions, meetings, messages, outcomes, tasks
from matchmaker.desk.queue.acts import Act, act_of
from matchmaker.desk.queue.items import Kind, Ranked, Waiting, ranked
from matchmaker.desk.queue.labels import kind_label
from matchmaker.foundation.permissions import Actor
from matchmaker.foundation.working_days import local_day
from matchmaker.organisations.days import today

Source = Callable[[Actor], Iterator[Waiting]]
SOURCES: tuple[Source, ...] = (
    introductions.waiting, messages.waiting, meetings.waiting, outcomes.to_audit, outcomes.without_promises,
    outcomes.overdue, tasks.waiting, tasks.dead_mails,
)  # fmt: skip


def gathered(staff: Actor) -> list[Waiting]:
    """Everything that waits in this person's care: one query for each source, however much there is."""
    return [one for source in SOURCES for one in source(staff)]


def in_order(found: Sequence[Waiting]) -> list[Ranked]:
    """`found` as it is to be worked off today."""
    day = today()
    return ranked(found, day, next_working_day(day))


@dataclass(frozen=True, slots=True)
class Line:
    """A line of the queue: what, who, since when, by when, and what to do next."""

    kind: str
    what: str
    pair: str
    pair_id: int | None
    words: str
    since: datetime
    age: int
    due: date | None
    urgency: str
    act: Act


def lines(found: Sequence[Ranked], staff: Actor, language: str) -> list[Line]:
    """Lines of one page, in one query more."""
    ids = {one.waiting.introduction_id for one in found if one.waiting.introduction_id is not None}
    names = pair_names(staff, ids, language) if ids else {}
    return [_line(one, names) for one in found]


def _line(one: Ranked, names: dict[int, str]) -> Line:
    waiting = one.waiting
    return Line(
        waiting.kind.value, kind_label(waiting.kind), names.get(waiting.introduction_id or 0, ""),
        waiting.introduction_id, waiting.words, waiting.since, (today() - local_day(waiting.since)).days, waiting.due,
        one.urgency.value, act_of(waiting),
    )  # fmt: skip


def of_kind(found: Sequence[Ranked], kind: str) -> list[Ranked]:
    """Those of one kind; all for a kind that is none."""
    return [one for one in found if one.waiting.kind.value == kind] if kind in list(Kind) else list(found)
