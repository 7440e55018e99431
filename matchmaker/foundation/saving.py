"""Doing what a form asks: what the rules refuse is said in the form, beside what was typed."""

from collections.abc import Callable, Collection

from matchmaker.foundation.database import transaction
from matchmaker.foundation.errors import RuleViolation
from matchmaker.foundation.forms import Form
from matchmaker.foundation.wording import say

PASSES = frozenset({"changed_meanwhile", "forbidden", "not_found"})
"""Refusals that have a page of their own: nothing typed anew would mend them."""


class RefusalsIn:
    """Says in `form` what the rules refuse within the block, and lets go on after it; refusals in `passes` pass."""

    def __init__(self, form: Form, *, passes: Collection[str] = PASSES) -> None:
        self._form, self._passes = form, passes

    def __enter__(self) -> None:
        """Nothing is to be done before."""

    def __exit__(self, _kind: object, error: BaseException | None, _trace: object) -> bool:
        """Whether `error` is told in the form."""
        if not isinstance(error, RuleViolation) or error.code in self._passes:
            return False
        self._form.form_errors.append(say(error))
        return True


def saved(form: Form, work: Callable[[], object], *, passes: Collection[str] = PASSES) -> bool:
    """Do `work` in a transaction; whether it was done. If not, `form` says why, as in `RefusalsIn`."""
    with RefusalsIn(form, passes=passes):
        with transaction():
            work()
        return True
    return False
