"""A listing that a search found, with its rows."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import cache

from matchmaker.opportunities.models import Opportunity
from matchmaker.organisations.models import Organisation
from matchmaker.organisations.presenting import redactor_of
from matchmaker.organisations.rules import Tier


@dataclass(frozen=True, slots=True)
class Listed:
    """An opportunity, or without one the profile of the organisation, and how much of it the reader sees.

    `tell` strikes out of a text what the reader may not know.
    """

    organisation: Organisation
    opportunity: Opportunity | None
    tier: Tier
    tell: Callable[[str], str]


def listed(organisation: Organisation, opportunity: Opportunity | None, tier: Tier) -> Listed:
    """A listing for a reader who has reached `tier`. Each text is struck once, however often it is looked at."""
    tell = _as_it_is if tier >= Tier.NAMED else cache(redactor_of(organisation))
    return Listed(organisation, opportunity, tier, tell)


def _as_it_is(text: str) -> str:
    return text
