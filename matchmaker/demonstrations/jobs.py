"""Background work of demonstrations: evidence that waits for the virus scanner."""

from matchmaker.demonstrations import measuring, queries
from matchmaker.foundation import files, jobs
from matchmaker.foundation.database import db, transaction
from matchmaker.foundation.errors import NotFound
from matchmaker.foundation.virus_scan import Scan


@jobs.job("demonstrations.scan_waiting", every_minutes=5)
def scan_waiting() -> None:
    """Ask the scanner about files that it has yet to see; no transaction is open while it looks."""
    waiting = [(row.id, row.file_key) for row in db.session.scalars(queries.waiting_for_scan())]
    for measurement_id, key in waiting:
        try:
            verdict = files.scan_again(key)
        except NotFound:
            verdict = Scan.INFECTED  # deleted as such by a run that broke off before it could say so
        if verdict is Scan.WAITING:
            return  # the scanner is still away
        with transaction():
            measuring.note_scan(measurement_id, verdict)
