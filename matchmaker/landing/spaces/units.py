"""Units as staff of the agency enter and change them."""

from collections.abc import Sequence
from dataclasses import dataclass, fields

from matchmaker.assets.rules import LegalStatus, parse_published_date
from matchmaker.foundation import audit
from matchmaker.foundation.database import db
from matchmaker.foundation.errors import RuleViolation
from matchmaker.foundation.versions import check_version
from matchmaker.landing.spaces.models import SpaceUnit
from matchmaker.landing.spaces.rules import check_lease_limits
from matchmaker.organisations.readers import Reader, check_agency


@dataclass(frozen=True, slots=True, kw_only=True)
class Entered:
    """What is known of a unit; one of `asset_id` and `site_id` says where it is."""

    name_ko: str
    name_en: str
    unit_type: str
    asset_id: int | None = None
    site_id: int | None = None
    area_m2: int | None = None
    benches: int | None = None
    desks: int | None = None
    biosafety_level: int | None = None
    cleanroom_class: int | None = None
    lease_months_min: int | None = None
    lease_months_max: int | None = None
    services: Sequence[str] | None = None
    fee: str = ""
    legal_status: LegalStatus | None = None
    available_from: str = ""
    is_listed: bool = True


def enter(said: Entered, *, by: Reader) -> SpaceUnit:
    """Add a unit. Raises Forbidden for staff of another cluster, RuleViolation for what cannot be."""
    unit = SpaceUnit()
    _write(unit, said, by)
    db.session.add(unit)
    db.session.flush()
    audit.record("space.entered", unit, actor_id=by.actor.user_id, details={"unit_type": unit.unit_type})
    return unit


def change(unit: SpaceUnit, said: Entered, *, by: Reader, version: int | None) -> None:
    """Change a unit. Raises Forbidden, RuleViolation."""
    check_version(unit, version)
    _write(unit, said, by)
    db.session.flush()
    audit.record("space.changed", unit, actor_id=by.actor.user_id, details={"is_listed": unit.is_listed})


def _write(unit: SpaceUnit, said: Entered, by: Reader) -> None:
    check_agency(by)
    if (said.asset_id is None) == (said.site_id is None):
        raise RuleViolation("space.one_place")
    check_lease_limits(said.lease_months_min, said.lease_months_max)
    try:
        parse_published_date(said.available_from)
    except ValueError as error:
        raise RuleViolation("space.bad_date") from error
    for one in fields(said):
        setattr(unit, one.name, getattr(said, one.name))
    unit.services = None if said.services is None else list(said.services)
