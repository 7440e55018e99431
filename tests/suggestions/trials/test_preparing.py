from collections.abc import Callable

import sqlalchemy as sa

from matchmaker.accounts.models import User
from matchmaker.foundation.database import db
from matchmaker.foundation.models import AuditEntry
from matchmaker.foundation.permissions import Role
from matchmaker.matching import store
from matchmaker.organisations.rules import VettingState
from matchmaker.suggestions import indexes, learned
from matchmaker.suggestions.trials import drawing, preparing
from matchmaker.suggestions.trials.models import Trial, TrialPair
from matchmaker.suggestions.trials.rules import TrialState
from tests.client import Client
from tests.factories import make_user
from tests.suggestions.conftest import Cluster, Install
from tests.suggestions.trials.scenes import make_trial


def waiting(**values: object) -> Trial:
    return make_trial(state=TrialState.PREPARING, **values)


def pairs_of(trial: Trial) -> list[TrialPair]:
    return list(
        db.session.scalars(sa.select(TrialPair).where(TrialPair.trial_id == trial.id).order_by(TrialPair.place))
    )


def test_the_job_stores_the_lists_and_opens_the_comparison(market: Cluster):
    trial = waiting()

    assert preparing.prepare_waiting() == 1

    pairs = pairs_of(trial)
    assert (trial.state, trial.engine_version) == (TrialState.OPEN, store.ENGINE)
    assert [pair.place for pair in pairs] == list(range(1, len(pairs) + 1))
    assert 1 <= len({pair.organisation_id for pair in pairs}) <= 5
    audited = db.session.scalars(sa.select(AuditEntry).where(AuditEntry.action == "trial.prepared")).one()
    assert (audited.actor_id, audited.details) == (None, {"pairs": len(pairs)})


def test_a_job_that_runs_twice_leaves_one_list(market: Cluster):
    trial = waiting()
    preparing.prepare_waiting()
    before = [pair.id for pair in pairs_of(trial)]
    last = indexes.latest()
    assert last is not None
    index = indexes.opened(last)
    assert index is not None

    assert (preparing.prepare_waiting(), preparing.prepare(trial.id, index)) == (0, False)
    assert [pair.id for pair in pairs_of(trial)] == before


def test_the_same_seed_gives_the_same_lists(market: Cluster):
    trials = [waiting(), waiting()]
    preparing.prepare_waiting()
    first, second = (
        [(pair.organisation_id, pair.candidate_id, pair.team, pair.position) for pair in pairs_of(trial)]
        for trial in trials
    )
    assert first == second


def test_without_an_index_it_waits(cluster: Cluster):
    trial = waiting()
    assert preparing.prepare_waiting() == 0
    assert trial.state is TrialState.PREPARING


def test_organisations_that_went_since_the_build_are_in_no_list(market: Cluster):
    market.maker.state = VettingState.SUSPENDED
    db.session.flush()
    trial = waiting(organisations=100)
    preparing.prepare_waiting()
    assert market.maker.id not in {one for pair in pairs_of(trial) for one in (pair.organisation_id, pair.candidate_id)}


def test_where_both_settings_list_the_same_there_is_nothing_to_judge(built: Cluster):
    trial = waiting(variant_b="no_rivalry")
    preparing.prepare_waiting()
    assert (trial.state, pairs_of(trial)) == (TrialState.NOTHING, [])
    assert trial.alike > 0


def test_what_was_learned_is_offered_and_drawn_only_while_it_is_in_use(
    market: Cluster, install: Install, sign_in: Callable[[User], Client]
):
    page = "/staff/trials/new"
    manager = sign_in(make_user(Role.MANAGER))
    is_offered = ['value="learned"' in manager.get(page).text]
    gone = waiting(variant_b="learned")
    preparing.prepare_waiting()
    install()
    is_offered.append('value="learned"' in manager.get(page).text)
    trial = waiting(variant_b="learned")

    preparing.prepare_waiting()

    assert is_offered == [False, True]
    assert (gone.state, pairs_of(gone), trial.state) == (TrialState.NOTHING, [], TrialState.OPEN)
    index = indexes.opened(indexes.latest())  # type: ignore[arg-type]
    used = learned.in_use()
    assert index is not None
    assert used is not None
    for pair in pairs_of(trial):
        ranks = [
            list(found).index(pair.candidate_id) + 1 if pair.candidate_id in found else None
            for found in (
                drawing.ranking(drawing.Setting(index, reranker), pair.organisation_id, trial.length)
                for reranker in (None, used.reranker)
            )
        ]
        assert [pair.rank_a, pair.rank_b] == ranks
