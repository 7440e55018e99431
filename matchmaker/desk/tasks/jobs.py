"""Reminders of tasks."""

from matchmaker.desk.tasks import service
from matchmaker.foundation import jobs
from matchmaker.foundation.database import transaction
from matchmaker.organisations import days


@jobs.job("desk.remind_of_tasks", daily_at=8)
def remind_of_tasks() -> None:
    """Mail what is due today or has been for some time."""
    with transaction():
        service.remind(days.today())
