"""What waits for people in calls, on their home pages."""

from collections.abc import Sequence
from typing import Any

import sqlalchemy as sa
from flask import url_for
from flask_babel import gettext as _
from flask_babel import ngettext

from matchmaker.accounts.models import User
from matchmaker.calls import queries
from matchmaker.calls.models import Call, CallAnswer, CallInvitation
from matchmaker.calls.presenting import title_of
from matchmaker.calls.rules import ALIVE, IN_WORK, AnswerState, CallState
from matchmaker.foundation.database import db
from matchmaker.foundation.permissions import Permission
from matchmaker.introductions.panels import Todo
from matchmaker.organisations.models import Organisation


def todos(user: User, organisation: Organisation | None) -> Sequence[Todo]:
    """Invitations to answer, answers to decide on; for partner clusters calls that came in."""
    if organisation is not None:
        return [*_invitations(organisation), *_to_decide(organisation)]
    staff = user.as_actor()
    if not staff.may(Permission.CALL_BROKER) or staff.cluster is None:
        return ()
    waiting = _count(queries.inbound_calls(staff))
    words = ngettext("%(num)s call came in for your cluster", "%(num)s calls came in for your cluster", waiting)
    return (Todo(words, url_for("calls_staff.index"), is_late=False),) if waiting else ()


def _count(statement: sa.Select[Any]) -> int:
    return db.session.scalar(sa.select(sa.func.count()).select_from(statement.order_by(None).subquery())) or 0


def _invitations(organisation: Organisation) -> list[Todo]:
    answered = sa.exists().where(CallAnswer.call_id == Call.id, CallAnswer.organisation_id == organisation.id)
    statement = queries.open_calls().join(CallInvitation, CallInvitation.call_id == Call.id)
    statement = statement.where(CallInvitation.organisation_id == organisation.id, ~answered)
    return [
        Todo(_("You are invited to answer a call: %(title)s", title=title_of(call)),
             url_for("calls.show", call_id=call.id))
        for call in db.session.scalars(statement)
    ]  # fmt: skip


def _to_decide(organisation: Organisation) -> list[Todo]:
    if not organisation.is_anchor:
        return []
    has_new = Call.answers.any(CallAnswer.state == AnswerState.RECEIVED)
    has_any = Call.answers.any(CallAnswer.state.in_(ALIVE))
    statement = queries.of_organisation(organisation.id)
    in_work = sa.and_(Call.state.in_(IN_WORK), has_any)
    statement = statement.where(sa.or_(in_work, sa.and_(Call.state == CallState.OPEN, has_new)))
    return [
        Todo(_("Answers to your call wait for your decision: %(title)s", title=call.title),
             url_for("calls.show", call_id=call.id))
        for call in db.session.scalars(statement)
    ]  # fmt: skip
