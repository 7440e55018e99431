"""Claims: what is taken, what is refused, who is told, who may change them."""

from datetime import timedelta
from decimal import Decimal

import pytest
import sqlalchemy as sa
from sqlalchemy.exc import IntegrityError

from matchmaker.foundation.database import db, now
from matchmaker.foundation.errors import Forbidden, RuleViolation
from matchmaker.foundation.models import AuditEntry, OutboxMail
from matchmaker.introductions.rules import IntroductionState
from matchmaker.outcomes import auditing, claiming, closing, evidence
from matchmaker.outcomes.evidence import Given
from matchmaker.outcomes.models import Evidence, Outcome
from matchmaker.outcomes.rules import OutcomeState
from matchmaker.outcomes.sight import first_day
from tests.outcomes.scenes import LINK, PDF, claimed, days, make_scene, promise, said, with_link


def mails():
    return sorted((mail.kind, mail.to_address) for mail in db.session.scalars(sa.select(OutboxMail)))


def refusal_of(call):
    with pytest.raises(RuleViolation) as refusal:
        call()
    return refusal.value.code


def test_a_claim_is_kept_with_its_amount_and_the_other_side_and_the_broker_are_told(app):
    scene = make_scene()
    row = claimed(scene, "contract", amount=Decimal("1250000.50"), currency="USD", other_parties="Hospital C")
    db.session.flush()
    db.session.expire(row)
    assert (row.state, row.amount, row.currency, row.claimed_for_id) == (
        OutcomeState.CLAIMED, Decimal("1250000.50"), "USD", scene.firm.id,
    )  # fmt: skip
    assert mails() == sorted([("outcome_claimed", scene.lee.email), ("outcome_claimed", scene.broker.email)])
    audited = db.session.scalars(sa.select(AuditEntry).where(AuditEntry.action == "outcome.claimed")).one()
    assert audited.details == {"kind": "contract", "introduction_id": scene.introduction.id}


def test_an_mou_of_a_member_needs_an_obligation_and_one_recorded_by_staff_can_wait_for_it(app):
    scene = make_scene()
    assert refusal_of(lambda: claiming.claim(scene.introduction, said("mou"), by=scene.as_kim)) == (
        "outcome.promise_needed"
    )
    row = claiming.claim(scene.introduction, said("mou"), by=scene.as_broker)
    with_link(row, scene.as_kim)
    version = row.version
    assert refusal_of(lambda: auditing.audit(row, by=scene.as_colleague, version=version)) == "outcome.promise_needed"


@pytest.mark.parametrize(
    ("values", "code"),
    [
        ({"happened_on": 1}, "outcome.in_the_future"),
        ({"happened_on": -500}, "outcome.before_introduction"),
        ({"amount": Decimal(5)}, "outcome.amount_and_currency"),
        ({"kind": "closed_no_result"}, "outcome.unknown_kind"),
    ],
)
def test_a_claim_that_the_rules_refuse_is_not_kept(app, values, code):
    scene = make_scene()
    values = {name: days(value) if name == "happened_on" else value for name, value in values.items()}
    assert refusal_of(lambda: claiming.claim(scene.introduction, said(**values), by=scene.as_kim)) == code
    assert db.session.scalars(sa.select(Outcome)).all() == []


def test_nothing_comes_of_what_was_not_introduced(app):
    scene = make_scene()
    scene.introduction.state = IntroductionState.FORWARDED
    assert refusal_of(lambda: claimed(scene)) == "outcome.not_introduced"


def test_the_day_of_the_introduction_itself_counts_in_the_earlier_zone(app):
    scene = make_scene(introduced_at=now() - timedelta(days=1))
    first = first_day(scene.introduction)
    assert claimed(scene, happened_on=first).happened_on == first


def test_a_claim_is_put_right_by_its_side_and_a_rejected_one_is_claimed_again(app):
    scene = make_scene()
    row = claimed(scene)
    with pytest.raises(Forbidden):
        claiming.edit(row, said(title="Mine"), by=scene.as_lee, version=row.version)
    with pytest.raises(Forbidden):
        claiming.edit(row, said(title="Mine"), by=scene.as_boston, version=row.version)
    auditing.reject(row, "The date is wrong.", by=scene.as_broker, version=row.version)
    claiming.edit(row, said(title="Better"), by=scene.as_kim, version=row.version)
    assert (row.state, row.title, row.state_reason) == (OutcomeState.CLAIMED, "Better", "")
    assert [step.act for step in row.steps] == ["claimed", "rejected", "edited"]


def test_what_was_seen_before_a_change_cannot_be_changed(app):
    scene = make_scene()
    row = claimed(scene)
    seen = row.version
    with_link(row, scene.as_kim)
    assert refusal_of(lambda: claiming.edit(row, said(), by=scene.as_kim, version=seen)) == "changed_meanwhile"


