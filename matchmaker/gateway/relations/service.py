"""What the agency does with records of its relations."""

from dataclasses import dataclass
from datetime import date

import sqlalchemy as sa

from matchmaker.assets.rules import parse_published_date
from matchmaker.foundation import audit
from matchmaker.foundation.database import db
from matchmaker.foundation.errors import NotFound, RuleViolation
from matchmaker.foundation.versions import check_version
from matchmaker.gateway.models import Relation, RelationEntry
from matchmaker.gateway.relations import queries
from matchmaker.gateway.rules import AgreementKind, Temperature


@dataclass(frozen=True, slots=True, kw_only=True)
class RelationSaid:
    """What a record says."""

    name: str
    cluster: str
    organisation_id: int | None = None
    agreement: AgreementKind = AgreementKind.NONE
    agreed_on: str = ""
    ends_on: date | None = None
    temperature: Temperature = Temperature.COLD
    contacts: str = ""
    source: str = ""
    keeper_id: int | None = None
    next_on: date | None = None
    next_step: str = ""


FIELDS = (
    "name", "cluster", "organisation_id", "agreement", "agreed_on", "ends_on", "temperature", "contacts", "source",
    "keeper_id", "next_on", "next_step",
)  # fmt: skip


def get(relation_id: int) -> Relation:
    """A record. Raises NotFound."""
    found = db.session.scalars(queries.one(relation_id)).unique().first()
    if found is None:
        raise NotFound("not_found")
    return found


def add(said: RelationSaid, *, actor_id: int) -> Relation:
    """Add a record. Raises RuleViolation when there is one of this partner."""
    relation = Relation()
    _write(relation, said)
    db.session.add(relation)
    db.session.flush()
    audit.record("gateway.relation_added", relation, actor_id=actor_id)
    return relation


def change(relation: Relation, said: RelationSaid, *, version: int | None, actor_id: int) -> None:
    """Write a record anew. Raises RuleViolation."""
    check_version(relation, version)
    before = relation.temperature
    _write(relation, said)
    db.session.flush()
    details = {"temperature": f"{before.value} > {said.temperature.value}"} if before is not said.temperature else None
    audit.record("gateway.relation_changed", relation, actor_id=actor_id, details=details)


def _write(relation: Relation, said: RelationSaid) -> None:
    _check_day(said)
    _check_alone(relation, said)
    for name in FIELDS:
        setattr(relation, name, getattr(said, name))


def _check_day(said: RelationSaid) -> None:
    try:
        parse_published_date(said.agreed_on)
    except ValueError as error:
        raise RuleViolation("relation.bad_day") from error
    if said.agreed_on and said.agreement is AgreementKind.NONE:
        raise RuleViolation("relation.bad_day")


def _check_alone(relation: Relation, said: RelationSaid) -> None:
    same = sa.and_(Relation.cluster == said.cluster, sa.func.lower(Relation.name) == said.name.lower())
    if said.organisation_id is not None:
        same = sa.or_(same, Relation.organisation_id == said.organisation_id)
    with db.session.no_autoflush:
        ids = set(db.session.scalars(sa.select(Relation.id).where(same)))
    if ids - {relation.id}:
        raise RuleViolation("relation.is_there")


def note(relation: Relation, day: date, text: str, *, actor_id: int) -> None:
    """Write down what happened on a day."""
    relation.entries.append(RelationEntry(day=day, text=text, by_id=actor_id))
    db.session.flush()
    audit.record("gateway.relation_noted", relation, actor_id=actor_id)
