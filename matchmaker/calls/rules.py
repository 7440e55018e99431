"""How a call and its answers move, when an answer is qualified, its score, and when partners abroad are asked."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from enum import StrEnum

from matchmaker.foundation.errors import RuleViolation

TITLE_MAX = 200
TEXT_MAX = 4000
ROW_MAX = 300
WORDS_MAX = 1000
UNIT_MAX = 60
ROWS_LIMIT = 30
"""Rows of specification and qualification of one call, at most."""
WEEKS_MAX = 520
SCORE_MAX = 5
PRICE_MAX = Decimal("9999999999999.99")
WAIT_DAYS = 14
"""Days without a qualified answer after which partner clusters are asked, unless the anchor says otherwise."""
WAIT_DAYS_MAX = 90


class CallState(StrEnum):
    """Where a call stands."""

    DRAFT = "draft"
    OPEN = "open"
    SCREENING = "screening"
    ASSESSMENT = "assessment"
    FINALIST = "finalist"
    AWARDED = "awarded"
    CLOSED = "closed"


C = CallState
CALL_NEXT: Mapping[CallState, frozenset[CallState]] = {
    C.DRAFT: frozenset({C.OPEN, C.CLOSED}),
    C.OPEN: frozenset({C.SCREENING, C.CLOSED}),
    C.SCREENING: frozenset({C.ASSESSMENT, C.CLOSED}),
    C.ASSESSMENT: frozenset({C.FINALIST, C.CLOSED}),
    C.FINALIST: frozenset({C.AWARDED, C.CLOSED}),
    C.AWARDED: frozenset(),
    C.CLOSED: frozenset(),
}
IN_WORK = frozenset({C.SCREENING, C.ASSESSMENT, C.FINALIST})
LINE = (C.OPEN, C.SCREENING, C.ASSESSMENT, C.FINALIST, C.AWARDED)
"""The way that a call goes when all is well."""


class AnswerState(StrEnum):
    """Where one answer stands."""

    RECEIVED = "received"
    SCREENED_OUT = "screened_out"
    SCREENED_IN = "screened_in"
    ASSESSED = "assessed"
    FINALIST = "finalist"
    AWARDED = "awarded"
    DECLINED = "declined"
    WITHDRAWN = "withdrawn"


A = AnswerState
ANSWER_NEXT: Mapping[AnswerState, frozenset[AnswerState]] = {
    A.RECEIVED: frozenset({A.SCREENED_IN, A.SCREENED_OUT, A.DECLINED, A.WITHDRAWN}),
    A.SCREENED_IN: frozenset({A.ASSESSED, A.SCREENED_OUT, A.DECLINED, A.WITHDRAWN}),
    A.ASSESSED: frozenset({A.ASSESSED, A.FINALIST, A.DECLINED, A.WITHDRAWN}),
    A.FINALIST: frozenset({A.AWARDED, A.DECLINED, A.WITHDRAWN}),
    A.SCREENED_OUT: frozenset(), A.AWARDED: frozenset(), A.DECLINED: frozenset(),
    A.WITHDRAWN: frozenset({A.RECEIVED}),
}  # fmt: skip
ALIVE = frozenset({A.RECEIVED, A.SCREENED_IN, A.ASSESSED, A.FINALIST})
"""Answers that wait for a decision: none of them is left without one when the call ends."""


def check_call_move(current: CallState, new: CallState) -> None:
    """Raise RuleViolation unless a call may go from `current` to `new`."""
    if new not in CALL_NEXT[current]:
        raise RuleViolation("call.bad_move")


def check_answer_move(current: AnswerState, new: AnswerState) -> None:
    """Raise RuleViolation unless an answer may go from `current` to `new`."""
    if new not in ANSWER_NEXT[current]:
        raise RuleViolation("call.answer_bad_move")


class Met(StrEnum):
    """What a supplier says to one row of the call."""

    MATCH = "match"
    GAP = "gap"


class RowKind(StrEnum):
    """What a row of a call is about."""

    SPECIFICATION = "specification"
    QUALIFICATION = "qualification"


def is_qualified(state: AnswerState, rows: Iterable[tuple[bool, Met]]) -> bool:
    """Whether an answer counts: it was not screened out, declined or withdrawn, and no must (True) is a gap."""
    stands = state in ALIVE or state is A.AWARDED
    return stands and all(met is Met.MATCH for is_must, met in rows if is_must)


def weighted(scores: Mapping[str, int], weights: Mapping[str, int]) -> float | None:
    """0 to 100 from scores of 0 to 5 by criterion; None while a criterion with weight has no score."""
    counted = {code: weight for code, weight in weights.items() if weight > 0}
    if not counted or any(code not in scores for code in counted):
        return None
    total = sum(weight * scores[code] for code, weight in counted.items())
    return round(100 * total / (SCORE_MAX * sum(counted.values())), 1)


def asks_partners_on(opened_on: date, wait_days: int) -> date:
    """The first day on which a call without a qualified answer goes to the partner clusters."""
    return opened_on + timedelta(days=wait_days)


def must_ask_partners(*, opened_on: date, wait_days: int, today: date, qualified: int, asked: bool) -> bool:
    """Whether an open call goes to the partner clusters today."""
    return not asked and qualified == 0 and today >= asks_partners_on(opened_on, wait_days)


def check_times(answer_by: date, wait_days: int, today: date) -> None:
    """Raise RuleViolation unless partners abroad, if they must be asked, still have a week before `answer_by`."""
    earliest = asks_partners_on(today, wait_days) + timedelta(days=7)
    if answer_by < earliest:
        raise RuleViolation("call.deadline_too_soon", earliest=earliest.isoformat())


def check_price(lowest: Decimal | None, highest: Decimal | None, currency: str | None) -> None:
    """Raise RuleViolation for a band that is upside down or has no currency."""
    if (lowest is not None or highest is not None) != bool(currency):
        raise RuleViolation("call.price_and_currency")
    if lowest is not None and highest is not None and lowest > highest:
        raise RuleViolation("call.band_upside_down")


@dataclass(frozen=True, slots=True)
class Share:
    """Awards by the size of who won them."""

    small: int
    all: int

    @property
    def rate(self) -> float | None:
        """Small and medium-sized winners among all, 0 to 1; None without awards of known size."""
        return self.small / self.all if self.all else None


SMALL = frozenset({"micro", "small", "medium"})
"""Codes of `size_band` that are small or medium-sized enterprises."""


def small_share(bands: Iterable[str | None]) -> Share:
    """The share of small and medium-sized winners; winners of unknown size are left out."""
    known = [band for band in bands if band]
    return Share(sum(band in SMALL for band in known), len(known))
