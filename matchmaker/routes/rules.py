"""Stages of the flow, where a project stands on it, and what a hand-over may do; pure."""

from collections.abc import Mapping, Sequence
from enum import StrEnum

from matchmaker.foundation.errors import RuleViolation

WHAT_MAX = 1000
ANSWER_MAX = 500


class Position(StrEnum):
    """Where a stage lies for a project."""

    BEHIND = "behind"
    NOW = "now"
    NEXT = "next"
    AHEAD = "ahead"


NEEDED = frozenset({Position.NEXT, Position.AHEAD})
"""Positions that somebody must serve, or the chain breaks."""


def positions(order: Sequence[str], now: str | None, following: str | None) -> dict[str, Position]:
    """The position of each stage of `order` for a project that stands at `now` and needs `following` next.

    The stage needed next is never behind, whatever the order says: a project in the clinic may need manufacturing.
    Where nobody has said the stage now, nothing before the next one counts as needed; with neither, everything does.
    """
    known = following if now is None else now
    reached = order.index(known) if known in order else -1
    found = {
        stage: Position.BEHIND if place < reached else Position.AHEAD for place, stage in enumerate(order)
    }  # fmt: skip
    if now in found:
        found[str(now)] = Position.NOW
    if following in found and following != now:
        found[str(following)] = Position.NEXT
    return found


class HandoverState(StrEnum):
    """Where a hand-over stands."""

    OFFERED = "offered"
    CONFIRMED = "confirmed"
    DECLINED = "declined"
    WITHDRAWN = "withdrawn"


MOVES: Mapping[HandoverState, frozenset[HandoverState]] = {
    HandoverState.OFFERED: frozenset({HandoverState.CONFIRMED, HandoverState.DECLINED, HandoverState.WITHDRAWN}),
    HandoverState.CONFIRMED: frozenset(),
    HandoverState.DECLINED: frozenset(),
    HandoverState.WITHDRAWN: frozenset(),
}


def check_move(current: HandoverState, new: HandoverState) -> None:
    """Raise RuleViolation unless a hand-over may go from `current` to `new`."""
    if new not in MOVES[current]:
        raise RuleViolation("handover.settled")


def check_stages(now: str | None, to: str, following: str) -> None:
    """Raise RuleViolation unless a project that stands at `now` can be handed to `to` and need `following` then."""
    if to == now:
        raise RuleViolation("handover.same_stage")
    if to == following:
        raise RuleViolation("handover.next_is_same")
