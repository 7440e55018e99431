"""The chain of outcomes, who is believed when, and the ledger of what was promised; pure."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from enum import StrEnum

from matchmaker.foundation.errors import RuleViolation

TITLE_MAX = 200
TEXT_MAX = 2000
PARTIES_MAX = 500
REASON_MAX = 1000
PROMISE_MAX = 500
PERSON_MAX = 120
AMOUNT_MAX = Decimal("9999999999999.99")
EVIDENCE_LIMIT = 20
PROMISES_LIMIT = 30
"""Obligations of one outcome, and files or links of one thing, at most."""


class OutcomeState(StrEnum):
    """How far an outcome is believed."""

    CLAIMED = "claimed"
    AUDITED = "audited"
    REJECTED = "rejected"


O = OutcomeState  # noqa: E741 - one letter, as in the tables below
OUTCOME_NEXT: Mapping[OutcomeState, frozenset[OutcomeState]] = {
    O.CLAIMED: frozenset({O.AUDITED, O.REJECTED}),
    O.AUDITED: frozenset({O.CLAIMED}),
    O.REJECTED: frozenset({O.CLAIMED}),
}
"""An audit is revoked, and a rejected claim made again, by going back to `claimed`."""
EDITABLE = frozenset({O.CLAIMED, O.REJECTED})
STANDING = frozenset({O.CLAIMED, O.AUDITED})
"""States in which an outcome counts as something that was said to have happened."""

NDA = "nda"
LINKS: tuple[tuple[str, ...], ...] = (
    (NDA,), ("sample_test",), ("poc",), ("joint_demonstration",), ("mou", "loi"), ("contract",), ("investment",),
    ("tenancy", "hire"),
)  # fmt: skip
"""The chain, by codes of `outcome_kind`; the order in which things usually go, which nobody is held to."""
KINDS = tuple(kind for link in LINKS for kind in link)
CLOSED_NO_RESULT = "closed_no_result"
NEEDS_PROMISES = frozenset({"mou", "loi"})
"""Papers that are worth what is done about them: each yields dated obligations."""
HANDS_IN = ("claimed", "edited")
"""Acts by which somebody has their hands in an outcome: who did one of them does not audit it."""
RESULTS = frozenset({"contract", "investment", "tenancy", "hire"})
"""Kinds after which nobody can say that there was no result."""


def check_outcome_move(current: OutcomeState, new: OutcomeState) -> None:
    """Raise RuleViolation unless an outcome may go from `current` to `new`."""
    if new not in OUTCOME_NEXT[current]:
        raise RuleViolation("outcome.bad_move")


def check_day(day: date, *, first: date, today: date) -> None:
    """Raise RuleViolation for a day before the introduction (`first`) or after `today`."""
    if day > today:
        raise RuleViolation("outcome.in_the_future")
    if day < first:
        raise RuleViolation("outcome.before_introduction", first=first.isoformat())


def check_amount(amount: Decimal | None, currency: str | None) -> None:
    """Raise RuleViolation unless both are given or neither, and the amount is none below 0."""
    if (amount is None) != (not currency):
        raise RuleViolation("outcome.amount_and_currency")
    if amount is not None and not Decimal(0) <= amount <= AMOUNT_MAX:
        raise RuleViolation("outcome.amount_out_of_range")


@dataclass(frozen=True, slots=True)
class Link:
    """A link of the chain: its kinds, and how far it is believed; None: not there yet."""

    kinds: tuple[str, ...]
    state: OutcomeState | None
    is_next: bool = False
    is_gap: bool = False
    """Nothing is recorded here though something later is."""


def chain(outcomes: Iterable[tuple[str, OutcomeState]]) -> tuple[Link, ...]:
    """The chain that `outcomes` (kind, state) make; what was rejected is not there."""
    best: dict[str, OutcomeState] = {}
    for kind, state in outcomes:
        if state in STANDING and best.get(kind) is not O.AUDITED:
            best[kind] = state
    states = [_best(best[kind] for kind in kinds if kind in best) for kinds in LINKS]
    reached = max((place for place, state in enumerate(states) if state), default=-1)
    return tuple(
        Link(kinds, state, is_next=place == reached + 1, is_gap=state is None and place < reached)
        for place, (kinds, state) in enumerate(zip(LINKS, states, strict=True))
    )


def _best(states: Iterable[OutcomeState]) -> OutcomeState | None:
    found = set(states)
    return O.AUDITED if O.AUDITED in found else O.CLAIMED if found else None


def skipped(kind: str, there: Collection[str]) -> tuple[str, ...]:
    """What usually comes first but is not `there`, if an outcome of `kind` is recorded: for papers, the NDA."""
    later = {one for link in LINKS[4:7] for one in link}
    return (NDA,) if kind in later and NDA not in there else ()


class ObligationState(StrEnum):
    """What became of a promise. `late` is settled, after its day: kept late."""

    OPEN = "open"
    KEPT = "kept"
    LATE = "late"
    DROPPED = "dropped"
    WAIVED = "waived"


B = ObligationState
OBLIGATION_NEXT: Mapping[ObligationState, frozenset[ObligationState]] = {
    B.OPEN: frozenset({B.KEPT, B.LATE, B.DROPPED, B.WAIVED}),
    **{state: frozenset({B.OPEN}) for state in (B.KEPT, B.LATE, B.DROPPED, B.WAIVED)},
}
"""A settled obligation goes back to `open` only as a correction by the agency, with a reason."""
SETTLED = frozenset(B) - {B.OPEN}


class Proposal(StrEnum):
    """What one side asks the other to agree to."""

    WAIVE = "waive"
    DUE = "due"


def check_obligation_move(current: ObligationState, new: ObligationState) -> None:
    """Raise RuleViolation unless an obligation may go from `current` to `new`."""
    if new not in OBLIGATION_NEXT[current]:
        raise RuleViolation("obligation.bad_move")


def state_when_done(due_on: date, settled_on: date) -> ObligationState:
    """`kept` when it was done on its day or before, else `late`."""
    return B.KEPT if settled_on <= due_on else B.LATE


def is_overdue(state: ObligationState, due_on: date, today: date) -> bool:
    """Whether its day has passed and nobody has said what became of it."""
    return state is B.OPEN and due_on < today


@dataclass(frozen=True, slots=True)
class Fulfilment:
    """How many promises became what. `overdue` are among `open`."""

    kept: int = 0
    late: int = 0
    dropped: int = 0
    waived: int = 0
    open: int = 0
    overdue: int = 0

    @property
    def rate(self) -> float | None:
        """kept / (kept + late + dropped), 0 to 1; None while nothing is decided. Waived and open ones stand outside."""
        decided = self.kept + self.late + self.dropped
        return self.kept / decided if decided else None

    @property
    def total(self) -> int:
        """All promises."""
        return self.kept + self.late + self.dropped + self.waived + self.open


def fulfilment(promises: Iterable[tuple[ObligationState, date]], today: date) -> Fulfilment:
    """The figures of promises, each its state and the day it is due."""
    listed = list(promises)
    counts = {state.value: sum(1 for one, _due in listed if one is state) for state in B}
    return Fulfilment(**counts, overdue=sum(1 for state, due in listed if is_overdue(state, due, today)))


REMIND_BEFORE = (14, 3)
"""Days before an obligation is due on which its owner is reminded."""
REMIND_AGAIN = 7
"""Days between reminders once it is overdue; the first comes on the day after."""


def reminder_day(due_on: date, today: date) -> date | None:
    """The latest day up to `today` on which a reminder is due; None when none is yet."""
    if today > due_on:
        weeks = (today - due_on).days - 1
        return due_on + timedelta(days=1 + weeks // REMIND_AGAIN * REMIND_AGAIN)
    days = [due_on - timedelta(days=before) for before in REMIND_BEFORE]
    return max((day for day in days if day <= today), default=None)


def must_remind(due_on: date, today: date, reminded_on: date) -> bool:
    """Whether a reminder has come due since `reminded_on`, the day up to which all was done."""
    day = reminder_day(due_on, today)
    return day is not None and day > reminded_on
