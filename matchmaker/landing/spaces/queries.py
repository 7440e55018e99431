"""Reads of space units, demands and leases."""

import sqlalchemy as sa
from sqlalchemy.orm import joinedload, selectinload

from matchmaker.assets.models import Asset
from matchmaker.clusters.models import Site
from matchmaker.foundation.permissions import Actor, Role
from matchmaker.landing.spaces.models import Lease, SpaceDemand, SpaceOffer, SpaceUnit
from matchmaker.landing.spaces.rules import COUNTED, DemandState
from matchmaker.organisations.models import Organisation

PLACES = ("facility", "space")
"""Kinds of assets that have units to let."""


def units(*, unit_type: str = "", listed: bool = True) -> sa.Select[SpaceUnit]:
    """Units with what the rules look at, by type and size."""
    statement = sa.select(SpaceUnit).options(
        joinedload(SpaceUnit.asset), joinedload(SpaceUnit.site), selectinload(SpaceUnit.months)
    )
    if listed:
        statement = statement.where(SpaceUnit.is_listed)
    if unit_type:
        statement = statement.where(SpaceUnit.unit_type == unit_type)
    return statement.order_by(SpaceUnit.unit_type, SpaceUnit.area_m2, SpaceUnit.id)


def demands() -> sa.Select[SpaceDemand]:
    """Demands with what a page shows, those to move in first before the others."""
    offers = selectinload(SpaceDemand.offers).joinedload(SpaceOffer.unit)
    return sa.select(SpaceDemand).options(
        joinedload(SpaceDemand.organisation), offers.joinedload(SpaceUnit.asset), offers.joinedload(SpaceUnit.site),
        offers.selectinload(SpaceUnit.months),
        joinedload(SpaceDemand.lease).joinedload(Lease.unit).joinedload(SpaceUnit.asset),
    ).order_by(SpaceDemand.move_in, SpaceDemand.id)  # fmt: skip


def demands_of(organisation_id: int) -> sa.Select[SpaceDemand]:
    """What an organisation asks for."""
    return demands().where(SpaceDemand.organisation_id == organisation_id)


def demands_in_care(staff: Actor, states: frozenset[DemandState]) -> sa.Select[SpaceDemand]:
    """Demands of organisations in this person's care, in one of `states`."""
    statement = demands().where(SpaceDemand.state.in_(states))
    if staff.role is Role.CO_BROKER:
        statement = statement.join(SpaceDemand.organisation).where(Organisation.cluster == staff.cluster)
    return statement


def one_demand(demand_id: int) -> sa.Select[SpaceDemand]:
    """A demand."""
    return demands().where(SpaceDemand.id == demand_id)


def accepted() -> sa.Select[SpaceDemand]:
    """Demand that counts in the shortage report."""
    return sa.select(SpaceDemand).where(SpaceDemand.state.in_(COUNTED)).order_by(SpaceDemand.id)


def places() -> sa.Select[Asset]:
    """Assets that have units to let."""
    return sa.select(Asset).where(Asset.kind.in_(PLACES)).order_by(Asset.name_en, Asset.id)


def sites() -> sa.Select[Site]:
    """Sites of the cluster."""
    return sa.select(Site).order_by(Site.id)
