"""A time as people read it: on the clocks of both places, with what is odd about it said in words."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from babel.dates import format_date, format_time, get_timezone_location
from flask_babel import gettext as _

from matchmaker.foundation.i18n import locale
from matchmaker.meetings.times.zones import clock_change, local, offset_label


@dataclass(frozen=True, slots=True)
class Clock:
    """A span on the clock of one place."""

    place: str
    day: str
    hours: str
    offset: str
    shift: str
    """"the day before", "the next day": where the date differs from that on the first clock."""

    def __str__(self) -> str:
        rest = f" · {self.shift}" if self.shift else ""
        return f"{self.day} {self.hours} ({self.place}, {self.offset}){rest}"


@dataclass(frozen=True, slots=True)
class Times:
    """A span on the reader's clock first, then on those of the others, and warnings of clocks that change."""

    starts_at: datetime
    clocks: tuple[Clock, ...]
    warnings: tuple[str, ...] = ()


def read(starts_at: datetime, ends_at: datetime, zones: Iterable[str], *, since: datetime | None = None) -> Times:
    """The span on the clocks of `zones`, in the reader's language; `since`: when people reckoned with it first."""
    listed = list(dict.fromkeys(zones))
    clocks = tuple(_clock(starts_at, ends_at, zone, listed[0]) for zone in listed)
    return Times(starts_at, clocks, warnings(starts_at, listed, since=since) if since else ())


def warnings(starts_at: datetime, zones: list[str], *, since: datetime) -> tuple[str, ...]:
    """What to say of the places whose clocks change between `since` and the meeting."""
    found = []
    for zone in zones:
        change = clock_change(zone, since=since, at=starts_at)
        if change is not None:
            facts = {
                "place": place_of(zone), "day": day_of(change.changes_at, zone),
                "before": clock_time(change.before), "after": clock_time(change.after),
            }  # fmt: skip
            found.append(
                _(
                    "Clocks change in %(place)s on %(day)s. There the meeting begins at %(after)s;"
                    " reckoned by today’s clock it would be %(before)s.",
                    **facts,
                )
            )
    return tuple(found)


def _clock(starts_at: datetime, ends_at: datetime, zone: str, first: str) -> Clock:
    begin, end = local(starts_at, zone), local(ends_at, zone)
    days = (begin.date() - local(starts_at, first).date()).days
    shift = _("the next day") if days > 0 else _("the day before") if days < 0 else ""
    hours = f"{clock_time(begin)}–{clock_time(end)}"
    return Clock(place_of(zone), day_of(starts_at, zone), hours, offset_label(starts_at, zone), shift)


def day_of(at: datetime, zone: str) -> str:
    """The day with its weekday on the clock of `zone`, in the reader's language."""
    return format_date(local(at, zone).date(), format=_("EEE, d MMM yyyy"), locale=locale())


def clock_time(at: datetime) -> str:
    """Hour and minute as `at` has them: 09:00."""
    return format_time(at.time(), format="HH:mm", locale=locale())


def place_of(zone: str) -> str:
    """The city that the zone is named after, in the reader's language."""
    return get_timezone_location(zone, locale=locale(), return_city=True)
