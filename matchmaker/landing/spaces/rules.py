"""What a space unit must have for a wish, and how near it comes; pure."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from matchmaker.assets.rules import LegalStatus, parse_published_date
from matchmaker.foundation.errors import RuleViolation
from matchmaker.landing.rules import add_months

NAME_MAX = 200
TEXT_MAX = 2000
FEE_MAX = 300
REASON_MAX = 1000
AREA_MAX = 100_000
PLACES_MAX = 1000
LEASE_MAX = 240


class DemandState(StrEnum):
    """Where a wish for space stands."""

    SUBMITTED = "submitted"
    ACCEPTED = "accepted"
    OFFERED = "offered"
    RESERVED = "reserved"
    MOVED_IN = "moved_in"
    ENDED = "ended"
    REFUSED = "refused"
    WITHDRAWN = "withdrawn"


D = DemandState
DEMAND_NEXT: Mapping[DemandState, frozenset[DemandState]] = {
    D.SUBMITTED: frozenset({D.ACCEPTED, D.REFUSED, D.WITHDRAWN}),
    D.ACCEPTED: frozenset({D.OFFERED, D.REFUSED, D.WITHDRAWN}),
    D.OFFERED: frozenset({D.OFFERED, D.RESERVED, D.ACCEPTED, D.REFUSED, D.WITHDRAWN}),
    D.RESERVED: frozenset({D.MOVED_IN, D.ACCEPTED, D.WITHDRAWN}),
    D.MOVED_IN: frozenset({D.ENDED}),
    D.ENDED: frozenset(), D.REFUSED: frozenset(), D.WITHDRAWN: frozenset(),
}  # fmt: skip
COUNTED = frozenset({D.ACCEPTED, D.OFFERED, D.RESERVED, D.MOVED_IN})
"""Demand that the agency has accepted: it counts in the shortage report."""
OPEN = frozenset({D.SUBMITTED, D.ACCEPTED, D.OFFERED})


class OfferState(StrEnum):
    """What became of an offered unit."""

    OFFERED = "offered"
    TAKEN = "taken"
    DECLINED = "declined"
    LAPSED = "lapsed"


def check_demand_move(current: DemandState, new: DemandState) -> None:
    """Raise RuleViolation unless a demand may go from `current` to `new`."""
    if new not in DEMAND_NEXT[current]:
        raise RuleViolation("space.bad_move")


class Verdict(StrEnum):
    """Whether a unit meets one wish."""

    MATCH = "match"
    GAP = "gap"
    UNKNOWN = "unknown"


V = Verdict


@dataclass(frozen=True, slots=True, kw_only=True)
class Wish:
    """What is asked for; 0, None or empty: no wish. `move_in` is the first of a month."""

    unit_type: str
    area_m2: int
    move_in: date
    lease_months: int
    benches: int = 0
    desks: int = 0
    biosafety_level: int | None = None
    cleanroom_class: int | None = None
    services: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True, kw_only=True)
class Unit:
    """What a unit has; None: not published. `taken` are the months (first days) that are let already."""

    id: int
    unit_type: str
    area_m2: int | None
    status: LegalStatus
    available_from: str = ""
    benches: int | None = None
    desks: int | None = None
    biosafety_level: int | None = None
    cleanroom_class: int | None = None
    lease_months_min: int | None = None
    lease_months_max: int | None = None
    services: frozenset[str] | None = None
    taken: Collection[date] = frozenset()


@dataclass(frozen=True, slots=True)
class Point:
    """One wish and how the unit meets it."""

    name: str
    verdict: Verdict


@dataclass(frozen=True, slots=True)
class Fit:
    """A unit against a wish: every point, and 0 to 1 for how close its size and lease come."""

    unit: Unit
    points: tuple[Point, ...]
    closeness: float

    @property
    def fits(self) -> bool:
        """Whether nothing is a gap."""
        return all(point.verdict is not V.GAP for point in self.points)

    @property
    def unknown(self) -> int:
        """Wishes about which nothing is published."""
        return sum(point.verdict is V.UNKNOWN for point in self.points)


def usable_on(status: LegalStatus, available_from: str, on: date, today: date) -> Verdict:
    """Whether a unit can be used on the day `on`.

    A half-year counts from its last day, for "2029 H2" does not say July; before its first day it is a gap. A date
    that has passed without the unit being open promises nothing any more.
    """
    published = parse_published_date(available_from)
    if status is LegalStatus.OPEN:
        return V.MATCH if published is None or published.first_day() <= on else V.GAP
    if published is None:
        return V.UNKNOWN
    if published.first_day() > on:
        return V.GAP
    return V.MATCH if today <= published.last_day() <= on else V.UNKNOWN


def judge(wish: Wish, unit: Unit, today: date) -> Fit:
    """Every wish against what the unit has."""
    points = [
        Point("unit_type", V.MATCH if unit.unit_type == wish.unit_type else V.GAP),
        Point("area", _at_least(unit.area_m2, wish.area_m2)),
        Point("available", usable_on(unit.status, unit.available_from, wish.move_in, today)),
        Point("free", _free(wish, unit)),
        Point("lease", _within(wish.lease_months, unit.lease_months_min, unit.lease_months_max)),
    ]
    if wish.benches:
        points.append(Point("benches", _at_least(unit.benches, wish.benches)))
    if wish.desks:
        points.append(Point("desks", _at_least(unit.desks, wish.desks)))
    if wish.biosafety_level is not None:
        points.append(Point("biosafety", _at_least(unit.biosafety_level, wish.biosafety_level)))
    if wish.cleanroom_class is not None:
        points.append(Point("cleanroom", _at_least(wish.cleanroom_class, unit.cleanroom_class)))
    if wish.services:
        points.append(Point("services", _has_all(unit.services, wish.services)))
    return Fit(unit, tuple(points), closeness(wish, unit))


def _at_least(has: int | None, wanted: int | None) -> Verdict:
    """A clean room of a lower ISO class is cleaner, so there the arguments are the other way round."""
    if has is None or wanted is None:
        return V.UNKNOWN
    return V.MATCH if has >= wanted else V.GAP


def _within(months: int, least: int | None, most: int | None) -> Verdict:
    if least is None and most is None:
        return V.UNKNOWN
    good = (least is None or months >= least) and (most is None or months <= most)
    return V.MATCH if good else V.GAP


def _has_all(has: frozenset[str] | None, wanted: frozenset[str]) -> Verdict:
    if has is None:
        return V.UNKNOWN
    return V.MATCH if wanted <= has else V.GAP


def _free(wish: Wish, unit: Unit) -> Verdict:
    return V.GAP if set(lease_span(wish.move_in, wish.lease_months)) & set(unit.taken) else V.MATCH


def lease_span(move_in: date, lease_months: int) -> list[date]:
    """The months of a lease, each by its first day."""
    return [add_months(move_in, n) for n in range(lease_months)]


def closeness(wish: Wish, unit: Unit) -> float:
    """1 for a unit of exactly the size asked for; what is paid for and not needed takes away, as what is lacking."""
    pairs = [(unit.area_m2, wish.area_m2), (unit.benches, wish.benches), (unit.desks, wish.desks)]
    shares = [min(has, asked) / max(has, asked) for has, asked in pairs if has and asked]
    return round(sum(shares) / len(shares), 4) if shares else 0.0


def rank(wish: Wish, units: Iterable[Unit], today: date) -> list[Fit]:
    """Units that fit, those with the fewest unknowns first, then the closest; then those with the fewest gaps."""
    fits = [judge(wish, unit, today) for unit in units]
    return sorted(fits, key=lambda fit: (_gaps(fit), fit.unknown, -fit.closeness, fit.unit.id))


def _gaps(fit: Fit) -> int:
    return sum(point.verdict is V.GAP for point in fit.points)


def check_lease_limits(least: int | None, most: int | None) -> None:
    """Raise RuleViolation for a shortest lease above the longest."""
    if least is not None and most is not None and least > most:
        raise RuleViolation("space.lease_upside_down")
