"""Entering and removing holidays, and giving them to everything that counts working days."""

from collections.abc import Sequence
from datetime import date

import sqlalchemy as sa
from flask import g, has_app_context
from sqlalchemy.exc import IntegrityError

from matchmaker.foundation import audit
from matchmaker.foundation.database import db
from matchmaker.foundation.errors import NotFound, RuleViolation
from matchmaker.foundation.permissions import Actor
from matchmaker.foundation.working_days import ExtraDays
from matchmaker.introductions.models import ExtraHoliday


def upcoming(since: date) -> Sequence[ExtraHoliday]:
    """Holidays that were entered, from `since` on, by day."""
    statement = sa.select(ExtraHoliday).where(ExtraHoliday.day >= since)
    return db.session.scalars(statement.order_by(ExtraHoliday.day, ExtraHoliday.country)).all()


def entered() -> ExtraDays:
    """All holidays that were entered; read once for each request or job."""
    if not has_app_context():
        return {}
    if "extra_holidays" not in g:
        rows = db.session.execute(
            sa.select(ExtraHoliday.country, ExtraHoliday.day, ExtraHoliday.name_ko, ExtraHoliday.name_en)
        )
        g.extra_holidays = {(country, day): {"ko": ko, "en": en} for country, day, ko, en in rows}
    found: ExtraDays = g.extra_holidays
    return found


def enter(country: str, day: date, *, name_ko: str, name_en: str, staff: Actor) -> ExtraHoliday:
    """Make `day` a holiday in `country` (ISO 3166-1 alpha-2). Raises RuleViolation."""
    if not (name_ko.strip() or name_en.strip()):
        raise RuleViolation("holiday.unnamed")
    row = ExtraHoliday(
        country=country, day=day, name_ko=name_ko.strip(), name_en=name_en.strip(), entered_by_id=staff.user_id
    )
    try:
        with db.session.begin_nested():
            db.session.add(row)
    except IntegrityError as error:
        raise RuleViolation("holiday.entered_already") from error
    g.pop("extra_holidays", None)
    audit.record("holiday.entered", row, actor_id=staff.user_id, details={"country": country, "day": day.isoformat()})
    return row


def remove(holiday_id: int, *, staff: Actor) -> None:
    """Take a holiday out again. Raises NotFound."""
    row = db.session.get(ExtraHoliday, holiday_id)
    if row is None:
        raise NotFound("not_found")
    details = {"country": row.country, "day": row.day.isoformat()}
    audit.record("holiday.removed", row, actor_id=staff.user_id, details=details)
    db.session.delete(row)
    db.session.flush()
    g.pop("extra_holidays", None)
