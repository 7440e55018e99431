"""The agency's word on what is claimed: audited with evidence by a second pair of eyes, rejected, or revoked."""

from matchmaker.foundation import audit as log
from matchmaker.foundation.database import db, now
from matchmaker.foundation.errors import RuleViolation
from matchmaker.foundation.versions import check_version
from matchmaker.introductions.review.brokering import disclose_both
from matchmaker.introductions.rules import words
from matchmaker.organisations.readers import Reader, check_agency
from matchmaker.organisations.rules import Tier
from matchmaker.outcomes import letters, queries, rules
from matchmaker.outcomes.claiming import add_step, move
from matchmaker.outcomes.models import Outcome
from matchmaker.outcomes.rules import OutcomeState


def audit(outcome: Outcome, note: str = "", *, by: Reader, version: int | None) -> None:
    """Believe a claim. An audited NDA opens each side's documents to the other (and keeps them open).

    Raises RuleViolation without evidence, for an MoU or LoI without obligations, when the auditor claimed or changed
    it, or when it is not a claim any more; Forbidden for others than the agency's staff.
    """
    check_agency(by)
    check_version(outcome, version)
    rules.check_outcome_move(outcome.state, OutcomeState.AUDITED)
    if not any(row.is_sound for row in outcome.evidence):
        raise RuleViolation("outcome.evidence_needed")
    if outcome.kind in rules.NEEDS_PROMISES and not outcome.obligations:
        raise RuleViolation("outcome.promise_needed")
    if has_own_hands_in(outcome, by):
        raise RuleViolation("outcome.four_eyes")
    move(outcome, OutcomeState.AUDITED)
    outcome.audited_by_id, outcome.audited_at, outcome.audit_note = by.actor.user_id, now(), note.strip()
    db.session.flush()
    if outcome.kind == rules.NDA:
        disclose_both(outcome.introduction, Tier.DOCUMENTS)
    _told(outcome, "audited", by=by, note=outcome.audit_note, internal=True)


def has_own_hands_in(outcome: Outcome, reader: Reader) -> bool:
    """Whether this person claimed or changed the outcome."""
    return reader.actor.user_id in set(db.session.scalars(queries.editors_of(outcome.id)))


def reject(outcome: Outcome, reason: str, *, by: Reader, version: int | None) -> None:
    """Not believe a claim. Raises RuleViolation without a reason; Forbidden for others than the agency's staff."""
    check_agency(by)
    check_version(outcome, version)
    move(outcome, OutcomeState.REJECTED, reason=words(reason, code="outcome.reason_needed"))
    db.session.flush()
    _told(outcome, "rejected", by=by, note=outcome.state_reason)


def revoke(outcome: Outcome, reason: str, *, by: Reader, version: int | None) -> None:
    """Take an audit back: it is a claim again and can be put right. Tiers that it opened stay open."""
    check_agency(by)
    check_version(outcome, version)
    if outcome.state is not OutcomeState.AUDITED:
        raise RuleViolation("outcome.bad_move")
    move(outcome, OutcomeState.CLAIMED, reason=words(reason, code="outcome.reason_needed"))
    db.session.flush()
    _told(outcome, "revoked", by=by, note=outcome.state_reason)


def _told(outcome: Outcome, act: str, *, by: Reader, note: str, internal: bool = False) -> None:
    add_step(outcome, act, by=by, note=note, internal=internal)
    log.record(f"outcome.{act}", outcome, actor_id=by.actor.user_id, details={"kind": outcome.kind})
    reason = "" if internal else note
    letters.to_sides(
        "outcome_decided", outcome.introduction, path=f"/outcomes/{outcome.id}", outcome=outcome, act=act, reason=reason
    )
