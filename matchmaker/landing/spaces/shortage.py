"""Where units are short: accepted demand less supply, by month and kind; pure."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from matchmaker.landing.rules import add_months, month_of
from matchmaker.landing.spaces.rules import Unit, Verdict, usable_on

HORIZON = 24
"""Months that the shortage report shows, unless asked otherwise."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Claim:
    """Accepted demand for one unit: its type, first month and length."""

    unit_type: str
    move_in: date
    lease_months: int
    area_m2: int


@dataclass(frozen=True, slots=True)
class Cell:
    """One month of one type: how many units are asked for and there, and how many square metres."""

    month: date
    unit_type: str
    demand: int
    supply: int
    demand_m2: int
    supply_m2: int

    @property
    def shortage(self) -> int:
        """Accepted demand less supply, in units; below 0: units to spare."""
        return self.demand - self.supply

    @property
    def shortage_m2(self) -> int:
        """Accepted demand less supply, in square metres."""
        return self.demand_m2 - self.supply_m2


def shortage(claims: Sequence[Claim], units: Sequence[Unit], months: Iterable[date], today: date) -> list[Cell]:
    """A cell for each month and each type that is asked for or there.

    Tenants count as demand and their units as supply, so a unit that is let adds nothing. A unit counts from the
    first whole month in which it can surely be used.
    """
    types = sorted({claim.unit_type for claim in claims} | {unit.unit_type for unit in units})
    return [_cell(month, kind, claims, units, today) for month in months for kind in types]


def _cell(month: date, kind: str, claims: Sequence[Claim], units: Sequence[Unit], today: date) -> Cell:
    asked = [one for one in claims if one.unit_type == kind and _covers(one, month)]
    there = [one for one in units if one.unit_type == kind
             and usable_on(one.status, one.available_from, month, today) is Verdict.MATCH]  # fmt: skip
    return Cell(
        month, kind, len(asked), len(there), sum(one.area_m2 for one in asked), sum(one.area_m2 or 0 for one in there)
    )


def _covers(claim: Claim, month: date) -> bool:
    first = month_of(claim.move_in)
    return first <= month < add_months(first, claim.lease_months)
