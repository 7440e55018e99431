"""What was measured at a site, with the file that shows it."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from matchmaker.compliance.service import crossing_of, require_clear
from matchmaker.demonstrations import queries
from matchmaker.demonstrations.models import AcceptanceCriterion, Demonstration, DemonstrationSite, Measurement
from matchmaker.demonstrations.planning import note_deed
from matchmaker.demonstrations.rules import Deed, State, is_number
from matchmaker.demonstrations.sight import check_may_act
from matchmaker.foundation import audit, files
from matchmaker.foundation.database import db, now
from matchmaker.foundation.errors import Forbidden, NotFound, RuleViolation
from matchmaker.foundation.files import Kept
from matchmaker.foundation.virus_scan import Scan
from matchmaker.organisations.days import today
from matchmaker.organisations.readers import Reader

AREA = "demonstrations"
"""Where this room's files lie in the store."""


@dataclass(frozen=True, slots=True)
class Measured:
    """A value of a criterion at a site."""

    criterion_id: int
    site_id: int
    value: Decimal
    measured_on: date


def measure(row: Demonstration, measured: Measured, kept: Kept, *, by: Reader) -> Measurement:
    """Keep a value with its evidence; a second one for the same criterion and site takes the place of the first.

    Raises NotFound, Forbidden for another side's site, RuleViolation while it does not run, or for a wrong day, or for
    somebody who may only read.
    """
    check_may_act(by)
    criterion, site = _place(row, measured)
    if not by.speaks_for(site.side):
        raise Forbidden("demonstration.not_your_site")
    _check(row, measured)
    criterion.measurements = [one for one in criterion.measurements if one.site_id != site.id]
    db.session.flush()
    found = Measurement(
        site_id=site.id, value=measured.value, measured_on=measured.measured_on, file_key=kept.key,
        file_name=kept.name, media_type=kept.content_type, size=kept.size, sha256=kept.sha256, scan=kept.scan,
        given_by_id=by.actor.user_id,
    )  # fmt: skip
    criterion.measurements.append(found)
    row.updated_at = now()
    note_deed(row, Deed.MEASURED, by=by, note=f"{criterion.name}: {measured.value:f} {criterion.unit}".strip())
    db.session.flush()
    audit.record("demonstration.measured", found, actor_id=by.actor.user_id)
    return found


def _check(row: Demonstration, measured: Measured) -> None:
    if row.state is not State.RUNNING:
        raise RuleViolation("demonstration.not_running")
    if measured.measured_on > today():
        raise RuleViolation("demonstration.in_the_future")
    if not is_number(measured.value):
        raise RuleViolation("demonstration.number_out_of_range")


def _place(row: Demonstration, measured: Measured) -> tuple[AcceptanceCriterion, DemonstrationSite]:
    criterion = next((one for one in row.criteria if one.id == measured.criterion_id), None)
    site = next((one for one in row.sites if one.id == measured.site_id), None)
    if criterion is None or site is None:
        raise NotFound("not_found")
    return criterion, site


def open_evidence(row: Demonstration, measurement_id: int, *, by: Reader) -> tuple[Measurement, bytes]:
    """The file behind a measurement. Raises NotFound, RuleViolation while it waits for the scanner or for a light."""
    found = db.session.scalars(queries.measurement(row.id, measurement_id)).first()
    if found is None or found.scan is Scan.INFECTED:
        raise NotFound("not_found")
    if not by.speaks_for(found.site.side):
        require_clear(row.introduction, crossing_of(found.site.side))
    if found.scan is Scan.WAITING:
        raise RuleViolation("file.waits_for_scan")
    return found, files.read(found.file_key)


def kept_keys() -> list[str]:
    """Keys of all files that rows name."""
    return list(db.session.scalars(queries.file_keys()))
