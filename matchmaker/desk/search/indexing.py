"""Keeping the index: what is new or changed is read anew, what is gone is dropped. Run any number of times."""

from collections.abc import Sequence

import sqlalchemy as sa

from matchmaker.desk.search.models import SearchEntry
from matchmaker.desk.search.sources import Source, sources
from matchmaker.desk.search.terms import words_of
from matchmaker.foundation import jobs
from matchmaker.foundation.database import db, transaction

BATCH = 200
MOST_BATCHES = 50
"""Batches of one run; what is left comes with the next."""
BODY_MAX = 20_000
"""Characters of a text that are searched."""


def refresh(source: Source, *, limit: int = BATCH) -> int:
    """Read up to `limit` new or changed rows of a kind; how many."""
    rows = source.rows().subquery()
    stale = (
        sa.select(rows.c.id, rows.c.updated_at)
        .outerjoin(SearchEntry, sa.and_(SearchEntry.kind == source.kind, SearchEntry.ref_id == rows.c.id))
        .where(sa.or_(SearchEntry.id.is_(None), SearchEntry.updated_at < rows.c.updated_at))
        .order_by(rows.c.id)
        .limit(limit)
    )
    changed = {row.id: row.updated_at for row in db.session.execute(stale)}
    if changed:
        _write(source, changed)
    return len(changed)


def _write(source: Source, changed: dict[int, object]) -> None:
    texts = source.texts(changed.keys())
    bodies = [texts.get(one, "")[:BODY_MAX] for one in changed]
    known = {
        entry.ref_id: entry
        for entry in db.session.scalars(
            sa.select(SearchEntry).where(SearchEntry.kind == source.kind, SearchEntry.ref_id.in_(changed))
        )
    }
    for (one, updated_at), body, words in zip(changed.items(), bodies, words_of(bodies), strict=True):
        entry = known.get(one) or SearchEntry(kind=source.kind, ref_id=one)
        entry.body, entry.words, entry.updated_at = body, words, updated_at  # type: ignore[assignment]
        db.session.add(entry)
    db.session.flush()


def forget(source: Source) -> None:
    """Drop the entries of rows that are gone."""
    there = sa.select(source.rows().subquery().c.id)
    gone = sa.and_(SearchEntry.kind == source.kind, SearchEntry.ref_id.not_in(there))
    db.session.execute(sa.delete(SearchEntry).where(gone).execution_options(synchronize_session=False))


def refresh_all(kinds: Sequence[Source] | None = None) -> int:
    """Read everything that is new or changed, each batch in a transaction of its own; how many rows."""
    total = 0
    for source in kinds or sources():
        for _ in range(MOST_BATCHES):
            with transaction():
                found = refresh(source)
            total += found
            if found < BATCH:
                break
        with transaction():
            forget(source)
    return total


@jobs.job("desk.index_search", every_minutes=1)
def index_search() -> None:
    """Bring the index up to date."""
    refresh_all()
