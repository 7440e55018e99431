"""The home page: what the gateway is for visitors, what to do today for members, the desk for staff."""

from flask import render_template
from flask.typing import ResponseReturnValue

from matchmaker.accounts.sessions import me
from matchmaker.foundation.access import maybe_actor, public
from matchmaker.foundation.database import now
from matchmaker.foundation.i18n import locale
from matchmaker.foundation.permissions import Actor
from matchmaker.introductions.blueprint import bp
from matchmaker.introductions.home import figures as home
from matchmaker.introductions.home.front import front_page
from matchmaker.introductions.panels import links, todos_of
from matchmaker.organisations.service import organisation_of


@bp.get("/", endpoint="home")
@public
def home_page() -> ResponseReturnValue:
    """The home page of whoever opens it."""
    reader = maybe_actor()
    if reader is None:
        return front_page()
    return _desk(reader) if reader.is_staff else _today(reader)


def _today(reader: Actor) -> ResponseReturnValue:
    organisation = organisation_of(reader.user_id)
    if organisation is None:
        return render_template("introductions/home_member.html", today=None)
    todos = todos_of(me(), organisation)
    today = home.today(organisation, now(), locale())
    return render_template("introductions/home_member.html", today=today, todos=todos, links=links())


def _desk(reader: Actor) -> ResponseReturnValue:
    desk = home.desk(reader, now(), locale())
    return render_template("introductions/home_staff.html", desk=desk, todos=todos_of(me(), None))
