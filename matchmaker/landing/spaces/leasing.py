"""From a wish for space to a tenancy: asked, accepted, offered, reserved, moved in, ended."""

from sqlalchemy.exc import IntegrityError

from matchmaker.foundation import audit
from matchmaker.foundation.database import db, lost_a_race, now
from matchmaker.foundation.errors import RuleViolation
from matchmaker.foundation.versions import check_version
from matchmaker.landing.rules import add_months, month_of
from matchmaker.landing.spaces import letters, rules
from matchmaker.landing.spaces.models import Lease, LeaseMonth, SpaceDemand, SpaceOffer, SpaceUnit
from matchmaker.landing.spaces.rules import DemandState, OfferState, Verdict
from matchmaker.organisations.days import today
from matchmaker.organisations.models import Organisation
from matchmaker.organisations.readers import Reader, check_agency
from matchmaker.organisations.rules import VettingState


def ask(organisation: Organisation, wish: rules.Wish, purpose: str, *, by: Reader) -> SpaceDemand:
    """Ask for space. Raises RuleViolation for an unvetted organisation or a month that has begun."""
    if organisation.state is not VettingState.APPROVED:
        raise RuleViolation("space.not_vetted")
    if wish.move_in <= month_of(today()):
        raise RuleViolation("space.month_passed")
    demand = SpaceDemand(
        organisation=organisation, state=DemandState.SUBMITTED, unit_type=wish.unit_type, area_m2=wish.area_m2,
        benches=wish.benches, desks=wish.desks, biosafety_level=wish.biosafety_level,
        cleanroom_class=wish.cleanroom_class, services=sorted(wish.services), move_in=month_of(wish.move_in),
        lease_months=wish.lease_months, purpose=purpose, created_by_id=by.actor.user_id,
    )  # fmt: skip
    db.session.add(demand)
    _note(demand, "asked", by)
    letters.to_brokers(demand)
    return demand


def accept(demand: SpaceDemand, *, by: Reader, version: int | None) -> None:
    """Take a demand into the agency's plan: it counts in the shortage report."""
    _move(demand, DemandState.ACCEPTED, by, version)
    letters.to_members(demand)


def refuse(demand: SpaceDemand, reason: str, *, by: Reader, version: int | None) -> None:
    """Refuse a demand, with the reason that the members read."""
    if not reason:
        raise RuleViolation("space.reason_needed")
    demand.reason = reason
    _move(demand, DemandState.REFUSED, by, version)
    _lapse(demand)
    letters.to_members(demand)


def offer(demand: SpaceDemand, unit: SpaceUnit, *, by: Reader, version: int | None) -> None:
    """Offer a unit that has no gap to the wishes. Raises RuleViolation."""
    if not rules.judge(demand.wish(), unit.unit(), today()).fits or not unit.is_listed:
        raise RuleViolation("space.does_not_fit")
    known = next((one for one in demand.offers if one.unit_id == unit.id), None)
    if known is not None and known.state is OfferState.OFFERED:
        raise RuleViolation("space.offered_already")
    _move(demand, DemandState.OFFERED, by, version)
    demand.reason, demand.updated_at = "", now()  # the version rises also where only offers differ
    if known is None:
        demand.offers.append(SpaceOffer(unit=unit, state=OfferState.OFFERED))
    else:
        known.state = OfferState.OFFERED
    db.session.flush()
    letters.to_members(demand)


def take(offered: SpaceOffer, *, by: Reader, version: int | None) -> Lease:
    """Reserve the offered unit for the months asked for. Raises RuleViolation when another was faster."""
    demand, unit = offered.demand, offered.unit
    if offered.state is not OfferState.OFFERED:
        raise RuleViolation("space.bad_move")
    if rules.usable_on(unit.status, unit.opens, demand.move_in, today()) is Verdict.GAP:
        raise RuleViolation("space.not_open_then", opens=unit.opens)
    _check(demand, by, version, staff_only=False)
    rules.check_demand_move(demand.state, DemandState.RESERVED)
    lease = _let(demand, unit)
    offered.state = OfferState.TAKEN
    _lapse(demand)
    demand.state = DemandState.RESERVED
    _note(demand, "reserved", by)
    letters.to_members(demand)
    letters.to_brokers(demand)
    return lease


