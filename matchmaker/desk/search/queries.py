"""Asking the index, on either database."""

import sqlalchemy as sa

from matchmaker.desk.search.models import SearchEntry
from matchmaker.desk.search.terms import Question, as_fts5, as_tsquery
from matchmaker.foundation.database import db

_FTS = sa.table("search_entry_words", sa.column("rowid"), sa.column("search_entry_words"))


def kinds_that_say(asked: Question) -> sa.Select[str]:
    """Kinds of which some entry says it all, whoever may read it: the others need not be asked."""
    return sa.select(SearchEntry.kind).where(_says(asked)).distinct()


def found(kind: str, asked: Question, readable: sa.Select[int], *, count: int) -> sa.Select[int, str, int]:
    """Row, text and total of the newest `count` entries of `kind` that say it all, among the rows of `readable`.

    All of them say every word, so the newest is the best. The reader's right is asked of the rows themselves, at
    this moment.
    """
    newest_first = (SearchEntry.updated_at.desc(), SearchEntry.ref_id.desc())
    newest = (
        sa.select(SearchEntry.id, sa.func.count().over().label("total"))
        .where(SearchEntry.kind == kind, SearchEntry.ref_id.in_(readable), _says(asked))
        .order_by(*newest_first)
        .limit(count)
        .subquery()
    )
    whole = sa.select(SearchEntry.ref_id, SearchEntry.body, newest.c.total).join(newest, newest.c.id == SearchEntry.id)
    return whole.order_by(*newest_first)


def _says(asked: Question) -> sa.ColumnElement[bool]:
    """Whether an entry says it all: by the FTS5 index of SQLite, by the GIN index of PostgreSQL."""
    if db.session.get_bind().dialect.name == "sqlite":
        matched = _FTS.c.search_entry_words.op("MATCH")(as_fts5(asked))
        return SearchEntry.id.in_(sa.select(_FTS.c.rowid).where(matched))
    simple: sa.ColumnElement[str] = sa.literal_column("'simple'")
    return sa.func.to_tsvector(simple, SearchEntry.words).op("@@")(sa.func.to_tsquery(simple, as_tsquery(asked)))
