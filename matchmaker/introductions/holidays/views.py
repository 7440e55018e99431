"""The page on which the agency enters holidays."""

from flask import Blueprint, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from matchmaker.foundation.access import actor, require
from matchmaker.foundation.database import transaction
from matchmaker.foundation.permissions import Permission
from matchmaker.introductions.holidays import service
from matchmaker.introductions.holidays.forms import HolidayForm
from matchmaker.organisations import days

bp = Blueprint("holidays", __name__, url_prefix="/staff/holidays")


@bp.route("", methods=["GET", "POST"])
@require(Permission.HOLIDAY_MANAGE)
def index() -> ResponseReturnValue:
    """Holidays that were entered, and the form for another."""
    form = HolidayForm()
    if form.validate_on_submit():
        with transaction():
            service.enter(
                form.country.data, form.day.data, name_ko=form.name_ko.data or "", name_en=form.name_en.data or "",
                staff=actor(),
            )  # fmt: skip
        flash(_("The holiday is entered. Every due day counts it from now on."), "success")
        return redirect(url_for("holidays.index"))
    today = days.today()
    page = render_template(
        "introductions/holidays.html", form=form, holidays=service.upcoming(today.replace(month=1, day=1))
    )
    return page, 422 if form.errors else 200


@bp.post("/<int:holiday_id>/remove")
@require(Permission.HOLIDAY_MANAGE)
def remove(holiday_id: int) -> ResponseReturnValue:
    """Take a holiday out again."""
    with transaction():
        service.remove(holiday_id, staff=actor())
    flash(_("The holiday is removed."), "success")
    return redirect(url_for("holidays.index"))
