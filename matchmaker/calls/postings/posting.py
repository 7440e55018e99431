"""Calls as they are drafted, opened, moved along and closed by the anchor, or by staff on its behalf."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

from matchmaker.calls import letters, rules
from matchmaker.calls.models import Call, CallCriterion, CallRow, CallStep
from matchmaker.calls.rules import AnswerState, CallState, RowKind
from matchmaker.calls.sight import lock
from matchmaker.foundation import audit
from matchmaker.foundation.database import db, now
from matchmaker.foundation.errors import RuleViolation
from matchmaker.foundation.versions import check_version
from matchmaker.organisations.days import today
from matchmaker.organisations.models import Organisation
from matchmaker.organisations.readers import Reader
from matchmaker.organisations.rules import VettingState


@dataclass(frozen=True, slots=True)
class Row:
    """One row of specification or qualification."""

    kind: RowKind
    text: str
    is_must: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class Said:
    """What a call says."""

    title: str
    language: str
    answer_by: date
    rows: Sequence[Row]
    weights: Mapping[str, int]
    """By codes of `call_criterion`; 0: not used."""
    description: str = ""
    is_anonymous: bool = False
    areas: Sequence[str] = ()
    unit_operations: Sequence[str] = ()
    standards: Sequence[str] = ()
    price_from: Decimal | None = None
    price_to: Decimal | None = None
    currency: str | None = None
    unit: str = ""
    quantity: str = ""
    delivery_weeks: int | None = None
    delivery: str = ""
    wait_days: int = field(default=rules.WAIT_DAYS)


def draft(organisation: Organisation, said: Said, *, by: Reader) -> Call:
    """Begin a call of an anchor. Raises RuleViolation when it is none, or when the rules refuse what is said."""
    if not organisation.is_anchor or organisation.state is not VettingState.APPROVED:
        raise RuleViolation("call.no_anchor")
    call = Call(organisation=organisation, state=CallState.DRAFT, created_by_id=by.actor.user_id)
    _write(call, said)
    db.session.add(call)
    note(call, "drafted", by=by)
    return call


def edit(call: Call, said: Said, *, by: Reader, version: int | None) -> None:
    """Change a call before it is opened. Raises RuleViolation afterwards."""
    check_version(call, version)
    if call.state is not CallState.DRAFT:
        raise RuleViolation("call.not_editable")
    _write(call, said)
    note(call, "edited", by=by)


def _write(call: Call, said: Said) -> None:
    rules.check_price(said.price_from, said.price_to, said.currency)
    if not said.rows:
        raise RuleViolation("call.rows_needed")
    if not any(said.weights.values()):
        raise RuleViolation("call.criteria_needed")
    for name in ("title", "language", "answer_by", "description", "is_anonymous", "price_from", "price_to", "unit",
                 "quantity", "delivery_weeks", "delivery", "wait_days"):  # fmt: skip
        setattr(call, name, getattr(said, name))
    call.currency = said.currency or None
    call.areas, call.unit_operations = list(said.areas), list(said.unit_operations)
    call.standards, call.updated_at = list(said.standards), now()  # the version rises also where only rows differ
    call.rows = [
        CallRow(position=place, kind=row.kind, text=row.text, is_must=row.is_must)
        for place, row in enumerate(said.rows[: rules.ROWS_LIMIT])
    ]
    call.criteria.clear()
    db.session.flush()
    call.criteria.extend(CallCriterion(code=code, weight=weight) for code, weight in said.weights.items() if weight)


def open_call(call: Call, *, by: Reader, version: int | None) -> None:
    """Let suppliers answer. Raises RuleViolation when partners abroad would have no time left."""
    check_version(call, version)
    rules.check_times(call.answer_by, call.wait_days, today())
    move(call, CallState.OPEN)
    call.opened_at = now()
    note(call, "opened", by=by)


def begin_screening(call: Call, *, by: Reader, version: int | None) -> None:
    """Take no more answers."""
    check_version(call, version)
    move(call, CallState.SCREENING)
    note(call, "screening", by=by)


def begin_assessment(call: Call, *, by: Reader, version: int | None) -> None:
    """Go on to scoring. Raises RuleViolation while an answer is not screened, or when none passed."""
    lock(call)
    check_version(call, version)
    states = [answer.state for answer in call.answers]
    if AnswerState.RECEIVED in states:
        raise RuleViolation("call.not_screened")
    if AnswerState.SCREENED_IN not in states:
        raise RuleViolation("call.nobody_in")
    move(call, CallState.ASSESSMENT)
    note(call, "assessment", by=by)


def close(call: Call, words: str, *, by: Reader, version: int | None) -> None:
    """End the call without an award; every answer that waits is told."""
    lock(call)
    check_version(call, version)
    move(call, CallState.CLOSED)
    call.ended_at, call.closing_words = now(), words
    for answer in call.answers:
        if answer.state in rules.ALIVE:
            answer.state, answer.reason, answer.decision_words = AnswerState.DECLINED, "call_ended", words
            letters.decided(answer)
    note(call, "closed", by=by, words=words)
    letters.ended(call)


def move(call: Call, new: CallState) -> None:
    """Bring the call to `new`. Raises RuleViolation when there is no such way."""
    rules.check_call_move(call.state, new)
    call.state = new


def note(call: Call, act: str, *, by: Reader | None, words: str = "") -> None:
    """Write one line of the history, and of the audit log; `by` None: the service itself."""
    actor_id = by.actor.user_id if by else None
    call.steps.append(CallStep(actor_id=actor_id, act=act, words=words))
    db.session.flush()
    audit.record(f"call.{act}", call, actor_id=actor_id, details={"state": call.state.value})
