"""The feed, and the page on which a person makes, renews and closes its address."""

import hashlib

from flask import Blueprint, Response, flash, make_response, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from matchmaker.accounts import sessions
from matchmaker.accounts.passwords import digest
from matchmaker.foundation.access import public, require
from matchmaker.foundation.database import transaction
from matchmaker.foundation.limits import limiter
from matchmaker.foundation.permissions import Permission
from matchmaker.meetings.calendars import feeds

bp = Blueprint("calendars", __name__, url_prefix="/calendar")
FEED_LIMIT = "120 per hour"
"""Reads of one address: programs ask every few minutes at most."""


def _asked() -> str:
    return digest(str((request.view_args or {}).get("secret", "")))


@bp.get("/<secret>.ics")
@limiter.limit(FEED_LIMIT, key_func=_asked)
@public
def feed(secret: str) -> ResponseReturnValue:
    """A person's meetings for the person's calendar program, which knows the secret."""
    data = feeds.feed_file(feeds.owner_of(secret))
    response: Response = make_response(data)
    response.headers["Content-Type"] = "text/calendar; charset=utf-8"
    response.headers["Content-Disposition"] = 'inline; filename="meetings.ics"'
    response.headers["Cache-Control"] = "private, no-cache"
    response.headers["X-Robots-Tag"] = "noindex"
    response.set_etag(hashlib.sha256(data).hexdigest())
    return response.make_conditional(request)


@bp.get("")
@require(Permission.MEETING_USE)
def show() -> ResponseReturnValue:
    """How to see one's meetings in one's own calendar."""
    address = feeds.address_of(sessions.me())
    without_scheme = address.partition("://")[2] if address else ""
    return render_template("meetings/calendars/show.html", address=address, webcal=f"webcal://{without_scheme}")


@bp.post("/renew")
@require(Permission.MEETING_USE)
def renew() -> ResponseReturnValue:
    """A new address."""
    with transaction():
        feeds.renew(sessions.me())
    flash(_("Your calendar address is ready. An earlier one no longer works."), "success")
    return redirect(url_for("calendars.show"))


@bp.post("/revoke")
@require(Permission.MEETING_USE)
def revoke() -> ResponseReturnValue:
    """No address any more."""
    with transaction():
        feeds.revoke(sessions.me())
    flash(_("The calendar address is closed."), "success")
    return redirect(url_for("calendars.show"))
