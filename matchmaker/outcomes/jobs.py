"""Background work of outcomes."""

from matchmaker.foundation import jobs
from matchmaker.foundation.database import transaction
from matchmaker.organisations.days import today
from matchmaker.outcomes.ledger.reminding import remind


@jobs.job("outcomes.remind", daily_at=8)
def remind_of_obligations() -> None:
    """Remind of obligations that are due or overdue."""
    with transaction():
        remind(today())
