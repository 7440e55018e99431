"""Files that came in while the virus scanner was away: it is asked about them again until it has answered."""

from typing import Any

import sqlalchemy as sa

from matchmaker.foundation import audit, files
from matchmaker.foundation.database import db, transaction
from matchmaker.foundation.errors import NotFound
from matchmaker.foundation.virus_scan import Scan


def scan_waiting(kind: type[Any], deed: str) -> None:
    """Ask the scanner about files of `kind`, a table with `file_key` and `scan`, that it has yet to see.

    Its word is audited as `<deed>_clean` or `<deed>_infected`. No transaction is open while it looks.
    """
    statement = sa.select(kind.id, kind.file_key).where(kind.scan == Scan.WAITING, kind.file_key.is_not(None))
    waiting = db.session.execute(statement.order_by(kind.id)).all()
    db.session.commit()
    for row_id, key in waiting:
        try:
            verdict = files.scan_again(key)
        except NotFound:
            verdict = Scan.INFECTED  # deleted as such by a run that broke off before it could say so
        if verdict is Scan.WAITING:
            return  # the scanner is still away
        with transaction():
            _note(db.session.get(kind, row_id, with_for_update=True), verdict, deed)


def _note(row: Any, verdict: Scan, deed: str) -> None:
    if row is not None and row.scan is Scan.WAITING:
        row.scan = verdict
        audit.record(f"{deed}_{verdict.value}", row, actor_id=None)
