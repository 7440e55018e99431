"""Who is signed in: the session cookie, Flask-Login, and the short time between password and code."""

import time
from typing import Any

from flask import Flask, g, session
from flask_login import LoginManager, login_user, logout_user

from matchmaker.accounts.models import User
from matchmaker.accounts.rules import SECOND_STEP_WITHIN
from matchmaker.foundation.access import actor
from matchmaker.foundation.database import db

login_manager = LoginManager()
_PENDING = "second_step"
_SETUP = "second_factor_setup"


def load(identity: str) -> User | None:
    """The person of a session cookie, unless the cookie is older than the last password change."""
    user_id, _, version = identity.partition(".")
    if not (user_id.isascii() and user_id.isdigit() and version.isascii() and version.isdigit()):
        return None
    user = db.session.get(User, int(user_id))
    if user is None or not user.is_active or user.session_version != int(version):
        return None
    return user


def me() -> User:
    """The person who is signed in, on a route that is not public. Raises Forbidden when nobody is."""
    return db.session.get_one(User, actor().user_id)


def begin(user: User) -> None:
    """Sign `user` in with a session made anew, so that a planted cookie is worth nothing."""
    _start_anew()
    session.permanent = True
    login_user(user)
    g.pop("actor", None)


def end() -> None:
    """Sign out."""
    logout_user()
    _start_anew()
    g.pop("actor", None)


def read_in(locale: str) -> None:
    """Show pages in the language that was chosen in the settings, also where another was chosen on a page before."""
    session["locale"] = locale


def _start_anew() -> None:
    locale = session.get("locale")
    session.clear()
    if locale:
        session["locale"] = locale


def await_code(user: User, *, next_path: str | None) -> None:
    """Remember that the password of `user` was right and the code is to follow within `SECOND_STEP_WITHIN`."""
    _start_anew()
    session[_PENDING] = {"who": user.get_id(), "at": int(time.time()), "next": next_path}


def awaited() -> tuple[User, str | None] | None:
    """Whose code is awaited and where they wanted to go; None when nobody's, or when it took too long."""
    pending: dict[str, Any] | None = session.get(_PENDING)
    if pending is None or time.time() - pending["at"] > SECOND_STEP_WITHIN.total_seconds():
        session.pop(_PENDING, None)
        return None
    user = load(pending["who"])
    return None if user is None else (user, pending["next"])


def begin_setup(sealed: str, *, proved: bool) -> None:
    """Keep the sealed secret of a second factor that is being set up.

    `proved` tells that the person gave password and code of the present one, which it may then replace.
    """
    session[_SETUP] = {"sealed": sealed, "proved": proved}


def setup_secret(user: User) -> str | None:
    """The sealed secret that is being set up, if there is one that `user` may put in force."""
    kept: dict[str, Any] | None = session.get(_SETUP)
    if kept is None or (user.has_second_factor and not kept["proved"]):
        return None
    sealed: str = kept["sealed"]
    return sealed


def end_setup() -> None:
    """Forget the secret that was being set up."""
    session.pop(_SETUP, None)


def init_app(app: Flask) -> None:
    """Let Flask-Login load people."""
    login_manager.user_loader(load)
    login_manager.init_app(app)
