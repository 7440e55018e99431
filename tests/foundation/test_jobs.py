"""Jobs are asked for within a transaction and run after it, by a worker with a queue of its own."""

import gc
import signal
import sqlite3
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path

import pytest
import sqlalchemy as sa
from flask import Flask

from matchmaker.foundation import jobs
from matchmaker.foundation.database import db, transaction
from matchmaker.foundation.models import OutboxMail
from tests.conftest import make_app

SIGNALS = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)


def note(*ids: int) -> None:
    """The work of the job under test: one row for each run."""
    with transaction():
        text = ",".join(map(str, ids))
        db.session.add(OutboxMail(kind="note", to_address="a@x.example", locale="en", subject=text, body=""))


def notes() -> list[str]:
    db.session.rollback()
    return list(db.session.scalars(sa.select(OutboxMail.subject).order_by(OutboxMail.id)))


@pytest.fixture
def known_job(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(jobs._JOBS, "test.note", jobs.Job("test.note", note, None, None))


@contextmanager
def service(tmp_path: Path, **settings: object) -> Iterator[Flask]:
    app = make_app(f"sqlite:///{tmp_path / 'jobs-test.sqlite'}", tmp_path, jobs_immediate=False, **settings)
    with app.app_context():
        yield app
        db.session.remove()
        db.engine.dispose()


@pytest.fixture
def waiting_app(known_job: None, tmp_path: Path) -> Iterator[Flask]:
    """A service whose jobs wait in the queue, since nobody works."""
    with service(tmp_path) as app:
        yield app


def test_a_job_is_queued_only_by_the_commit(waiting_app: Flask) -> None:
    queue = jobs.queue(waiting_app)

    with transaction():
        jobs.after_commit("test.note", 7)
        assert queue.pending_count() == 0

    assert [(task.name, task.args) for task in queue.pending()] == [("test.note", (7,))]


def test_a_job_asked_for_twice_runs_once_and_with_other_ids_again(waiting_app: Flask) -> None:
    with transaction():
        for number in (7, 7, 8):
            jobs.after_commit("test.note", number)

    assert [task.args for task in jobs.queue(waiting_app).pending()] == [(7,), (8,)]


def test_a_job_is_dropped_with_its_transaction(waiting_app: Flask) -> None:
    def ask_and_fail() -> None:
        with transaction():
            jobs.after_commit("test.note", 7)
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        ask_and_fail()
    with transaction():
        pass

    assert jobs.queue(waiting_app).pending_count() == 0


def test_a_savepoint_neither_sends_nor_drops_what_waits(waiting_app: Flask) -> None:
    queue = jobs.queue(waiting_app)

    with transaction():
        jobs.after_commit("test.note", 7)
        with db.session.begin_nested():
            db.session.execute(sa.text("SELECT 1"))
        assert queue.pending_count() == 0
        db.session.begin_nested().rollback()

    assert [task.args for task in queue.pending()] == [(7,)]


def test_a_queue_out_of_order_does_not_make_a_deed_look_failed(
    waiting_app: Flask, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_ids: int) -> None:
        raise sqlite3.OperationalError("disk full")

    monkeypatch.setitem(waiting_app.extensions["jobs"], "test.note", refuse)

    with transaction():
        jobs.after_commit("test.note", 7)
        db.session.add(OutboxMail(kind="note", to_address="a@x.example", locale="en", subject="kept", body=""))

    assert notes() == ["kept"]


def test_an_unknown_job_is_a_mistake_that_shows_at_once(waiting_app: Flask) -> None:
    with pytest.raises(KeyError, match=r"test\.nothing"):
        jobs.after_commit("test.nothing")


def test_jobs_on_the_clock_are_registered_with_their_times(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(jobs, "_JOBS", {})
    jobs.job("test.often", every_minutes=5)(note)
    jobs.job("test.nightly", daily_at=4)(note)
    jobs.job("test.asked")(note)

    with service(tmp_path) as app:
        clocks = {task.name: task for task in jobs.queue(app)._registry.periodic_tasks}

    assert set(clocks) == {"test.often.sweep", "test.nightly.sweep"}
    day = [datetime(2026, 1, 1, hour, minute, tzinfo=UTC) for hour in range(24) for minute in range(60)]
    often = [at.minute for at in day if clocks["test.often.sweep"].validate_datetime(at) and at.hour == 3]
    assert often == list(range(0, 60, 5))
    four_in_korea = [(at.hour, at.minute) for at in day if clocks["test.nightly.sweep"].validate_datetime(at)]
    assert four_in_korea == [(19, 0)]


def test_every_job_of_the_service_also_runs_on_a_clock_or_is_asked_for(app: Flask) -> None:
    swept = {task.name.removesuffix(".sweep") for task in jobs.queue(app)._registry.periodic_tasks}

    assert "foundation.deliver_mail" in swept
    assert swept <= set(app.extensions["jobs"])


def work_until(app: Flask, done: Callable[[], bool]) -> None:
    """Run a real worker until `done`, ten seconds at most; leaves the signals of the test run as they were."""
    before = {number: signal.getsignal(number) for number in SIGNALS}
    worker = jobs.queue(app).create_consumer(
        workers=1, worker_type="thread", periodic=False, initial_delay=0.02, max_delay=0.05, check_worker_health=False
    )
    try:
        worker.start()
        deadline = time.monotonic() + 10
        while not done() and time.monotonic() < deadline:
            time.sleep(0.02)
    finally:
        worker.stop(graceful=True)
        for number, handler in before.items():
            signal.signal(number, handler)


def test_a_worker_does_what_waits_in_a_sqlite_queue(waiting_app: Flask) -> None:
    with transaction():
        jobs.after_commit("test.note", 7)
        jobs.after_commit("test.note", 8)

    work_until(waiting_app, lambda: len(notes()) == 2)

    assert notes() == ["7", "8"]
    assert jobs.queue(waiting_app).pending_count() == 0


@pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning", "ignore::ResourceWarning")
def test_a_worker_does_what_waits_in_a_postgresql_queue(
    known_job: None, tmp_path: Path, postgresql: Callable[[], str]
) -> None:
    with service(tmp_path, jobs_url=postgresql().replace("+psycopg", "")) as app:
        with transaction():
            jobs.after_commit("test.note", 7)
        assert jobs.queue(app).pending_count() == 1

        work_until(app, lambda: len(notes()) == 1)

        assert notes() == ["7"]
        assert not (tmp_path / "jobs.sqlite").exists()
        jobs.queue(app).storage.close()
    gc.collect()  # the worker's threads leave their connections to the collector
