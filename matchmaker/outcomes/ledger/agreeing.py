"""What takes both sides: another day, or to let it go. One side proposes and the other agrees, or staff record it."""

from datetime import date

from matchmaker.foundation import audit
from matchmaker.foundation.database import db
from matchmaker.foundation.errors import Forbidden, RuleViolation
from matchmaker.introductions.rules import words
from matchmaker.organisations.days import today
from matchmaker.organisations.models import Organisation
from matchmaker.organisations.readers import Reader, check_agency
from matchmaker.outcomes import letters
from matchmaker.outcomes.ledger.promising import add_step
from matchmaker.outcomes.ledger.settling import check_owed, forget_proposal, settle, tell
from matchmaker.outcomes.models import Obligation
from matchmaker.outcomes.rules import ObligationState, Proposal
from matchmaker.outcomes.sight import sides_of


def propose(
    obligation: Obligation, what: Proposal, reason: str, due_on: date | None = None, *, by: Reader, version: int | None
) -> None:
    """Ask the other side to agree. Raises RuleViolation without a reason, or while something is proposed already."""
    check_owed(obligation, version)
    side = _side(by)
    if obligation.proposal is not None:
        raise RuleViolation("obligation.proposed_already")
    _check_day(obligation, what, due_on)
    obligation.proposal_reason = words(reason, code="obligation.reason_needed")
    obligation.proposal, obligation.proposed_by, obligation.proposed_by_id = what, side, side.id
    obligation.proposed_due_on = due_on if what is Proposal.DUE else None
    _note(obligation, f"proposed_{what.value}", by=by, note=obligation.proposal_reason)
    introduction, path = obligation.outcome.introduction, f"/obligations/{obligation.id}"
    letters.to_sides("obligation_proposed", introduction, path=path, but_not=side.id, obligation=obligation)


def _check_day(obligation: Obligation, what: Proposal, due_on: date | None) -> None:
    if what is Proposal.WAIVE:
        return
    if due_on is None or due_on == obligation.due_on:
        raise RuleViolation("obligation.new_day_needed")
    if due_on < today():
        raise RuleViolation("obligation.new_day_passed")


def _side(by: Reader) -> Organisation:
    if by.organisation is None:
        raise Forbidden("forbidden")
    return by.organisation


def may_answer(obligation: Obligation, reader: Reader) -> bool:
    """Whether it is `reader`'s side that was asked."""
    asked = obligation.proposal is not None and obligation.proposed_by_id != reader.side_id
    return asked and not reader.by_staff


def answer(obligation: Obligation, *, agreed: bool, by: Reader, version: int | None) -> None:
    """Agree, or not. Raises Forbidden for the side that proposed it and for staff."""
    check_owed(obligation, version)
    if obligation.proposal is None:
        raise RuleViolation("obligation.nothing_proposed")
    if not may_answer(obligation, by):
        raise Forbidden("forbidden")
    if agreed:
        _carry_out(obligation, obligation.proposal, obligation.proposed_due_on, obligation.proposal_reason, by=by)
        return
    forget_proposal(obligation)
    _note(obligation, "refused", by=by)
    tell(obligation, "refused", by=by)


def take_back(obligation: Obligation, *, by: Reader, version: int | None) -> None:
    """Withdraw one's own proposal."""
    check_owed(obligation, version)
    if obligation.proposal is None:
        raise RuleViolation("obligation.nothing_proposed")
    if obligation.proposed_by_id != by.side_id:
        raise Forbidden("forbidden")
    forget_proposal(obligation)
    _note(obligation, "taken_back", by=by)


def record(
    obligation: Obligation, what: Proposal, note: str, due_on: date | None = None, *, by: Reader, version: int | None
) -> None:
    """Write down what both sides agreed elsewhere; `note` says when and how. For the agency's staff."""
    check_agency(by)
    check_owed(obligation, version)
    _check_day(obligation, what, due_on)
    _carry_out(obligation, what, due_on, words(note, code="obligation.note_needed"), by=by)


def _carry_out(obligation: Obligation, what: Proposal, due_on: date | None, reason: str, *, by: Reader) -> None:
    if what is Proposal.WAIVE:
        settle(obligation, ObligationState.WAIVED, today(), reason, by=by)
        return
    forget_proposal(obligation)
    obligation.due_on = due_on or obligation.due_on
    obligation.reminded_on = today()
    _note(obligation, "moved", by=by, note=reason)
    tell(obligation, "moved", by=by, note=reason)


def _note(obligation: Obligation, act: str, *, by: Reader, note: str = "") -> None:
    add_step(obligation, act, obligation.state, by=by, note=note)
    db.session.flush()
    details = {"due_on": obligation.due_on.isoformat()}
    audit.record(f"obligation.{act}", obligation, actor_id=by.actor.user_id, details=details)


def sides(obligation: Obligation) -> tuple[Organisation, Organisation]:
    """The owner, and the side to which it is owed."""
    one, other = sides_of(obligation.outcome.introduction)
    return (one, other) if obligation.owner_id == one.id else (other, one)
