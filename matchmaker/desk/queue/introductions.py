"""Introductions that wait for a broker, or that will lapse if nobody moves."""

from collections.abc import Iterable, Iterator
from datetime import date, datetime
from typing import Any

import sqlalchemy as sa
from flask_babel import gettext as _
from sqlalchemy.orm import aliased

from matchmaker.desk.clock import due_days, next_working_day
from matchmaker.desk.queue.items import Kind, Waiting
from matchmaker.desk.rules import Urgency, urgency
from matchmaker.foundation.database import db
from matchmaker.foundation.permissions import Actor
from matchmaker.introductions.deadlines.clocks import BROKERS, HOME, ClockKind, place_of, running
from matchmaker.introductions.models import Introduction, IntroductionApproval
from matchmaker.introductions.offices.approvals import office_of
from matchmaker.introductions.queries import in_care_of
from matchmaker.introductions.rules import WITH_BROKER, IntroductionState
from matchmaker.organisations.days import today
from matchmaker.organisations.models import Organisation

S = IntroductionState
_KINDS = {
    ClockKind.FIRST_TOUCH: Kind.FIRST_TOUCH, ClockKind.DECISION: Kind.DECISION, ClockKind.REPLY: Kind.QUESTION,
    ClockKind.COMPLETION: Kind.LAPSING, ClockKind.ANSWER: Kind.LAPSING,
}  # fmt: skip


def waiting(staff: Actor) -> Iterator[Waiting]:
    """What is to be taken up, decided, approved, or about to lapse; due days count the holidays of both sides."""
    due_on, day = due_days(), today()
    tomorrow = next_working_day(day)
    rows: Iterable[Any] = db.session.execute(_open(staff))  # they have the columns that the clocks look at
    for row in rows:
        sides = (place_of(row.asking, row.asking_cluster), place_of(row.asked, row.asked_cluster))
        places = tuple(dict.fromkeys((HOME, *sides)))
        clocks = [(due_on(since, days, places), kind, since) for kind, (since, days) in running(row).items()]
        for due, kind, since in sorted(clocks)[:1]:
            yield from _line(row, kind, since, due, staff, urgency(due, day, tomorrow))


def _line(row: Any, clock: ClockKind, since: datetime, due: date, staff: Actor, pressing: Urgency) -> Iterator[Waiting]:
    """The line of one introduction, if it waits for this person or will lapse soon."""
    kind = _KINDS[clock]
    if row.state in WITH_BROKER and staff.cluster is not None:
        if not row.is_approved:
            yield Waiting(Kind.APPROVAL, row.id, since, due, staff.user_id, row.id)
        return
    if clock not in BROKERS and pressing is Urgency.OPEN:
        return  # it waits for others, and has time
    words = _("Approved here, waits for the other office") if row.is_approved and row.state in WITH_BROKER else ""
    yield Waiting(kind, row.id, since, due, row.broker_id, row.id, words)


def _open(staff: Actor) -> sa.Select[*tuple[Any, ...]]:
    asking, asked = aliased(Organisation), aliased(Organisation)
    approved = sa.exists().where(
        IntroductionApproval.introduction_id == Introduction.id, IntroductionApproval.office == office_of(staff)
    )
    return (
        in_care_of(staff)
        .join(asking, asking.id == Introduction.from_id)
        .join(asked, asked.id == Introduction.to_id)
        .where(Introduction.state.in_((S.SUBMITTED, S.BROKER_REVIEW, S.FORWARDED, S.NEED_INFO)))
        .with_only_columns(
            Introduction.id, Introduction.state, Introduction.submitted_at, Introduction.forwarded_at,
            Introduction.returned_at, Introduction.asked_at, Introduction.replied_at, Introduction.broker_id,
            asking.country.label("asking"), asking.cluster.label("asking_cluster"), asked.country.label("asked"),
            asked.cluster.label("asked_cluster"), approved.label("is_approved"),
        )
    )  # fmt: skip
