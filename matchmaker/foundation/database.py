"""The database: base class, column types, and the one way to write."""

import enum
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import UTC, datetime
from sqlite3 import Connection as SqliteConnection
from typing import Any

import sqlalchemy as sa
from flask import Flask, has_request_context, request
from flask_sqlalchemy import SQLAlchemy
from sqlalchemy.exc import DBAPIError
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column

NAMING = {
    "ix": "ix_%(column_0_label)s",
    "uq": "uq_%(table_name)s_%(column_0_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_name)s_%(referred_table_name)s",
    "pk": "pk_%(table_name)s",
}


class Base(DeclarativeBase):
    """Base of all tables; constraint names follow one convention so that migrations can name them."""

    metadata = sa.MetaData(naming_convention=NAMING)


db = SQLAlchemy(
    model_class=Base, disable_autonaming=True, session_options={"join_transaction_mode": "create_savepoint"}
)


def now() -> datetime:
    """This moment, aware, in UTC."""
    return datetime.now(UTC)


class UtcDateTime(sa.TypeDecorator[datetime]):
    """Aware datetimes in and out, stored as UTC (SQLite would drop the zone)."""

    impl = sa.DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, _dialect: sa.Dialect) -> datetime | None:
        """Refuse naive values: a time without a zone is a mistake."""
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("a datetime without a time zone cannot be stored")
        return value.astimezone(UTC)

    def process_result_value(self, value: datetime | None, _dialect: sa.Dialect) -> datetime | None:
        """Give the stored moment back as aware UTC."""
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


def enum_column(kind: type[enum.StrEnum], name: str) -> sa.Enum:
    """A column type that stores the values of `kind` as text and lets the database check them."""
    return sa.Enum(
        kind, name=name, native_enum=False, create_constraint=True, length=40,
        values_callable=lambda members: [member.value for member in members],
    )  # fmt: skip


class Timestamps:
    """When a row was made and last changed."""

    created_at: Mapped[datetime] = mapped_column(UtcDateTime, default=now)
    updated_at: Mapped[datetime] = mapped_column(UtcDateTime, default=now, onupdate=now)


_writing: ContextVar[bool] = ContextVar("writing", default=False)
"""Whether SQLite transactions that begin now will write, and so must take the write lock first."""


def expect_writes(expected: bool) -> None:
    """Say before a request is handled whether it will write."""
    _writing.set(expected)


@contextmanager
def transaction() -> Iterator[None]:
    """Commit what the block wrote, or nothing of it. Used by views, commands and jobs only.

    Outside a request the block begins a transaction of its own, so that long reading and computing before it
    holds no lock.
    """
    if not has_request_context():
        db.session.commit()
    token = _writing.set(True)
    try:
        yield
        db.session.commit()
    except BaseException:
        db.session.rollback()
        raise
    finally:
        _writing.reset(token)


_RACES = frozenset({"23503", "23505", "40001", "40P01", "55P03"})
"""PostgreSQL's codes (appendix A): foreign key, unique key, serialisation, deadlock, lock not available."""
_SQLITE_RACES = frozenset({"SQLITE_CONSTRAINT_FOREIGNKEY", "SQLITE_CONSTRAINT_UNIQUE", "SQLITE_CONSTRAINT_PRIMARYKEY"})


def lost_a_race(error: DBAPIError) -> bool:
    """Whether `error` comes of two who wrote at once: a row that is there already or is gone, a lock, a deadlock."""
    code = getattr(error.orig, "sqlstate", None) or getattr(error.orig, "sqlite_errorname", None) or ""
    return code in _RACES or code in _SQLITE_RACES or code.startswith(("SQLITE_BUSY", "SQLITE_LOCKED"))


def prepare_sqlite(connection: Any, _record: object) -> None:
    """Turn on what SQLite leaves off: foreign keys, the write-ahead log, waiting for a busy writer."""
    if not isinstance(connection, SqliteConnection):
        return
    connection.isolation_level = None
    cursor = connection.cursor()
    cursor.execute("PRAGMA foreign_keys = ON")
    cursor.execute("PRAGMA journal_mode = WAL")
    cursor.execute("PRAGMA synchronous = NORMAL")
    cursor.execute("PRAGMA busy_timeout = 15000")
    cursor.close()


def begin_sqlite(connection: sa.Connection) -> None:
    """Begin by hand: the driver would begin too late for savepoints.

    A transaction that reads first and writes later fails at once when another wrote in between
    (SQLITE_BUSY_SNAPSHOT); one that will write takes the lock at its start and waits instead.
    """
    if connection.dialect.name == "sqlite":
        connection.exec_driver_sql("BEGIN IMMEDIATE" if _writing.get() else "BEGIN")


sa.event.listen(sa.Engine, "connect", prepare_sqlite)
sa.event.listen(sa.Engine, "begin", begin_sqlite)


def init_app(app: Flask) -> None:
    """Bind the database to `app`; requests that may write say so before they read.

    The word is taken back with the request: what the same thread reads next would hold the write lock of SQLite.
    """
    db.init_app(app)
    app.before_request(lambda: expect_writes(request.method not in {"GET", "HEAD", "OPTIONS"}))
    app.teardown_request(lambda _error: expect_writes(False))
