"""Background work of requests: reports that wait for the virus scanner."""

from matchmaker.assets.requests import sight, using
from matchmaker.foundation import files, jobs
from matchmaker.foundation.database import db, transaction
from matchmaker.foundation.errors import NotFound
from matchmaker.foundation.virus_scan import Scan


@jobs.job("asset_requests.scan_waiting", every_minutes=5)
def scan_waiting() -> None:
    """Ask the scanner about reports that it has yet to see; no transaction is open while it looks."""
    waiting = [(row.id, row.file_key) for row in db.session.scalars(sight.waiting_for_scan()) if row.file_key]
    for request_id, key in waiting:
        try:
            verdict = files.scan_again(key)
        except NotFound:
            verdict = Scan.INFECTED  # deleted as such by a run that broke off before it could say so
        if verdict is Scan.WAITING:
            return  # the scanner is still away
        with transaction():
            using.note_scan(request_id, verdict)
