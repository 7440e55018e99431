"""Random walks: the rules and the database never disagree on where an introduction stands."""

from datetime import timedelta

import pytest
import sqlalchemy as sa
from hypothesis import HealthCheck, settings
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule, run_state_machine_as_test
from sqlalchemy.exc import IntegrityError

from matchmaker.foundation.database import db
from matchmaker.foundation.errors import RuleViolation
from matchmaker.introductions import service
from matchmaker.introductions.answers import answering
from matchmaker.introductions.deadlines import lapsing
from matchmaker.introductions.deadlines.clocks import answer_working_days
from matchmaker.introductions.models import Introduction, IntroductionApproval, IntroductionStep
from matchmaker.introductions.questions import asking
from matchmaker.introductions.review import brokering
from matchmaker.introductions.rules import ASKABLE, NEXT, OPEN, WITH_BROKER, IntroductionState, StepKind
from matchmaker.organisations.models import Disclosure
from matchmaker.organisations.rules import Tier
from tests.introductions.scenes import brought_to, drafted, make_scene, staff

S = IntroductionState
NEVER_FORWARDED = WITH_BROKER | {S.DRAFT, S.NEED_INFO}


class Walk(RuleBasedStateMachine):
    """One introduction, and every deed of everybody in any order; what is refused leaves no trace."""

    def __init__(self):
        super().__init__()
        self.trace = db.session.begin_nested()
        self.scene = make_scene()
        self.row = drafted(self.scene)
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
            db.session.refresh(row)
            assert (row.state, len(row.steps)) == (before, steps)
            return
        moved = [step for step in row.steps[steps:] if step.from_state != step.to_state]
        assert all(S(step.to_state) in NEXT[S(step.from_state)] for step in moved)
        assert all(step.kind is StepKind.MOVE for step in moved)
        assert (moved[-1].to_state if moved else before) == row.state

    def by_staff(self, deed, person, *args):
        self.attempt(deed, *args, staff=staff(person), version=self.row.version)

    def by_member(self, deed, person, *args, **facts):
        self.attempt(deed, *args, user=person, version=self.row.version, **facts)

    @rule()
    def send(self):
        self.by_member(service.send, self.scene.kim, consent=False)

    @rule()
    def edit(self):
        self.by_member(service.edit, self.scene.kim, self.scene.interest)

    @rule()
    def take(self):
        self.by_staff(brokering.take, self.scene.broker)

    @rule()
    def assign(self):
        self.by_staff(brokering.assign, self.scene.broker, self.scene.colleague.id)

    @rule()
    def forward(self):
        self.by_staff(brokering.forward, self.scene.broker)

    @rule()
    def approve(self):
        self.by_staff(brokering.approve, self.scene.boston)

    @rule()
    def agency_takes_its_approval_back(self):
        self.by_staff(brokering.take_back_approval, self.scene.broker)

    @rule()
    def boston_takes_its_approval_back(self):
        self.by_staff(brokering.take_back_approval, self.scene.boston)

    @rule()
    def send_back(self):
        self.by_staff(brokering.send_back, self.scene.broker, "More.")

    @rule()
    def broker_asks(self):
        self.by_staff(asking.ask_as_broker, self.scene.colleague, "Which scale?")

    @rule()
    def counterpart_asks(self):
        self.by_member(asking.ask, self.scene.lee, "Which scale?")

    @rule()
    def requester_replies(self):
        self.by_member(asking.reply, self.scene.kim, "200 litres.")

    @rule()
    def accept(self):
        self.by_member(answering.answer, self.scene.lee, answering.Answer(True))

    @rule()
    def decline(self):
        self.by_member(answering.answer, self.scene.lee, answering.Answer(False, "other"))

    @rule()
    def refuse(self):
        self.by_staff(brokering.refuse, self.scene.boston, "other", "No.")

    @rule()
    def withdraw(self):
        self.by_member(service.withdraw, self.scene.kim)

    @rule()
    def time_passes(self):
        late = self.row.updated_at + timedelta(days=3 * answer_working_days() + 20)
        self.attempt(lambda _row: lapsing.lapse(late))

    @invariant()
    def the_database_holds_what_the_rules_say(self):
        row = self.row
        stored = db.session.execute(
            sa.select(Introduction.state, Introduction.asked_at).where(Introduction.id == row.id)
        ).one()
        assert stored.state is row.state
        assert stored.asked_at is None or row.state in ASKABLE
        last = db.session.scalars(
            sa.select(IntroductionStep.to_state).order_by(IntroductionStep.id.desc()).limit(1)
        ).one()
        assert last == row.state

    @invariant()
    def nothing_is_disclosed_before_both_offices_approved_and_no_contacts_before_both_sides_agreed(self):
        row = self.row
        sides = (self.scene.firm.id, self.scene.partner.id)
        tiers = set(db.session.scalars(sa.select(Disclosure.tier).where(Disclosure.viewer_id.in_(sides))))
        offices = set(db.session.scalars(
            sa.select(IntroductionApproval.office).where(IntroductionApproval.introduction_id == row.id)
        ))  # fmt: skip
        if row.forwarded_at is None:
            assert tiers == set()
        else:
            assert (row.state in NEVER_FORWARDED, offices) == (False, {"agency", "BOSTON"})
        assert (Tier.CONTACTS in tiers) == (row.state is S.INTRODUCED)


def test_whatever_everybody_does_in_any_order_rules_and_database_agree(app):
    run_state_machine_as_test(
        Walk,
        settings=settings(
            max_examples=25, stateful_step_count=30, deadline=None, derandomize=True, database=None,
            suppress_health_check=list(HealthCheck),
        ),
    )  # fmt: skip


def test_the_database_knows_no_other_states(app):
    row = brought_to(make_scene(), S.SUBMITTED)
    nowhere = sa.text("UPDATE introduction SET state = 'nowhere' WHERE id = :id").bindparams(id=row.id)
    with pytest.raises((IntegrityError, sa.exc.DataError)), db.session.begin_nested():
        db.session.execute(nowhere)


@pytest.mark.parametrize("state", [state for state in S if state is not S.ACCEPTED])
def test_the_database_itself_refuses_a_second_open_introduction_of_a_pair(app, state):
    scene = make_scene()
    brought_to(scene, state)
    twin = Introduction(
        from_id=scene.partner.id, to_id=scene.firm.id, first_id=min(scene.firm.id, scene.partner.id),
        second_id=max(scene.firm.id, scene.partner.id), message="Hello.", state=S.SUBMITTED,
    )  # fmt: skip
    db.session.flush()
    refused = False
    try:
        with db.session.begin_nested():
            db.session.add(twin)
    except IntegrityError:
        refused = True
    assert refused == (state in OPEN)


def test_the_database_refuses_what_no_rule_allows(app):
    scene = make_scene()
    good = {"from_id": scene.firm.id, "to_id": scene.partner.id, "first_id": min(scene.firm.id, scene.partner.id),
            "second_id": max(scene.firm.id, scene.partner.id), "message": "Hello.", "state": S.SUBMITTED}  # fmt: skip
    for fault in ({"message": "x" * 501}, {"first_id": good["second_id"], "second_id": good["first_id"]},
                  {"to_id": scene.firm.id}, {"state": S.INTRODUCED}):  # fmt: skip
        with pytest.raises((IntegrityError, sa.exc.DataError)), db.session.begin_nested():
            db.session.add(Introduction(**(good | fault)))
