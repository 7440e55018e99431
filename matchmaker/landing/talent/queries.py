"""Reads of training, people needed, and posts."""

from datetime import date

import sqlalchemy as sa
from sqlalchemy.orm import joinedload, selectinload

from matchmaker.assets.models import Asset
from matchmaker.foundation.permissions import Actor, Role
from matchmaker.landing.talent.models import (
    SeatReservation,
    StaffingNeed,
    TalentApplication,
    TalentPost,
    TrainingSession,
)
from matchmaker.landing.talent.rules import ApplicationState, NeedState, PostState
from matchmaker.organisations.models import Organisation
from matchmaker.organisations.rules import VettingState


def sessions(today: date, *, skill: str = "") -> sa.Select[TrainingSession]:
    """Sessions that are not over, the earliest first."""
    statement = sa.select(TrainingSession).where(TrainingSession.last_day >= today)
    if skill:
        statement = statement.where(TrainingSession.skill == skill)
    return statement.options(joinedload(TrainingSession.asset), selectinload(TrainingSession.seats)).order_by(
        TrainingSession.first_day, TrainingSession.id
    )


def hosts() -> sa.Select[Asset]:
    """Assets that hold courses, those for training first."""
    first = sa.case((Asset.kind == "training", 0), else_=1)
    return sa.select(Asset).order_by(first, Asset.name_en, Asset.id)


def needs() -> sa.Select[StaffingNeed]:
    """People needed, the soonest first."""
    reservations = selectinload(StaffingNeed.reservations)
    return sa.select(StaffingNeed).where(StaffingNeed.state == NeedState.OPEN).options(
        joinedload(StaffingNeed.organisation), reservations.selectinload(SeatReservation.seats),
        reservations.joinedload(SeatReservation.session),
    ).order_by(StaffingNeed.by_day, StaffingNeed.id)  # fmt: skip


def needs_in_care(staff: Actor) -> sa.Select[StaffingNeed]:
    """People needed by organisations in this person's care."""
    statement = needs()
    if staff.role is Role.CO_BROKER:
        statement = statement.join(StaffingNeed.organisation).where(Organisation.cluster == staff.cluster)
    return statement


def reservations_of(organisation_id: int) -> sa.Select[SeatReservation]:
    """Seats that an organisation holds."""
    return sa.select(SeatReservation).where(SeatReservation.organisation_id == organisation_id).options(
        joinedload(SeatReservation.session).joinedload(TrainingSession.asset), selectinload(SeatReservation.seats)
    ).order_by(SeatReservation.id)  # fmt: skip


def posts() -> sa.Select[TalentPost]:
    """Posts with what a card shows, the newest first."""
    organisation = selectinload(TalentPost.organisation)
    return sa.select(TalentPost).options(
        organisation.selectinload(Organisation.codes), organisation.selectinload(Organisation.contacts),
        selectinload(TalentPost.applications).selectinload(TalentApplication.organisation).options(
            selectinload(Organisation.codes), selectinload(Organisation.contacts)
        ),
    ).order_by(TalentPost.id.desc())  # fmt: skip


def open_posts(*, kind: str = "") -> sa.Select[TalentPost]:
    """Posts that everybody vetted can see."""
    statement = posts().join(TalentPost.organisation)
    statement = statement.where(TalentPost.state == PostState.OPEN, Organisation.state == VettingState.APPROVED)
    return statement.where(TalentPost.kind == kind) if kind else statement


def posts_in_care(staff: Actor) -> sa.Select[TalentPost]:
    """Posts of organisations in this person's care, those to check first."""
    waits = sa.case((TalentPost.state == PostState.SUBMITTED, 0), else_=1)
    statement = posts().order_by(None).order_by(waits, TalentPost.id.desc())
    if staff.role is Role.CO_BROKER:
        statement = statement.join(TalentPost.organisation).where(Organisation.cluster == staff.cluster)
    return statement


def to_connect() -> sa.Select[TalentApplication]:
    """Accepted applications that the agency has yet to put in touch."""
    statement = sa.select(TalentApplication).where(TalentApplication.state == ApplicationState.ACCEPTED)
    return statement.options(
        joinedload(TalentApplication.post).joinedload(TalentPost.organisation),
        joinedload(TalentApplication.organisation),
    ).order_by(TalentApplication.id)
