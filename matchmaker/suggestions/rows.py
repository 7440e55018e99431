"""Stored suggestions in bulk: what is there, who is still there, delete, insert, settle."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa

from matchmaker.foundation.database import db, now
from matchmaker.opportunities.models import Opportunity
from matchmaker.organisations.models import Organisation
from matchmaker.organisations.rules import VettingState
from matchmaker.suggestions.models import ShortlistEntry, Suggestion, SuggestionMark
from matchmaker.suggestions.pairs import Choices, Pair
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
    for organisation, candidate, mark in db.session.execute(marks):
        kept.setdefault(organisation, set()).add(candidate)
        if mark is Mark.DISMISSED:
            dismissed.setdefault(organisation, set()).add(candidate)
    for one, other in db.session.execute(sa.select(ShortlistEntry.organisation_id, ShortlistEntry.candidate_id)):
        kept.setdefault(one, set()).add(other)
    return Choices(_frozen(dismissed, organisations), _frozen(kept, organisations))


def _frozen(found: Mapping[int, set[int]], only: Collection[int] | None) -> dict[int, frozenset[int]]:
    return {key: frozenset(ids) for key, ids in found.items() if only is None or key in only}


def hold_living() -> Living:
    """Who is there, held there until the transaction ends (the lock is PostgreSQL's; SQLite has one writer)."""
    approved = sa.select(Organisation.id).where(Organisation.state == VettingState.APPROVED)
    return Living(
        frozenset(db.session.scalars(approved.with_for_update(read=True, key_share=True))),
        frozenset(db.session.scalars(sa.select(Opportunity.id).with_for_update(read=True, key_share=True))),
    )


def delete_all() -> None:
    """Remove every stored suggestion."""
    db.session.execute(sa.delete(Suggestion))


def delete_of_closed() -> int:
    """Remove the suggestions of, and to, organisations that do not take part; the number removed."""
    closed = sa.select(Organisation.id).where(Organisation.state != VettingState.APPROVED)
    gone = sa.or_(Suggestion.organisation_id.in_(closed), Suggestion.candidate_id.in_(closed))
    return len(db.session.scalars(sa.delete(Suggestion).where(gone).returning(Suggestion.id)).all())


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
    shared = {"build_id": build_id, "refreshed_at": now()}
    kept = [
        {**row, **shared, "basis": Basis(row["basis"]), "direction": Direction(row["direction"])}
        for row in values
        if living.has(row)
    ]
    if kept:
        db.session.execute(sa.insert(Suggestion.__table__), kept)  # type: ignore[arg-type]
    return len(kept)


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
    differing = sa.select(Organisation.id, Organisation.matched_revision)
    known = {found.id: found.matched_revision for found in db.session.execute(differing)}
    due = [{"key": key, "seen": seen} for key, seen in read.items() if known.get(key, seen) != seen]
    if due:
        statement = (
            sa.update(table)  # type: ignore[arg-type]
            .where(table.c.id == sa.bindparam("key"))
            .values(matched_revision=sa.bindparam("seen"), updated_at=table.c.updated_at)
        )
        db.session.connection().execute(statement, due)


def _slices(ids: Sequence[int]) -> Iterable[Sequence[int]]:
    return (ids[start : start + _SLICE] for start in range(0, len(ids), _SLICE))
