"""Random walks: the rules and the database never disagree on where an outcome or an obligation stands."""

from datetime import timedelta

import pytest
import sqlalchemy as sa
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule, run_state_machine_as_test

from matchmaker.foundation.database import db
from matchmaker.foundation.errors import RuleViolation
from matchmaker.outcomes import auditing, claiming, evidence
from matchmaker.outcomes.ledger import agreeing, settling
from matchmaker.outcomes.models import Obligation, Outcome
from matchmaker.outcomes.rules import HANDS_IN, OBLIGATION_NEXT, OUTCOME_NEXT, ObligationState, OutcomeState, Proposal
from tests.outcomes.scenes import claimed, days, make_scene, owed, said, with_link

PEOPLE = st.sampled_from(["as_kim", "as_lee", "as_broker", "as_colleague", "as_boston"])
"""Both sides, two people of the agency, a co-broker: everybody tries everything."""
DAYS = st.integers(-30, 30)


class Walk(RuleBasedStateMachine):
    """One row, and every deed of everybody in any order; what is refused leaves no trace."""

    kind: type[Outcome] | type[Obligation]
    table: dict

    def __init__(self):
        super().__init__()
        self.trace = db.session.begin_nested()
        self.scene = make_scene()
        self.row = self.begin()
        db.session.flush()

    def teardown(self):
        self.trace.rollback()
        db.session.expire_all()

    def attempt(self, deed, *args, **facts):
        row = self.row
        before, steps = row.state, len(row.steps)
        try:
            with db.session.begin_nested():
                deed(row, *args, **facts)
                db.session.flush()
        except RuleViolation:
            db.session.expire_all()
            assert (row.state, len(row.steps)) == (before, steps)
            return
        assert row.state is before or row.state in self.table[before]
        assert len(row.steps) > steps

    def by(self, who, deed, *args, stale=False, **facts):
        self.attempt(deed, *args, by=getattr(self.scene, who), version=self.row.version - stale, **facts)

    @rule(who=PEOPLE)
    def give_evidence(self, who):
        self.attempt(with_link, getattr(self.scene, who))

    @rule(who=PEOPLE)
    def take_evidence_back(self, who):
        if self.row.evidence:
            self.attempt(lambda row: evidence.remove(row.evidence[0], by=getattr(self.scene, who)))

    @invariant()
    def the_database_agrees(self):
        assert db.session.scalar(sa.select(self.kind.state).where(self.kind.id == self.row.id)) is self.row.state


class OutcomeWalk(Walk):
    """An outcome that the firm claims."""

    kind, table = Outcome, OUTCOME_NEXT

    def begin(self):
        return claimed(self.scene, "poc")

    @rule(who=PEOPLE, stale=st.booleans())
    def edit(self, who, stale):
        self.by(who, claiming.edit, said("poc"), stale=stale)

    @rule(who=PEOPLE, stale=st.booleans())
    def audit(self, who, stale):
        self.by(who, auditing.audit, stale=stale)

    @rule(who=PEOPLE, stale=st.booleans())
    def reject(self, who, stale):
        self.by(who, auditing.reject, "No.", stale=stale)

    @rule(who=PEOPLE)
    def revoke(self, who):
        self.by(who, auditing.revoke, "Wrong.")

    @invariant()
    def an_audit_needs_evidence_and_four_eyes(self):
        row = self.row
        if row.state is OutcomeState.AUDITED:
            assert row.evidence
            assert row.audited_by_id not in {step.actor_id for step in row.steps if step.act in HANDS_IN}


class ObligationWalk(Walk):
    """An obligation of the firm, due in three days."""

    kind, table = Obligation, OBLIGATION_NEXT

    def begin(self):
        return owed(self.scene, 3)

    @rule(who=PEOPLE, day=DAYS, stale=st.booleans())
    def fulfil(self, who, day, stale):
        self.by(who, settling.fulfil, days(day), stale=stale)

    @rule(who=PEOPLE, stale=st.booleans())
    def drop(self, who, stale):
        self.by(who, settling.drop, "No.", stale=stale)

    @rule(who=PEOPLE, what=st.sampled_from(Proposal), day=DAYS)
    def propose(self, who, what, day):
        self.by(who, agreeing.propose, what, "Because.", days(day))

    @rule(who=PEOPLE, agreed=st.booleans())
    def answer(self, who, agreed):
        self.by(who, agreeing.answer, agreed=agreed)

    @rule(who=PEOPLE)
    def take_back(self, who):
        self.by(who, agreeing.take_back)

    @rule(who=PEOPLE, what=st.sampled_from(Proposal), day=DAYS)
    def record(self, who, what, day):
        self.by(who, agreeing.record, what, "By phone.", days(day))

    @rule(who=PEOPLE)
    def reopen(self, who):
        self.by(who, settling.reopen, "Mistake.")

    @invariant()
    def kept_means_in_time_with_evidence(self):
        row = self.row
        assert row.first_due_on == days(3)
        assert (row.settled_on is None) == (row.state is ObligationState.OPEN)
        if row.state in {ObligationState.KEPT, ObligationState.LATE}:
            assert row.evidence
            assert (row.state is ObligationState.LATE) == (row.settled_on - row.due_on > timedelta(0))

    @invariant()
    def what_is_settled_is_not_negotiated(self):
        row = self.row
        assert row.proposal is None or row.state is ObligationState.OPEN
        assert (row.proposed_due_on is not None) == (row.proposal is Proposal.DUE)


@pytest.mark.slow
@pytest.mark.parametrize("walk", [OutcomeWalk, ObligationWalk])
def test_everything_stands_where_the_table_lets_it_be(app, walk):
    run_state_machine_as_test(
        walk,
        settings=settings(
            max_examples=20, stateful_step_count=20, deadline=None, suppress_health_check=list(HealthCheck)
        ),
    )
