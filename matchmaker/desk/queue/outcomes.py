"""Claims to audit, papers without promises, promises that are overdue."""

from collections.abc import Iterator

import sqlalchemy as sa

from matchmaker.desk.clock import due_days
from matchmaker.desk.queue.items import Kind, Waiting
from matchmaker.foundation.database import db
from matchmaker.foundation.permissions import AGENCY, Actor
from matchmaker.introductions.models import Introduction
from matchmaker.organisations.days import today
from matchmaker.outcomes import queries
from matchmaker.outcomes.models import Obligation, Outcome, OutcomeStep
from matchmaker.outcomes.rules import HANDS_IN

AUDIT_WORKING_DAYS = 5
"""Days of work within which a claim is to be looked at, as long as a decision on an introduction may take."""


def to_audit(staff: Actor) -> Iterator[Waiting]:
    """Claims that this person may audit: nobody audits what they claimed or changed themselves."""
    if staff.role not in AGENCY:
        return
    own = sa.select(OutcomeStep.outcome_id).where(OutcomeStep.actor_id == staff.user_id, OutcomeStep.act.in_(HANDS_IN))
    found = queries.to_audit(staff).where(Outcome.id.not_in(own))
    yield from _outcomes(found, Kind.AUDIT)


def without_promises(staff: Actor) -> Iterator[Waiting]:
    """Memoranda and letters of intent of which nothing dated has come."""
    yield from _outcomes(queries.without_promises(staff), Kind.PROMISE)


def _outcomes(found: queries.Outcomes, kind: Kind) -> Iterator[Waiting]:
    due_on = due_days()
    columns = (Outcome.id, Outcome.created_at, Outcome.title, Outcome.introduction_id, Introduction.broker_id)
    joined = found.join(Introduction, Introduction.id == Outcome.introduction_id).order_by(None)
    for row in db.session.execute(joined.with_only_columns(*columns)):
        due = due_on(row.created_at, AUDIT_WORKING_DAYS, ("KR",))
        yield Waiting(kind, row.id, row.created_at, due, row.broker_id, row.introduction_id, row.title)


def overdue(staff: Actor) -> Iterator[Waiting]:
    """Promises whose day has passed."""
    found = queries.overdue(queries.obligations_in_care(staff), today()).order_by(None)
    joined = found.join(Introduction, Introduction.id == Outcome.introduction_id)
    columns = (
        Obligation.id, Obligation.created_at, Obligation.due_on, Obligation.text, Outcome.introduction_id,
        Introduction.broker_id,
    )  # fmt: skip
    for row in db.session.execute(joined.with_only_columns(*columns)):
        yield Waiting(Kind.OVERDUE, row.id, row.created_at, row.due_on, row.broker_id, row.introduction_id, row.text)
