"""Pages that stand twice: for members, and under `/staff` for staff. The reader decides what they show."""

from collections.abc import Callable
from functools import wraps
from typing import Concatenate, ParamSpec

from flask import Blueprint
from flask.typing import ResponseReturnValue

from matchmaker.foundation.access import actor, require
from matchmaker.foundation.permissions import Permission
from matchmaker.organisations.service import get_own
from matchmaker.outcomes.sight import Reader

P = ParamSpec("P")
Page = Callable[Concatenate[Reader, P], ResponseReturnValue]


def member() -> Reader:
    """The member who asks. Raises RuleViolation when it speaks for no organisation yet."""
    return Reader(actor(), get_own(actor().user_id))


def staff() -> Reader:
    """The member of staff who asks."""
    return Reader(actor())


class Twofold:
    """Two blueprints with the same pages, for holders of `own` and, under `/staff`, of `broker`."""

    def __init__(self, name: str, own: Permission, broker: Permission) -> None:
        self.bp = Blueprint(name, __name__)
        self.staff_bp = Blueprint(f"{name}_staff", __name__, url_prefix="/staff")
        self._sides = ((self.bp, own, member), (self.staff_bp, broker, staff))

    def on_both(self, rule: str, *methods: str) -> Callable[[Page[P]], Page[P]]:
        """Serve a page to members at `rule` and to staff at `/staff` + `rule`; its first argument is the reader."""

        def add(page: Page[P]) -> Page[P]:
            for blueprint, permission, reader in self._sides:
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


pages = Twofold("calls", Permission.CALL_OWN, Permission.CALL_BROKER)
bp, staff_bp, on_both = pages.bp, pages.staff_bp, pages.on_both
