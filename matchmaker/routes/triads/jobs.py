"""Background work of triads."""

from matchmaker.foundation import jobs
from matchmaker.routes.triads import refreshing


@jobs.job("routes.triads", every_minutes=1)
def refresh() -> None:
    """Bring the stored triads up to date with suggestions and assets."""
    refreshing.refresh()
