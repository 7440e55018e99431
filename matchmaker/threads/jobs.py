"""Background work of threads: files that wait for the virus scanner."""

from matchmaker.foundation import jobs, rescans
from matchmaker.threads.models import ThreadAttachment


@jobs.job("threads.scan_waiting", every_minutes=5)
def scan_waiting() -> None:
    """Ask the scanner about files that it has yet to see."""
    rescans.scan_waiting(ThreadAttachment, "thread.file")
