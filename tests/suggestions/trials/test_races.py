"""Two at once, on a real PostgreSQL: nothing is lost, nothing is there twice, nobody judges what is closed."""

from collections.abc import Callable, Iterator
from pathlib import Path
from threading import Barrier, Thread

import pytest
import sqlalchemy as sa
from flask import Flask
from flask.testing import FlaskClient

from matchmaker.accounts.models import User
from matchmaker.foundation.database import db, transaction
from matchmaker.foundation.models import AuditEntry
from matchmaker.foundation.permissions import Role
from matchmaker.suggestions import builds, indexes
from matchmaker.suggestions.trials import preparing
from matchmaker.suggestions.trials.models import Trial, TrialJudgement, TrialPair
from matchmaker.suggestions.trials.rules import TrialState, Verdict
from tests.conftest import make_app
from tests.factories import make_opportunity, make_organisation, make_user
from tests.suggestions.trials.scenes import make_scene, make_trial

pytestmark = pytest.mark.slow

ROUNDS = 25


@pytest.fixture
def served(postgresql: Callable[[], str], tmp_path: Path) -> Iterator[Flask]:
    app = make_app(postgresql(), tmp_path, jobs_immediate=False)
    yield app
    with app.app_context():
        db.engine.dispose()


def at_once(*calls: Callable[[], object]) -> list[object]:
    """What the calls gave, made at the same moment."""
    barrier, given = Barrier(len(calls)), [None] * len(calls)

    def run(place: int, call: Callable[[], object]) -> None:
        barrier.wait()
        given[place] = call()  # type: ignore[call-overload]

    threads = [Thread(target=run, args=(place, call)) for place, call in enumerate(calls)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return list(given)


def post(app: Flask, user: User, url: str, data: dict[str, str] | None = None) -> Callable[[], int]:
    visitor = app.test_client()
    with visitor.session_transaction() as session:
        session["_user_id"], session["_fresh"], session["locale"] = user.get_id(), True, "en"

    def call() -> int:
        with app.app_context():
            return FlaskClient.open(visitor, url, method="POST", data=data or {}).status_code

    return call


def test_two_brokers_judge_one_pair_at_once_and_both_count(served: Flask):
    with served.app_context():
        with transaction():
            scene, users = make_scene(), [make_user(Role.BROKER) for _ in range(2)]
        for pair in scene.pairs:
            url = f"/staff/trials/{scene.trial.id}/pairs/{pair.id}"
            calls = [post(served, user, url, {"verdict": "suits"}) for user in users]
            db.session.commit()
            assert at_once(*calls) == [302, 302]
        judged = db.session.execute(sa.select(TrialJudgement.pair_id, TrialJudgement.user_id)).all()
        assert sorted(map(tuple, judged)) == sorted((pair.id, user.id) for pair in scene.pairs for user in users)


def test_a_click_sent_several_times_counts_once(served: Flask):
    with served.app_context():
        for verdict in Verdict:
            with transaction():
                scene, user = make_scene(), make_user(Role.BROKER)
            url = f"/staff/trials/{scene.trial.id}/pairs/{scene.pairs[0].id}"
            calls = [post(served, user, url, {"verdict": verdict.value}) for _ in range(4)]
            pair_id = scene.pairs[0].id
            db.session.commit()
            assert at_once(*calls) == [302] * 4
            said = sa.select(TrialJudgement.verdict).where(TrialJudgement.pair_id == pair_id)
            assert db.session.scalars(said).all() == [verdict]


def test_what_is_judged_while_it_is_closed_counts_or_is_refused_and_never_comes_after(served: Flask):
    with served.app_context():
        outcomes = set()
        for _ in range(ROUNDS):
            with transaction():
                scene, broker, manager = make_scene(), make_user(Role.BROKER), make_user(Role.MANAGER)
            root, pair_id = f"/staff/trials/{scene.trial.id}", scene.pairs[0].id
            calls = (
                post(served, broker, f"{root}/pairs/{pair_id}", {"verdict": "not"}),
                post(served, manager, f"{root}/close"),
            )
            trial_id = scene.trial.id
            db.session.commit()
            judged, closed = at_once(*calls)
            assert closed == 302
            rows = db.session.scalars(sa.select(TrialJudgement).where(TrialJudgement.pair_id == pair_id)).all()
            trial = db.session.get_one(Trial, trial_id, populate_existing=True)
            assert (trial.state, len(rows)) == (TrialState.CLOSED, 1 if judged == 302 else 0)
            assert trial.closed_at is not None
            outcomes.add(judged)
        assert outcomes <= {302, 409}


def test_of_two_who_close_together_one_does(served: Flask):
    with served.app_context():
        for _ in range(ROUNDS):
            with transaction():
                trial, users = make_scene().trial, [make_user(Role.MANAGER) for _ in range(2)]
            trial_id = trial.id
            calls = [post(served, user, f"/staff/trials/{trial_id}/close") for user in users]
            db.session.commit()
            assert sorted(map(str, at_once(*calls))) == ["302", "409"]
        closed = sa.select(sa.func.count()).select_from(AuditEntry).where(AuditEntry.action == "trial.closed")
        assert db.session.scalar(closed) == ROUNDS


def test_the_job_that_runs_in_two_workers_at_once_leaves_one_list(served: Flask):
    with served.app_context():
        with transaction():
            firms = [make_organisation(areas=(area,)) for area in ("CGT", "MPE")]
            partners = [make_organisation(country="US", areas=(area,)) for area in ("MPE", "CGT")]
            for firm, need in zip(firms, ("lentiviral vectors and plasmids", "lentiviral vectors"), strict=True):
                make_opportunity(firm, profile_type="TR", need=need, codes={"area": tuple(firm.codes_of("area"))})
            for partner, offer in zip(partners, ("lentiviral vectors", "vectors and plasmids"), strict=True):
                make_opportunity(partner, offer=offer, codes={"area": tuple(partner.codes_of("area"))})
        builds.build()
        for _ in range(5):
            with transaction():
                trial_id = make_trial(state=TrialState.PREPARING).id
            assert sorted(map(str, at_once(*[prepare(served, trial_id)] * 3))) == ["False", "False", "True"]
            places = db.session.scalars(sa.select(TrialPair.place).where(TrialPair.trial_id == trial_id)).all()
            assert sorted(places) == list(range(1, len(places) + 1))
        prepared = sa.select(sa.func.count()).select_from(AuditEntry).where(AuditEntry.action == "trial.prepared")
        assert db.session.scalar(prepared) == 5


def prepare(app: Flask, trial_id: int) -> Callable[[], bool]:
    def call() -> bool:
        with app.app_context():
            last = indexes.latest()
            index = indexes.opened(last) if last is not None else None
            assert index is not None
            return preparing.prepare(trial_id, index)

    return call
