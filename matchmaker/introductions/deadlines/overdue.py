"""Brokers who are late themselves: told once for each of their clocks."""

from datetime import datetime, timedelta

from matchmaker.foundation.database import db
from matchmaker.introductions import letters, queries
from matchmaker.introductions.deadlines import clocks
from matchmaker.introductions.deadlines.clocks import BROKERS, ClockKind
from matchmaker.introductions.models import Introduction
from matchmaker.introductions.offices.approvals import offices_missing
from matchmaker.introductions.rules import AGENCY_OFFICE, FIRST_TOUCH_WORKING_DAYS


def tell(moment: datetime) -> int:
    """Mail those who are late with a first look or a decision; how many introductions.

    Where both are late there is one mail, about the decision. What was sent in anew starts both clocks anew.
    """
    before = moment - timedelta(days=FIRST_TOUCH_WORKING_DAYS)
    rows = db.session.scalars(queries.with_broker_since(before).with_for_update(skip_locked=True)).all()
    late = [(row, kinds) for row in rows if (kinds := _untold(row, moment))]
    for row, kinds in late:
        if ClockKind.FIRST_TOUCH in kinds:
            row.touch_overdue_at = moment
        if ClockKind.DECISION in kinds:
            row.decision_overdue_at = moment
        db.session.flush()
        _write(row, max(kinds, key=[ClockKind.FIRST_TOUCH, ClockKind.DECISION].index))
    return len(late)


def _untold(introduction: Introduction, moment: datetime) -> list[ClockKind]:
    """Clocks of the brokers that have run late and of which nobody was told since it was sent in."""
    told = {
        ClockKind.FIRST_TOUCH: introduction.touch_overdue_at,
        ClockKind.DECISION: introduction.decision_overdue_at,
    }
    late = [clock.kind for clock in clocks.clocks_of(introduction, moment) if clock.kind in BROKERS and clock.is_late]
    return [kind for kind in late if not _is_since(told[kind], introduction.submitted_at)]


def _is_since(told: datetime | None, submitted: datetime | None) -> bool:
    return told is not None and submitted is not None and told >= submitted


def _write(introduction: Introduction, kind: ClockKind) -> None:
    """A first look is the agency's; a decision that of every office that has yet to approve."""
    offices = (AGENCY_OFFICE,) if kind is ClockKind.FIRST_TOUCH else offices_missing(introduction)
    due = clocks.due_of(introduction, kind)
    letters.to_offices("introduction_overdue", introduction, offices, clock=kind.value, due=due)
