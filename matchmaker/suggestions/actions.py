"""What a reader can do with a pair beyond this room: rooms downstream register their buttons here."""

from collections.abc import Callable
from dataclasses import dataclass

import sqlalchemy as sa
from sqlalchemy.orm import InstrumentedAttribute

from matchmaker.organisations.models import Organisation


@dataclass(frozen=True, slots=True)
class PairAction:
    """A button: its label, the page it leads to, and its look (`primary`, `secondary`, `tertiary`, `text`)."""

    label: str
    url: str
    kind: str = "secondary"


MakeAction = Callable[[Organisation, Organisation], PairAction | None]

_MEMBER: list[MakeAction] = []
_STAFF: list[MakeAction] = []


def add_pair_action(make: MakeAction, *, for_staff: bool = False) -> None:
    """Offer the button that `make(viewer's organisation, candidate)` gives, if any, on the page of a pair.

    With `for_staff` it stands on the staff page of the pair instead. Registered twice, it is offered once.
    """
    registered = _STAFF if for_staff else _MEMBER
    if make not in registered:
        registered.append(make)


def pair_actions(organisation: Organisation, candidate: Organisation, *, for_staff: bool = False) -> list[PairAction]:
    """The buttons of a pair, in the order of their registration."""
    made = (make(organisation, candidate) for make in (_STAFF if for_staff else _MEMBER))
    return [action for action in made if action is not None]


IdColumn = InstrumentedAttribute[int]
IsHandled = Callable[[IdColumn, IdColumn], sa.ColumnElement[bool]]

_HANDLED: list[IsHandled] = []


def add_handled(is_handled: IsHandled) -> None:
    """Tell when a pair needs no more attention: `is_handled(id column, other id column)` is a condition on it.

    The overview of the best pairs leaves such pairs out when staff ask for new ones only.
    """
    if is_handled not in _HANDLED:
        _HANDLED.append(is_handled)


def handled(one: IdColumn, other: IdColumn) -> list[sa.ColumnElement[bool]]:
    """All conditions that mean that a pair is being dealt with downstream."""
    return [is_handled(one, other) for is_handled in _HANDLED]
