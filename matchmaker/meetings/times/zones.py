"""One moment on the clocks of several places (tz database): to UTC and back, and when clocks change."""

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from functools import lru_cache
from zoneinfo import ZoneInfo

MINUTE = timedelta(minutes=1)
DAY_MINUTES = 1440
_zone = lru_cache(maxsize=None)(ZoneInfo)


@dataclass(frozen=True, slots=True)
class Read:
    """A local time brought to UTC, and what is odd about it."""

    at: datetime
    exists: bool
    """False in the hour that is left out when clocks go forward."""
    is_twice: bool
    """True in the hour that comes twice when clocks go back; `at` is then the first of the two."""


@dataclass(frozen=True, slots=True)
class ClockChange:
    """Clocks of `zone` change between now and a meeting; the meeting would have been at `before` on the old clock."""

    zone: str
    changes_at: datetime
    before: datetime
    after: datetime


def local(at: datetime, zone: str) -> datetime:
    """The moment `at` on the clock of `zone`."""
    return at.astimezone(_zone(zone))


def read_local(day: date, minute: int, zone: str) -> Read:
    """What the clock of `zone` calls `minute` (0-1440) of `day`, in UTC.

    An hour that comes twice counts as its first; one that is left out as the hour after it (PEP 495, fold 0).
    """
    naive = datetime.combine(day, time()) + minute * MINUTE
    first, second = (naive.replace(tzinfo=_zone(zone), fold=fold).astimezone(UTC) for fold in (0, 1))
    exists = local(first, zone).replace(tzinfo=None) == naive
    return Read(first, exists, exists and first != second)


def end_of(day: date, minute: int, zone: str) -> datetime:
    """As `read_local`, for the end of a span: of an hour that comes twice, the second is meant, so none is left out."""
    naive = datetime.combine(day, time()) + minute * MINUTE
    candidates = [naive.replace(tzinfo=_zone(zone), fold=fold).astimezone(UTC) for fold in (0, 1)]
    exists = local(candidates[0], zone).replace(tzinfo=None) == naive
    return candidates[1] if exists else candidates[0]


def minute_of(at: datetime) -> int:
    """Minute of the day, on the clock that `at` is given in."""
    return at.hour * 60 + at.minute


def offset_of(at: datetime, zone: str) -> timedelta:
    """How far the clock of `zone` is ahead of UTC at `at`."""
    return local(at, zone).utcoffset() or timedelta(0)


def offset_label(at: datetime, zone: str) -> str:
    """The offset as people write it: "UTC+9", "UTC−3:30"."""
    minutes = offset_of(at, zone) // MINUTE
    hours, rest = divmod(abs(minutes), 60)
    return f"UTC{'−' if minutes < 0 else '+'}{hours}" + (f":{rest:02}" if rest else "")


def clock_change(zone: str, *, since: datetime, at: datetime) -> ClockChange | None:
    """The change of clocks in `zone` that moves a meeting `at` against what one would reckon at `since`."""
    old, new = offset_of(since, zone), offset_of(at, zone)
    if old == new:
        return None
    early, late = since, at
    while late - early > MINUTE:
        middle = early + (late - early) / 2
        early, late = (middle, late) if offset_of(middle, zone) == old else (early, middle)
    changes_at = late.replace(second=0, microsecond=0)
    return ClockChange(zone, changes_at, (at.astimezone(UTC) + old).replace(tzinfo=None), local(at, zone))
