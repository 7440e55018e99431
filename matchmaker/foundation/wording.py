"""What people read for each refusal code, in their language."""

from collections.abc import Mapping

from flask_babel import LazyString
from flask_babel import lazy_gettext as _l

from matchmaker.foundation.errors import RuleViolation

_WORDING: dict[str, LazyString] = {
    "not_found": _l("This page does not exist, or it is not open to you."),
    "forbidden": _l("Your account does not have the right to do this."),
    "changed_meanwhile": _l(
        "Somebody else changed this while you were looking at it. Check the new state and try again."
    ),
}


def add_wording(entries: Mapping[str, LazyString]) -> None:
    """Register the refusal wordings of a room, code to sentence with named placeholders."""
    _WORDING.update(entries)


def known_codes() -> frozenset[str]:
    """All codes that have a wording."""
    return frozenset(_WORDING)


def say(error: RuleViolation) -> str:
    """The sentence for `error` in the reader's language; KeyError for a code without wording is a bug to be seen."""
    return str(_WORDING[error.code]) % error.details
