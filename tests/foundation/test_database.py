"""What the ground promises about writing."""

import threading
import time
from collections.abc import Callable, Iterator
from datetime import datetime
from pathlib import Path

import pytest
import sqlalchemy as sa
from flask import Flask

from matchmaker.foundation import audit
from matchmaker.foundation.access import public
from matchmaker.foundation.database import db, transaction
from matchmaker.foundation.models import AuditEntry, OutboxMail
from tests.conftest import make_app
from tests.factories import make_user


def test_a_transaction_that_fails_leaves_nothing(app: Flask):
    user = make_user()
    db.session.commit()

    def record_and_fail() -> None:
        with transaction():
            audit.record("test.done", user, actor_id=None)
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        record_and_fail()

    assert db.session.scalars(sa.select(AuditEntry)).all() == []


def test_a_transaction_that_ends_well_keeps_its_rows(app: Flask):
    user = make_user()

    with transaction():
        audit.record("test.done", user, actor_id=user.id, details={"what": "thing"})

    entry = db.session.scalars(sa.select(AuditEntry)).one()
    assert (entry.action, entry.subject_type, entry.subject_id, entry.actor_id, entry.details) == (
        "test.done", "user", user.id, user.id, {"what": "thing"},
    )  # fmt: skip


def test_a_moment_without_a_time_zone_is_refused(app: Flask):
    user = make_user()
    user.last_signed_in_at = datetime(2026, 1, 1)  # noqa: DTZ001 - the mistake under test
    with pytest.raises(sa.exc.StatementError, match="without a time zone"):
        db.session.flush()


def test_moments_come_back_in_utc(app: Flask):
    user = make_user()
    db.session.commit()
    assert user.created_at.utcoffset().total_seconds() == 0


def race(app: Flask, work: Callable[[], None], *, threads: int = 2, times: int = 15) -> list[BaseException]:
    """Run `work` in several threads at once, each `times` times; what went wrong."""
    failures: list[BaseException] = []
    start = threading.Barrier(threads)

    def run() -> None:
        start.wait()
        try:
            for _ in range(times):
                with app.app_context():
                    work()
        except BaseException as error:  # noqa: BLE001 - a thread's failure must reach the test
            failures.append(error)

    workers = [threading.Thread(target=run) for _ in range(threads)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()
    return failures


@pytest.fixture
def sqlite_app(tmp_path: Path) -> Iterator[Flask]:
    """A service on a SQLite file, with one mail whose attempts are counted."""
    app = make_app(f"sqlite:///{tmp_path / 'race.sqlite'}", tmp_path)
    with app.app_context():
        db.session.add(OutboxMail(id=1, kind="x", to_address="a@x.example", locale="en", subject="S", body="B"))
        db.session.commit()
        yield app
        db.session.remove()
        db.engine.dispose()


def read_then_write() -> None:
    mail = db.session.get_one(OutboxMail, 1)
    time.sleep(0.002)
    mail.attempts += 1


def count_once() -> None:
    with transaction():
        read_then_write()


def attempts() -> int:
    db.session.rollback()
    return db.session.scalars(sa.select(OutboxMail.attempts)).one()


def test_two_who_read_and_then_write_wait_for_each_other(sqlite_app: Flask) -> None:
    assert race(sqlite_app, count_once) == []
    assert attempts() == 30


def test_reading_before_the_transaction_does_no_harm(sqlite_app: Flask) -> None:
    def work() -> None:
        db.session.get_one(OutboxMail, 1)
        with transaction():
            db.session.expire_all()
            read_then_write()

    assert race(sqlite_app, work) == []
    assert attempts() == 30


def test_two_forms_sent_at_once_are_both_taken(sqlite_app: Flask) -> None:
    @sqlite_app.post("/count")
    @public
    def count() -> dict[str, str]:
        db.session.get_one(OutboxMail, 1)  # as the signed-in user is read before the view
        with transaction():
            read_then_write()
        return {"status": "counted"}

    def work() -> None:
        assert sqlite_app.test_client().post("/count").json == {"status": "counted"}

    assert race(sqlite_app, work) == []
    assert attempts() == 30


def test_what_is_read_after_a_form_holds_no_lock(sqlite_app: Flask) -> None:
    """The thread that answered a form reads on; another writes meanwhile, as a worker of the job queue does."""
    sqlite_app.test_client().post("/nowhere")
    attempts()

    writer = threading.Thread(target=lambda: race(sqlite_app, count_once, threads=1, times=1))
    writer.start()
    writer.join(timeout=5)

    assert not writer.is_alive()
    assert attempts() == 1


def test_readers_do_not_wait_for_a_writer(sqlite_app: Flask) -> None:
    seen: list[int] = []

    def read() -> None:
        with sqlite_app.app_context():
            seen.append(db.session.scalars(sa.select(OutboxMail.attempts)).one())

    with transaction():
        db.session.get_one(OutboxMail, 1).attempts = 5
        db.session.flush()
        reader = threading.Thread(target=read)
        reader.start()
        reader.join(timeout=5)
        assert seen == [0]


def test_foreign_keys_are_kept_on_sqlite(sqlite_app: Flask) -> None:
    with db.engine.connect() as connection:
        settings = {
            name: connection.exec_driver_sql(f"PRAGMA {name}").scalar() for name in ("foreign_keys", "journal_mode")
        }
    assert settings == {"foreign_keys": 1, "journal_mode": "wal"}


def test_an_entry_of_the_audit_log_finds_the_id_of_a_new_row(app: Flask) -> None:
    mail = OutboxMail(kind="x", to_address="a@x.example", locale="en", subject="S", body="B")
    db.session.add(mail)

    audit.record("test.done", mail, actor_id=None)
    db.session.flush()

    entry = db.session.scalars(sa.select(AuditEntry)).one()
    assert (entry.subject_type, entry.subject_id, entry.actor_id, entry.details) == ("outbox_mail", mail.id, None, {})
