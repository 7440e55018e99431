"""Lanes of a thread: who reads and writes in which, and the limits of what is written."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from matchmaker.foundation.errors import RuleViolation
from matchmaker.foundation.permissions import Actor
from matchmaker.introductions.rules import IntroductionState, Party

BODY_MAX = 5000
EXCERPT_MAX = 300
FILES_MAX = 5
DELETABLE_FOR = timedelta(minutes=10)
MESSAGES_MAX = 30
MESSAGES_WITHIN = timedelta(minutes=10)
PAGE_LENGTH = 50
"""Messages that a page shows at once, the newest of a lane."""


class Lane(StrEnum):
    """A part of a thread with readers of its own."""

    REQUESTER = "requester"
    """The side that asked, and the brokers in whose care it is."""
    COUNTERPART = "counterpart"
    """The side that was asked, and the brokers in whose care it is."""
    ALL = "all"
    """Both sides and all brokers, once both sides have agreed."""
    NOTES = "notes"
    """Staff only."""


@dataclass(frozen=True, slots=True)
class Reader:
    """Who reads: a person, and the organisation for which a member speaks."""

    actor: Actor
    organisation_id: int | None = None


_LANES: Mapping[Party, tuple[Lane, ...]] = {
    Party.REQUESTER: (Lane.ALL, Lane.REQUESTER),
    Party.COUNTERPART: (Lane.ALL, Lane.COUNTERPART),
    Party.AGENCY: (Lane.ALL, Lane.REQUESTER, Lane.COUNTERPART, Lane.NOTES),
    Party.CO_BROKER_OF_REQUESTER: (Lane.ALL, Lane.REQUESTER, Lane.NOTES),
    Party.CO_BROKER_OF_COUNTERPART: (Lane.ALL, Lane.COUNTERPART, Lane.NOTES),
}
"""Lanes that each party may read, the most public first."""

CLOSED = frozenset({IntroductionState.DECLINED, IntroductionState.WITHDRAWN, IntroductionState.EXPIRED})
"""States in which nothing more is said, but for notes."""


@dataclass(frozen=True, slots=True)
class Stand:
    """What decides on lanes: where the introduction stands and how far it once came."""

    state: IntroductionState
    forwarded: bool
    introduced: bool
    proposed_by_staff: bool


def lanes_of(parties: Collection[Party], stand: Stand) -> tuple[Lane, ...]:
    """Lanes that people who are `parties` may read now, the most public first."""
    readable = {lane for party in parties for lane in _LANES[party]}
    closed = {Lane.ALL} if not stand.introduced else set()
    closed |= {Lane.COUNTERPART} if not stand.forwarded else set()
    if Party.COUNTERPART in parties and not stand.forwarded:
        return ()
    return tuple(lane for lane in _LANES[Party.AGENCY] if lane in readable - closed)


def may_write(lane: Lane, stand: Stand) -> bool:
    """Whether those who read `lane` may write in it. A draft that a firm keeps to itself has no reader yet."""
    if lane is Lane.NOTES:
        return True
    is_private = stand.state is IntroductionState.DRAFT and not stand.proposed_by_staff
    return stand.state not in CLOSED and not is_private


def check_body(body: str, *, has_files: bool) -> str:
    """`body` trimmed. Raises RuleViolation for nothing said and nothing attached, or when it is too long."""
    trimmed = body.strip()
    if not trimmed and not has_files:
        raise RuleViolation("thread.empty")
    if len(trimmed) > BODY_MAX:
        raise RuleViolation("thread.too_long", most=BODY_MAX)
    return trimmed


def is_deletable(written_at: datetime, moment: datetime) -> bool:
    """Whether a message can still be taken back."""
    return moment - written_at <= DELETABLE_FOR


def excerpt(body: str) -> str:
    """The beginning of a message for a mail, at most `EXCERPT_MAX` characters."""
    return body if len(body) <= EXCERPT_MAX else body[: EXCERPT_MAX - 1].rstrip() + "…"
