"""Hours that can be booked, on the clock of Korea, which keeps no summer time; pure."""

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from matchmaker.foundation.errors import RuleViolation

HOURS_FROM_UTC = 9
LONGEST_DAYS = 92
"""A request asks for at most so many days, a quarter of a year."""
_EPOCH = date(1970, 1, 1).toordinal()


@dataclass(frozen=True, slots=True)
class Span:
    """The same hours on each day from `first_day` to `last_day`: from `first_hour` to before `end_hour`."""

    first_day: date
    last_day: date
    first_hour: int
    end_hour: int

    def days(self) -> Iterator[date]:
        """Each day of the span."""
        return days_between(self.first_day, self.last_day)

    @property
    def hours(self) -> frozenset[int]:
        """The hours of each day."""
        return frozenset(range(self.first_hour, self.end_hour))


@dataclass(frozen=True, slots=True)
class Timetable:
    """When an asset can be booked: hours by weekday (0 is Monday), less closed days and public holidays."""

    week: Mapping[int, frozenset[int]]
    closed: tuple[tuple[date, date], ...] = ()
    is_holiday: Callable[[date], bool] = lambda _day: False

    def hours(self, day: date) -> frozenset[int]:
        """Hours of `day` that can be booked."""
        usual = self.week.get(day.weekday(), frozenset())
        if not usual or self.is_closed(day) or self.is_holiday(day):
            return frozenset()
        return usual

    def is_closed(self, day: date) -> bool:
        """Whether `day` lies in a period without bookings."""
        return any(first <= day <= last for first, last in self.closed)


def days_between(first: date, last: date) -> Iterator[date]:
    """Each day from `first` to `last`, both included."""
    return (first + timedelta(days=n) for n in range((last - first).days + 1))


def hour_number(day: date, hour: int) -> int:
    """Hours since 1970-01-01 00:00 UTC of an hour of the Korean clock."""
    return (day.toordinal() - _EPOCH) * 24 + hour - HOURS_FROM_UTC


def place_of(number: int) -> tuple[date, int]:
    """The Korean day and hour of `number`; the inverse of `hour_number`."""
    days, hour = divmod(number + HOURS_FROM_UTC, 24)
    return date.fromordinal(days + _EPOCH), hour


def hours_asked(span: Span, timetable: Timetable) -> list[int]:
    """The numbers of all hours of `span`; days without any bookable hour (weekends, holidays) are left out.

    Raises RuleViolation when the span is turned round or too long, when a bookable day lacks one of the hours, or when
    no day is bookable.
    """
    check_span(span)
    found: list[int] = []
    for day in span.days():
        bookable = timetable.hours(day)
        if not bookable:
            continue
        if not span.hours <= bookable:
            raise RuleViolation("asset_request.outside_hours", day=day.isoformat(), hours=in_words(bookable))
        found += [hour_number(day, hour) for hour in sorted(span.hours)]
    if not found:
        raise RuleViolation("asset_request.no_hours")
    return found


def check_span(span: Span) -> None:
    """Raises RuleViolation when the span ends before it begins or is too long."""
    if span.last_day < span.first_day or not 0 <= span.first_hour < span.end_hour <= 24:
        raise RuleViolation("asset_request.ends_before_start")
    if (span.last_day - span.first_day).days >= LONGEST_DAYS:
        raise RuleViolation("asset_request.too_long", most=LONGEST_DAYS)


def ranges(hours: Iterable[int]) -> list[tuple[int, int]]:
    """Hours as runs: {9, 10, 14} is 9-11 and 14-15."""
    runs: list[tuple[int, int]] = []
    for hour in sorted(hours):
        if runs and runs[-1][1] == hour:
            runs[-1] = (runs[-1][0], hour + 1)
        else:
            runs.append((hour, hour + 1))
    return runs


def in_words(hours: Iterable[int]) -> str:
    """Hours as text: `09:00–11:00, 14:00–15:00`."""
    return ", ".join(f"{first:02}:00–{end:02}:00" for first, end in ranges(hours))


@dataclass(frozen=True, slots=True)
class Day:
    """A day of the calendar: how many hours can be booked, how many are taken, which are free."""

    day: date
    bookable: int
    taken: int
    free: str
    is_closed: bool


def calendar_of(first: date, last: date, timetable: Timetable, taken: Mapping[int, int], *, units: int) -> list[Day]:
    """The days from `first` to `last`; `taken`: how many units are booked by hour number.

    An hour is taken once all units are. Hours are unit hours in `bookable` and `taken`.
    """
    return [_day(day, timetable, taken, units) for day in days_between(first, last)]


def _day(day: date, timetable: Timetable, taken: Mapping[int, int], units: int) -> Day:
    hours = timetable.hours(day)
    booked = {hour: taken.get(hour_number(day, hour), 0) for hour in hours}
    free = [hour for hour, count in booked.items() if count < units]
    return Day(day, len(hours) * units, sum(booked.values()), in_words(free), timetable.is_closed(day))


def bookable_hours(first: date, last: date, timetable: Timetable, *, units: int) -> int:
    """Unit hours that could be booked from `first` to `last`."""
    return units * sum(len(timetable.hours(day)) for day in days_between(first, last))


def free_unit(taken: Collection[int], units: int) -> int | None:
    """The lowest unit that is not taken; None when all are."""
    return next((unit for unit in range(units) if unit not in taken), None)


@dataclass(frozen=True, slots=True)
class Use:
    """How well an asset was used in a month: used hours of those that could be booked, against the target."""

    month: date
    bookable: int
    used: float
    target: int | None

    @property
    def percent(self) -> float | None:
        """Used of bookable hours in percent, to one decimal; None when none could be booked."""
        return round(100 * self.used / self.bookable, 1) if self.bookable else None

    @property
    def met(self) -> bool | None:
        """Whether the target was met; None without a target or without bookable hours."""
        if self.target is None or self.percent is None:
            return None
        return self.percent >= self.target


def months_before(day: date, count: int) -> list[date]:
    """The first days of the `count` months that end with the month of `day`, the oldest first."""
    numbers = range(day.year * 12 + day.month - count, day.year * 12 + day.month)
    return [date(number // 12, number % 12 + 1, 1) for number in numbers]


def last_of_month(first: date) -> date:
    """The last day of the month that begins with `first`."""
    return date(first.year + first.month // 12, first.month % 12 + 1, 1) - timedelta(days=1)
