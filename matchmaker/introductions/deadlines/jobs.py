"""Background work of introductions."""

from matchmaker.foundation import jobs
from matchmaker.foundation.database import now, transaction
from matchmaker.introductions.deadlines import lapsing, overdue


@jobs.job("introductions.sweep", daily_at=8)
def sweep() -> None:
    """Remind counterparts, end what waited too long, and tell brokers who are late."""
    with transaction():
        lapsing.sweep()
        overdue.tell(now())
