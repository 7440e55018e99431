"""Background work of demonstrations: evidence that waits for the virus scanner."""

from matchmaker.demonstrations.models import Measurement
from matchmaker.foundation import jobs, rescans


@jobs.job("demonstrations.scan_waiting", every_minutes=5)
def scan_waiting() -> None:
    """Ask the scanner about evidence that it has yet to see."""
    rescans.scan_waiting(Measurement, "demonstration.file")
