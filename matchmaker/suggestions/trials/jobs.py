"""Background work of blind comparisons."""

from matchmaker.foundation import jobs
from matchmaker.suggestions.trials import preparing


@jobs.job("suggestions.prepare_trials", every_minutes=1)
def prepare_trials() -> None:
    """Draw the lists of comparisons that were started."""
    preparing.prepare_waiting()
