"""Mails of space: to those who ask, and to the brokers of the agency."""

from matchmaker.landing.spaces.models import SpaceDemand
from matchmaker.organisations.service import mail_brokers, mail_members


def to_members(demand: SpaceDemand) -> None:
    """Tell the members where their demand stands."""
    mail_members(demand.organisation, "space_demand", demand=demand, for_staff=False,
                 path=f"/spaces/demands/{demand.id}")  # fmt: skip


def to_brokers(demand: SpaceDemand) -> None:
    """Tell the brokers in whose care the organisation is."""
    mail_brokers(demand.organisation, "space_demand", demand=demand, for_staff=True,
                 path=f"/staff/spaces/demands/{demand.id}")  # fmt: skip
