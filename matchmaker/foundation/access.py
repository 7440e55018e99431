"""Marks on routes: what each needs. Unmarked routes are refused, and a test finds them."""

from collections.abc import Callable
from typing import ParamSpec, TypeVar

from flask import Flask, abort, current_app, flash, g, has_request_context, redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_login import current_user

from matchmaker.foundation.errors import Forbidden
from matchmaker.foundation.permissions import Actor, Permission

P = ParamSpec("P")
R = TypeVar("R")

PUBLIC = "public"
_NEEDS = "access_needs"
_WITHOUT_SECOND_FACTOR = "access_without_second_factor"


def public(view: Callable[P, R]) -> Callable[P, R]:
    """Mark a route as open to everybody."""
    setattr(view, _NEEDS, PUBLIC)
    return view


def require(
    permission: Permission, *, without_second_factor: bool = False
) -> Callable[[Callable[P, R]], Callable[P, R]]:
    """Mark a route as needing `permission`; put it directly above the function, below `bp.route`.

    `without_second_factor` opens the page to staff who have yet to set theirs up.
    """

    def mark(view: Callable[P, R]) -> Callable[P, R]:
        setattr(view, _NEEDS, permission)
        setattr(view, _WITHOUT_SECOND_FACTOR, without_second_factor)
        return view

    return mark


def needs_of(view: Callable[..., object]) -> Permission | str | None:
    """The mark of `view`: a permission, `PUBLIC`, or None when it was forgotten."""
    return getattr(view, _NEEDS, None)


def actor() -> Actor:
    """Who asks, on a route that is not public. Raises Forbidden when nobody is signed in."""
    found: Actor | None = maybe_actor()
    if found is None:
        raise Forbidden("forbidden")
    return found


def maybe_actor() -> Actor | None:
    """Who asks, if anybody is signed in."""
    if "actor" not in g:
        asked = has_request_context() and current_user.is_authenticated
        g.actor = current_user.as_actor() if asked else None
    found: Actor | None = g.actor
    return found


def check_access() -> ResponseReturnValue | None:
    """Before every request: let it pass, send to sign-in, or refuse."""
    if request.endpoint is None or request.endpoint == "static":
        return None
    view = current_app.view_functions[request.endpoint]
    needs = needs_of(view)
    if needs == PUBLIC:
        if _lacks_second_factor(maybe_actor()):
            g.actor = None  # half signed in: sees what visitors see
        return None
    if needs is None:
        abort(404)
    asker = maybe_actor()
    if asker is None:
        return _to_sign_in()
    if not asker.may(Permission(needs)):
        raise Forbidden("forbidden")
    if _lacks_second_factor(asker) and not getattr(view, _WITHOUT_SECOND_FACTOR):
        return redirect(url_for("accounts.second_factor"))
    return None


def _lacks_second_factor(asker: Actor | None) -> bool:
    """Whether the asker is staff whose second factor is yet to be set up."""
    return asker is not None and asker.is_staff and not current_user.has_second_factor


def _to_sign_in() -> ResponseReturnValue:
    """The sign-in page, which leads back to the page asked for."""
    flash(_("Sign in to open this page."), "info")
    wanted = request.script_root + request.full_path.rstrip("?") if request.method == "GET" else None
    return redirect(url_for("accounts.sign_in", next=wanted))


def init_app(app: Flask) -> None:
    """Check every request of `app`."""
    app.before_request(check_access)
