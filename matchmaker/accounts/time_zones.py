"""Time zones to choose from, by the names of their places, and a first guess of the reader's."""

from functools import lru_cache
from zoneinfo import available_timezones

from babel.core import get_global
from babel.dates import get_timezone_location

DEFAULT = "Asia/Seoul"
_REGIONS = ("Africa/", "America/", "Asia/", "Atlantic/", "Australia/", "Europe/", "Indian/", "Pacific/")
_BY_COUNTRY = {
    "KR": DEFAULT, "JP": "Asia/Tokyo", "US": "America/New_York", "CH": "Europe/Zurich", "DE": "Europe/Berlin",
    "GB": "Europe/London", "FR": "Europe/Paris", "AT": "Europe/Vienna", "NL": "Europe/Amsterdam", "DK":
    "Europe/Copenhagen", "SE": "Europe/Stockholm", "SG": "Asia/Singapore", "CN": "Asia/Shanghai", "TW":
    "Asia/Taipei", "IL": "Asia/Jerusalem", "CA": "America/Toronto", "AU": "Australia/Sydney", "IN":
    "Asia/Kolkata", "VN": "Asia/Ho_Chi_Minh",
}  # fmt: skip
_BY_LANGUAGE = {"ko": DEFAULT, "ja": "Asia/Tokyo", "de": "Europe/Berlin", "fr": "Europe/Paris"}


@lru_cache
def zones() -> frozenset[str]:
    """Zones that can be chosen: places of the tz database that CLDR can name, each under one name."""
    old_names, named = set(get_global("zone_aliases")), get_global("zone_territories")
    return frozenset(z for z in available_timezones() if z.startswith(_REGIONS) and z in named and z not in old_names)


def name_of(zone: str, language: str) -> str:
    """What a reader of `language` calls `zone`: the name of its place."""
    return get_timezone_location(zone, locale=language)


@lru_cache
def choices(language: str) -> list[tuple[str, str]]:
    """Zones with the names of their places in `language` (CLDR), by name, Korea first."""
    named = sorted(((zone, name_of(zone, language)) for zone in zones()), key=lambda pair: pair[1])
    return sorted(named, key=lambda pair: pair[0] != DEFAULT)


def guess(languages: list[str]) -> str:
    """The likeliest zone of a reader whose browser prefers `languages` ("de-CH", "en"), best first."""
    for tag in languages:
        language, _, rest = tag.partition("-")
        found = _BY_COUNTRY.get(rest[-2:].upper()) or _BY_LANGUAGE.get(language.lower())
        if found:
            return found
    return DEFAULT
