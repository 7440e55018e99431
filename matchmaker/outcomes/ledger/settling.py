"""What becomes of an obligation: done (in time or late), dropped, and open again when that was wrong."""

from datetime import date

from matchmaker.foundation import audit
from matchmaker.foundation.database import db
from matchmaker.foundation.errors import Forbidden, RuleViolation
from matchmaker.foundation.versions import check_version
from matchmaker.introductions.rules import words
from matchmaker.organisations.days import today
from matchmaker.organisations.readers import Reader, check_agency
from matchmaker.outcomes import letters, rules
from matchmaker.outcomes.ledger.promising import add_step
from matchmaker.outcomes.models import Obligation
from matchmaker.outcomes.rules import ObligationState, OutcomeState


def check_owed(obligation: Obligation, version: int | None) -> None:
    """Raise RuleViolation when it has changed since, is settled, or was never owed as its outcome was rejected."""
    check_version(obligation, version)
    if obligation.outcome.state is OutcomeState.REJECTED:
        raise RuleViolation("obligation.outcome_rejected")
    if obligation.state is not ObligationState.OPEN:
        raise RuleViolation("obligation.bad_move")


def may_settle(obligation: Obligation, reader: Reader) -> bool:
    """Whether `reader` may say what became of it: members of its owner, or staff who serve the owner."""
    return reader.speaks_for(obligation.owner)


def fulfil(obligation: Obligation, done_on: date, note: str = "", *, by: Reader, version: int | None) -> None:
    """Say that it was done on a day: kept, or kept late. Raises RuleViolation without evidence or for a day to come."""
    check_owed(obligation, version)
    check_may(obligation, by)
    if not any(row.is_sound for row in obligation.evidence):
        raise RuleViolation("obligation.evidence_needed")
    if done_on > today():
        raise RuleViolation("obligation.in_the_future")
    if done_on < obligation.outcome.happened_on:
        raise RuleViolation("obligation.done_before_outcome")
    new = rules.state_when_done(obligation.due_on, done_on)
    settle(obligation, new, done_on, words(note) if note.strip() else "", by=by)


def drop(obligation: Obligation, reason: str, *, by: Reader, version: int | None) -> None:
    """Say that it will not be done. Raises RuleViolation without a reason."""
    check_owed(obligation, version)
    check_may(obligation, by)
    settle(obligation, ObligationState.DROPPED, today(), words(reason, code="obligation.reason_needed"), by=by)


def check_may(obligation: Obligation, by: Reader) -> None:
    """Raise Forbidden unless this is the owner or staff who serve it."""
    if not may_settle(obligation, by):
        raise Forbidden("forbidden")


def settle(obligation: Obligation, new: ObligationState, on: date, note: str, *, by: Reader) -> None:
    """Bring it to a settled state and tell everybody; what was proposed about it falls away."""
    old = obligation.state
    rules.check_obligation_move(old, new)
    forget_proposal(obligation)
    obligation.state, obligation.settled_on, obligation.reason = new, on, note
    _note(obligation, new.value, old, by=by, note=note)
    tell(obligation, new.value, by=by)


def reopen(obligation: Obligation, reason: str, *, by: Reader, version: int | None) -> None:
    """Correct what was said about it: it is owed again. For the agency's staff, with a reason."""
    check_agency(by)
    check_version(obligation, version)
    old = obligation.state
    rules.check_obligation_move(old, ObligationState.OPEN)
    note = words(reason, code="obligation.reason_needed")
    obligation.state, obligation.settled_on, obligation.reason = ObligationState.OPEN, None, ""
    obligation.reminded_on = today()
    _note(obligation, "reopened", old, by=by, note=note)
    tell(obligation, "reopened", by=by, note=note)


def forget_proposal(obligation: Obligation) -> None:
    """Nothing is proposed any more."""
    obligation.proposal = obligation.proposed_by = obligation.proposed_due_on = None
    obligation.proposed_by_id = None
    obligation.proposal_reason = ""


def _note(obligation: Obligation, act: str, old: ObligationState, *, by: Reader, note: str) -> None:
    add_step(obligation, act, old, by=by, note=note)
    db.session.flush()
    details = {"from": old.value, "to": obligation.state.value}
    audit.record(f"obligation.{act}", obligation, actor_id=by.actor.user_id, details=details)


def tell(obligation: Obligation, act: str, *, by: Reader, note: str = "") -> None:
    """Tell the other side, or both when staff did it, and then the brokers unless staff did it."""
    introduction, path = obligation.outcome.introduction, f"/obligations/{obligation.id}"
    facts = {"obligation": obligation, "act": act, "note": note or obligation.reason}
    letters.to_sides("obligation_settled", introduction, path=path, but_not=by.side_id, **facts)
    if not by.by_staff:
        letters.to_brokers("obligation_settled", introduction, path=path, **facts)
