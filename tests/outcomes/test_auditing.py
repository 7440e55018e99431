"""The audit: with evidence, by a second pair of eyes, by the agency alone; what it opens and what it counts."""

from decimal import Decimal

import pytest
import sqlalchemy as sa

from matchmaker.foundation.database import db
from matchmaker.foundation.errors import Forbidden, RuleViolation
from matchmaker.foundation.models import OutboxMail
from matchmaker.organisations.rules import Tier
from matchmaker.organisations.visibility import tier_for
from matchmaker.outcomes import auditing, claiming, queries
from matchmaker.outcomes.figures import KindFigures, Money, figures
from matchmaker.outcomes.rules import OutcomeState
from tests.outcomes.scenes import claimed, make_scene, said, with_link
from tests.outcomes.test_claiming import refusal_of


def audited(scene, kind="nda", **values):
    row = claimed(scene, kind, **values)
    with_link(row, scene.as_kim)
    auditing.audit(row, "Seen.", by=scene.as_broker, version=row.version)
    return row


def test_a_claim_without_evidence_is_not_audited(app):
    scene = make_scene()
    row = claimed(scene)
    assert refusal_of(lambda: auditing.audit(row, by=scene.as_broker, version=row.version)) == "outcome.evidence_needed"


def test_nobody_audits_what_they_recorded_or_changed(app):
    scene = make_scene()
    own = claimed(scene, by=scene.as_broker)
    with_link(own, scene.as_broker)
    assert refusal_of(lambda: auditing.audit(own, by=scene.as_broker, version=own.version)) == "outcome.four_eyes"
    changed = claimed(scene)
    claiming.edit(changed, said(title="Put right"), by=scene.as_broker, version=changed.version)
    with_link(changed, scene.as_kim)
    assert refusal_of(lambda: auditing.audit(changed, by=scene.as_broker, version=changed.version)) == (
        "outcome.four_eyes"
    )
    auditing.audit(changed, by=scene.as_colleague, version=changed.version)
    assert (changed.state, changed.audited_by_id) == (OutcomeState.AUDITED, scene.colleague.id)


def test_only_the_agency_audits(app):
    scene = make_scene()
    row = claimed(scene)
    with_link(row, scene.as_kim)
    for reader in (scene.as_kim, scene.as_lee, scene.as_boston):
        for deed in (
            lambda by: auditing.audit(row, by=by, version=row.version),
            lambda by: auditing.reject(row, "No.", by=by, version=row.version),
            lambda by: auditing.revoke(row, "No.", by=by, version=row.version),
        ):
            with pytest.raises(Forbidden):
                deed(reader)
    assert row.state is OutcomeState.CLAIMED


def test_an_audited_nda_opens_the_documents_of_each_side_to_the_other_and_others_do_not(app):
    scene = make_scene()
    audited(scene, "poc")
    assert tier_for(scene.firm, scene.partner) is Tier.CONTACTS
    audited(scene, "nda")
    assert (tier_for(scene.firm, scene.partner), tier_for(scene.partner, scene.firm)) == (
        Tier.DOCUMENTS, Tier.DOCUMENTS,
    )  # fmt: skip


def test_an_audited_outcome_is_changed_only_after_its_audit_is_revoked_with_a_reason(app):
    scene = make_scene()
    row = audited(scene)
    assert refusal_of(lambda: claiming.edit(row, said(), by=scene.as_kim, version=row.version)) == (
        "outcome.audited_stays"
    )
    assert refusal_of(lambda: auditing.revoke(row, " ", by=scene.as_broker, version=row.version)) == (
        "outcome.reason_needed"
    )
    auditing.revoke(row, "Another paper.", by=scene.as_broker, version=row.version)
    assert (row.state, row.audited_at, row.audited_by_id, row.state_reason) == (
        OutcomeState.CLAIMED, None, None, "Another paper.",
    )  # fmt: skip
    assert [step.act for step in row.steps] == ["claimed", "evidence", "audited", "revoked"]


def test_both_sides_hear_of_a_decision_and_the_note_of_the_auditor_stays_inside(app):
    scene = make_scene()
    row = claimed(scene)
    with_link(row, scene.as_kim)
    auditing.audit(row, "SECRET NOTE", by=scene.as_broker, version=row.version)
    found = [mail for mail in db.session.scalars(sa.select(OutboxMail)) if mail.kind == "outcome_decided"]
    assert sorted(mail.to_address for mail in found) == sorted([scene.kim.email, scene.lee.email])
    assert not [mail for mail in found if "SECRET" in mail.body]


def test_figures_keep_audited_and_claimed_and_currencies_apart(app):
    scene = make_scene()
    audited(scene, "contract", amount=Decimal("100.10"), currency="USD")
    audited(scene, "contract", amount=Decimal("0.20"), currency="USD")
    audited(scene, "contract", amount=Decimal(5000000), currency="KRW")
    claimed(scene, "contract", amount=Decimal(7), currency="USD")
    claimed(scene, "contract")
    gone = claimed(scene, "hire")
    auditing.reject(gone, "No.", by=scene.as_broker, version=gone.version)
    assert figures(queries.in_care(scene.as_broker.actor)) == [
        KindFigures(
            "contract", 3, 2, (Money("KRW", Decimal(5000000)), Money("USD", Decimal("100.30"))),
            (Money("USD", Decimal(7)),),
        )
    ]  # fmt: skip


def test_a_second_audit_of_what_was_seen_before_is_told_that_it_changed(app):
    scene = make_scene()
    row = claimed(scene)
    with_link(row, scene.as_kim)
    seen = row.version
    auditing.audit(row, by=scene.as_broker, version=seen)
    with pytest.raises(RuleViolation) as refusal:
        auditing.audit(row, by=scene.as_colleague, version=seen)
    assert refusal.value.code == "changed_meanwhile"
