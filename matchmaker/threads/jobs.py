"""Background work of threads: files that wait for the virus scanner."""

from matchmaker.foundation import files, jobs
from matchmaker.foundation.database import db, transaction
from matchmaker.foundation.errors import NotFound
from matchmaker.foundation.virus_scan import Scan
from matchmaker.threads import queries, service


@jobs.job("threads.scan_waiting", every_minutes=5)
def scan_waiting() -> None:
    """Ask the scanner about files that it has yet to see; no transaction is open while it looks."""
    waiting = [(row.id, row.file_key) for row in db.session.scalars(queries.waiting_for_scan())]
    for attachment_id, key in waiting:
        try:
            verdict = files.scan_again(key)
        except NotFound:
            verdict = Scan.INFECTED  # deleted as such by a run that broke off before it could say so
        if verdict is Scan.WAITING:
            return  # the scanner is still away
        with transaction():
            service.note_scan(attachment_id, verdict)
