"""Meetings in a broker's care."""

from flask import Blueprint, render_template, request
from flask.typing import ResponseReturnValue

from matchmaker.accounts.sessions import me
from matchmaker.foundation.access import actor, require
from matchmaker.foundation.database import now
from matchmaker.foundation.paging import Page, paginate
from matchmaker.foundation.permissions import Permission
from matchmaker.meetings import queries
from matchmaker.meetings.forms import FilterForm
from matchmaker.meetings.presenting import lines

bp = Blueprint("meetings_staff", __name__, url_prefix="/staff/meetings")


@bp.get("")
@require(Permission.MEETING_BROKER)
def index() -> ResponseReturnValue:
    """All meetings in care, filtered."""
    form, moment = FilterForm(request.args), now()
    state, whose = (form.state.data or "", form.whose.data or "") if form.validate() else ("", "")
    statement = queries.in_care_of(actor())
    if whose == "mine":
        statement = queries.owned_by(statement, actor().user_id)
    elif whose == "attend":
        statement = queries.attended_by(statement, actor().user_id)
    found = paginate(queries.whole(queries.of_filter(statement, state=state, moment=moment)))
    page = Page(lines(found.rows, None, me().time_zone, moment), found.number, found.total, found.per_page)
    return render_template("meetings/staff_index.html", page=page, form=form)
