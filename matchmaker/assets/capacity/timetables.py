"""The timetable of an asset as its rows say, and how it was used by month."""

from collections import defaultdict
from collections.abc import Collection, Sequence
from datetime import date

import sqlalchemy as sa

from matchmaker.assets.capacity.rules import (
    Timetable,
    Use,
    bookable_hours,
    hour_number,
    last_of_month,
    months_before,
)
from matchmaker.assets.models import Asset
from matchmaker.assets.requests.models import AssetUse, BookedHour
from matchmaker.assets.rules import LegalStatus, parse_published_date
from matchmaker.foundation.database import db
from matchmaker.foundation.working_days import holiday_name


def timetable_of(asset: Asset) -> Timetable:
    """When `asset` can be booked: its hours, less its closed days and Korea's public holidays."""
    week: dict[int, frozenset[int]] = {}
    for row in asset.hours:
        week[row.weekday] = week.get(row.weekday, frozenset()) | frozenset(range(row.first_hour, row.end_hour))
    return Timetable(week, tuple((row.first_day, row.last_day) for row in asset.closures), is_holiday)


def is_holiday(day: date) -> bool:
    """Whether `day` is a public holiday in Korea."""
    return holiday_name(day, "KR", "en") is not None


def taken_between(asset: Asset, first: date, last: date) -> dict[int, int]:
    """How many units are booked in each hour from `first` to `last`, by hour number."""
    within = BookedHour.hour.between(hour_number(first, 0), hour_number(last, 23))
    statement = (
        sa.select(BookedHour.hour, sa.func.count())
        .where(BookedHour.asset_id == asset.id, within)
        .group_by(BookedHour.hour)
    )
    return dict(iter(db.session.execute(statement)))


def usage(assets: Sequence[Asset], today: date, *, months: int = 12) -> dict[int, list[Use]]:
    """How each of `assets` was used in the months that end with the month of `today`, by asset id."""
    firsts = months_before(today, months)
    used = _used_minutes([asset.id for asset in assets], firsts[0])
    return {
        asset.id: [
            Use(first, _bookable(asset, first, today), used[asset.id, first] / 60, asset.utilisation_target)
            for first in firsts
        ]
        for asset in assets
    }


def _used_minutes(asset_ids: Collection[int], since: date) -> defaultdict[tuple[int, date], int]:
    found: defaultdict[tuple[int, date], int] = defaultdict(int)
    statement = sa.select(AssetUse.asset_id, AssetUse.day, sa.func.sum(AssetUse.minutes)).where(
        AssetUse.asset_id.in_(asset_ids), AssetUse.day >= since
    )
    for asset_id, day, minutes in db.session.execute(statement.group_by(AssetUse.asset_id, AssetUse.day)):
        found[asset_id, day.replace(day=1)] += minutes
    return found


def _bookable(asset: Asset, first: date, today: date) -> int:
    """Bookable hours of a month as far as it has gone by, of what is open, since it opened."""
    if asset.legal_status is not LegalStatus.OPEN:
        return 0
    published = parse_published_date(asset.available_from)
    begin = max(first, published.first_day()) if published else first
    return bookable_hours(begin, min(last_of_month(first), today), timetable_of(asset), units=asset.capacity_units)
