"""Many at once: no unit of an asset is booked twice for one hour, and whoever lost is told so."""

import random
from collections import Counter
from datetime import date, timedelta
from threading import Barrier, Lock, Thread

import sqlalchemy as sa

from matchmaker.assets.models import AssetHours
from matchmaker.assets.requests import booking
from matchmaker.assets.requests.models import AssetRequest, BookedHour
from matchmaker.assets.requests.rules import RequestState
from matchmaker.assets.rules import LegalStatus
from matchmaker.foundation.database import db, transaction
from matchmaker.foundation.errors import RuleViolation
from tests.assets.test_views import make_asset
from tests.conftest import make_app
from tests.factories import make_organisation

THREADS, TRIES, UNITS, HOURS = 20, 20, 2, 8
MONDAY = date(2026, 12, 7)


def lay_out() -> list[int]:
    """Requests for one asset of two units, each for two of the same eight hours of one of two days."""
    asset, firm = make_asset("bench", legal_status=LegalStatus.OPEN, capacity_units=UNITS), make_organisation()
    asset.hours = [AssetHours(weekday=day, first_hour=9, end_hour=9 + HOURS) for day in range(5)]
    chance, found = random.Random(7), []
    for _ in range(40):
        day, first = MONDAY + timedelta(days=chance.randrange(2)), chance.randrange(9, 9 + HOURS - 1)
        row = AssetRequest(asset=asset, organisation=firm, kind="use", purpose="x", state=RequestState.FEASIBILITY,
                           first_day=day, last_day=day, first_hour=first, end_hour=first + 2)  # fmt: skip
        db.session.add(row)
        db.session.flush()
        found.append(row.id)
    return found


def attempt(request_id: int, books: bool) -> str:
    try:
        with transaction():
            row = db.session.get_one(AssetRequest, request_id, with_for_update={"of": AssetRequest})
            if not books:
                booking.release(row)
                row.state = RequestState.FEASIBILITY
            elif row.state is RequestState.FEASIBILITY:
                booking.book(row)
                row.state = RequestState.ACCEPTED
    except RuleViolation as refusal:
        return refusal.code
    return "done"


def test_nothing_is_booked_twice_however_many_try(postgresql, tmp_path):
    app = make_app(postgresql(), tmp_path)
    with app.app_context():
        ids = lay_out()
        db.session.commit()
    answers, lock, barrier = Counter(), Lock(), Barrier(THREADS)

    def run(seed: int) -> None:
        chance, mine = random.Random(seed), Counter()
        barrier.wait()
        for _ in range(TRIES):
            with app.app_context():
                mine[attempt(chance.choice(ids), chance.random() < 0.7)] += 1
        with lock:
            answers.update(mine)

    workers = [Thread(target=run, args=(seed,)) for seed in range(THREADS)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()

    with app.app_context():
        per_hour = Counter(db.session.scalars(sa.select(BookedHour.hour)))
        accepted = set(db.session.scalars(
            sa.select(AssetRequest.id).where(AssetRequest.state == RequestState.ACCEPTED)))  # fmt: skip
        by_request = Counter(db.session.scalars(sa.select(BookedHour.request_id)))
        db.session.remove()
        db.engine.dispose()
    assert set(answers) <= {"done", "asset_request.hours_taken"}
    assert sum(answers.values()) == THREADS * TRIES
    assert max(per_hour.values()) <= UNITS
    assert by_request == dict.fromkeys(accepted, 2)
