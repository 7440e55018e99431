"""Many at once: no month of a unit is let twice, no seat is given twice, and no try goes unanswered."""

from collections import Counter
from threading import Barrier, Lock, Thread

import pytest
import sqlalchemy as sa

from matchmaker.foundation.database import db, transaction
from matchmaker.foundation.errors import RuleViolation
from matchmaker.landing.rules import months
from matchmaker.landing.spaces import leasing
from matchmaker.landing.spaces.models import Lease, LeaseMonth, SpaceDemand
from matchmaker.landing.talent import seating
from matchmaker.landing.talent.models import SeatReservation, TrainingSeat, TrainingSession
from matchmaker.organisations.models import Organisation
from matchmaker.organisations.readers import Reader
from tests.conftest import make_app
from tests.factories import make_organisation
from tests.landing.scenes import make_scene, month
from tests.landing.talent.test_walk import session_of

ASKERS = 16
SEATS = 20


def storm(app, tries):
    """How each of `tries` ended; all begin at once, each in a thread and transaction of its own."""
    answers, lock, barrier = Counter(), Lock(), Barrier(len(tries))

    def run(work):
        barrier.wait()
        with app.app_context():
            said = _try(work)
        with lock:
            answers[said] += 1

    threads = [Thread(target=run, args=(work,)) for work in tries]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return answers


def _try(work):
    try:
        with transaction():
            work()
    except RuleViolation as refusal:
        return refusal.code
    except Exception as error:  # noqa: BLE001 - whatever else it is, the test must see it
        return repr(error)[:300]
    return "done"


@pytest.fixture
def raced(postgresql, tmp_path):
    app = make_app(postgresql(), tmp_path)
    yield app
    with app.app_context():
        db.session.remove()
        db.engine.dispose()


def test_no_month_of_a_unit_is_let_twice(raced):
    with raced.app_context(), transaction():
        scene = make_scene()
        unit, by = scene.unit(), scene.by_broker.actor
        ids = []
        for number in range(ASKERS):
            demand = scene.demand(move_in=month(2 + number % 4), lease_months=6)
            leasing.accept(demand, by=scene.by_broker, version=demand.version)
            leasing.offer(demand, unit, by=scene.by_broker, version=demand.version)
            ids.append(demand.id)

    def take(demand_id):
        demand = db.session.get_one(SpaceDemand, demand_id)
        leasing.take(demand.offers[0], by=Reader(by), version=demand.version)

    answers = storm(raced, [lambda one=one: take(one) for one in ids])
    assert set(answers) == {"done", "space.month_taken"}, answers
    with raced.app_context():
        leases = db.session.scalars(sa.select(Lease)).all()
        assert len(leases) == answers["done"]
        wanted = Counter(one for lease in leases for one in months(lease.first_month, 6))
        assert max(wanted.values()) == 1
        assert set(wanted) == set(db.session.scalars(sa.select(LeaseMonth.month)))


def test_no_seat_stays_in_a_session_that_is_called_off_meanwhile(raced):
    with raced.app_context(), transaction():
        scene = make_scene()
        session, by = session_of(scene, SEATS), scene.by_broker.actor
        session_id, version = session.id, session.version
        ids = [make_organisation().id for _ in range(ASKERS)]

    def reserve(organisation_id):
        session = db.session.get_one(TrainingSession, session_id)
        seating.reserve(session, db.session.get_one(Organisation, organisation_id), 1, by=Reader(by))

    def call_off():
        seating.call_off(db.session.get_one(TrainingSession, session_id), by=Reader(by), version=version)

    answers = storm(raced, [lambda one=one: reserve(one) for one in ids] + [call_off])
    assert set(answers) <= {"done", "talent.in_the_past"}, answers
    with raced.app_context():
        assert db.session.get_one(TrainingSession, session_id).is_cancelled
        assert db.session.scalar(sa.select(sa.func.count()).select_from(SeatReservation)) == 0


def test_no_seat_is_given_twice(raced):
    with raced.app_context(), transaction():
        scene = make_scene()
        session_id, by = session_of(scene, SEATS).id, scene.by_broker.actor
        ids = [make_organisation().id for _ in range(ASKERS)]

    def reserve(organisation_id):
        session = db.session.get_one(TrainingSession, session_id)
        seating.reserve(session, db.session.get_one(Organisation, organisation_id), 3, by=Reader(by))

    answers = storm(raced, [lambda one=one: reserve(one) for one in ids])
    assert set(answers) == {"done", "talent.too_few_seats"}, answers
    with raced.app_context():
        taken = sa.select(TrainingSeat.reservation_id).where(TrainingSeat.reservation_id.is_not(None))
        held = Counter(db.session.scalars(taken))
        assert set(held) == set(db.session.scalars(sa.select(SeatReservation.id)))
        assert set(held.values()) == {3}
        assert sum(held.values()) == 3 * answers["done"] <= SEATS
