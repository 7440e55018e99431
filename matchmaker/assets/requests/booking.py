"""Booking hours of an asset for a request; the database lets no unit be booked twice."""

from datetime import date

import sqlalchemy as sa
from sqlalchemy.exc import IntegrityError

from matchmaker.assets.capacity.rules import Span, free_unit, hour_number, hours_asked, place_of
from matchmaker.assets.capacity.timetables import timetable_of
from matchmaker.assets.models import Asset
from matchmaker.assets.requests.models import AssetRequest, BookedHour
from matchmaker.foundation.database import db
from matchmaker.foundation.errors import RuleViolation


def span_of(request: AssetRequest) -> Span | None:
    """The dates asked for, if there are any yet."""
    if request.first_day is None or request.last_day is None or request.first_hour is None or request.end_hour is None:
        return None
    return Span(request.first_day, request.last_day, request.first_hour, request.end_hour)


def book(request: AssetRequest) -> int:
    """Book every hour asked for; how many those are.

    Raises RuleViolation `asset_request.hours_taken` when an hour is taken on all units: nothing is booked.
    """
    span = span_of(request)
    if span is None:
        raise RuleViolation("asset_request.dates_needed")
    db.session.flush()
    _take_turns(request.asset_id)
    hours = hours_asked(span, timetable_of(request.asset))
    taken = _taken_units(request.asset_id, hours)
    rows = []
    for hour in hours:
        unit = free_unit(taken.get(hour, ()), request.asset.capacity_units)
        if unit is None:
            raise _taken(hour)
        rows.append({"asset_id": request.asset_id, "hour": hour, "unit": unit, "request_id": request.id})
    try:
        with db.session.begin_nested():
            db.session.execute(sa.insert(BookedHour).values(rows))
    except IntegrityError as error:  # the key is the last judge, should somebody write past the lock
        raise _taken(hours[0]) from error
    return len(rows)


def check_free(request: AssetRequest) -> None:
    """Raises RuleViolation when an hour asked for cannot be booked or is taken; books nothing."""
    span = span_of(request)
    if span is None:
        raise RuleViolation("asset_request.dates_needed")
    hours = hours_asked(span, timetable_of(request.asset))
    taken = _taken_units(request.asset.id, hours)
    for hour in hours:
        if free_unit(taken.get(hour, ()), request.asset.capacity_units) is None:
            raise _taken(hour)


def release(request: AssetRequest) -> None:
    """Free all hours that are booked for the request."""
    db.session.flush()
    _take_turns(request.asset_id)
    db.session.execute(sa.delete(BookedHour).where(BookedHour.request_id == request.id))


def booked_minutes(request: AssetRequest, day: date) -> int:
    """Minutes of `day` that are booked for the request."""
    within = BookedHour.hour.between(hour_number(day, 0), hour_number(day, 23))
    statement = sa.select(sa.func.count()).where(BookedHour.request_id == request.id, within)
    return 60 * (db.session.scalar(statement) or 0)


def _take_turns(asset_id: int) -> None:
    """Let those who book the same asset go one after the other, so that nobody is told of a clash that was none."""
    db.session.execute(sa.select(Asset.id).where(Asset.id == asset_id).with_for_update()).all()


def _taken_units(asset_id: int, hours: list[int]) -> dict[int, set[int]]:
    found: dict[int, set[int]] = {}
    statement = sa.select(BookedHour.hour, BookedHour.unit).where(
        BookedHour.asset_id == asset_id, BookedHour.hour.between(hours[0], hours[-1])
    )
    for hour, unit in db.session.execute(statement):
        found.setdefault(hour, set()).add(unit)
    return found


def _taken(hour: int) -> RuleViolation:
    day, at = place_of(hour)
    return RuleViolation("asset_request.hours_taken", day=day.isoformat(), hour=f"{at:02}:00")
