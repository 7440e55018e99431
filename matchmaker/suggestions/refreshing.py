"""The quick way between two full builds: changed organisations and the counterparts they touch."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa

from matchmaker.foundation import jobs
from matchmaker.foundation.database import db, now, transaction
from matchmaker.matching import MatchIndex
from matchmaker.matching.collecting import no_collection
from matchmaker.organisations import visibility
from matchmaker.organisations.models import Organisation
from matchmaker.organisations.rules import VettingState
from matchmaker.suggestions import (
    builds,
    indexes,
    learned,
    listings,
    pairs,
    promises,
    queries,
    rankings,
    rows,
    touching,
)
from matchmaker.suggestions.learned import Rated
from matchmaker.suggestions.locking import index_lock
from matchmaker.suggestions.models import IndexBuild
from matchmaker.suggestions.touching import Touched

_ROUNDS = 5
_MANY = 200
"""So many changed organisations at once are done faster by a full build."""
_STALE_SHARE = 0.1
"""With so large a share of changed listings the weights of words are worth a full build before the nightly one."""


@dataclass(frozen=True, slots=True)
class Changes:
    """`waiting` organisations with their revisions as read, `changed` ones to read, ids `gone` from the index."""

    waiting: Mapping[int, int]
    changed: frozenset[int]
    gone: frozenset[int]


@dataclass(frozen=True, slots=True)
class _Outcome:
    """What a changed index says of all that is touched: ids of rows to delete, values to store, what goes with them.

    `known` are the rows that are there, by pair.
    """

    touched: Touched
    obsolete: Sequence[int]
    values: Sequence[Mapping[str, Any]]
    known: Mapping[pairs.Pair, int]
    rated: Rated


def refresh() -> bool:
    """Bring the stored suggestions up to date; False when there was nothing to do or somebody else does it.

    Safe to run twice and beside a build: what it could not do stays noted on the organisation for the next time.
    """
    if rows.has_closed():
        with transaction():
            rows.delete_of_closed()
    if not _may_have_changed():
        return False
    with index_lock(indexes.root()) as is_ours:
        rounds = 0
        while is_ours and rounds < _ROUNDS and _round():
            rounds += 1
    if rounds and _is_stale():
        with transaction():
            jobs.after_commit(indexes.BUILD_JOB)
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


def _may_have_changed() -> bool:
    last = indexes.latest()
    if last is None:
        return False
    if db.session.scalar(queries.pending().limit(1)) is not None:
        return True
    return db.session.scalar(queries.taking_part()) != last.organisations


def _is_stale() -> bool:
    last = indexes.latest()
    return last is not None and last.changed_listings > _MANY and last.changed_share > _STALE_SHARE


def _round() -> bool:
    """Work in what has changed by now; False when nothing had."""
    db.session.commit()
    last = indexes.latest()
    index = indexes.opened(last) if last is not None else None
    if last is None or index is None:
        return False
    changes = _changes(index)
    if not changes.changed and not changes.gone:
        return _settle(changes.waiting)
    if len(changes.changed) > _MANY or not rankings.is_kept():
        db.session.commit()
        builds.build_locked()
        return True
    _work_in(last, index, changes)
    return True


def _changes(index: MatchIndex) -> Changes:
    columns = queries.pending().with_only_columns(Organisation.id, Organisation.state, Organisation.revision)
    found = db.session.execute(columns).all()
    approved = {row.id for row in found if row.state is VettingState.APPROVED}
    gone = {row.id for row in found if row.id not in approved and index.has(str(row.id))}
    come = {one for one in approved if not index.has(str(one))}
    if db.session.scalar(queries.taking_part()) != index.organisation_count + len(come) - len(gone):
        come, gone = _compared(index)
    changed = approved | come
    blockers = visibility.blockers_of(_named(changed))
    return Changes({row.id: row.revision for row in found}, frozenset(changed | blockers), frozenset(gone))


def _compared(index: MatchIndex) -> tuple[set[int], set[int]]:
    """Organisations that take part and are not in the index, and the other way round; some were deleted."""
    taking_part = set(db.session.scalars(sa.select(Organisation.id).where(Organisation.state == VettingState.APPROVED)))
    indexed = {int(name) for name in index.organisations}
    return taking_part - indexed, indexed - taking_part


def _named(ids: Collection[int]) -> Sequence[Organisation]:
    return db.session.scalars(sa.select(Organisation).where(Organisation.id.in_(sorted(ids)[:_MANY]))).all()


def _settle(waiting: Mapping[int, int]) -> bool:
    """Nothing to match: drafts that were edited need no more than this."""
    if waiting:
        with transaction():
            rows.settle(waiting)
    return False


@no_collection()
def _work_in(last: IndexBuild, index: MatchIndex, changes: Changes) -> None:
    reading = listings.read(changes.changed)
    newer = index.updated(reading.listings, removed=[str(one) for one in changes.gone])
    outcome = _outcome(newer, reading.revisions.keys(), changes.gone)
    indexes.save(newer, last.folder)
    with transaction():
        living = rows.hold_living(outcome.values)
        rows.delete(outcome.obsolete)
        rows.replace(outcome.values, living, outcome.known, build_id=last.id)
        rows.rate(outcome.rated.likelihoods, outcome.touched.best)
        rankings.forget(changes.gone)
        rankings.store(outcome.touched.before, outcome.touched.after)
        rows.settle({**changes.waiting, **reading.revisions})
        last.refreshed_at, last.organisations, last.listings = now(), newer.organisation_count, len(newer)
        last.changed_listings += len(reading.listings) + len(changes.gone)
    learned.confirm(outcome.rated)
    if changes.gone:
        # What was asked for is stored; now the words of those who left go, from the index and with older builds.
        indexes.save(newer.whole, last.folder)
    indexes.prune([last.folder])


def _outcome(newer: MatchIndex, changed: Collection[int], gone: Collection[int]) -> _Outcome:
    limit = builds.limit()
    touched = touching.touched(newer, changed, gone, limit=limit)
    present = rows.stored({*touched.best, *gone})
    given = promises.stored(touched.best.keys())
    db.session.commit()
    plan = promises.planned(newer, touched.best, present, given, limit=limit)
    fresh = {pair for pair in plan.wanted if pair in plan.unmarked or _is_fresh(pair, present, changed)}
    values = list(promises.remarked(newer, pairs.explained(newer, fresh), plan))
    rated = learned.rated(newer, {pair for pair in plan.wanted if all(newer.has(str(one)) for one in pair)})
    known = {(one, other): row for one, found in present.items() for other, row in found.items()}
    lost = fresh.difference(map(pairs.pair_of, values))
    obsolete = [row for pair, row in known.items() if pair not in plan.wanted or pair in lost]
    return _Outcome(touched, obsolete, values, known, rated)


def _is_fresh(pair: pairs.Pair, present: Mapping[int, Mapping[int, int]], changed: Collection[int]) -> bool:
    return pair[1] not in present[pair[0]] or pair[0] in changed or pair[1] in changed
