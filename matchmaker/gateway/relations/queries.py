"""Reads of relations."""

from datetime import date

import sqlalchemy as sa
from sqlalchemy.orm import joinedload, selectinload

from matchmaker.gateway.models import Relation, RelationEntry
from matchmaker.gateway.rules import Temperature
from matchmaker.introductions.models import Introduction
from matchmaker.organisations.models import Organisation
from matchmaker.organisations.rules import VettingState
from matchmaker.outcomes import queries as outcome_queries
from matchmaker.outcomes.models import Obligation, Outcome
from matchmaker.outcomes.queries import STANDING, Obligations

_WARMEST = sa.case(*((Relation.temperature == one, place) for place, one in enumerate(reversed(Temperature))))


def listed(cluster: str, *, due: date | None = None) -> sa.Select[Relation]:
    """Relations, of one cluster or all; with `due` those whose next step has come, the longest due first."""
    found = sa.select(Relation).options(joinedload(Relation.organisation), joinedload(Relation.keeper))
    if cluster:
        found = found.where(Relation.cluster == cluster)
    if due is not None:
        return found.where(Relation.next_on <= due).order_by(Relation.next_on, Relation.id)
    return found.order_by(_WARMEST, Relation.name, Relation.id)


def one(relation_id: int) -> sa.Select[Relation]:
    """A relation with everything its page shows."""
    return (
        sa.select(Relation)
        .where(Relation.id == relation_id)
        .options(
            joinedload(Relation.organisation), joinedload(Relation.keeper),
            selectinload(Relation.entries).joinedload(RelationEntry.by),
        )
    )  # fmt: skip


def obligations(organisation_id: int) -> Obligations:
    """What was promised by or to an organisation: open ones first, those due earliest first."""
    sides = sa.or_(Introduction.from_id == organisation_id, Introduction.to_id == organisation_id)
    ids = sa.select(Introduction.id).where(sides)
    found = sa.select(Obligation).join(Obligation.outcome).where(STANDING, Outcome.introduction_id.in_(ids))
    is_settled = sa.case((Obligation.settled_on.is_(None), 0), else_=1)
    return outcome_queries.for_obligation_lists(found.order_by(is_settled, Obligation.due_on, Obligation.id))


def organisations(own: int | None) -> sa.Select[Organisation]:
    """Approved organisations that no other relation names, and `own`, the relation's, whatever its state."""
    taken = sa.select(Relation.organisation_id).where(Relation.organisation_id.is_not(None))
    if own is not None:
        taken = taken.where(Relation.organisation_id != own)
    is_offered = sa.or_(Organisation.state == VettingState.APPROVED, Organisation.id == own)
    found = sa.select(Organisation).where(is_offered, Organisation.id.not_in(taken))
    return found.order_by(sa.func.coalesce(Organisation.name_en, Organisation.name_ko), Organisation.id)
