"""Times that suit both sides, ranked: shared hours first, else kind hours, the burden taken in turns. Pure."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta

from matchmaker.meetings.rules import ENOUGH_SLOTS, QUARTER
from matchmaker.meetings.times.zones import DAY_MINUTES, end_of, local, minute_of, read_local

OFFICE = (9 * 60, 18 * 60)
"""Working hours where a person has entered none, Monday to Friday."""
KIND = (7 * 60, 22 * 60)
"""Hours that can be asked of anybody when two places share no office hours; the night outside them is left alone."""
_NEAR = 120
"""Minutes outside office hours that weigh once; what lies further out weighs double."""
STEP = timedelta(minutes=30)
"""Times begin on full and half hours: fewer to read, and as good."""
TURNS = 2
"""Weight of an uneven burden against its sum: the side that bore more before is spared first."""

Span = tuple[datetime, datetime]
FROM, TO = "from", "to"
"""The side that asked for the introduction and the side that was asked."""


@dataclass(frozen=True, slots=True)
class Window:
    """Hours of a weekday (0: Monday) in minutes of the day."""

    weekday: int
    starts: int
    ends: int


@dataclass(frozen=True, slots=True)
class Deviation:
    """Hours of one day in which a person is free, or is not, other than in most weeks."""

    day: date
    starts: int
    ends: int
    is_free: bool


@dataclass(frozen=True, slots=True)
class Person:
    """When somebody can meet. `side` is FROM, TO, or empty for those who only help."""

    side: str
    zone: str
    windows: tuple[Window, ...]
    deviations: tuple[Deviation, ...] = ()
    holidays: frozenset[date] = frozenset()
    busy: tuple[Span, ...] = ()


@dataclass(frozen=True, slots=True)
class Slot:
    """A time that everybody could come, and how hard it is on each side (weighted minutes outside 09-18)."""

    starts_at: datetime
    ends_at: datetime
    burdens: Mapping[str, int] = field(default_factory=dict)
    in_hours: bool = True
    """Whether it lies within everybody's own hours; else within kind hours only."""

    @property
    def burden(self) -> int:
        """The whole burden."""
        return sum(self.burdens.values())


@dataclass(frozen=True, slots=True)
class Found:
    """Ranked slots; `shared` of them lie in everybody's own hours."""

    slots: tuple[Slot, ...]
    shared: int

    @property
    def is_few(self) -> bool:
        """Whether there is little to choose from in hours that everybody keeps."""
        return self.shared < ENOUGH_SLOTS


OFFICE_WINDOWS = tuple(Window(weekday, *OFFICE) for weekday in range(5))
_KIND_WINDOWS = tuple(Window(weekday, *KIND) for weekday in range(5))


def find(people: Sequence[Person], *, first: datetime, last: datetime, minutes: int, borne: Mapping[str, int]) -> Found:
    """Times of `minutes` between `first` and `last` at which all `people` can come, the best first.

    Where fewer than `ENOUGH_SLOTS` lie in everybody's own hours, kind hours are offered after them.
    `borne` is the burden that each side bore in earlier meetings.
    """
    length = timedelta(minutes=minutes)
    own = _starts(people, first, last, length, kind=False)
    kind = _starts(people, first, last, length, kind=True) if len(own) < ENOUGH_SLOTS else []
    taken = set(own)
    slots = [_slot(people, at, length, in_hours=True) for at in own]
    slots += [_slot(people, at, length, in_hours=False) for at in kind if at not in taken]
    ranked = sorted(slots, key=lambda slot: _rank(slot, borne))
    return Found(tuple(ranked), len(own))


def shortlist(slots: Iterable[Slot], zone: str, *, per_day: int, most: int) -> list[Slot]:
    """The best of ranked `slots`, few of each day (on the clock of `zone`), so that there is a choice of days."""
    days: dict[date, int] = {}
    kept: list[Slot] = []
    for slot in slots:
        day = local(slot.starts_at, zone).date()
        if len(kept) < most and days.get(day, 0) < per_day:
            days[day] = days.get(day, 0) + 1
            kept.append(slot)
    return kept


def burdens(people: Sequence[Person], starts_at: datetime, ends_at: datetime) -> dict[str, int]:
    """The burden of a meeting for each side: that of its member who has it hardest."""
    found = {FROM: 0, TO: 0}
    for person in people:
        if person.side:
            found[person.side] = max(found[person.side], _burden(person.zone, starts_at, ends_at))
    return found


