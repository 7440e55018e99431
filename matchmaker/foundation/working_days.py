"""Working days: neither a weekend nor a public holiday in any of the countries that take part.

Days are days in Korea, where the agency keeps its clocks. Public holidays, with their substitutes, are those of the
library `holidays`; what a government declares at short notice is entered by staff and added by a provider.
"""

from bisect import bisect_right
from collections.abc import Callable, Collection, Mapping
from datetime import date, datetime, timedelta
from functools import lru_cache
from zoneinfo import ZoneInfo

import holidays

SEOUL = ZoneInfo("Asia/Seoul")
KOREA_ONLY = ("KR",)
WEEKEND = frozenset({5, 6})
"""Saturday and Sunday, counted from Monday as 0: the weekend where nothing else is known."""

ExtraDays = Mapping[tuple[str, date], Mapping[str, str]]
"""Holidays beyond the library's: country and day to their name by language (`ko`, `en`)."""

_provider: list[Callable[[], ExtraDays]] = []


def set_provider(provider: Callable[[], ExtraDays]) -> None:
    """Let `provider` say which further days are holidays, from now on and everywhere."""
    _provider[:] = [provider]


def extra_days() -> ExtraDays:
    """Holidays that staff entered; none without a provider."""
    return _provider[0]() if _provider else {}


def local_day(moment: datetime) -> date:
    """The day in Korea at `moment`."""
    return moment.astimezone(SEOUL).date()


def is_working_day(day: date, countries: Collection[str] = KOREA_ONLY, *, extra: ExtraDays | None = None) -> bool:
    """Whether people work on `day` in all of `countries` (ISO 3166-1 alpha-2, or 3166-2 such as `CH-BS`).

    A country that the library does not know has weekends only. `extra` replaces what the provider gives.
    """
    return day in _working_set(frozenset(countries), day.year) and day not in _extra_of(countries, extra)


def working_days(
    start: datetime, end: datetime, countries: Collection[str] = KOREA_ONLY, *, extra: ExtraDays | None = None
) -> int:
    """Working days of `countries` that began after the day of `start`, up to and with the day of `end`."""
    first, last = local_day(start), local_day(end)
    if last <= first:
        return 0
    places = frozenset(countries)
    counted = _before_or_on(places, last) - _before_or_on(places, first)
    for year in range(first.year, last.year):
        counted += len(_working(places, year))
    added = (day for day in _extra_of(places, extra) if first < day <= last)
    return counted - sum(day in _working_set(places, day.year) for day in added)


def due_day(
    start: datetime, days: int, countries: Collection[str] = KOREA_ONLY, *, extra: ExtraDays | None = None
) -> date:
    """The day in Korea that is `days` working days of `countries` after the day of `start`; 0 gives that day itself."""
    day, known = local_day(start), extra_days() if extra is None else extra
    while days > 0:
        day += timedelta(days=1)
        days -= is_working_day(day, countries, extra=known)
    return day


def holiday_name(day: date, country: str, language: str, *, extra: ExtraDays | None = None) -> str | None:
    """What is celebrated on `day` in `country`; None for nothing.

    In `language` (`ko`, `en`) where it has such a name, else in English, else in the country's own.
    """
    known = extra_days() if extra is None else extra
    for place in (country, country[:2]):
        entered = known.get((place, day))
        if entered is not None:
            return entered.get(language) or next((name for name in entered.values() if name), country)
    found = _holidays(country, day.year, language)
    return found.get(day) if found is not None else None


def _extra_of(countries: Collection[str], extra: ExtraDays | None) -> frozenset[date]:
    known = extra_days() if extra is None else extra
    if not known:
        return frozenset()
    whole = {place[:2] for place in countries}
    return frozenset(day for place, day in known if place in countries or place in whole)


def _before_or_on(places: frozenset[str], day: date) -> int:
    return bisect_right(_working(places, day.year), day)


@lru_cache(maxsize=1024)
def _working(places: frozenset[str], year: int) -> tuple[date, ...]:
    """All working days of a year, in order."""
    calendars = [_holidays(place, year, "en") for place in places]
    weekends = [WEEKEND if one is None else frozenset(one.weekend) for one in calendars] or [WEEKEND]
    free = frozenset[int]().union(*weekends)
    length = (date(year, 12, 31) - date(year, 1, 1)).days + 1
    days = (date(year, 1, 1) + timedelta(days=n) for n in range(length))
    known = [one for one in calendars if one is not None]
    return tuple(day for day in days if day.weekday() not in free and not any(day in one for one in known))


@lru_cache(maxsize=1024)
def _working_set(places: frozenset[str], year: int) -> frozenset[date]:
    return frozenset(_working(places, year))


@lru_cache(maxsize=1024)
def _holidays(place: str, year: int, language: str) -> holidays.HolidayBase | None:
    """Public holidays of a country or one of its parts in a year; None for a country that the library lacks."""
    country, _, part = place.partition("-")
    try:
        found = holidays.country_holidays(country, subdiv=part or None, years=year, expand=False)
    except NotImplementedError:
        return _holidays(country, year, language) if part else None
    spoken = {one.partition("_")[0]: one for one in sorted(found.supported_languages, reverse=True)}
    wanted = spoken.get(language) or spoken.get("en") or found.default_language
    return holidays.country_holidays(country, subdiv=part or None, years=year, expand=False, language=wanted)
