"""What leaders do with goals."""

from dataclasses import dataclass
from decimal import Decimal

import sqlalchemy as sa

from matchmaker.foundation import audit
from matchmaker.foundation.database import db
from matchmaker.foundation.errors import NotFound, RuleViolation
from matchmaker.foundation.versions import check_version
from matchmaker.gateway.models import Goal, GoalYear, Vision
from matchmaker.gateway.rules import YEARS, Measure


@dataclass(frozen=True, slots=True, kw_only=True)
class GoalSaid:
    """What a goal says."""

    title_ko: str
    title_en: str
    unit_ko: str
    unit_en: str
    measure: Measure
    source: str
    is_public: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class YearSaid:
    """The numbers of a year."""

    year: int
    target: Decimal | None
    actual: Decimal | None
    note: str = ""


def get_vision(vision_id: int) -> Vision:
    """A vision. Raises NotFound."""
    found = db.session.get(Vision, vision_id)
    if found is None:
        raise NotFound("not_found")
    return found


def get(goal_id: int) -> Goal:
    """A goal. Raises NotFound."""
    found = db.session.get(Goal, goal_id)
    if found is None:
        raise NotFound("not_found")
    return found


def add(vision: Vision, said: GoalSaid, *, actor_id: int) -> Goal:
    """Add a goal behind the others."""
    last = db.session.scalar(sa.select(sa.func.max(Goal.place)).where(Goal.vision_id == vision.id))
    goal = Goal(vision_id=vision.id, place=(last or 0) + 1)
    _write(goal, said)
    db.session.add(goal)
    db.session.flush()
    audit.record("gateway.goal_added", goal, actor_id=actor_id)
    return goal


def change(goal: Goal, said: GoalSaid, *, version: int | None, actor_id: int) -> None:
    """Write a goal anew. Raises RuleViolation `changed_meanwhile`."""
    check_version(goal, version)
    _write(goal, said)
    db.session.flush()
    audit.record("gateway.goal_changed", goal, actor_id=actor_id)


def _write(goal: Goal, said: GoalSaid) -> None:
    for name in ("title_ko", "title_en", "unit_ko", "unit_en", "measure", "source", "is_public"):
        setattr(goal, name, getattr(said, name))


def remove(goal: Goal, *, version: int | None, actor_id: int) -> None:
    """Take a goal with its years away. Raises RuleViolation `changed_meanwhile`."""
    check_version(goal, version)
    audit.record("gateway.goal_removed", goal, actor_id=actor_id, details={"title": goal.title_en})
    db.session.delete(goal)


def set_year(goal: Goal, said: YearSaid, *, actor_id: int) -> None:
    """Write what is to be reached and what was reached in a year, what is left empty stays as it was.

    Raises RuleViolation for a year out of range, for nothing, and for a result of a goal that the service counts.
    """
    if not YEARS[0] <= said.year <= YEARS[1]:
        raise RuleViolation("goal.year_out_of_range", first=YEARS[0], last=YEARS[1])
    if said.target is None and said.actual is None:
        raise RuleViolation("goal.nothing_given")
    if said.actual is not None and goal.measure is not Measure.MANUAL:
        raise RuleViolation("goal.counted")
    row = next((one for one in goal.years if one.year == said.year), None)
    if row is None:
        row = GoalYear(year=said.year)
        goal.years.append(row)
    row.target = row.target if said.target is None else said.target
    row.actual = row.actual if said.actual is None else said.actual
    row.note = said.note or row.note or ""
    db.session.flush()
    details = {"year": said.year, "target": str(said.target), "actual": str(said.actual)}
    audit.record("gateway.goal_year_set", goal, actor_id=actor_id, details=details)
