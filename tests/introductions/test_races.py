"""Two at once, on a real PostgreSQL: exactly one wins, and the other is told."""

from collections import Counter
from collections.abc import Callable
from threading import Barrier, Thread

import pytest

from matchmaker.foundation.database import db, transaction
from matchmaker.foundation.models import AuditEntry, OutboxMail
from matchmaker.introductions.models import Introduction, IntroductionStep
from matchmaker.introductions.rules import IntroductionState as S
from matchmaker.organisations.models import Disclosure
from tests.conftest import make_app
from tests.factories import make_opportunity, make_organisation
from tests.introductions.scenes import MESSAGE, brought_to, make_scene

ROUNDS = 50


@pytest.fixture
def served(postgresql, tmp_path_factory):
    app = make_app(postgresql(), tmp_path_factory.mktemp("races"), jobs_immediate=False)
    yield app
    with app.app_context():
        db.engine.dispose()


def at_once(*calls: Callable[[], int]) -> list[int]:
    """Statuses of the calls, made at the same moment."""
    barrier, statuses = Barrier(len(calls)), [0] * len(calls)

    def run(place: int, call: Callable[[], int]) -> None:
        barrier.wait()
        statuses[place] = call()

    threads = [Thread(target=run, args=(place, call)) for place, call in enumerate(calls)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return statuses


def signed_in(app, user):
    visitor = app.test_client(use_cookies=True)
    with visitor.session_transaction() as session:
        session["_user_id"], session["_fresh"], session["locale"] = user.get_id(), True, "en"
    return visitor


def post(visitor, url, data) -> Callable[[], int]:
    def call() -> int:
        from flask.testing import FlaskClient

        with visitor.application.app_context():
            return FlaskClient.open(visitor, url, method="POST", data=data).status_code

    return call


@pytest.mark.slow
def test_of_two_brokers_who_forward_together_one_does_and_mails_go_out_once(served):
    with served.app_context():
        with transaction():
            scene = make_scene()
        firm_id, brokers = scene.firm.id, (signed_in(served, scene.broker), signed_in(served, scene.colleague))
        for _ in range(ROUNDS):
            with transaction():
                scene.partner = make_organisation(country="US", cluster="OTHER", member=None)
                scene.partner_need = make_opportunity(scene.partner)
                row = brought_to(scene, S.SUBMITTED)
            row_id, version, partner_id = row.id, row.version, scene.partner.id
            db.session.commit()
            url = f"/staff/introductions/{row_id}/forward"
            statuses = at_once(*(post(broker, url, {"version": version}) for broker in brokers))
            assert sorted(statuses) == [302, 409]
            db.session.expire_all()
            steps = db.session.query(IntroductionStep).filter_by(introduction_id=row_id, to_state="forwarded").count()
            audited = db.session.query(AuditEntry).filter_by(action="introduction.forwarded", subject_id=row_id).count()
            told = db.session.query(Disclosure).filter_by(viewer_id=firm_id, subject_id=partner_id).count()
            assert (row.state, steps, audited, told) == (S.FORWARDED, 1, 1, 1)
        mails = Counter(mail.kind for mail in db.session.query(OutboxMail))
        assert mails["introduction_sent_on"] == ROUNDS


@pytest.mark.slow
def test_of_two_sides_that_turn_to_each_other_together_one_makes_the_introduction(served):
    with served.app_context():
        with transaction():
            db.session.query(OutboxMail).delete()
            for user_email in ("kim@firm-a.example", "lee@partner-b.example"):
                from matchmaker.accounts.models import User

                db.session.query(User).filter_by(email=user_email).update({"email": f"old-{user_email}"})
        for _ in range(10):
            with transaction():
                scene = make_scene()
            kim, lee = signed_in(served, scene.kim), signed_in(served, scene.lee)
            ours, theirs, firm, partner = scene.firm_offer.id, scene.partner_need.id, scene.firm.id, scene.partner.id
            db.session.commit()
            words = {"message": MESSAGE, "send": "1"}
            statuses = at_once(
                post(
                    kim, f"/introductions/new/{partner}", words | {"from_opportunity": ours, "to_opportunity": theirs}
                ),
                post(lee, f"/introductions/new/{firm}", words | {"from_opportunity": theirs, "to_opportunity": ours}),
            )
            assert statuses == [302, 302]
            db.session.expire_all()
            pair = {firm, partner}
            rows = [row for row in db.session.query(Introduction) if {row.from_id, row.to_id} == pair]
            assert [row.state for row in rows] == [S.SUBMITTED]
            with transaction():
                scene.kim.email, scene.lee.email = f"kim{scene.kim.id}@x.example", f"lee{scene.lee.id}@x.example"


@pytest.mark.slow
def test_an_answer_and_a_withdrawal_at_once_leave_one_of_the_two(served):
    with served.app_context():
        for _ in range(10):
            with transaction():
                scene = make_scene()
                row = brought_to(scene, S.FORWARDED)
            kim, lee = signed_in(served, scene.kim), signed_in(served, scene.lee)
            data = {"version": row.version}
            row_id = row.id
            db.session.commit()
            statuses = at_once(
                post(kim, f"/introductions/{row_id}/withdraw", data), post(lee, f"/introductions/{row_id}/accept", data)
            )
            assert sorted(statuses) == [302, 409]
            db.session.expire_all()
            assert row.state is (S.WITHDRAWN if statuses[0] == 302 else S.INTRODUCED)
            told = db.session.query(Disclosure).filter_by(viewer_id=scene.firm.id, subject_id=scene.partner.id).one()
            assert told.tier == (1 if statuses[0] == 302 else 2)
            with transaction():
                scene.kim.email, scene.lee.email = f"kim{scene.kim.id}@x.example", f"lee{scene.lee.id}@x.example"


@pytest.mark.slow
def test_of_two_offices_that_approve_together_one_sees_the_others_approval(served):
    with served.app_context():
        for _ in range(20):
            with transaction():
                scene = make_scene()
                scene.kim.email, scene.lee.email = f"kim{scene.kim.id}@x.example", f"lee{scene.lee.id}@x.example"
                row = brought_to(scene, S.BROKER_REVIEW)
            offices = {"forward": signed_in(served, scene.broker), "approve": signed_in(served, scene.boston)}
            row_id, data = row.id, {"version": row.version}
            db.session.commit()
            deeds = [(visitor, f"/staff/introductions/{row_id}/{deed}") for deed, visitor in offices.items()]
            statuses = at_once(*(post(visitor, url, data) for visitor, url in deeds))
            assert sorted(statuses) == [302, 409]
            db.session.expire_all()
            assert (row.state, len(row.approvals)) == (S.BROKER_REVIEW, 1)
            late, url = deeds[statuses.index(409)]
            again = {"version": row.version}
            db.session.commit()
            assert post(late, url, again)() == 302
            db.session.expire_all()
            assert (row.state, len(row.approvals)) == (S.FORWARDED, 2)
