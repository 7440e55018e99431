"""Pages that stand twice: for members, and under `/staff` for staff. The reader decides what they show."""

from collections.abc import Callable
from functools import wraps
from typing import Concatenate, Generic, ParamSpec, TypeVar

from flask import Blueprint
from flask.typing import ResponseReturnValue

from matchmaker.foundation.access import actor, require
from matchmaker.foundation.permissions import Permission
from matchmaker.organisations.readers import Reader
from matchmaker.organisations.service import get_own

P = ParamSpec("P")
R = TypeVar("R", bound=Reader)
Page = Callable[Concatenate[R, P], ResponseReturnValue]


class Twofold(Generic[R]):
    """Two blueprints with the same pages, for holders of `own` and, under `/staff`, of `broker`.

    `reader` makes what the pages get as their first argument.
    """

    def __init__(self, name: str, own: Permission, broker: Permission, reader: type[R]) -> None:
        self.bp = Blueprint(name, __name__)
        self.staff_bp = Blueprint(f"{name}_staff", __name__, url_prefix="/staff")
        self._reader = reader
        self._sides = ((self.bp, own, self.member), (self.staff_bp, broker, self.staff))

    def member(self) -> R:
        """The member who asks. Raises RuleViolation when it speaks for no organisation yet."""
        return self._reader(actor(), get_own(actor().user_id))

    def staff(self) -> R:
        """The member of staff who asks."""
        return self._reader(actor())

    def on_both(self, rule: str, *methods: str) -> Callable[[Page[R, P]], Page[R, P]]:
        """Serve a page to members at `rule` and to staff at `/staff` + `rule`; its first argument is the reader."""

        def add(page: Page[R, P]) -> Page[R, P]:
            for blueprint, permission, reader in self._sides:
                view = require(permission)(_with(page, reader))
                blueprint.add_url_rule(rule, page.__name__, view, methods=list(methods) or ["GET"])
            return page

        return add


def _with(page: Page[R, P], reader: Callable[[], R]) -> Callable[P, ResponseReturnValue]:
    @wraps(page)
    def view(*args: P.args, **kwargs: P.kwargs) -> ResponseReturnValue:
        return page(reader(), *args, **kwargs)

    del view.__wrapped__  # the reader is no argument of the route
    return view
