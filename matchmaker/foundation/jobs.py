"""Background jobs on Huey: they take ids or nothing, call one service, and may run twice without harm.

Every job also runs on a clock as a sweep over database state, so a lost message loses nothing.
"""

import sqlite3
import threading
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import psycopg
import sqlalchemy as sa
import structlog
from flask import Flask, current_app
from huey import Huey, PostgresHuey, SqliteHuey, crontab
from sqlalchemy.orm import Session

from config import Config
from matchmaker.foundation.database import db

log = structlog.get_logger()
Work = Callable[..., None]


@dataclass(frozen=True, slots=True)
class Job:
    """A registered job: its name, what it does, when it runs by itself."""

    name: str
    work: Work
    every_minutes: int | None
    daily_at: int | None


_JOBS: dict[str, Job] = {}
_WAITING = "jobs_after_commit"


def job(name: str, *, every_minutes: int | None = None, daily_at: int | None = None) -> Callable[[Work], Work]:
    """Register a function as job `name`; `daily_at` is an hour in Korea's time (UTC+9)."""

    def register(work: Work) -> Work:
        _JOBS[name] = Job(name, work, every_minutes, daily_at)
        return work

    return register


def after_commit(name: str, *ids: int) -> None:
    """Ask for job `name` once the running transaction is committed; asked twice, it runs once.

    Raises KeyError for a name that is no job.
    """
    if name not in current_app.extensions["jobs"]:
        raise KeyError(name)
    session = db.session()
    if not session.in_transaction():
        session.begin()  # without a transaction there would be no rollback to drop the job
    waiting: dict[tuple[str, tuple[int, ...]], None] = session.info.setdefault(_WAITING, {})
    waiting[name, ids] = None


def _send_waiting(session: Session) -> None:
    """Queue what waits. What was written is kept by now, so a queue out of order must not look like a failure."""
    if session.in_nested_transaction():
        return  # the end of a savepoint: the transaction around it may still fail
    waiting = session.info.pop(_WAITING, {})
    for name, ids in waiting:
        try:
            current_app.extensions["jobs"][name](*ids)
        except (sqlite3.Error, psycopg.Error):
            log.exception("jobs.not_queued", job=name)  # its sweep on the clock does the work


def _forget_waiting(session: Session) -> None:
    if not session.in_nested_transaction():
        session.info.pop(_WAITING, None)


def is_stopping() -> bool:
    """Whether the worker was told to end: a job of many steps then ends after the one in hand."""
    told: threading.Event | None = current_app.extensions.get("jobs_stopping")
    return told is not None and told.is_set()


def queue(app: Flask) -> Huey:
    """The queue that `app` writes to and the worker reads from."""
    found: Huey = app.extensions["huey"]
    return found


def _make_queue(config: Config) -> Huey:
    if config.jobs_url.startswith("postgresql"):
        return PostgresHuey("matchmaker", dsn=config.jobs_url, immediate=config.jobs_immediate)
    config.instance.mkdir(parents=True, exist_ok=True)
    return SqliteHuey(
        "matchmaker", filename=str(config.instance / "jobs.sqlite"), immediate=config.jobs_immediate, fsync=False
    )


def _clock(entry: Job) -> Callable[..., bool] | None:
    clock: Callable[..., bool] | None = None
    if entry.every_minutes is not None:
        clock = crontab(minute=f"*/{entry.every_minutes}")
    elif entry.daily_at is not None:
        clock = crontab(minute="0", hour=str((entry.daily_at - 9) % 24))
    return clock


def init_app(app: Flask) -> None:
    """Give `app` its queue with every registered job on it."""
    huey = _make_queue(app.extensions["config"])
    app.extensions["huey"] = huey
    app.extensions["jobs"] = {entry.name: _add_task(app, huey, entry) for entry in _JOBS.values()}


def _add_task(app: Flask, huey: Huey, entry: Job) -> Any:
    """Put `entry` on `huey`, each run in an application context of its own."""

    def run(*ids: int) -> None:
        with app.app_context():
            entry.work(*ids)

    clock = _clock(entry)
    if clock is not None:
        huey.periodic_task(clock, name=f"{entry.name}.sweep")(run)
    return huey.task(name=entry.name, retries=3, retry_delay=30)(run)


sa.event.listen(Session, "after_commit", _send_waiting)
sa.event.listen(Session, "after_rollback", _forget_waiting)