def _burden(zone: str, starts_at: datetime, ends_at: datetime) -> int:
    """Minutes outside 09-18 on the clock of `zone`; those more than two hours outside count double."""
    total, at = 0, starts_at
    while at < ends_at:
        minute = minute_of(local(at, zone))
        outside = max(OFFICE[0] - minute, minute + 15 - OFFICE[1], 0)
        total += 0 if not outside else 15 if outside <= _NEAR else 30
        at += QUARTER
    return total


def is_quiet(starts_at: datetime, ends_at: datetime, zone: str) -> bool:
    """Whether any of the span falls into the night (22-07) on the clock of `zone`."""
    at = starts_at
    while at < ends_at:
        minute = minute_of(local(at, zone))
        if not KIND[0] <= minute < KIND[1]:
            return True
        at += QUARTER
    return False


def is_free(person: Person, starts_at: datetime, ends_at: datetime) -> bool:
    """Whether the span lies within the person's own hours, on no holiday, and clear of what is booked."""
    spans = free_spans(person, starts_at, ends_at, kind=False)
    return any(begin <= starts_at and ends_at <= end for begin, end in spans)


def free_spans(person: Person, first: datetime, last: datetime, *, kind: bool) -> list[Span]:
    """When the person can come between `first` and `last`, in UTC; with `kind` in kind hours instead of its own."""
    day = local(first, person.zone).date() - timedelta(days=1)
    end = local(last, person.zone).date() + timedelta(days=1)
    spans: list[Span] = []
    while day <= end:
        spans += _spans_of_day(person, day, kind=kind)
        day += timedelta(days=1)
    return intersect(subtract(merge(spans), person.busy), [(first, last)])


def _spans_of_day(person: Person, day: date, *, kind: bool) -> list[Span]:
    if day in person.holidays:
        return []
    windows = _KIND_WINDOWS if kind else person.windows
    hours = [(one.starts, one.ends) for one in windows if one.weekday == day.weekday()]
    deviations = [one for one in person.deviations if one.day == day]
    hours += [(one.starts, one.ends) for one in deviations if one.is_free]
    awake = [(max(starts, KIND[0]), min(ends, KIND[1])) for starts, ends in hours]
    spans = merge([_in_utc(day, starts, ends, person.zone) for starts, ends in awake if starts < ends])
    return subtract(spans, [_in_utc(day, d.starts, d.ends, person.zone) for d in deviations if not d.is_free])


def _in_utc(day: date, starts: int, ends: int, zone: str) -> Span:
    return read_local(day, starts, zone).at, end_of(day, min(ends, DAY_MINUTES), zone)


def _starts(
    people: Sequence[Person], first: datetime, last: datetime, length: timedelta, *, kind: bool
) -> list[datetime]:
    shared: list[Span] = [(first, last)]
    for person in people:
        shared = intersect(shared, free_spans(person, first, last, kind=kind))
    step = int(STEP.total_seconds())
    found: list[datetime] = []
    for begin, end in shared:
        at = begin + timedelta(seconds=-int(begin.timestamp()) % step)
        while at + length <= end:
            found.append(at)
            at += STEP
    return found


def _slot(people: Sequence[Person], at: datetime, length: timedelta, *, in_hours: bool) -> Slot:
    return Slot(at, at + length, burdens(people, at, at + length), in_hours)


def _rank(slot: Slot, borne: Mapping[str, int]) -> tuple[bool, int, datetime]:
    """Own hours before kind hours; then the sum of the burden and, weighing more, how uneven it leaves the two sides.

    A time that burdens nobody comes before all others, whoever bore what.
    """
    if not slot.burden:
        return not slot.in_hours, 0, slot.starts_at
    uneven = abs(sum((1 if side == FROM else -1) * (slot.burdens[side] + borne.get(side, 0)) for side in (FROM, TO)))
    return not slot.in_hours, slot.burden + TURNS * uneven, slot.starts_at


def merge(spans: Iterable[Span]) -> list[Span]:
    """The same time in spans that neither overlap nor touch, in order."""
    merged: list[Span] = []
    for begin, end in sorted(spans):
        if merged and begin <= merged[-1][1]:
            merged[-1] = (merged[-1][0], max(merged[-1][1], end))
        elif begin < end:
            merged.append((begin, end))
    return merged


def intersect(one: Sequence[Span], other: Sequence[Span]) -> list[Span]:
    """Time that lies in both."""
    return merge((max(a, c), min(b, d)) for a, b in one for c, d in other if max(a, c) < min(b, d))


def subtract(spans: Sequence[Span], taken: Iterable[Span]) -> list[Span]:
    """Time of `spans` that is not in `taken`."""
    left = list(spans)
    for begin, end in taken:
        left = [part for a, b in left for part in ((a, min(b, begin)), (max(a, end), b)) if part[0] < part[1]]
    return left
