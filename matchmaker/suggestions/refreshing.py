"""The quick way between two full builds: changed organisations and the counterparts they touch."""

from collections.abc import Iterable
from dataclasses import dataclass

import sqlalchemy as sa

from matchmaker.foundation.database import db, now, transaction
from matchmaker.matching import MatchIndex, NotIndexed
from matchmaker.organisations.models import Organisation
from matchmaker.organisations.rules import VettingState
from matchmaker.suggestions import builds, indexes, learned, listings, pairs, promises, queries, rows
from matchmaker.suggestions.locking import index_lock
from matchmaker.suggestions.models import IndexBuild, Suggestion

_ROUNDS = 5
_MANY = 200
"""So many changed organisations at once are done faster by a full build."""


@dataclass(frozen=True, slots=True)
class Changes:
    """`revisions` of every organisation as read, `changed` ones that take part, ids `gone` from the index."""

    revisions: dict[int, int]
    changed: frozenset[int]
    gone: frozenset[int]


def refresh() -> bool:
    """Bring the stored suggestions up to date; False when there was nothing to do or somebody else does it.

    Safe to run twice and beside a build: what it could not do stays noted on the organisation for the next time.
    """
    _drop_closed()
    if not _may_have_changed():
        return False
    with index_lock(indexes.root()) as is_ours:
        rounds = 0
        while is_ours and rounds < _ROUNDS and _round():
            rounds += 1
    return rounds > 0


def ensure() -> bool:
    """Make the first build, or a new one where this engine or vocabulary cannot use the last; True if it was due."""
    last = indexes.latest()
    if last is not None and indexes.is_usable(last):
        return False
    taking_part = sa.select(Organisation.id).where(Organisation.state == VettingState.APPROVED)
    if db.session.scalar(taking_part.limit(1)) is None:
        return False
    with index_lock(indexes.root()) as is_ours:
        if is_ours:
            builds.build_locked()
    return True


def _drop_closed() -> None:
    closed = sa.select(Organisation.id).where(Organisation.state != VettingState.APPROVED)
    stale = sa.or_(Suggestion.organisation_id.in_(closed), Suggestion.candidate_id.in_(closed))
    if db.session.scalar(sa.select(Suggestion.id).where(stale).limit(1)) is not None:
        with transaction():
            rows.delete_of_closed()


def _may_have_changed() -> bool:
    last = indexes.latest()
    if last is None:
        return False
    taking_part = db.session.scalar(
        sa.select(sa.func.count()).select_from(Organisation).where(Organisation.state == VettingState.APPROVED)
    )
    return taking_part != last.organisations or db.session.scalar(queries.pending().limit(1)) is not None


def _round() -> bool:
    """Work in what has changed by now; False when nothing had."""
    db.session.commit()
    last = indexes.latest()
    index = indexes.opened(last) if last is not None else None
    if last is None or index is None:
        return False
    changes = _changes(index)
    if not changes.changed and not changes.gone:
        return _settle(changes.revisions)
    if len(changes.changed) > _MANY:
        db.session.commit()
        builds.build_locked()
        return True
    _work_in(last, index, changes)
    return True


def _changes(index: MatchIndex) -> Changes:
    columns = sa.select(Organisation.id, Organisation.state, Organisation.revision, Organisation.matched_revision)
    found = db.session.execute(columns).all()
    indexed = {int(name) for name in index.organisations}
    approved = {row.id for row in found if row.state is VettingState.APPROVED}
    changed = {row.id for row in found if row.revision != row.matched_revision} | (approved - indexed)
    revisions = {row.id: row.revision for row in found}
    return Changes(revisions, frozenset(changed & approved), frozenset(indexed - approved))


def _settle(revisions: dict[int, int]) -> bool:
    """Nothing to match: drafts that were edited need no more than this."""
    if db.session.scalar(queries.pending().limit(1)) is not None:
        with transaction():
            rows.settle(revisions)
    return False


def _work_in(last: IndexBuild, index: MatchIndex, changes: Changes) -> None:
    reading = listings.read(changes.changed)
    newer = index.updated(reading.listings, removed=[str(one) for one in changes.gone])
    affected = changes.changed | _shown_with(changes.changed | changes.gone) | _entered(newer, changes.changed)
    indexed = {int(name) for name in newer.organisations}
    affected &= indexed
    choices = rows.choices(affected)
    present = rows.stored(affected | changes.gone)
    given = promises.stored(affected)
    db.session.commit()
    best = {one: _wanted(newer, one, choices) for one in affected}
    plan = promises.planned(newer, best, present, given, limit=builds.limit())
    fresh = {pair for pair in plan.wanted if pair in plan.unmarked or _is_fresh(pair, present, changes.changed)}
    values = list(promises.remarked(newer, pairs.explained(newer, fresh), plan))
    rated = learned.rated(newer, {pair for pair in plan.wanted if indexed.issuperset(pair)})
    indexes.save(newer, last.folder)
    obsolete = [
        row for one, found in present.items() for other, row in found.items()
        if (one, other) not in plan.wanted or (one, other) in fresh
    ]  # fmt: skip
    with transaction():
        living = rows.hold_living()
        rows.delete(obsolete)
        rows.insert(values, living, build_id=last.id)
        rows.rate(rated.likelihoods, affected)
        rows.settle(changes.revisions | dict(reading.revisions))
        last.refreshed_at, last.organisations, last.listings = now(), len(newer.organisations), len(newer)
    learned.confirm(rated)
    # An older build still holds the sentences of those who left.
    indexes.prune([last.folder])


def _is_fresh(pair: pairs.Pair, present: dict[int, dict[int, int]], changed: frozenset[int]) -> bool:
    return pair[1] not in present[pair[0]] or not changed.isdisjoint(pair)


def _wanted(index: MatchIndex, organisation: int, choices: pairs.Choices) -> list[int]:
    ranked = pairs.best(index, organisation, builds.limit())
    return pairs.wanted(index, organisation, ranked, choices, limit=builds.limit())


def _shown_with(ids: Iterable[int]) -> frozenset[int]:
    """Organisations that have one of `ids` among their suggestions."""
    statement = sa.select(Suggestion.organisation_id).where(Suggestion.candidate_id.in_(sorted(ids))).distinct()
    return frozenset(db.session.scalars(statement))


def _entered(index: MatchIndex, changed: frozenset[int]) -> frozenset[int]:
    """Organisations among whose best one of `changed` may be now."""
    counted = sa.select(Suggestion.organisation_id, sa.func.count(), sa.func.min(Suggestion.score))
    floors = {
        one: lowest if count >= builds.limit() else 0.0
        for one, count, lowest in db.session.execute(counted.group_by(Suggestion.organisation_id))
    }
    entered: set[int] = set()
    for organisation in changed:
        try:
            seen = index.affected_by(str(organisation))
        except NotIndexed:
            continue
        entered.update(int(one.organisation) for one in seen if one.score > floors.get(int(one.organisation), 0.0))
    return frozenset(entered)
