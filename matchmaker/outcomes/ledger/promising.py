"""Obligations as they are entered, and the history of each."""

from dataclasses import dataclass
from datetime import date

from matchmaker.foundation import audit
from matchmaker.foundation.database import db
from matchmaker.foundation.errors import Forbidden, RuleViolation
from matchmaker.organisations.days import today
from matchmaker.organisations.readers import Reader
from matchmaker.outcomes import letters, rules
from matchmaker.outcomes.models import Obligation, ObligationStep, Outcome
from matchmaker.outcomes.rules import ObligationState, OutcomeState
from matchmaker.outcomes.sight import sides_of


@dataclass(frozen=True, slots=True, kw_only=True)
class Promise:
    """What one of the sides is to do until a day."""

    owner_id: int
    text: str
    due_on: date
    responsible: str = ""


def promise(outcome: Outcome, said: Promise, *, by: Reader) -> Obligation:
    """Enter an obligation into the ledger.

    Raises RuleViolation when the outcome was rejected, the owner is no side of it, it is due before the outcome
    happened, or there are too many.
    """
    if outcome.state is OutcomeState.REJECTED:
        raise RuleViolation("obligation.outcome_rejected")
    owner = next((side for side in sides_of(outcome.introduction) if side.id == said.owner_id), None)
    if owner is None:
        raise RuleViolation("obligation.owner_unknown")
    if not said.text.strip():
        raise RuleViolation("obligation.text_needed")
    if said.due_on < outcome.happened_on:
        raise RuleViolation("obligation.due_before_outcome")
    if len(outcome.obligations) >= rules.PROMISES_LIMIT:
        raise RuleViolation("obligation.too_many", most=rules.PROMISES_LIMIT)
    row = Obligation(
        owner=owner, text=said.text.strip(), responsible=said.responsible.strip(), due_on=said.due_on,
        first_due_on=said.due_on, state=ObligationState.OPEN, reminded_on=today(), created_by_id=by.actor.user_id,
    )  # fmt: skip
    outcome.obligations.append(row)
    add_step(row, "promised", None, by=by)
    db.session.flush()
    audit.record("obligation.promised", row, actor_id=by.actor.user_id, details={"due_on": said.due_on.isoformat()})
    return row


def add(outcome: Outcome, said: Promise, *, by: Reader) -> Obligation:
    """As `promise`, later than the claim: a member enters what its own side owes, staff what either does."""
    if not by.by_staff and said.owner_id != by.side_id:
        raise Forbidden("obligation.only_own")
    row = promise(outcome, said, by=by)
    path = f"/obligations/{row.id}"
    letters.to_sides("obligation_promised", outcome.introduction, path=path, but_not=by.side_id, obligation=row)
    return row


def add_step(obligation: Obligation, act: str, old: ObligationState | None, *, by: Reader, note: str = "") -> None:
    """Write one line of the history."""
    obligation.steps.append(
        ObligationStep(
            actor_id=by.actor.user_id, organisation_id=by.side_id, act=act, from_state=old, to_state=obligation.state,
            due_on=obligation.due_on, note=note,
        )
    )  # fmt: skip
