"""Stored suggestions in bulk: what is there, who is still there, delete, insert, settle."""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import InstrumentedAttribute

from matchmaker.foundation.database import db, now
from matchmaker.opportunities.models import Opportunity
from matchmaker.organisations.models import Organisation
from matchmaker.organisations.rules import VettingState
from matchmaker.suggestions import queries
from matchmaker.suggestions.models import ShortlistEntry, Suggestion, SuggestionMark
from matchmaker.suggestions.pairs import Choices, Pair, pair_of
from matchmaker.suggestions.rules import Basis, Direction, Mark

_SLICE = 500


@dataclass(frozen=True, slots=True)
class Living:
    """Ids of approved organisations and of opportunities that are there while the transaction lasts."""

    organisations: frozenset[int]
    opportunities: frozenset[int]

    def has(self, row: Mapping[str, Any]) -> bool:
        """Whether everything that a row points to is there."""
        sides = {row["organisation_id"], row["candidate_id"]}
        listed = {row["opportunity_id"], row["candidate_opportunity_id"]} - {None}
        return sides <= self.organisations and listed <= self.opportunities


def revisions() -> dict[int, int]:
    """The present revision of every organisation; read it before its content, so that no change is missed."""
    return {found.id: found.revision for found in db.session.execute(sa.select(Organisation.id, Organisation.revision))}


def choices(organisations: Collection[int] | None = None) -> Choices:
    """What people said of the candidates of all organisations, or of those given."""
    dismissed: dict[int, set[int]] = {}
    kept: dict[int, set[int]] = {}
    marks = sa.select(SuggestionMark.organisation_id, SuggestionMark.candidate_id, SuggestionMark.mark)
    for organisation, candidate, mark in _of(marks, SuggestionMark.organisation_id, organisations):
        kept.setdefault(organisation, set()).add(candidate)
        if mark is Mark.DISMISSED:
            dismissed.setdefault(organisation, set()).add(candidate)
    picked = sa.select(ShortlistEntry.organisation_id, ShortlistEntry.candidate_id)
    for one, other in _of(picked, ShortlistEntry.organisation_id, organisations):
        kept.setdefault(one, set()).add(other)
    return Choices(_frozen(dismissed), _frozen(kept))


def _frozen(found: Mapping[int, set[int]]) -> dict[int, frozenset[int]]:
    return {key: frozenset(ids) for key, ids in found.items()}


def viewers_of(candidates: Collection[int]) -> frozenset[int]:
    """Organisations that are shown one of `candidates`, or said something of it."""
    found: set[int] = set()
    for table in (Suggestion, SuggestionMark, ShortlistEntry):
        for (viewer,) in _of(sa.select(table.organisation_id).distinct(), table.candidate_id, candidates):
            found.add(viewer)
    return frozenset(found)


def hold_living(values: Sequence[Mapping[str, Any]] | None = None) -> Living:
    """Who is there, held there until the transaction ends (the lock is PostgreSQL's; SQLite has one writer).

    Of all, or of those that `values` of suggestions point to.
    """
    organisations = opportunities = None
    if values is not None:
        organisations = {row[name] for row in values for name in ("organisation_id", "candidate_id")}
        listed = {row[name] for row in values for name in ("opportunity_id", "candidate_opportunity_id")}
        opportunities = listed - {None}
    approved = sa.select(Organisation.id).where(Organisation.state == VettingState.APPROVED)
    return Living(
        _held(approved, Organisation.id, organisations), _held(sa.select(Opportunity.id), Opportunity.id, opportunities)
    )


def _held(
    statement: sa.Select[int], column: InstrumentedAttribute[int], only: Collection[int] | None
) -> frozenset[int]:
    locked = statement.order_by(column).with_for_update(read=True, key_share=True)
    return frozenset(found for (found,) in _of(locked, column, only))


def _of(
    statement: sa.Select[*tuple[Any, ...]], column: InstrumentedAttribute[int], only: Collection[int] | None
) -> Iterator[tuple[Any, ...]]:
    """Rows of `statement`, of all or with `column` among the ids given, in slices that every database takes."""
    if only is None:
        yield from db.session.execute(statement)
        return
    for part in _slices(sorted(only)):
        yield from db.session.execute(statement.where(column.in_(part)))


def delete_all() -> None:
    """Remove every stored suggestion."""
    db.session.execute(sa.delete(Suggestion))


def delete_of_closed() -> int:
    """Remove the suggestions of, and to, organisations that changed and do not take part any more; their number."""
    gone = _of_closed()
    return len(db.session.scalars(sa.delete(Suggestion).where(gone).returning(Suggestion.id)).all())


def has_closed() -> bool:
    """Whether there is a suggestion of, or to, an organisation that changed and does not take part any more."""
    return db.session.scalar(sa.select(Suggestion.id).where(_of_closed()).limit(1)) is not None


