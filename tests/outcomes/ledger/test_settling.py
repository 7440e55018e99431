"""What becomes of a promise, who may say so, and that it is written down."""

import pytest
import sqlalchemy as sa
from sqlalchemy.exc import IntegrityError

from matchmaker.foundation.database import db
from matchmaker.foundation.errors import Forbidden
from matchmaker.foundation.models import OutboxMail
from matchmaker.outcomes import auditing, queries
from matchmaker.outcomes.ledger import agreeing, promising, settling
from matchmaker.outcomes.models import Obligation
from matchmaker.outcomes.rules import ObligationState, Proposal
from tests.outcomes.scenes import claimed, days, make_scene, owed, promise, with_link
from tests.outcomes.test_claiming import refusal_of

B = ObligationState


@pytest.mark.parametrize(("due", "done", "state"), [(-10, -10, B.KEPT), (5, -1, B.KEPT), (-10, -9, B.LATE)])
def test_done_with_evidence_it_is_kept_or_kept_late(app, due, done, state):
    scene = make_scene()
    row = owed(scene, due)
    assert refusal_of(lambda: settling.fulfil(row, days(done), by=scene.as_kim, version=row.version)) == (
        "obligation.evidence_needed"
    )
    with_link(row, scene.as_kim)
    settling.fulfil(row, days(done), "Shipped.", by=scene.as_kim, version=row.version)
    assert (row.state, row.settled_on, row.reason) == (state, days(done), "Shipped.")
    assert [(step.act, step.to_state) for step in row.steps][-1] == (state.value, state)
    told = [mail.to_address for mail in db.session.scalars(sa.select(OutboxMail)) if mail.kind == "obligation_settled"]
    assert sorted(told) == sorted([scene.lee.email, scene.broker.email])


def test_the_day_it_was_done_lies_between_the_outcome_and_today(app):
    scene = make_scene()
    row = owed(scene)
    with_link(row, scene.as_kim)
    assert refusal_of(lambda: settling.fulfil(row, days(1), by=scene.as_kim, version=row.version)) == (
        "obligation.in_the_future"
    )
    assert refusal_of(lambda: settling.fulfil(row, days(-101), by=scene.as_kim, version=row.version)) == (
        "obligation.done_before_outcome"
    )


def test_only_its_owner_or_staff_who_serve_the_owner_settle_it(app):
    scene = make_scene()
    row = owed(scene)
    for reader in (scene.as_lee, scene.as_boston):
        with pytest.raises(Forbidden):
            settling.drop(row, "No.", by=reader, version=row.version)
    theirs = owed(scene, owner=scene.partner)
    settling.drop(theirs, "They have no budget.", by=scene.as_boston, version=theirs.version)
    settling.drop(row, "No budget.", by=scene.as_broker, version=row.version)
    assert (row.state, theirs.state) == (B.DROPPED, B.DROPPED)


def test_dropping_needs_a_reason_and_a_settled_one_is_settled(app):
    scene = make_scene()
    row = owed(scene)
    assert refusal_of(lambda: settling.drop(row, " ", by=scene.as_kim, version=row.version)) == (
        "obligation.reason_needed"
    )
    settling.drop(row, "No budget.", by=scene.as_kim, version=row.version)
    assert refusal_of(lambda: settling.drop(row, "Again.", by=scene.as_kim, version=row.version)) == (
        "obligation.bad_move"
    )


def test_it_is_waived_when_the_other_side_agrees_and_not_before(app):
    scene = make_scene()
    row = owed(scene)
    agreeing.propose(row, Proposal.WAIVE, "No need any more.", by=scene.as_kim, version=row.version)
    assert (row.state, row.proposal) == (B.OPEN, Proposal.WAIVE)
    for reader in (scene.as_kim, scene.as_broker):
        with pytest.raises(Forbidden):
            agreeing.answer(row, agreed=True, by=reader, version=row.version)
    agreeing.answer(row, agreed=True, by=scene.as_lee, version=row.version)
    assert (row.state, row.proposal, row.reason) == (B.WAIVED, None, "No need any more.")


def test_another_day_holds_by_agreement_and_the_first_one_is_kept(app):
    scene = make_scene()
    row = owed(scene, 10)
    assert refusal_of(
        lambda: agreeing.propose(row, Proposal.DUE, "Late.", days(-1), by=scene.as_lee, version=row.version)
    ) == "obligation.new_day_passed"  # fmt: skip
    agreeing.propose(row, Proposal.DUE, "Customs.", days(40), by=scene.as_lee, version=row.version)
    assert row.due_on == days(10)
    assert refusal_of(
        lambda: agreeing.propose(row, Proposal.WAIVE, "Or so.", by=scene.as_kim, version=row.version)
    ) == "obligation.proposed_already"  # fmt: skip
    agreeing.answer(row, agreed=True, by=scene.as_kim, version=row.version)
    assert (row.due_on, row.first_due_on, row.proposal) == (days(40), days(10), None)
    assert [(step.act, step.due_on) for step in row.steps[1:]] == [("proposed_due", days(10)), ("moved", days(40))]


