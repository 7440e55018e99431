"""The calendar of an asset, which everybody may see, and how well assets are used."""

import re
from datetime import date, timedelta

from flask import Blueprint, render_template, request
from flask.typing import ResponseReturnValue

from matchmaker.assets import queries
from matchmaker.assets.capacity.rules import calendar_of, last_of_month, months_before
from matchmaker.assets.capacity.timetables import is_holiday, taken_between, timetable_of, usage
from matchmaker.assets.requests import sight
from matchmaker.assets.requests.views import reader_now
from matchmaker.foundation.access import public, require
from matchmaker.foundation.database import db
from matchmaker.foundation.errors import NotFound
from matchmaker.foundation.permissions import Permission
from matchmaker.organisations.days import today as day_in_korea

bp = Blueprint("asset_capacity", __name__)
_MONTH = re.compile(r"(20[0-9]{2})-(0[1-9]|1[0-2])")


@bp.get("/assets/<key>/calendar")
@public
def calendar(key: str) -> ResponseReturnValue:
    """A month of an asset: which hours can be booked, which are free, and why days are closed."""
    asset = db.session.scalars(queries.with_timetables(queries.whole(key))).first()
    if asset is None:
        raise NotFound("not_found")
    today = day_in_korea()
    first = _month(request.args.get("month", ""), today)
    last = last_of_month(first)
    days = calendar_of(first, last, timetable_of(asset), taken_between(asset, first, last), units=asset.capacity_units)
    weeks = [[None] * first.weekday() + days[: 7 - first.weekday()]]
    rest = days[7 - first.weekday() :]
    weeks += [[*rest[n : n + 7]] for n in range(0, len(rest), 7)]
    return render_template(
        "assets/capacity/calendar.html", asset=asset, weeks=weeks, first=first, today=today, is_holiday=is_holiday,
        before=months_before(first, 2)[0], after=last + timedelta(days=1),
        closures=[row for row in asset.closures if row.first_day <= last and row.last_day >= first],
        bookable=sum(day.bookable for day in days), taken=sum(day.taken for day in days),
    )  # fmt: skip


def _month(text: str, today: date) -> date:
    """The first day of the month asked for; of this month for anything that is none."""
    found = _MONTH.fullmatch(text)
    return date(int(found[1]), int(found[2]), 1) if found and text.isascii() else today.replace(day=1)


@bp.get("/asset-utilisation")
@require(Permission.ASSET_HANDLE)
def utilisation() -> ResponseReturnValue:
    """Used of bookable hours by month, of the assets whose requests the reader handles."""
    today = day_in_korea()
    assets = db.session.scalars(queries.with_timetables(sight.handled_assets(reader_now()))).all()
    months = usage(assets, today)
    bookable = [asset for asset in assets if asset.hours]
    return render_template(
        "assets/capacity/utilisation.html", assets=bookable, months=months, silent=len(assets) - len(bookable),
    )  # fmt: skip
