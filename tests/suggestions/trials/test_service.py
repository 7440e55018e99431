import pytest
import sqlalchemy as sa
from flask import Flask

from matchmaker.foundation.database import db
from matchmaker.foundation.errors import NotFound, RuleViolation
from matchmaker.foundation.models import AuditEntry
from matchmaker.foundation.permissions import Role
from matchmaker.suggestions.trials import service
from matchmaker.suggestions.trials.models import Trial
from matchmaker.suggestions.trials.rules import Team, TrialState, Verdict
from tests.factories import make_user
from tests.suggestions.conftest import Cluster
from tests.suggestions.trials.scenes import make_pair, make_scene, make_trial, say, staff, verdicts


def deeds() -> list[tuple[str, int | None]]:
    entries = db.session.scalars(sa.select(AuditEntry).where(AuditEntry.action.startswith("trial.")))
    return [(entry.action, entry.actor_id) for entry in entries.all()]


def refusal_of(call) -> str:
    with pytest.raises(RuleViolation) as refusal:
        call()
    return refusal.value.code


def test_a_comparison_needs_an_index(app: Flask):
    broker = staff(make_user(Role.BROKER))
    code = refusal_of(lambda: service.start("current", "no_codes", organisations=5, length=5, staff=broker))
    assert code == "trials.no_index"


def test_a_started_comparison_waits_with_a_seed_of_its_own(built: Cluster):
    broker = staff(make_user(Role.BROKER))
    one, other = (service.start("current", "no_codes", organisations=5, length=5, staff=broker) for _ in range(2))
    assert (one.state, one.started_by_id) == (TrialState.PREPARING, broker.user_id)
    assert one.seed != other.seed
    assert deeds() == [("trial.started", broker.user_id)] * 2


def test_a_judgement_is_kept_and_can_be_changed(app: Flask):
    scene, broker = make_scene(), staff(make_user(Role.BROKER))
    for verdict in (Verdict.NOT, Verdict.SUITS):
        service.judge(scene.trial.id, scene.pairs[0].id, verdict, staff=broker)
    assert verdicts(scene.pairs[0]) == [(broker.user_id, Verdict.SUITS)]
    assert deeds() == [("trial.judged", broker.user_id)] * 2


def test_several_judge_one_pair_each_for_himself(app: Flask):
    scene, people = make_scene(), [staff(make_user(Role.BROKER)) for _ in range(2)]
    for person, verdict in zip(people, (Verdict.NOT, Verdict.SUITS), strict=True):
        service.judge(scene.trial.id, scene.pairs[0].id, verdict, staff=person)
    assert verdicts(scene.pairs[0]) == [(people[0].user_id, Verdict.NOT), (people[1].user_id, Verdict.SUITS)]


def test_a_pair_on_the_lists_of_both_its_organisations_is_judged_once(app: Flask):
    scene, broker = make_scene(), staff(make_user(Role.BROKER))
    twin = make_pair(scene.trial, scene.boston[0], scene.firms[0], Team.B)
    service.judge(scene.trial.id, twin.id, Verdict.PARTLY, staff=broker)
    assert verdicts(scene.pairs[0]) == verdicts(twin) == [(broker.user_id, Verdict.PARTLY)]


def test_the_next_pair_is_the_first_after_this_one_and_then_one_that_was_left_out(app: Flask):
    scene, user = make_scene(), make_user(Role.BROKER)
    pairs, broker = scene.pairs, staff(user)
    say(pairs[2], user, Verdict.NOT)
    following = [service.next_pair(scene.trial, staff=broker, after=pair.place) for pair in pairs]
    assert following == [pairs[1], pairs[3], pairs[3], pairs[0]]
    assert [service.previous_pair(pair, staff=broker) for pair in pairs] == [None, *pairs[:3]]


def test_progress_counts_ones_own_judgements_and_knows_when_everything_is_judged(app: Flask):
    scene, users = make_scene(), [make_user(Role.BROKER) for _ in range(2)]
    seen = []
    for user, pair in zip((users[0], users[1], users[0], users[0]), scene.pairs, strict=True):
        say(pair, user, Verdict.UNSURE)
        seen.append(service.progress(scene.trial, staff=staff(users[0])))
    assert [(one.judged, one.pairs, one.is_judged) for one in seen] == [
        (1, 4, False), (1, 4, False), (2, 4, False), (3, 4, True),
    ]  # fmt: skip


def test_co_brokers_judge_pairs_of_their_cluster_only(app: Flask):
    scene = make_scene()
    boston = staff(make_user(Role.CO_BROKER, cluster="BOSTON"))
    assert service.progress(scene.trial, staff=boston).pairs == 2
    assert service.next_pair(scene.trial, staff=boston, after=1) == scene.pairs[2]
    assert service.previous_pair(scene.pairs[2], staff=boston) == scene.pairs[0]
    with pytest.raises(NotFound):
        service.judge(scene.trial.id, scene.pairs[1].id, Verdict.SUITS, staff=boston)


@pytest.mark.parametrize("state", [TrialState.PREPARING, TrialState.CLOSED, TrialState.NOTHING])
def test_nothing_is_judged_or_closed_unless_it_is_open(app: Flask, state: TrialState):
    scene, manager = make_scene(state=state), staff(make_user(Role.MANAGER))
    trial_id, pair_id = scene.trial.id, scene.pairs[0].id
    assert refusal_of(lambda: service.judge(trial_id, pair_id, Verdict.NOT, staff=manager)) == "trials.not_open"
    assert refusal_of(lambda: service.open_pair(trial_id, pair_id, staff=manager)) == "trials.not_open"
    assert refusal_of(lambda: service.close(trial_id, staff=manager)) == "trials.not_open"


def test_a_pair_belongs_to_its_comparison(app: Flask):
    scene, other, broker = make_scene(), make_trial(), staff(make_user(Role.BROKER))
    with pytest.raises(NotFound):
        service.open_pair(other.id, scene.pairs[0].id, staff=broker)
    with pytest.raises(NotFound):
        service.judge(other.id, scene.pairs[0].id, Verdict.SUITS, staff=broker)


def test_a_manager_closes_early_and_a_broker_when_everything_is_judged(app: Flask):
    scene, user, manager = make_scene(), make_user(Role.BROKER), make_user(Role.MANAGER)
    early, broker = make_scene().trial, staff(user)
    assert refusal_of(lambda: service.close(early.id, staff=broker)) == "trials.not_judged"
    service.close(early.id, staff=staff(manager))
    for pair in scene.pairs:
        say(pair, user, Verdict.SUITS)
    assert refusal_of(lambda: service.closed(scene.trial.id)) == "trials.not_closed"
    service.close(scene.trial.id, staff=broker)
    closed = [service.closed(trial.id) for trial in (early, scene.trial)]
    assert [(trial.state, trial.closed_by_id) for trial in closed] == [
        (TrialState.CLOSED, manager.id), (TrialState.CLOSED, user.id),
    ]  # fmt: skip
    assert deeds() == [("trial.closed", manager.id), ("trial.closed", user.id)]


def test_a_comparison_forgets_organisations_that_are_deleted(app: Flask):
    scene, user = make_scene(), make_user(Role.BROKER)
    say(scene.pairs[0], user, Verdict.SUITS)
    db.session.execute(sa.delete(type(scene.firms[0])).where(type(scene.firms[0]).id == scene.boston[0].id))
    db.session.expire_all()
    assert service.progress(scene.trial, staff=staff(user)) == service.Progress(0, 3, False)
    assert db.session.get(Trial, scene.trial.id) is not None
