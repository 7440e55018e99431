"""Reads of soft landings."""

import sqlalchemy as sa
from sqlalchemy.orm import joinedload, selectinload

from matchmaker.foundation.permissions import Actor, Role
from matchmaker.landing.checklists.models import SoftLanding
from matchmaker.organisations.models import Organisation


def landings() -> sa.Select[SoftLanding]:
    """Soft landings with their tasks, those with the nearest target first."""
    statement = sa.select(SoftLanding).options(joinedload(SoftLanding.organisation), selectinload(SoftLanding.tasks))
    return statement.order_by(SoftLanding.target_on, SoftLanding.id)


def of_organisation(organisation_id: int) -> sa.Select[SoftLanding]:
    """That of an organisation."""
    return landings().where(SoftLanding.organisation_id == organisation_id)


def in_care(staff: Actor) -> sa.Select[SoftLanding]:
    """Those of organisations in this person's care."""
    statement = landings()
    if staff.role is Role.CO_BROKER:
        statement = statement.join(SoftLanding.organisation).where(Organisation.cluster == staff.cluster)
    return statement