def _let(demand: SpaceDemand, unit: SpaceUnit) -> Lease:
    """The lease with its months; the database refuses a month that is let already."""
    span = rules.lease_span(demand.move_in, demand.lease_months)
    lease = Lease(demand_id=demand.id, unit_id=unit.id, first_month=span[0], last_month=span[-1])
    lease.months = [LeaseMonth(unit_id=unit.id, month=month) for month in span]
    try:
        with db.session.begin_nested():
            db.session.add(lease)
            db.session.flush()
    except IntegrityError as error:
        if not lost_a_race(error):
            raise
        raise RuleViolation("space.month_taken") from error
    db.session.expire(demand, ["lease"])
    db.session.expire(unit, ["months"])
    return lease


def decline(offered: SpaceOffer, *, by: Reader, version: int | None) -> None:
    """Not take an offered unit."""
    demand = offered.demand
    _check(demand, by, version, staff_only=False)
    if offered.state is not OfferState.OFFERED:
        raise RuleViolation("space.bad_move")
    offered.state, demand.updated_at = OfferState.DECLINED, now()
    if not any(one.state is OfferState.OFFERED for one in demand.offers):
        rules.check_demand_move(demand.state, DemandState.ACCEPTED)
        demand.state = DemandState.ACCEPTED
    _note(demand, "declined", by)
    letters.to_brokers(demand)


def withdraw(demand: SpaceDemand, *, by: Reader, version: int | None) -> None:
    """Take a demand back; a reservation is freed."""
    _check(demand, by, version, staff_only=False)
    rules.check_demand_move(demand.state, DemandState.WITHDRAWN)
    _free(demand)
    _lapse(demand)
    demand.state = DemandState.WITHDRAWN
    _note(demand, "withdrawn", by)
    letters.to_brokers(demand)


def release(demand: SpaceDemand, reason: str, *, by: Reader, version: int | None) -> None:
    """Give a reservation up again, so that another unit can be offered."""
    if not reason:
        raise RuleViolation("space.reason_needed")
    demand.reason = reason
    if demand.state is not DemandState.RESERVED:
        raise RuleViolation("space.bad_move")
    _move(demand, DemandState.ACCEPTED, by, version)
    _free(demand)
    for one in demand.offers:
        one.state = OfferState.LAPSED if one.state is OfferState.TAKEN else one.state
    db.session.flush()
    letters.to_members(demand)


def move_in(demand: SpaceDemand, *, by: Reader, version: int | None) -> None:
    """The tenancy starts."""
    _move(demand, DemandState.MOVED_IN, by, version)
    if demand.lease is not None:
        demand.lease.moved_in_at = now()
    letters.to_members(demand)


def end(demand: SpaceDemand, *, by: Reader, version: int | None) -> None:
    """The tenancy ends; months after the present one are free again."""
    _move(demand, DemandState.ENDED, by, version)
    lease = demand.lease
    if lease is not None:
        present = month_of(today())
        lease.months = [row for row in lease.months if row.month <= present]
        lease.ended_at = now()
        lease.last_month = max(lease.first_month, min(lease.last_month, present))
    db.session.flush()


def _move(demand: SpaceDemand, new: DemandState, by: Reader, version: int | None) -> None:
    _check(demand, by, version, staff_only=True)
    rules.check_demand_move(demand.state, new)
    demand.state = new
    _note(demand, new.value, by)


def _check(demand: SpaceDemand, by: Reader, version: int | None, *, staff_only: bool) -> None:
    if staff_only:
        check_agency(by)
    check_version(demand, version)


def _lapse(demand: SpaceDemand) -> None:
    for one in demand.offers:
        if one.state is OfferState.OFFERED:
            one.state = OfferState.LAPSED


def _free(demand: SpaceDemand) -> None:
    if demand.lease is not None:
        demand.lease = None
        db.session.flush()


def _note(demand: SpaceDemand, act: str, by: Reader) -> None:
    db.session.flush()
    details = {"state": demand.state.value, "until": add_months(demand.move_in, demand.lease_months).isoformat()}
    audit.record(f"space_demand.{act}", demand, actor_id=by.actor.user_id, details=details)
