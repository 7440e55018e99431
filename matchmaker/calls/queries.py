"""Reads of calls and their answers."""

from collections.abc import Collection
from datetime import date
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import selectinload

from matchmaker.calls.models import Call, CallAnswer, CallAnswerRow, CallInvitation, CallPassing
from matchmaker.calls.rules import CallState
from matchmaker.foundation.permissions import Actor, Role
from matchmaker.organisations.models import Organisation
from matchmaker.organisations.rules import VettingState

Calls = sa.Select[Call]


def for_lists(statement: Calls) -> Calls:
    """`statement` with what a card shows."""
    organisation = selectinload(Call.organisation)
    return statement.options(
        organisation.selectinload(Organisation.codes), organisation.selectinload(Organisation.contacts),
        selectinload(Call.answers), selectinload(Call.passings),
    )  # fmt: skip


def whole(statement: Calls) -> Calls:
    """`statement` with everything a page shows."""
    answers = selectinload(Call.answers)
    of_answer = answers.selectinload(CallAnswer.organisation)
    return for_lists(statement).options(
        selectinload(Call.rows), selectinload(Call.criteria), selectinload(Call.steps),
        answers.selectinload(CallAnswer.rows).selectinload(CallAnswerRow.row),
        answers.selectinload(CallAnswer.scores), of_answer.selectinload(Organisation.texts),
        of_answer.selectinload(Organisation.codes), of_answer.selectinload(Organisation.qualities),
        of_answer.selectinload(Organisation.contacts),
    )  # fmt: skip


def one(call_id: int) -> Calls:
    """A call with everything."""
    return whole(sa.select(Call).where(Call.id == call_id))


def open_calls(*, excluding: Collection[int] = ()) -> Calls:
    """Calls that take answers, those that end first before the rest; none of the organisations `excluding`."""
    statement = sa.select(Call).join(Call.organisation)
    statement = statement.where(Call.state == CallState.OPEN, Organisation.state == VettingState.APPROVED)
    if excluding:
        statement = statement.where(Call.organisation_id.not_in(excluding))
    return for_lists(statement.order_by(Call.answer_by, Call.id))


def of_organisation(organisation_id: int) -> Calls:
    """Calls of an anchor, the newest first."""
    return for_lists(sa.select(Call).where(Call.organisation_id == organisation_id).order_by(Call.id.desc()))


def answered_by(organisation_id: int) -> sa.Select[CallAnswer]:
    """What an organisation answered, the newest first."""
    statement = sa.select(CallAnswer).where(CallAnswer.organisation_id == organisation_id)
    return statement.options(
        selectinload(CallAnswer.call).selectinload(Call.organisation).selectinload(Organisation.codes),
        selectinload(CallAnswer.call).selectinload(Call.organisation).selectinload(Organisation.contacts),
    ).order_by(CallAnswer.id.desc())


def in_care(staff: Actor) -> Calls:
    """Calls that this person works on: all, or a co-broker's own members' and those passed on to its cluster."""
    statement = sa.select(Call).join(Call.organisation).order_by(Call.id.desc())
    if staff.role is Role.CO_BROKER:
        passed = Call.passings.any(CallPassing.cluster == staff.cluster)
        statement = statement.where(sa.or_(Organisation.cluster == staff.cluster, passed))
    return statement


def inbound_calls(staff: Actor) -> sa.Select[CallPassing]:
    """Calls that came in at partner clusters and that nobody there has seen to yet, the oldest first."""
    statement = sa.select(CallPassing).join(CallPassing.call)
    statement = statement.where(CallPassing.handled_at.is_(None), Call.state == CallState.OPEN)
    if staff.role is Role.CO_BROKER:
        statement = statement.where(CallPassing.cluster == staff.cluster)
    return statement.order_by(CallPassing.at, CallPassing.id)


def not_passed_on() -> Calls:
    """Open calls that partner clusters have not been asked about, locked; held rows are passed over."""
    statement = sa.select(Call).where(Call.state == CallState.OPEN, Call.passed_on_at.is_(None)).order_by(Call.id)
    return statement.with_for_update(skip_locked=True, of=Call)


def past_deadline(today: date) -> Calls:
    """Open calls whose last day for answers has passed, locked."""
    statement = sa.select(Call).where(Call.state == CallState.OPEN, Call.answer_by < today).order_by(Call.id)
    return statement.with_for_update(skip_locked=True, of=Call)


def invited(call_id: int) -> sa.Select[CallInvitation]:
    """Who was pointed to the call."""
    return sa.select(CallInvitation).where(CallInvitation.call_id == call_id).options(
        selectinload(CallInvitation.organisation)
    ).order_by(CallInvitation.id)  # fmt: skip


def winners() -> sa.Select[Any]:
    """Size bands of the winners of all awards (input of the share of small firms)."""
    return sa.select(Call.winner_size_band).where(Call.state == CallState.AWARDED).order_by(Call.id)
