"""Answers to a call: given on one standard page, changed while the call is open, taken back."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from matchmaker.calls import letters, rules
from matchmaker.calls.models import Call, CallAnswer, CallAnswerRow
from matchmaker.calls.presenting import answer_of
from matchmaker.calls.rules import AnswerState, CallState, Met
from matchmaker.calls.sight import lock
from matchmaker.foundation import audit
from matchmaker.foundation.database import db, now
from matchmaker.foundation.errors import NotFound, RuleViolation
from matchmaker.foundation.versions import check_version
from matchmaker.organisations import visibility
from matchmaker.organisations.days import today
from matchmaker.organisations.models import Organisation
from matchmaker.organisations.readers import Reader
from matchmaker.organisations.rules import VettingState


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """What a supplier says; `rows` by id of the call's row: whether it is met, and in which words."""

    price: Decimal
    currency: str
    lead_weeks: int
    language: str
    rows: Mapping[int, tuple[Met, str]]
    standards: Sequence[str] = ()
    words: str = ""


def answer(call: Call, organisation: Organisation, said: Answer, *, by: Reader, version: int | None) -> CallAnswer:
    """Answer, or change the answer while nobody has decided on it. Raises RuleViolation."""
    lock(call)
    _check(call, organisation, said)
    found = answer_of(call, organisation)
    if found is None:
        found = CallAnswer(call=call, organisation=organisation, state=AnswerState.RECEIVED)
        db.session.add(found)
    else:
        check_version(found, version)
        if found.state is not AnswerState.RECEIVED:
            rules.check_answer_move(found.state, AnswerState.RECEIVED)
        found.state = AnswerState.RECEIVED
    _write(found, said, by)
    db.session.flush()
    audit.record("call.answered", found, actor_id=by.actor.user_id, details={"call_id": call.id})
    letters.answered(call)
    return found


def _check(call: Call, organisation: Organisation, said: Answer) -> None:
    if call.state is not CallState.OPEN or call.answer_by < today():
        raise RuleViolation("call.not_open")
    if call.organisation_id == organisation.id:
        raise RuleViolation("call.own_call")
    if organisation.state is not VettingState.APPROVED:
        raise RuleViolation("call.not_vetted")
    if visibility.are_blocked(organisation, call.organisation):
        raise NotFound("not_found")
    if set(said.rows) != {row.id for row in call.rows}:
        raise RuleViolation("call.rows_unanswered")


def _write(found: CallAnswer, said: Answer, by: Reader) -> None:
    found.price, found.currency, found.lead_weeks = said.price, said.currency, said.lead_weeks
    found.language, found.words, found.standards = said.language, said.words, list(said.standards)
    found.by_id, found.updated_at = by.actor.user_id, now()  # the version rises also where only rows differ
    known = {row.row_id: row for row in found.rows}
    for row_id, (met, words) in said.rows.items():
        row = known.get(row_id)
        if row is None:
            found.rows.append(CallAnswerRow(row_id=row_id, met=met, words=words))
        else:
            row.met, row.words = met, words


def withdraw(found: CallAnswer, *, by: Reader, version: int | None) -> None:
    """Take an answer back. Raises RuleViolation once it was decided."""
    check_version(found, version)
    rules.check_answer_move(found.state, AnswerState.WITHDRAWN)
    found.state = AnswerState.WITHDRAWN
    audit.record("call.answer_withdrawn", found, actor_id=by.actor.user_id, details={"call_id": found.call_id})
    letters.answered(found.call)