def test_a_proposal_is_refused_or_taken_back_and_nothing_changes(app):
    scene = make_scene()
    row = owed(scene)
    agreeing.propose(row, Proposal.WAIVE, "Please.", by=scene.as_kim, version=row.version)
    agreeing.answer(row, agreed=False, by=scene.as_lee, version=row.version)
    agreeing.propose(row, Proposal.WAIVE, "Please!", by=scene.as_kim, version=row.version)
    with pytest.raises(Forbidden):
        agreeing.take_back(row, by=scene.as_lee, version=row.version)
    agreeing.take_back(row, by=scene.as_kim, version=row.version)
    assert (row.state, row.proposal) == (B.OPEN, None)
    assert refusal_of(lambda: agreeing.answer(row, agreed=True, by=scene.as_lee, version=row.version)) == (
        "obligation.nothing_proposed"
    )


def test_the_agency_records_what_both_agreed_elsewhere_and_corrects_mistakes(app):
    scene = make_scene()
    row = owed(scene, 10)
    with pytest.raises(Forbidden):
        agreeing.record(row, Proposal.WAIVE, "On the phone.", by=scene.as_boston, version=row.version)
    agreeing.record(row, Proposal.DUE, "Meeting of 3 May.", days(20), by=scene.as_broker, version=row.version)
    agreeing.record(row, Proposal.WAIVE, "Meeting of 4 May.", by=scene.as_broker, version=row.version)
    assert (row.due_on, row.state) == (days(20), B.WAIVED)
    with pytest.raises(Forbidden):
        settling.reopen(row, "Mine.", by=scene.as_kim, version=row.version)
    settling.reopen(row, "It was another one.", by=scene.as_broker, version=row.version)
    assert (row.state, row.settled_on, row.reason) == (B.OPEN, None, "")


def test_what_came_of_a_rejected_outcome_is_owed_by_nobody_and_listed_nowhere(app):
    scene = make_scene()
    outcome = claimed(scene, "mou")
    row = outcome.obligations[0]
    auditing.reject(outcome, "There was none.", by=scene.as_broker, version=outcome.version)
    assert refusal_of(lambda: settling.drop(row, "No.", by=scene.as_kim, version=row.version)) == (
        "obligation.outcome_rejected"
    )
    listed = queries.obligations_of_organisation(scene.firm.id, own=True)
    assert db.session.scalars(listed).all() == []


def test_a_member_adds_what_its_own_side_owes_and_staff_what_either_does(app):
    scene = make_scene()
    outcome = claimed(scene, "mou")
    theirs = promise(scene, owner=scene.partner)
    with pytest.raises(Forbidden):
        promising.add(outcome, theirs, by=scene.as_kim)
    for by in (scene.as_lee, scene.as_broker):
        promising.add(outcome, theirs, by=by)
    assert [row.owner_id for row in outcome.obligations] == [scene.firm.id, scene.partner.id, scene.partner.id]


@pytest.mark.parametrize(
    ("values", "code"),
    [
        ({"owner_id": 0}, "obligation.owner_unknown"), ({"text": " "}, "obligation.text_needed"),
        ({"due_on": -200}, "obligation.due_before_outcome"),
    ],
)  # fmt: skip
def test_a_promise_that_makes_no_sense_is_refused(app, values, code):
    scene = make_scene()
    fields = {"owner_id": scene.firm.id, "text": "Send", "due_on": 5} | values
    fields["due_on"] = days(fields["due_on"])
    outcome = claimed(scene)
    assert refusal_of(lambda: promising.promise(outcome, promising.Promise(**fields), by=scene.as_kim)) == code


def test_the_database_refuses_what_no_rule_allows(app):
    scene = make_scene()
    good = {"outcome_id": owed(scene).outcome_id, "owner_id": scene.firm.id, "text": "T", "due_on": days(0),
            "first_due_on": days(0), "reminded_on": days(0)}  # fmt: skip
    faults = [{"state": B.KEPT}, {"state": B.KEPT, "settled_on": days(1)}, {"state": B.LATE, "settled_on": days(0)},
              {"settled_on": days(0)}, {"state": B.DROPPED, "settled_on": days(0)},
              {"proposal": Proposal.WAIVE}, {"proposal": Proposal.DUE, "proposed_by_id": scene.firm.id},
              {"proposed_due_on": days(4)}]  # fmt: skip
    for fault in faults:
        with pytest.raises(IntegrityError), db.session.begin_nested():
            db.session.add(Obligation(**(good | fault)))
