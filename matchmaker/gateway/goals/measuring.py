"""What was reached: entered by staff, or counted by the service."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

import sqlalchemy as sa
from sqlalchemy.orm import selectinload

from matchmaker.foundation.database import db
from matchmaker.gateway.funnels import queries as funnels
from matchmaker.gateway.funnels.queries import Scope
from matchmaker.gateway.models import Goal, Vision
from matchmaker.gateway.rules import COUNTED, Measure
from matchmaker.opportunities.rules import Gateway


@dataclass(frozen=True, slots=True)
class YearLine:
    """A goal in a year; None: nothing is given, or (`is_running`) the year is not over."""

    year: int
    target: Decimal | None
    actual: Decimal | None
    is_running: bool = False
    note: str = ""

    @property
    def share(self) -> float | None:
        """actual / target, 0 and up; None while one of them is missing."""
        return float(self.actual / self.target) if self.actual is not None and self.target else None


def visions() -> Sequence[Vision]:
    """Every vision with its goals and their years."""
    whole = selectinload(Vision.goals).selectinload(Goal.years)
    return db.session.scalars(sa.select(Vision).options(whole).order_by(Vision.id)).all()


def lines(goal: Goal, today: date, counted: dict[tuple[Measure, int], int]) -> list[YearLine]:
    """The years of `goal`, oldest first; a counted goal has this year and the last though nobody entered them."""
    entered = {row.year: row for row in goal.years}
    years = set(entered) | ({today.year} if goal.measure is not Measure.MANUAL else set())
    found = []
    for year in sorted(years):
        row = entered.get(year)
        own = row.actual if row else None
        actual = own if goal.measure is Measure.MANUAL else _decimal(counted.get((goal.measure, year)))
        found.append(YearLine(year, row.target if row else None, actual, year == today.year, row.note if row else ""))
    return found


def _decimal(number: int | None) -> Decimal | None:
    return None if number is None else Decimal(number)


def count(goals: Sequence[Goal], today: date) -> dict[tuple[Measure, int], int]:
    """What the service counts for each measure of `goals` and each of their years up to today's."""
    wanted = {
        (goal.measure, year)
        for goal in goals
        if goal.measure in COUNTED
        for year in {today.year, *(row.year for row in goal.years)}
        if year <= today.year
    }
    return {(measure, year): _pairs(measure, year) for measure, year in sorted(wanted)}


def _pairs(measure: Measure, year: int) -> int:
    step, gateways = COUNTED[measure]
    rows = db.session.execute(funnels.counted(step, Scope(date(year, 1, 1), date(year, 12, 31))))
    return sum(number for gateway, number in rows if Gateway(gateway) in gateways)
