"""Background work of imports: long ones are carried out here, old uploads forgotten."""

import structlog

from matchmaker.foundation import jobs
from matchmaker.foundation.database import db, transaction
from matchmaker.foundation.errors import RuleViolation
from matchmaker.organisations.importing import service, uploads
from matchmaker.organisations.importing.columns import Mapped
from matchmaker.organisations.importing.planning import Choice
from matchmaker.organisations.importing.record import Record
from matchmaker.organisations.importing.rows import default_country, read_rows
from matchmaker.organisations.importing.table import Table
from matchmaker.organisations.models import ImportRun

log = structlog.get_logger()
IMPORT_JOB = "organisations.import"


@jobs.job(IMPORT_JOB, every_minutes=5)
def carry_out_waiting() -> None:
    """Carry out every import that waits, oldest first."""
    for run_id in db.session.scalars(service.waiting()).all():
        carry_out(run_id)


@jobs.job("organisations.forget_uploads", every_minutes=30)
def forget_uploads() -> None:
    """Delete uploads that are older than a day."""
    uploads.forget_old()


def carry_out(run_id: int) -> None:
    """Carry out one waiting import; another worker's is left alone. What goes wrong is noted on the run."""
    try:
        with transaction():
            run = db.session.scalars(service.claim(run_id)).first()
            if run is not None:
                _carry_out(run)
    except RuleViolation as refusal:
        _note_failure(run_id, refusal.code)
    except Exception:
        log.exception("import.crashed", run=run_id)
        _note_failure(run_id, "import.crashed")


def _carry_out(run: ImportRun) -> None:
    upload = uploads.get(run.upload or "")
    records = records_of(upload.table(), upload.mapped or (), upload.choice)
    done = 0

    def note(rows: int) -> None:
        nonlocal done
        done += rows
        uploads.note_progress(upload.token, done)

    uploads.keep_preview(upload, service.carry_out(run, records, upload.choice, progress=note))


def records_of(table: Table, mapped: Mapped, choice: Choice) -> list[Record]:
    """The rows of a table, checked, with the chosen or else the guessed country."""
    return read_rows(table, mapped, country=choice.country or default_country(table, mapped))


def _note_failure(run_id: int, code: str) -> None:
    with transaction():
        service.fail(service.get_run(run_id), code)
