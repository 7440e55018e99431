"""Sessions and their seats: offered by the agency, held for organisations, given back."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

import sqlalchemy as sa

from matchmaker.foundation import audit
from matchmaker.foundation.database import db
from matchmaker.foundation.errors import RuleViolation
from matchmaker.foundation.versions import check_version
from matchmaker.landing.spaces.models import SpaceDemand
from matchmaker.landing.talent import letters, queries, rules
from matchmaker.landing.talent.models import SeatReservation, StaffingNeed, TrainingSeat, TrainingSession
from matchmaker.landing.talent.rules import NeedState
from matchmaker.organisations.days import today
from matchmaker.organisations.models import Organisation
from matchmaker.organisations.readers import Reader, check_agency
from matchmaker.organisations.rules import VettingState


@dataclass(frozen=True, slots=True, kw_only=True)
class Session:
    """What is known of a session."""

    asset_id: int
    title_ko: str
    title_en: str
    skill: str
    seats: int
    hours: int
    language: str
    first_day: date
    last_day: date
    certificate_ko: str = ""
    certificate_en: str = ""


def hold_session(said: Session, *, by: Reader) -> TrainingSession:
    """Offer a session with all its seats. Raises Forbidden, RuleViolation."""
    check_agency(by)
    rules.check_days(said.first_day, said.last_day, today())
    session = TrainingSession(
        asset_id=said.asset_id, title_ko=said.title_ko, title_en=said.title_en, skill=said.skill, hours=said.hours,
        language=said.language, first_day=said.first_day, last_day=said.last_day, certificate_ko=said.certificate_ko,
        certificate_en=said.certificate_en or said.certificate_ko,
    )  # fmt: skip
    session.seats = [TrainingSeat(number=number) for number in range(1, said.seats + 1)]
    db.session.add(session)
    db.session.flush()
    audit.record("training.offered", session, actor_id=by.actor.user_id, details={"seats": said.seats})
    return session


def call_off(session: TrainingSession, *, by: Reader, version: int | None) -> None:
    """Call a session off; whoever held seats has none there any more, and is told."""
    check_agency(by)
    _lock(session)
    check_version(session, version)
    held = db.session.scalars(sa.select(SeatReservation).where(SeatReservation.session_id == session.id)).all()
    holders = {one.organisation_id: one.organisation for one in held}
    for one in held:
        db.session.delete(one)
    session.is_cancelled = True
    db.session.flush()
    audit.record("training.called_off", session, actor_id=by.actor.user_id, details={"reservations": len(held)})
    for holder in holders.values():
        letters.session_called_off(session, holder)


def reserve(
    session: TrainingSession, organisation: Organisation, count: int, *, by: Reader, need: StaffingNeed | None = None
) -> SeatReservation:
    """Hold `count` seats. Raises RuleViolation with the number that is free when there are not so many."""
    if organisation.state is not VettingState.APPROVED:
        raise RuleViolation("talent.not_vetted")
    _lock(session)
    if session.is_cancelled or session.is_over(today()):
        raise RuleViolation("talent.in_the_past")
    seats = _lock_free(session, count)
    if count < 1 or len(seats) < count:
        raise RuleViolation("talent.too_few_seats", free=len(seats))
    row = SeatReservation(session=session, organisation=organisation, need=need)
    db.session.add(row)
    db.session.flush()
    row.seats.extend(seats)
    db.session.flush()
    audit.record("training.reserved", row, actor_id=by.actor.user_id, details={"seats": count})
    return row


def _lock(session: TrainingSession) -> None:
    """Let one at a time reserve seats or call the session off."""
    db.session.refresh(session, with_for_update={"of": TrainingSession})


def _lock_free(session: TrainingSession, count: int) -> Sequence[TrainingSeat]:
    """Free seats, locked and read anew; those that somebody else is taking at this moment are passed over."""
    statement = sa.select(TrainingSeat).where(
        TrainingSeat.session_id == session.id, TrainingSeat.reservation_id.is_(None)
    )
    statement = statement.order_by(TrainingSeat.number).limit(max(count, 1)).with_for_update(skip_locked=True)
    return db.session.scalars(statement.execution_options(populate_existing=True)).all()


def give_back(row: SeatReservation, *, by: Reader) -> None:
    """Free the seats again. Raises RuleViolation for a session that is over: those people are trained."""
    if row.session.is_over(today()):
        raise RuleViolation("talent.session_over")
    audit.record("training.given_back", row, actor_id=by.actor.user_id, details={"seats": len(row.seats)})
    db.session.delete(row)
    db.session.flush()


def need_people(
    organisation: Organisation, need: rules.Need, demand: SpaceDemand | None, *, by: Reader
) -> StaffingNeed:
    """Say how many people with a skill are needed by a day. Raises RuleViolation for a day that has passed."""
    if organisation.state is not VettingState.APPROVED:
        raise RuleViolation("talent.not_vetted")
    if need.by < today():
        raise RuleViolation("talent.in_the_past")
    row = StaffingNeed(
        organisation=organisation, demand=demand, skill=need.skill, people=need.people, by_day=need.by,
        language=need.language, needs_certificate=need.needs_certificate, state=NeedState.OPEN,
    )  # fmt: skip
    db.session.add(row)
    db.session.flush()
    audit.record("staffing.needed", row, actor_id=by.actor.user_id, details={"people": need.people})
    return row


def cover(row: StaffingNeed, *, by: Reader) -> rules.Plan:
    """Reserve seats for as many as sessions in time have; the plan says how many stay without."""
    db.session.refresh(row, with_for_update={"of": StaffingNeed})  # pressed twice, it is covered once
    db.session.expire(row, ["reservations"])
    if row.state is not NeedState.OPEN:
        raise RuleViolation("talent.bad_move")
    found = db.session.scalars(queries.sessions(today(), skill=row.skill)).all()
    plan = rules.plan(row.need(), [one.course() for one in found], today())
    by_id = {one.id: one for one in found}
    for session_id, count in plan.seats:
        reserve(by_id[session_id], row.organisation, count, by=by, need=row)
    db.session.expire(row, ["reservations"])
    return plan


def drop(row: StaffingNeed, *, by: Reader, version: int | None) -> None:
    """Say that nobody is needed any more; the seats are free again."""
    check_version(row, version)
    if row.state is not NeedState.OPEN:
        raise RuleViolation("talent.bad_move")
    for one in list(row.reservations):
        if not one.session.is_over(today()):
            give_back(one, by=by)
    row.state = NeedState.WITHDRAWN
    db.session.flush()
    audit.record("staffing.dropped", row, actor_id=by.actor.user_id)
