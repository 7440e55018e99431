"""What the pages of demonstrations show, the other side named by the tier that the reader has reached."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

from babel.numbers import format_decimal

from matchmaker.demonstrations.models import AcceptanceCriterion, Demonstration, DemonstrationSite
from matchmaker.demonstrations.rules import Criterion, State
from matchmaker.demonstrations.service import may_sign
from matchmaker.demonstrations.wording import BADGES, DEEDS, SCANS, SIGNS, STATES
from matchmaker.foundation.codes import country_name
from matchmaker.foundation.i18n import locale
from matchmaker.organisations.readers import Reader
from matchmaker.outcomes.presenting import Names


def number(value: Decimal) -> str:
    """A number in the reader's language, with all its decimals."""
    return str(format_decimal(value, locale=locale(), decimal_quantization=False))


@dataclass(frozen=True, slots=True)
class Line:
    """A demonstration in a list."""

    id: int
    title: str
    pair: str
    state: str
    badge: str
    first: date | None
    last: date | None


def lines(rows: Iterable[Demonstration], reader: Reader) -> list[Line]:
    """Demonstrations for a list."""
    listed = list(rows)
    names = Names(reader, [row.introduction for row in listed])
    return [Line(row.id, row.title, names.pair(row.introduction), str(STATES[row.state]), BADGES[row.state],
                 row.starts_on, row.ends_on) for row in listed]  # fmt: skip


@dataclass(frozen=True, slots=True)
class SiteView:
    """A site."""

    id: int
    name: str
    country: str
    in_charge: str
    asset_key: str
    signed_at: datetime | None
    signed_by: str
    may_sign: bool
    may_measure: bool


def site_views(row: Demonstration, names: Names, reader: Reader) -> list[SiteView]:
    """The sites, and what the reader may do there."""
    return [_site(site, row, names, reader) for site in row.sites]


def _site(site: DemonstrationSite, row: Demonstration, names: Names, reader: Reader) -> SiteView:
    is_signed = site.signed_version == row.text_version
    is_open = row.state is State.PROPOSED and not is_signed
    return SiteView(
        site.id, site.asset.name(locale()) if site.asset else site.place,
        country_name("KR" if site.asset else site.side.country), names.of(site.side_id),
        site.asset.key if site.asset else "", site.signed_at if is_signed else None,
        site.signed_by.full_name if is_signed and site.signed_by and reader.speaks_for(site.side) else "",
        is_open and may_sign(site, reader), row.state is State.RUNNING and reader.speaks_for(site.side),
    )  # fmt: skip


@dataclass(frozen=True, slots=True)
class ValueView:
    """A measured value at one site; empty text for none yet."""

    text: str
    is_met: bool
    scan: str
    """Why it does not count yet, or not at all; empty: it counts."""
    measurement_id: int
    file_name: str
    measured_on: date | None


@dataclass(frozen=True, slots=True)
class CriterionView:
    """A criterion and what was measured."""

    name: str
    target: str
    before: str
    values: tuple[ValueView, ...]


NO_VALUE = ValueView("", False, "", 0, "", None)


def criterion_views(row: Demonstration) -> list[CriterionView]:
    """Criteria, each with one value for each site."""
    return [_criterion(one, row) for one in row.criteria]


def _criterion(one: AcceptanceCriterion, row: Demonstration) -> CriterionView:
    rule = Criterion(one.name, one.operator, one.target)
    by_site = {
        found.site_id: ValueView(f"{number(found.value)} {one.unit}".strip(), rule.is_met(found.value),
                                 str(SCANS.get(found.scan, "")), found.id, found.file_name, found.measured_on)
        for found in one.measurements
    }  # fmt: skip
    return CriterionView(
        one.name, f"{SIGNS[one.operator]} {number(one.target)} {one.unit}".strip(),
        "" if one.before is None else f"{number(one.before)} {one.unit}".strip(),
        tuple(by_site.get(site.id, NO_VALUE) for site in row.sites),
    )  # fmt: skip


@dataclass(frozen=True, slots=True)
class Event:
    """A line of the history."""

    at: datetime
    title: str
    text: str
    by: str


def history(row: Demonstration, names: Names) -> list[Event]:
    """The history, latest first."""
    return [Event(one.at, str(DEEDS[one.deed]), one.note, names.of(one.side_id)) for one in reversed(row.history)]
