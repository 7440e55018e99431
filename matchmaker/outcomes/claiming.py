"""Outcomes as they are claimed by a side, or recorded by staff, and put right until they are audited."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from matchmaker.foundation import audit
from matchmaker.foundation.database import db
from matchmaker.foundation.errors import Forbidden, RuleViolation
from matchmaker.foundation.versions import check_version
from matchmaker.introductions.models import Introduction
from matchmaker.introductions.rules import IntroductionState
from matchmaker.organisations.days import today
from matchmaker.organisations.readers import Reader
from matchmaker.outcomes import letters, queries, rules
from matchmaker.outcomes.ledger import promising
from matchmaker.outcomes.ledger.promising import Promise
from matchmaker.outcomes.models import Outcome, OutcomeStep
from matchmaker.outcomes.rules import OutcomeState
from matchmaker.outcomes.sight import first_day, hold


@dataclass(frozen=True, slots=True, kw_only=True)
class Claim:
    """What is said to have happened."""

    kind: str
    happened_on: date
    title: str
    description: str = ""
    other_parties: str = ""
    amount: Decimal | None = None
    currency: str | None = None
    programme_id: int | None = None


def claim(introduction: Introduction, said: Claim, promises: Sequence[Promise] = (), *, by: Reader) -> Outcome:
    """Record what came of `introduction`, with what was promised in it.

    Members must name at least one obligation of an MoU or LoI; staff may add it later, before the audit.
    Raises RuleViolation when the introduction was not made, the chain is closed, or the rules refuse the claim.
    """
    hold(introduction)
    _check_open(introduction)
    _check(introduction, said)
    if said.kind in rules.NEEDS_PROMISES and not promises and not by.by_staff:
        raise RuleViolation("outcome.promise_needed")
    outcome = Outcome(introduction=introduction, state=OutcomeState.CLAIMED, claimed_by_id=by.actor.user_id,
                      claimed_for_id=by.side_id)  # fmt: skip
    _write(outcome, said)
    db.session.add(outcome)
    add_step(outcome, "claimed", by=by)
    db.session.flush()
    for promise in promises:
        promising.promise(outcome, promise, by=by)
    details = {"kind": outcome.kind, "introduction_id": introduction.id}
    audit.record("outcome.claimed", outcome, actor_id=by.actor.user_id, details=details)
    path = f"/outcomes/{outcome.id}"
    letters.to_sides("outcome_claimed", introduction, path=path, but_not=by.side_id, outcome=outcome)
    if not by.by_staff:
        letters.to_brokers("outcome_claimed", introduction, path=path, outcome=outcome)
    return outcome


def _check_open(introduction: Introduction) -> None:
    if introduction.state is not IntroductionState.INTRODUCED:
        raise RuleViolation("outcome.not_introduced")
    if db.session.scalars(queries.closing_of(introduction.id)).first() is not None:
        raise RuleViolation("outcome.chain_closed")


def _check(introduction: Introduction, said: Claim) -> None:
    if said.kind not in rules.KINDS:
        raise RuleViolation("outcome.unknown_kind")
    rules.check_day(said.happened_on, first=first_day(introduction), today=today())
    rules.check_amount(said.amount, said.currency)


def _write(outcome: Outcome, said: Claim) -> None:
    outcome.kind, outcome.happened_on, outcome.title = said.kind, said.happened_on, said.title
    outcome.description, outcome.other_parties = said.description, said.other_parties
    outcome.amount, outcome.currency = said.amount, said.currency or None
    outcome.programme_id = said.programme_id


def may_edit(outcome: Outcome, reader: Reader) -> bool:
    """Whether `reader` may change it: the side that claims it, or staff who serve that side (the agency: any)."""
    if outcome.state not in rules.EDITABLE:
        return False
    if reader.by_agency:
        return True
    if outcome.claimed_for is not None:
        return reader.speaks_for(outcome.claimed_for)
    return reader.by_staff and outcome.claimed_by_id == reader.actor.user_id


def edit(outcome: Outcome, said: Claim, *, by: Reader, version: int | None) -> None:
    """Put a claim right; one that was rejected is claimed again. Raises RuleViolation, Forbidden."""
    check_version(outcome, version)
    if outcome.state not in rules.EDITABLE:
        raise RuleViolation("outcome.audited_stays")
    if not may_edit(outcome, by):
        raise Forbidden("forbidden")
    introduction = outcome.introduction
    hold(introduction)
    _check_open(introduction)
    _check(introduction, said)
    if said.kind in rules.NEEDS_PROMISES and not outcome.obligations and not by.by_staff:
        raise RuleViolation("outcome.promise_needed")
    if any(row.due_on < said.happened_on for row in outcome.obligations):
        raise RuleViolation("obligation.due_before_outcome")
    again = outcome.state is OutcomeState.REJECTED
    _write(outcome, said)
    if again:
        move(outcome, OutcomeState.CLAIMED)
    add_step(outcome, "edited", by=by)
    audit.record("outcome.edited", outcome, actor_id=by.actor.user_id, details={"again": again})
    db.session.flush()
    if again:
        letters.to_brokers("outcome_claimed", introduction, path=f"/outcomes/{outcome.id}", outcome=outcome)


def move(outcome: Outcome, new: OutcomeState, *, reason: str = "") -> None:
    """Bring `outcome` to the state `new`. Raises RuleViolation when the table has no such move."""
    rules.check_outcome_move(outcome.state, new)
    outcome.state, outcome.state_reason = new, reason
    if new is not OutcomeState.AUDITED:
        outcome.audited_at, outcome.audited_by_id, outcome.audit_note = None, None, ""


def add_step(outcome: Outcome, act: str, *, by: Reader, note: str = "", internal: bool = False) -> None:
    """Write one line of the history."""
    outcome.steps.append(
        OutcomeStep(
            actor_id=by.actor.user_id, organisation_id=by.side_id, act=act, to_state=outcome.state, note=note,
            internal=internal,
        )
    )  # fmt: skip
