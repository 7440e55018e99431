"""The table of searchable texts, and the index over it that each database keeps for itself."""

from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from matchmaker.foundation.database import Base, UtcDateTime


class SearchEntry(Base):
    """The text of one row of another table, made ready to be searched.

    It holds nothing about who may read it: that is asked of the row itself at each search.
    """

    __tablename__ = "search_entry"

    id: Mapped[int] = mapped_column(primary_key=True)
    kind: Mapped[str] = mapped_column(sa.String(20))
    ref_id: Mapped[int]
    body: Mapped[str] = mapped_column(sa.Text)
    words: Mapped[str] = mapped_column(sa.Text)
    """The terms of `body`, each as a short code (`terms.code_of`), so that no text can be taken for an operator."""
    updated_at: Mapped[datetime] = mapped_column(UtcDateTime)
    """When the row it was made from was last changed."""

    __table_args__ = (
        sa.UniqueConstraint("kind", "ref_id"),
        sa.Index(
            "ix_search_entry_words", sa.text("to_tsvector('simple', words)"), postgresql_using="gin",
        ).ddl_if(dialect="postgresql"),
    )  # fmt: skip


SQLITE_DDL = (
    "CREATE VIRTUAL TABLE search_entry_words USING fts5(words, content='search_entry', content_rowid='id')",
    """CREATE TRIGGER search_entry_added AFTER INSERT ON search_entry BEGIN
         INSERT INTO search_entry_words(rowid, words) VALUES (new.id, new.words);
       END""",
    """CREATE TRIGGER search_entry_removed AFTER DELETE ON search_entry BEGIN
         INSERT INTO search_entry_words(search_entry_words, rowid, words) VALUES ('delete', old.id, old.words);
       END""",
    """CREATE TRIGGER search_entry_changed AFTER UPDATE OF words ON search_entry BEGIN
         INSERT INTO search_entry_words(search_entry_words, rowid, words) VALUES ('delete', old.id, old.words);
         INSERT INTO search_entry_words(rowid, words) VALUES (new.id, new.words);
       END""",
)
"""An external-content index of SQLite (https://sqlite.org/fts5.html#external_content_tables) and what keeps it."""
SQLITE_TABLES = frozenset({
    "search_entry_words", "search_entry_words_data", "search_entry_words_idx", "search_entry_words_docsize",
    "search_entry_words_config",
})  # fmt: skip
"""Tables of that index: SQLite's own, of which the metadata knows nothing."""

for statement in SQLITE_DDL:
    _made = sa.DDL(statement).execute_if(dialect="sqlite")  # type: ignore[no-untyped-call]
    sa.event.listen(SearchEntry.__table__, "after_create", _made)
_dropped = sa.DDL("DROP TABLE IF EXISTS search_entry_words").execute_if(dialect="sqlite")  # type: ignore[no-untyped-call]
sa.event.listen(SearchEntry.__table__, "before_drop", _dropped)
