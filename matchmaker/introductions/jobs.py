"""Background work of introductions."""

from matchmaker.foundation import jobs
from matchmaker.foundation.database import transaction
from matchmaker.introductions import lapsing


@jobs.job("introductions.sweep", daily_at=8)
def sweep() -> None:
    """Remind counterparts and end what waited too long."""
    with transaction():
        lapsing.sweep()
