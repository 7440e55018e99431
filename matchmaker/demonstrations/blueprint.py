"""The pages of this room stand twice: for members, and under `/staff` for staff. The reader decides what they show."""

from collections.abc import Callable
from functools import wraps
from typing import Concatenate, ParamSpec

from flask import Blueprint
from flask.typing import ResponseReturnValue

from matchmaker.foundation.access import require
from matchmaker.foundation.permissions import Permission
from matchmaker.outcomes.blueprint import member, staff
from matchmaker.outcomes.sight import Reader

P = ParamSpec("P")
Page = Callable[Concatenate[Reader, P], ResponseReturnValue]

bp = Blueprint("demonstrations", __name__)
staff_bp = Blueprint("demonstrations_staff", __name__, url_prefix="/staff")


def on_both(rule: str, *methods: str) -> Callable[[Page[P]], Page[P]]:
    """Serve a page to members at `rule` and to staff at `/staff` + `rule`; its first argument is the reader."""

    def add(page: Page[P]) -> Page[P]:
        for blueprint, permission, reader in (
            (bp, Permission.DEMONSTRATION_OWN, member), (staff_bp, Permission.DEMONSTRATION_BROKER, staff),
        ):  # fmt: skip
            view = require(permission)(_with(page, reader))
            blueprint.add_url_rule(rule, page.__name__, view, methods=list(methods) or ["GET"])
        return page

    return add


def _with(page: Page[P], reader: Callable[[], Reader]) -> Callable[P, ResponseReturnValue]:
    @wraps(page)
    def view(*args: P.args, **kwargs: P.kwargs) -> ResponseReturnValue:
        return page(reader(), *args, **kwargs)

    del view.__wrapped__  # the reader is no argument of the route
    return view