def _of_closed() -> sa.ColumnElement[bool]:
    closed = queries.pending().where(Organisation.state != VettingState.APPROVED)
    return sa.or_(Suggestion.organisation_id.in_(closed), Suggestion.candidate_id.in_(closed))


def stored(organisations: Iterable[int]) -> dict[int, dict[int, int]]:
    """Row ids by organisation and candidate, of the organisations given."""
    found: dict[int, dict[int, int]] = {one: {} for one in organisations}
    columns = sa.select(Suggestion.id, Suggestion.organisation_id, Suggestion.candidate_id)
    for part in _slices(sorted(found)):
        for row in db.session.execute(columns.where(Suggestion.organisation_id.in_(part))):
            found[row.organisation_id][row.candidate_id] = row.id
    return found


def delete(ids: Collection[int]) -> None:
    """Remove the suggestions with these ids."""
    for part in _slices(sorted(ids)):
        db.session.execute(sa.delete(Suggestion).where(Suggestion.id.in_(part)))


def insert(values: Sequence[Mapping[str, Any]], living: Living, *, build_id: int) -> int:
    """Store suggestions, leaving out what points to something that is gone; the number stored."""
    kept = _storable(values, living, build_id)
    if kept:
        db.session.execute(sa.insert(Suggestion.__table__), kept)  # type: ignore[arg-type]
    return len(kept)


def replace(values: Sequence[Mapping[str, Any]], living: Living, known: Mapping[Pair, int], *, build_id: int) -> None:
    """Store suggestions, those `known` (row ids by pair) in the rows they have; what points to something gone goes.

    Most of a changed suggestion stays, its entries in the indexes above all: written over it takes half the time.
    """
    ids = {known[pair] for pair in map(pair_of, values) if pair in known}
    kept = _storable(values, living, build_id)
    there = [{**row, "known_id": known[pair_of(row)]} for row in kept if pair_of(row) in known]
    delete(ids.difference(row["known_id"] for row in there))
    table = Suggestion.__table__
    if there:
        statement = sa.update(table).where(table.c.id == sa.bindparam("known_id"))  # type: ignore[arg-type]
        db.session.connection().execute(statement, there)
    new = [row for row in kept if pair_of(row) not in known]
    if new:
        db.session.execute(sa.insert(table), new)  # type: ignore[arg-type]


def _storable(values: Iterable[Mapping[str, Any]], living: Living, build_id: int) -> list[dict[str, Any]]:
    shared = {"build_id": build_id, "refreshed_at": now()}
    return [
        {**row, **shared, "basis": Basis(row["basis"]), "direction": Direction(row["direction"])}
        for row in values
        if living.has(row)
    ]


def rate(likelihoods: Mapping[Pair, float], viewers: Iterable[int]) -> None:
    """Give all suggestions of `viewers` their likelihood anew; those of pairs that are not rated lose it."""
    table = Suggestion.__table__
    for part in _slices(sorted(viewers)):
        rated_before = sa.and_(Suggestion.organisation_id.in_(part), Suggestion.likelihood.is_not(None))
        db.session.execute(sa.update(Suggestion).where(rated_before).values(likelihood=None))
    found = [{"viewer": one, "shown": other, "value": value} for (one, other), value in likelihoods.items()]
    if found:
        statement = (
            sa.update(table)  # type: ignore[arg-type]
            .where(table.c.organisation_id == sa.bindparam("viewer"), table.c.candidate_id == sa.bindparam("shown"))
            .values(likelihood=sa.bindparam("value"))
        )
        db.session.connection().execute(statement, found)


def forget_likelihoods() -> None:
    """Take the likelihood from every stored suggestion."""
    db.session.execute(sa.update(Suggestion).where(Suggestion.likelihood.is_not(None)).values(likelihood=None))


def has_likelihoods() -> bool:
    """Whether any stored suggestion has a likelihood."""
    found = sa.select(Suggestion.id).where(Suggestion.likelihood.is_not(None)).limit(1)
    return db.session.scalar(found) is not None


def settle(read: Mapping[int, int]) -> None:
    """Note for each organisation the revision that was read; one that has changed since stays to be done."""
    table = Organisation.__table__
    noted = _of(sa.select(Organisation.id, Organisation.matched_revision), Organisation.id, read.keys())
    due = [{"key": key, "seen": read[key]} for key, known in noted if known != read[key]]
    if due:
        statement = (
            sa.update(table)  # type: ignore[arg-type]
            .where(table.c.id == sa.bindparam("key"))
            .values(matched_revision=sa.bindparam("seen"), updated_at=table.c.updated_at)
        )
        db.session.connection().execute(statement, due)


def _slices(ids: Sequence[int]) -> Iterable[Sequence[int]]:
    return (ids[start : start + _SLICE] for start in range(0, len(ids), _SLICE))
