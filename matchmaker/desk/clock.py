"""The desk's day: today in Korea, the next working day, and due days that are reckoned once each."""

from collections.abc import Callable
from datetime import date, datetime, time, timedelta
from functools import lru_cache

from matchmaker.foundation.working_days import SEOUL, due_day, extra_days, is_working_day, local_day

Countries = tuple[str, ...]
HOME: Countries = ("KR",)
DueDay = Callable[[datetime, int, Countries], date]


def next_working_day(day: date) -> date:
    """The first working day in Korea after `day`."""
    known = extra_days()
    found = day + timedelta(days=1)
    while not is_working_day(found, HOME, extra=known):
        found += timedelta(days=1)
    return found


def due_days() -> DueDay:
    """`due_day` that asks for the holidays once, and reckons each day, length and set of countries once."""
    free = frozenset(extra_days())

    def due(start: datetime, days: int, countries: Countries) -> date:
        return _reckoned(local_day(start), days, countries, free)

    return due


@lru_cache(maxsize=1 << 15)
def _reckoned(day: date, days: int, countries: Countries, free: frozenset[tuple[str, date]]) -> date:
    noon = datetime.combine(day, time(12), SEOUL)
    return due_day(noon, days, countries, extra={key: {} for key in free})
