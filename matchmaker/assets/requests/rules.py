"""States of a request to use an asset, whose turn it is in each, and who may take which step."""

from collections.abc import Mapping
from datetime import date, timedelta
from enum import StrEnum

from matchmaker.foundation.errors import RuleViolation

PURPOSE_MAX = 2000
WORDS_MAX = 2000
REPORT_MAX = 4000
REVIEW_MAX = 1000
WHO_MAX = 120
WHAT_MAX = 300
RATINGS = range(1, 6)
PATIENCE = timedelta(days=5)
"""After so long a request that waits for its handlers is late."""


class RequestState(StrEnum):
    """Where a request stands."""

    ASKED = "asked"
    ADVISED = "advised"
    DATES = "dates"
    FEASIBILITY = "feasibility"
    ACCEPTED = "accepted"
    IN_USE = "in_use"
    REPORTED = "reported"
    CLOSED = "closed"
    REFUSED = "refused"
    WITHDRAWN = "withdrawn"


class Side(StrEnum):
    """The two sides of a request."""

    ASKER = "asker"
    HANDLER = "handler"
    """The agency, and the people of the operator or of the contact organisation."""


S = RequestState
_ASKER, _HANDLER = frozenset({Side.ASKER}), frozenset({Side.HANDLER})
_BOTH = _ASKER | _HANDLER
MOVES: Mapping[tuple[RequestState, RequestState], frozenset[Side]] = {
    (S.ASKED, S.ADVISED): _HANDLER, (S.ASKED, S.DATES): _ASKER, (S.ASKED, S.REFUSED): _HANDLER,
    (S.ASKED, S.WITHDRAWN): _ASKER,
    (S.ADVISED, S.ASKED): _ASKER, (S.ADVISED, S.DATES): _ASKER, (S.ADVISED, S.REFUSED): _HANDLER,
    (S.ADVISED, S.WITHDRAWN): _ASKER,
    (S.DATES, S.FEASIBILITY): _HANDLER, (S.DATES, S.ADVISED): _HANDLER, (S.DATES, S.REFUSED): _HANDLER,
    (S.DATES, S.WITHDRAWN): _ASKER,
    (S.FEASIBILITY, S.ACCEPTED): _HANDLER, (S.FEASIBILITY, S.ADVISED): _HANDLER,
    (S.FEASIBILITY, S.REFUSED): _HANDLER, (S.FEASIBILITY, S.WITHDRAWN): _ASKER,
    (S.ACCEPTED, S.IN_USE): _BOTH, (S.ACCEPTED, S.REFUSED): _HANDLER, (S.ACCEPTED, S.WITHDRAWN): _ASKER,
    (S.IN_USE, S.REPORTED): _BOTH, (S.REPORTED, S.CLOSED): _ASKER,
}  # fmt: skip
"""Who may take which step. `ADVISED` after dates were requested means: please other dates."""
FINAL = frozenset({S.CLOSED, S.REFUSED, S.WITHDRAWN})
OPEN = frozenset(S) - FINAL
HOLDS_HOURS = frozenset({S.ACCEPTED, S.IN_USE, S.REPORTED, S.CLOSED})
WAITS_FOR: Mapping[RequestState, Side] = {
    S.ASKED: Side.HANDLER, S.ADVISED: Side.ASKER, S.DATES: Side.HANDLER, S.FEASIBILITY: Side.HANDLER,
    S.ACCEPTED: Side.ASKER, S.IN_USE: Side.ASKER, S.REPORTED: Side.ASKER,
}  # fmt: skip
"""Whose turn it is."""


def may_move(current: RequestState, new: RequestState, side: Side) -> bool:
    """Whether `side` may take this step."""
    return side in MOVES.get((current, new), frozenset())


def check_move(current: RequestState, new: RequestState, side: Side) -> None:
    """Raises RuleViolation when `side` may not take this step."""
    if not may_move(current, new, side):
        raise RuleViolation("asset_request.bad_move", current=current.value, new=new.value)


def check_words(words: str, *, most: int = WORDS_MAX) -> str:
    """`words` trimmed. Raises RuleViolation when there are none or too many."""
    said = words.strip()
    if not said:
        raise RuleViolation("asset_request.words_needed")
    if len(said) > most:
        raise RuleViolation("asset_request.words_too_long", most=most)
    return said


def check_lead_time(first: date, lead_days: int, today: date) -> None:
    """Raises RuleViolation when `first` is past or nearer than the asset's lead time."""
    earliest = today + timedelta(days=lead_days)
    if first < earliest:
        raise RuleViolation("asset_request.too_soon", days=lead_days, earliest=earliest.isoformat())


def check_use(day: date, minutes: int, *, booked: int, logged: int, today: date) -> None:
    """An entry of the use log: on a day that was accepted and is not ahead, within the booked time of the day.

    `booked` and `logged` are minutes of that day. Raises RuleViolation.
    """
    if day > today:
        raise RuleViolation("asset_request.use_ahead")
    if not booked:
        raise RuleViolation("asset_request.use_not_booked")
    if minutes <= 0 or logged + minutes > booked:
        raise RuleViolation("asset_request.use_too_long", left=max(booked - logged, 0) / 60)
