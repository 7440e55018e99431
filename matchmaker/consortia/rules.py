"""States of a consortium and what a team needs before it is turned into introductions."""

from enum import StrEnum

from matchmaker.foundation.errors import RuleViolation

MOST_MEMBERS = 6
NOTE_MAX = 1000


class ConsortiumState(StrEnum):
    """Where a consortium stands."""

    DRAFT = "draft"
    INTRODUCED = "introduced"
    DROPPED = "dropped"


def check_draft(state: ConsortiumState) -> None:
    """Raise RuleViolation unless the team may still be changed."""
    if state is not ConsortiumState.DRAFT:
        raise RuleViolation("consortium.not_draft")


def check_size(members: int) -> None:
    """Raise RuleViolation when a team has no member, or too many."""
    if not 1 <= members <= MOST_MEMBERS:
        raise RuleViolation("consortium.size", most=MOST_MEMBERS)
