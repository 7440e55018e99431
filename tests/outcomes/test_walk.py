"""Random walks: the rules and the database never disagree on where an outcome or an obligation stands."""

import random
from datetime import timedelta

import pytest
import sqlalchemy as sa

from matchmaker.foundation.database import db
from matchmaker.foundation.errors import RuleViolation
from matchmaker.outcomes import auditing, claiming, evidence
from matchmaker.outcomes.ledger import agreeing, settling
from matchmaker.outcomes.models import Obligation, Outcome
from matchmaker.outcomes.rules import OBLIGATION_NEXT, OUTCOME_NEXT, ObligationState, Proposal
from tests.outcomes.scenes import claimed, days, make_scene, owed, said, with_link

SEEDS = range(20)


def outcome_deeds(scene, row):
    v = row.version
    return {
        "evidence": lambda: with_link(row, scene.as_kim),
        "remove": lambda: evidence.remove(row.evidence[0], by=scene.as_kim) if row.evidence else None,
        "edit": lambda: claiming.edit(row, said("poc"), by=scene.as_kim, version=v),
        "edit by broker": lambda: claiming.edit(row, said("poc"), by=scene.as_broker, version=v),
        "audit": lambda: auditing.audit(row, by=scene.as_broker, version=v),
        "audit by colleague": lambda: auditing.audit(row, by=scene.as_colleague, version=v),
        "audit by Boston": lambda: auditing.audit(row, by=scene.as_boston, version=v),
        "reject": lambda: auditing.reject(row, "No.", by=scene.as_broker, version=v),
        "revoke": lambda: auditing.revoke(row, "Wrong.", by=scene.as_colleague, version=v),
        "stale": lambda: auditing.reject(row, "No.", by=scene.as_broker, version=v - 1),
    }


def obligation_deeds(scene, row, chance):
    v, day = row.version, days(chance.randint(-30, 30))
    return {
        "evidence": lambda: with_link(row, scene.as_kim),
        "fulfil": lambda: settling.fulfil(row, day, by=scene.as_kim, version=v),
        "fulfil by other": lambda: settling.fulfil(row, day, by=scene.as_lee, version=v),
        "drop": lambda: settling.drop(row, "No.", by=scene.as_kim, version=v),
        "waive": lambda: agreeing.propose(row, Proposal.WAIVE, "Let go.", by=scene.as_kim, version=v),
        "move": lambda: agreeing.propose(row, Proposal.DUE, "Later.", day, by=scene.as_lee, version=v),
        "agree": lambda: agreeing.answer(row, agreed=True, by=scene.as_lee, version=v),
        "agree too": lambda: agreeing.answer(row, agreed=True, by=scene.as_kim, version=v),
        "refuse": lambda: agreeing.answer(row, agreed=False, by=scene.as_kim, version=v),
        "take back": lambda: agreeing.take_back(row, by=scene.as_kim, version=v),
        "record": lambda: agreeing.record(row, Proposal.WAIVE, "By phone.", by=scene.as_broker, version=v),
        "reopen": lambda: settling.reopen(row, "Mistake.", by=scene.as_broker, version=v),
        "stale": lambda: settling.drop(row, "No.", by=scene.as_kim, version=v - 1),
    }


def walk(chance, row, kind, table, deeds, check):
    """Try 25 deeds; after each, the row in the database is what the rules let it be."""
    for _ in range(25):
        db.session.flush()
        before, steps = row.state, len(row.steps)
        offered = deeds()
        name = chance.choice(sorted(offered))
        try:
            with db.session.begin_nested():
                offered[name]()
        except RuleViolation:
            db.session.expire_all()
            assert (row.state, len(row.steps)) == (before, steps), name
            continue
        db.session.flush()
        stored = db.session.scalar(sa.select(kind.state).where(kind.id == row.id))
        assert stored is row.state
        assert row.state is before or row.state in table[before], name
        check(row)


@pytest.mark.parametrize("seed", SEEDS)
def test_an_outcome_is_where_the_table_lets_it_be_and_audited_only_with_evidence_and_four_eyes(app, seed):
    scene, chance = make_scene(), random.Random(seed)
    row = claimed(scene, "poc")

    def check(row):
        if row.state.value == "audited":
            assert row.evidence
            assert row.audited_by_id not in {step.actor_id for step in row.steps if step.act in {"claimed", "edited"}}

    walk(chance, row, Outcome, OUTCOME_NEXT, lambda: outcome_deeds(scene, row), check)


@pytest.mark.parametrize("seed", SEEDS)
def test_an_obligation_is_where_the_table_lets_it_be_and_kept_means_in_time(app, seed):
    scene, chance = make_scene(), random.Random(seed)
    row = owed(scene, 3)

    def check(row):
        assert row.first_due_on == days(3)
        assert (row.settled_on is None) == (row.state is ObligationState.OPEN)
        if row.state in {ObligationState.KEPT, ObligationState.LATE}:
            assert row.evidence
            assert (row.state is ObligationState.LATE) == (row.settled_on - row.due_on > timedelta(0))
        assert row.proposal is None or row.state is ObligationState.OPEN

    walk(chance, row, Obligation, OBLIGATION_NEXT, lambda: obligation_deeds(scene, row, chance), check)
