"""A real worker is killed twenty times while it hands mails to a real SMTP server: each is accepted exactly once.

The kills come at random moments: amid the conversation, within the mail, and between its last line and the answer.
"""

import random
import signal
import time
from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
import sqlalchemy as sa
from flask import Flask

from matchmaker.foundation.database import db, transaction
from matchmaker.foundation.jobs import queue
from matchmaker.foundation.models import MailState, OutboxMail
from tests.conftest import make_app
from tests.foundation.conftest import MailServer
from tests.foundation.workers import Nursery, nursery, wait_until

KILLS, MAILS = 20, 150
OPEN = (MailState.QUEUED, MailState.SENDING)


@pytest.fixture
def addresses(database: str, request: pytest.FixtureRequest, tmp_path: Path) -> dict[str, str]:
    """Where an empty database and the queue of jobs are: in files, or both on a PostgreSQL server."""
    if database.startswith("sqlite"):
        return {"database_url": f"sqlite:///{tmp_path / 'own.sqlite'}", "jobs_url": ""}
    make: Callable[[], str] = request.getfixturevalue("postgresql")
    url = make()
    return {"database_url": url, "jobs_url": url.replace("postgresql+psycopg://", "postgresql://")}


@pytest.fixture
def outbox_app(tmp_path: Path, addresses: dict[str, str]) -> Iterator[Flask]:
    """A service whose jobs wait for a worker."""
    app = make_app(addresses["database_url"], tmp_path, jobs_url=addresses["jobs_url"], jobs_immediate=False)
    with app.app_context():
        yield app
        db.session.remove()
        db.engine.dispose()
        queue(app).storage.close()


@pytest.fixture
def workers(outbox_app: Flask, mail_server: MailServer, tmp_path: Path, addresses: dict[str, str]) -> Iterator[Nursery]:
    settings = {
        "MATCHMAKER_INSTANCE": str(tmp_path), "MATCHMAKER_DATABASE_URL": addresses["database_url"],
        "MATCHMAKER_JOBS_URL": addresses["jobs_url"],
        "MATCHMAKER_MAIL_TRANSPORT": "smtp", "MATCHMAKER_SMTP_PORT": str(mail_server.port),
    }  # fmt: skip
    with nursery(settings, tmp_path / "workers.log") as found:
        yield found


def write_mails(count: int) -> None:
    with transaction():
        db.session.add_all(
            OutboxMail(kind="x", to_address=f"r{n}@x.example", locale="en", subject=f"Mail {n}", body="Line\n" * 40)
            for n in range(count)
        )


def ask(app: Flask, *, times: int) -> None:
    """Put the word into the queue that the minute's sweep would bring."""
    for _ in range(times):
        app.extensions["jobs"]["foundation.deliver_mail"]()


def states() -> Counter[MailState]:
    db.session.rollback()
    return Counter(db.session.scalars(sa.select(OutboxMail.state)).all())


def accepted(server: MailServer) -> Counter[str]:
    return Counter(str(message["Subject"]) for message in server.received)


def test_twenty_kills_amid_delivery_lose_nothing_and_send_nothing_twice(
    outbox_app: Flask, mail_server: MailServer, workers: Nursery
) -> None:
    dice = random.Random(20261122)
    mail_server.slow_by = 0.03
    write_mails(MAILS)

    for _ in range(KILLS):
        before = len(mail_server.received)
        ask(outbox_app, times=2)  # both threads of the worker deliver
        workers.start()
        wait_until(lambda before=before: len(mail_server.received) > before)  # type: ignore[misc]
        time.sleep(dice.uniform(0, 0.08))
        assert workers.end(signal.SIGKILL) == -signal.SIGKILL
    mail_server.slow_by = 0
    assert states()[MailState.QUEUED] > 0, "the last kill came too late"
    ask(outbox_app, times=2)
    workers.start()
    wait_until(lambda: not any(states()[state] for state in OPEN))

    assert accepted(mail_server) == {f"Mail {n}": 1 for n in range(MAILS)}
    assert set(states()) <= {MailState.SENT, MailState.UNCERTAIN}
    assert states()[MailState.UNCERTAIN] <= 2 * KILLS


def test_a_worker_that_is_told_to_end_finishes_the_mail_in_hand(
    outbox_app: Flask, mail_server: MailServer, workers: Nursery
) -> None:
    mail_server.slow_by = 0.3
    write_mails(40)
    ask(outbox_app, times=1)
    workers.start()
    wait_until(lambda: len(mail_server.received) > 1)

    assert workers.end(signal.SIGTERM) == 0

    delivered = len(mail_server.received)
    assert states() == {MailState.SENT: delivered, MailState.QUEUED: 40 - delivered}
