"""Two at once, on a real PostgreSQL: exactly one wins, and the other is told."""

import pytest

from matchmaker.foundation.database import db, transaction
from matchmaker.foundation.models import AuditEntry
from matchmaker.outcomes import closing
from matchmaker.outcomes.models import Closing, ObligationStep, Outcome, OutcomeStep
from matchmaker.outcomes.rules import ObligationState, OutcomeState
from tests.conftest import make_app
from tests.introductions.test_races import at_once, post, signed_in
from tests.outcomes.scenes import claimed, days, make_scene, owed, with_link

ROUNDS = 8


@pytest.fixture
def served(postgresql, tmp_path_factory):
    app = make_app(postgresql(), tmp_path_factory.mktemp("races"), jobs_immediate=False)
    yield app
    with app.app_context():
        db.engine.dispose()


@pytest.mark.slow
def test_of_two_who_audit_together_one_does_and_the_other_is_told(served):
    with served.app_context():
        for _ in range(ROUNDS):
            with transaction():
                scene = make_scene()
                row = claimed(scene)
                with_link(row, scene.as_kim)
            url, data = f"/staff/outcomes/{row.id}/audit", {"audit-version": row.version}
            visitors = [signed_in(served, one) for one in (scene.broker, scene.colleague)]
            db.session.commit()
            assert sorted(at_once(*(post(one, url, data) for one in visitors))) == [302, 409]
            db.session.expire_all()
            steps = db.session.query(OutcomeStep).filter_by(outcome_id=row.id, act="audited").count()
            audits = db.session.query(AuditEntry).filter_by(action="outcome.audited", subject_id=row.id).count()
            assert (row.state, steps, audits) == (OutcomeState.AUDITED, 1, 1)


@pytest.mark.slow
def test_of_two_who_settle_one_obligation_together_one_does(served):
    with served.app_context():
        for _ in range(ROUNDS):
            with transaction():
                scene = make_scene()
                row = owed(scene)
            data = {"drop-version": row.version, "drop-words": "No budget."}
            kim, broker = signed_in(served, scene.kim), signed_in(served, scene.broker)
            db.session.commit()
            at = f"/obligations/{row.id}/drop"
            assert sorted(at_once(post(kim, at, data), post(broker, f"/staff{at}", data))) == [302, 409]
            db.session.expire_all()
            steps = db.session.query(ObligationStep).filter_by(obligation_id=row.id, act="dropped").count()
            assert (row.state, steps) == (ObligationState.DROPPED, 1)


@pytest.mark.slow
def test_of_two_sides_that_close_together_one_does(served):
    with served.app_context():
        for _ in range(ROUNDS):
            with transaction():
                scene = make_scene()
            visitors = [signed_in(served, one) for one in (scene.kim, scene.lee)]
            url, data = f"/outcomes/with/{scene.introduction.id}/close", {"reason": "other"}
            db.session.commit()
            assert sorted(at_once(*(post(one, url, data) for one in visitors))) == [302, 409]
            db.session.expire_all()
            assert db.session.query(Closing).filter_by(introduction_id=scene.introduction.id).count() == 1
            assert closing.closing_of(scene.introduction) is not None


@pytest.mark.slow
def test_nobody_closes_a_chain_as_without_result_while_a_contract_is_being_recorded(served):
    with served.app_context():
        for _ in range(ROUNDS):
            with transaction():
                scene = make_scene()
            kim, lee = signed_in(served, scene.kim), signed_in(served, scene.lee)
            url = f"/outcomes/with/{scene.introduction.id}"
            contract = {"kind": "contract", "happened_on": days(-1).isoformat(), "title": "Supply"}
            db.session.commit()
            assert 302 in at_once(post(kim, f"{url}/new", contract), post(lee, f"{url}/close", {"reason": "other"}))
            db.session.expire_all()
            recorded = db.session.query(Outcome).filter_by(introduction_id=scene.introduction.id).count()
            assert recorded + (closing.closing_of(scene.introduction) is not None) == 1
