"""What happens to opportunities by the clock."""

from matchmaker.foundation import jobs
from matchmaker.opportunities import attachments, publication


@jobs.job("opportunities.expiry", daily_at=1)
def expiry() -> None:
    """Tell owners what expires soon, and expire what is over."""
    publication.sweep()


@jobs.job("opportunities.uploads", daily_at=4)
def uploads() -> None:
    """Delete the bytes of removed documents."""
    attachments.remove_orphans()
