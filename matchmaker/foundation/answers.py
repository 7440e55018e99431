"""Errors are answered once, here: a page for people in their language, never a bare trace."""

import structlog
from flask import Flask, current_app, render_template
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_wtf.csrf import CSRFError
from sqlalchemy.exc import DBAPIError
from sqlalchemy.orm.exc import StaleDataError
from werkzeug.exceptions import HTTPException

from matchmaker.foundation.database import db, lost_a_race
from matchmaker.foundation.errors import RuleViolation
from matchmaker.foundation.wording import say

log = structlog.get_logger()
PAGES = frozenset({400, 403, 404, 409, 413, 429, 500})


def answer(status: int, message: str | None = None) -> ResponseReturnValue:
    """The error page for `status`, with a sentence of its own if there is one."""
    page = status if status in PAGES else 400 if status < 500 else 500
    return render_template(f"errors/{page}.html", message=message), status


def rule_violation(error: RuleViolation) -> ResponseReturnValue:
    """A refusal of the rules."""
    db.session.rollback()
    return answer(error.status, say(error))


def changed_meanwhile(_error: StaleDataError) -> ResponseReturnValue:
    """Two people changed one row at once: the first won, the second is told."""
    db.session.rollback()
    return answer(409, say(RuleViolation("changed_meanwhile")))


def database_refused(error: DBAPIError) -> ResponseReturnValue:
    """The constraints decided between two who wrote at once, or the database broke their deadlock; the rest is a bug.

    Raises `error` again under test for whatever has another cause.
    """
    db.session.rollback()
    if not lost_a_race(error):
        if current_app.testing:
            raise error
        return crash(error)
    log.warning("request.lost_a_race", error=type(error.orig).__name__)
    return answer(409, say(RuleViolation("changed_meanwhile")))


def missing_token(_error: CSRFError) -> ResponseReturnValue:
    """A form sent without its token, most often from a page left open after signing out."""
    return answer(400, _("This form has expired. Go back, reload the page and send it again."))


def http_error(error: HTTPException) -> ResponseReturnValue:
    """Any other refusal by the framework; redirects pass through."""
    if error.code is None or error.code < 400:
        return error
    return answer(error.code)


def crash(_error: Exception) -> ResponseReturnValue:
    """A bug: logged whole, told in one sentence."""
    db.session.rollback()
    log.exception("request.crashed")
    return answer(500)


def init_app(app: Flask) -> None:
    """Answer every error of `app`."""
    app.register_error_handler(RuleViolation, rule_violation)
    app.register_error_handler(StaleDataError, changed_meanwhile)
    app.register_error_handler(DBAPIError, database_refused)
    app.register_error_handler(CSRFError, missing_token)
    app.register_error_handler(HTTPException, http_error)
    if not app.testing:
        app.register_error_handler(Exception, crash)
