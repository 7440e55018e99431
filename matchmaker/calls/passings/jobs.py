"""Background work of calls."""

from matchmaker.calls.passings import passing
from matchmaker.foundation import jobs
from matchmaker.foundation.database import transaction
from matchmaker.organisations.days import today


@jobs.job("calls.pass_on", daily_at=7)
def pass_on_calls() -> None:
    """Ask partner clusters about calls without a qualified answer, and end the time for answers."""
    with transaction():
        passing.pass_on_due(today())
        passing.end_answers(today())
