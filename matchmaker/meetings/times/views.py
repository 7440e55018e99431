"""The page on which people say when they can meet."""

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from matchmaker.accounts.sessions import me
from matchmaker.foundation.access import require
from matchmaker.foundation.database import now, transaction
from matchmaker.foundation.permissions import Permission
from matchmaker.meetings.times import availability
from matchmaker.meetings.times.finding import hours
from matchmaker.meetings.times.forms import ExceptionForm, WeekForm, weekday_name
from matchmaker.meetings.times.reading import place_of
from matchmaker.meetings.times.slots import OFFICE_WINDOWS
from matchmaker.meetings.times.zones import local

bp = Blueprint("availability", __name__, url_prefix="/availability")


@bp.route("", methods=["GET", "POST"])
@require(Permission.MEETING_USE)
def week() -> ResponseReturnValue:
    """Hours of the week; days that are other than most are below."""
    form = WeekForm()
    if request.method == "GET":
        form.fill(availability.windows_of(me().id) or OFFICE_WINDOWS)
    elif form.validate():
        with transaction():
            availability.keep_week(me(), form.windows())
        flash(_("Your hours are saved. Meetings that are confirmed stay as they are."), "success")
        return redirect(url_for("availability.week"))
    return _page(form, ExceptionForm(formdata=None))


@bp.post("/exceptions")
@require(Permission.MEETING_USE)
def add_exception() -> ResponseReturnValue:
    """Note a day that is other than most."""
    form = ExceptionForm()
    if form.validate():
        with transaction():
            availability.add_exception(me(), form.deviation())
        flash(_("The day is noted."), "success")
        return redirect(url_for("availability.week"))
    weekly = WeekForm(formdata=None)
    weekly.fill(availability.windows_of(me().id) or OFFICE_WINDOWS)
    return _page(weekly, form)


@bp.post("/exceptions/<int:exception_id>/remove")
@require(Permission.MEETING_USE)
def remove_exception(exception_id: int) -> ResponseReturnValue:
    """Take such a day back."""
    with transaction():
        availability.remove_exception(me(), exception_id)
    flash(_("Taken back."), "success")
    return redirect(url_for("availability.week"))


def _page(form: WeekForm, exception: ExceptionForm) -> ResponseReturnValue:
    user = me()
    today = local(now(), user.time_zone)
    page = render_template(
        "meetings/availability.html", form=form, exception=exception, zone=place_of(user.time_zone), here=today,
        names=[weekday_name(day) for day in range(7)], entered=bool(availability.windows_of(user.id)), hours=hours,
        exceptions=availability.exceptions_of(user.id, since=today.date()),
    )  # fmt: skip
    return page, 422 if form.errors or exception.errors else 200