def test_evidence_is_a_file_or_a_link_and_a_private_one_is_opened_by_its_side_and_the_agency(app):
    scene = make_scene()
    row = claimed(scene)
    shown = evidence.take(Given(file_name="nda.pdf", data=PDF, url=LINK, is_private=True))
    file, link = evidence.add(row, shown, by=scene.as_kim)
    assert (file.is_file, file.name, file.size) == (True, "nda.pdf", len(PDF))
    assert (link.is_file, link.name, link.url) == (False, "news.example", LINK)
    assert evidence.content_of(file) == PDF
    for reader, is_open in ((scene.as_kim, True), (scene.as_broker, True), (scene.as_lee, False),
                            (scene.as_boston, False)):  # fmt: skip
        if is_open:
            assert evidence.get(reader, file.id) is file
        else:
            assert refusal_of(lambda reader=reader: evidence.get(reader, file.id)) == "not_found"
    assert [step.note for step in row.steps if step.act == "evidence"] == ["", ""]


@pytest.mark.parametrize("url", ["javascript:alert(1)", "ftp://x.example/", "https://", "http://[", "/etc/passwd", "x"])
def test_a_link_is_a_whole_web_address(app, url):
    assert refusal_of(lambda: evidence.take(Given(url=url))) == "evidence.link_refused"


def test_evidence_of_what_is_audited_stays_and_others_never_take_it_away(app):
    scene = make_scene()
    row = claimed(scene)
    with_link(row, scene.as_kim)
    piece = row.evidence[0]
    with pytest.raises(Forbidden):
        evidence.remove(piece, by=scene.as_lee)
    auditing.audit(row, by=scene.as_broker, version=row.version)
    assert refusal_of(lambda: evidence.remove(piece, by=scene.as_kim)) == "evidence.stays"
    auditing.revoke(row, "Wrong paper.", by=scene.as_broker, version=row.version)
    evidence.remove(piece, by=scene.as_kim)
    assert db.session.scalars(sa.select(Evidence)).all() == []


def test_a_chain_is_closed_once_with_a_coded_reason_and_reopened_by_staff(app):
    scene = make_scene()
    ended = closing.close(scene.introduction, "not_priority", "Budget cut.", by=scene.as_kim)
    assert refusal_of(lambda: claimed(scene)) == "outcome.chain_closed"
    again = refusal_of(lambda: closing.close(scene.introduction, "other", by=scene.as_lee))
    assert again == "outcome.chain_closed"
    with pytest.raises(Forbidden):
        closing.reopen(ended, "We go on.", by=scene.as_kim, version=ended.version)
    closing.reopen(ended, "They go on.", by=scene.as_broker, version=ended.version)
    assert claimed(scene).state is OutcomeState.CLAIMED


def test_what_has_a_result_or_open_promises_cannot_be_closed_as_without_one(app):
    scene = make_scene()
    assert refusal_of(lambda: closing.close(scene.introduction, "no_such", by=scene.as_kim)) == "outcome.unknown_reason"
    claimed(scene, "mou")
    assert refusal_of(lambda: closing.close(scene.introduction, "other", by=scene.as_kim)) == "outcome.promises_open"
    claimed(scene, "hire")
    assert refusal_of(lambda: closing.close(scene.introduction, "other", by=scene.as_kim)) == "outcome.has_result"


def test_the_database_refuses_what_no_rule_allows(app):
    scene = make_scene()
    good = {"introduction_id": scene.introduction.id, "kind": "nda", "happened_on": days(-1), "title": "T"}
    faults = [{"kind": "closed_no_result"}, {"amount": Decimal(1)}, {"currency": "KRW"},
              {"amount": Decimal(-1), "currency": "KRW"}, {"state": OutcomeState.AUDITED},
              {"state": OutcomeState.REJECTED},
              {"state": OutcomeState.AUDITED, "audited_at": now(), "claimed_by_id": scene.broker.id,
               "audited_by_id": scene.broker.id}]  # fmt: skip
    for fault in faults:
        with pytest.raises(IntegrityError), db.session.begin_nested():
            db.session.add(Outcome(**(good | fault)))
    assert promise(scene).owner_id == scene.firm.id


def test_an_outcome_is_not_moved_behind_the_day_on_which_something_is_due(app):
    scene = make_scene()
    row = claimed(scene, "mou", happened_on=days(-30))
    row.obligations[0].due_on = days(-10)
    with pytest.raises(RuleViolation) as refused:
        claiming.edit(row, said("mou", happened_on=days(-5)), by=scene.as_kim, version=row.version)
    assert refused.value.code == "obligation.due_before_outcome"
