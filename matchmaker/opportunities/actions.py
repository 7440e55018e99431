"""What a reader can do about somebody else's opportunity: rooms downstream add their actions here."""

from collections.abc import Callable
from typing import NamedTuple

from matchmaker.opportunities.models import Opportunity
from matchmaker.organisations.models import Organisation


class OpportunityAction(NamedTuple):
    """A link drawn as a button; `kind` as in the template macros (`primary`, `secondary`, ...)."""

    label: str
    url: str
    kind: str = "primary"


Maker = Callable[[Organisation, Opportunity], OpportunityAction | None]
_MAKERS: list[Maker] = []


def add_opportunity_action(make: Maker) -> None:
    """Register an action; `make` is asked with the reader's organisation and the opportunity, None hides it."""
    if make not in _MAKERS:
        _MAKERS.append(make)


def actions_for(viewer: Organisation, opportunity: Opportunity) -> list[OpportunityAction]:
    """The actions open to `viewer`, in the order of registration."""
    return [action for make in _MAKERS if (action := make(viewer, opportunity)) is not None]


OwnerMaker = Callable[[Opportunity, bool], OpportunityAction | None]
_OWNER_MAKERS: list[OwnerMaker] = []


def add_owner_action(make: OwnerMaker) -> None:
    """Register an action on the owner's own page, and on that of staff: `make` is told which of the two it is."""
    if make not in _OWNER_MAKERS:
        _OWNER_MAKERS.append(make)


def owner_actions(opportunity: Opportunity, *, for_staff: bool = False) -> list[OpportunityAction]:
    """The actions on the page of the owner, or of staff, in the order of registration."""
    return [action for make in _OWNER_MAKERS if (action := make(opportunity, for_staff)) is not None]
