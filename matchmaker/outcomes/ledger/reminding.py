"""Reminders of obligations: before they are due, on the day after, and each week while they are overdue."""

from datetime import date, timedelta

from matchmaker.foundation.database import db
from matchmaker.outcomes import letters, queries
from matchmaker.outcomes.models import Obligation
from matchmaker.outcomes.rules import REMIND_BEFORE, is_overdue, must_remind


def remind(today: date) -> int:
    """Remind owners and brokers of what is due or overdue, each at most once for a reminder day; how many obligations.

    Safe to run twice: the day is noted with the mails in one transaction, and a run that was missed is made up for.
    """
    before = today + timedelta(days=max(REMIND_BEFORE))
    rows = db.session.scalars(queries.to_remind(today, before)).all()
    due = [row for row in rows if must_remind(row.due_on, today, row.reminded_on)]
    for obligation in due:
        obligation.reminded_on = today
        db.session.flush()
        _write(obligation, today)
    return len(due)


def _write(obligation: Obligation, today: date) -> None:
    introduction, path = obligation.outcome.introduction, f"/obligations/{obligation.id}"
    overdue = is_overdue(obligation.state, obligation.due_on, today)
    facts = {"obligation": obligation, "overdue": overdue, "days": abs((obligation.due_on - today).days)}
    letters.to_side("obligation_reminder", introduction, obligation.owner, path=path, **facts)
    letters.to_brokers("obligation_reminder", introduction, path=path, **facts)
