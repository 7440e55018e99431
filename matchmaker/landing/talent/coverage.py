"""People needed, each with the seats it has and what is short."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from matchmaker.foundation.codes import code_label
from matchmaker.foundation.database import db
from matchmaker.foundation.i18n import locale
from matchmaker.landing.rules import month_of, months
from matchmaker.landing.talent import queries, rules
from matchmaker.landing.talent.models import StaffingNeed
from matchmaker.organisations.days import today


@dataclass(frozen=True, slots=True, kw_only=True)
class NeedLine:
    """A need in words: seats held, seats that could be held now, and people for whom there is none in time."""

    row: StaffingNeed
    skill: str
    name: str
    covered: int
    possible: int
    short: int


def lines(rows: Iterable[StaffingNeed]) -> list[NeedLine]:
    """Needs against the sessions to come."""
    courses = [one.course() for one in db.session.scalars(queries.sessions(today()))]
    return [_line(row, courses) for row in rows]


def _line(row: StaffingNeed, courses: list[rules.Course]) -> NeedLine:
    plan = rules.plan(row.need(), courses, today())
    return NeedLine(
        row=row, skill=code_label("skill", row.skill), name=row.organisation.name(locale()), covered=row.covered,
        possible=plan.planned, short=plan.shortfall,
    )  # fmt: skip


def lines_of_demand(demand_id: int) -> list[NeedLine]:
    """People that a tenancy needs."""
    return lines(db.session.scalars(queries.needs().where(StaffingNeed.demand_id == demand_id)))


def report() -> list[rules.Month]:
    """Seats against demand, month by month from this one on; who was trained by now is needed no more."""
    day = today()
    needs = [
        (one.skill, left, one.by_day) for one in db.session.scalars(queries.needs())
        if (left := one.people - one.trained(day)) > 0
    ]  # fmt: skip
    seats: list[tuple[str, int, date]] = [
        (one.skill, len(one.seats), one.last_day) for one in db.session.scalars(queries.sessions(day))
        if not one.is_cancelled
    ]  # fmt: skip
    return rules.balance(needs, seats, list(months(month_of(day), rules.HORIZON)))
