"""How much came of it: numbers and sums of money for each kind, audited and claimed apart, no currency mixed in."""

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal

import sqlalchemy as sa

from matchmaker.foundation.database import db
from matchmaker.outcomes.models import Outcome
from matchmaker.outcomes.queries import STANDING, Outcomes
from matchmaker.outcomes.rules import KINDS, OutcomeState


@dataclass(frozen=True, slots=True)
class Money:
    """An amount in a currency (ISO 4217)."""

    currency: str
    amount: Decimal


@dataclass(frozen=True, slots=True)
class KindFigures:
    """Outcomes of one kind; claimed ones are not among the audited ones. Sums by currency."""

    kind: str
    audited: int
    claimed: int
    audited_sums: tuple[Money, ...]
    claimed_sums: tuple[Money, ...]


def figures(outcomes: Outcomes) -> list[KindFigures]:
    """The figures of what `outcomes` selects, in the order of the chain; rejected claims count nowhere."""
    counted = (
        outcomes.where(STANDING)
        .order_by(None)
        .with_only_columns(Outcome.kind, Outcome.state, Outcome.currency, sa.func.count(), sa.func.sum(Outcome.amount))
        .group_by(Outcome.kind, Outcome.state, Outcome.currency)
    )
    found: dict[str, list[_Row]] = {}
    for kind, state, currency, count, amount in db.session.execute(counted):
        found.setdefault(kind, []).append((state, currency, count, amount))
    return [_of_kind(kind, found[kind]) for kind in KINDS if kind in found]


_Row = tuple[OutcomeState, str | None, int, Decimal | None]


def _of_kind(kind: str, rows: Iterable[_Row]) -> KindFigures:
    listed = list(rows)
    counts = {state: sum(row[2] for row in listed if row[0] is state) for state in OutcomeState}
    sums = {
        state: tuple(
            sorted((Money(row[1], row[3]) for row in listed if row[0] is state and row[1] and row[3] is not None),
                   key=lambda money: money.currency)
        )
        for state in OutcomeState
    }  # fmt: skip
    audited, claimed = OutcomeState.AUDITED, OutcomeState.CLAIMED
    return KindFigures(kind, counts[audited], counts[claimed], sums[audited], sums[claimed])
