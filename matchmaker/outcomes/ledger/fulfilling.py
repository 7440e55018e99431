"""Fulfilment counted by the database: per firm, per partner, per programme. Agrees with `rules.fulfilment`."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Any

import sqlalchemy as sa

from matchmaker.assets.models import Asset
from matchmaker.foundation.database import db
from matchmaker.organisations.models import Organisation
from matchmaker.organisations.rules import DOMESTIC_COUNTRY
from matchmaker.outcomes.models import Obligation, Outcome
from matchmaker.outcomes.queries import Obligations
from matchmaker.outcomes.rules import Fulfilment, ObligationState


class Grouping(StrEnum):
    """Whose promises are counted together."""

    FIRM = "firm"
    PARTNER = "partner"
    PROGRAMME = "programme"


@dataclass(frozen=True, slots=True)
class Line:
    """The fulfilment of one organisation or programme."""

    id: int
    name: str
    figures: Fulfilment


def _counts(today: date) -> list[sa.ColumnElement[Any]]:
    overdue = sa.and_(Obligation.state == ObligationState.OPEN, Obligation.due_on < today)
    states = [sa.func.sum(sa.case((Obligation.state == state, 1), else_=0)) for state in ObligationState]
    return [*states, sa.func.sum(sa.case((overdue, 1), else_=0))]


def _figures(row: Sequence[Any]) -> Fulfilment:
    names = [*(state.value for state in ObligationState), "overdue"]
    return Fulfilment(**{name: int(count or 0) for name, count in zip(names, row, strict=True)})


def total(promises: Obligations, today: date) -> Fulfilment:
    """The figures of `promises`, a statement over obligations joined with their outcomes."""
    counted = promises.order_by(None).with_only_columns(*_counts(today))
    return _figures(db.session.execute(counted).one())


def by(grouping: Grouping, promises: Obligations, today: date, language: str) -> list[Line]:
    """The figures of `promises` for each firm of the cluster, partner abroad, or programme; by name."""
    return sorted(
        (Line(row[0].id, row[0].name(language), _figures(row[1:])) for row in _rows(grouping, promises, today)),
        key=lambda line: line.name,
    )


def _rows(grouping: Grouping, promises: Obligations, today: date) -> list[Sequence[Any]]:
    """The organisation or programme, and its counts."""
    key = Outcome.programme_id if grouping is Grouping.PROGRAMME else Obligation.owner_id
    counted = promises.order_by(None).with_only_columns(key.label("of_id"), *_counts(today)).group_by(key)
    found = {row[0]: row[1:] for row in db.session.execute(counted)}
    if grouping is Grouping.PROGRAMME:
        whose: sa.Select[Any] = sa.select(Asset).where(Asset.id.in_(found))
    else:
        domestic = Organisation.country == DOMESTIC_COUNTRY
        side = domestic if grouping is Grouping.FIRM else ~domestic
        whose = sa.select(Organisation).where(Organisation.id.in_(found), side)
    return [(row, *found[row.id]) for row in db.session.scalars(whose)]
