"""The desk's day: today in Korea, the next working day, and due days that are reckoned once each."""

from collections.abc import Callable
from datetime import date, datetime, timedelta
from functools import cache

from matchmaker.foundation.database import now
from matchmaker.foundation.working_days import due_day, extra_days, is_working_day, local_day

Countries = tuple[str, ...]
HOME: Countries = ("KR",)
DueDay = Callable[[datetime, int, Countries], date]


def today() -> date:
    """The day in Korea."""
    return local_day(now())


def next_working_day(day: date) -> date:
    """The first working day in Korea after `day`."""
    known = extra_days()
    found = day + timedelta(days=1)
    while not is_working_day(found, HOME, extra=known):
        found += timedelta(days=1)
    return found


def due_days() -> DueDay:
    """`due_day` that asks for the holidays once, and reckons each day, length and set of countries once."""
    known = extra_days()

    @cache
    def reckon(day: date, start: datetime, days: int, countries: Countries) -> date:  # noqa: ARG001 - `day` is the key
        return due_day(start, days, countries, extra=known)

    noon: dict[date, datetime] = {}

    def due(start: datetime, days: int, countries: Countries) -> date:
        day = local_day(start)
        return reckon(day, noon.setdefault(day, start), days, countries)

    return due
