"""Reads of clusters."""

import sqlalchemy as sa
from sqlalchemy.orm import selectinload

from matchmaker.accounts.models import User
from matchmaker.clusters.models import Cluster, Site
from matchmaker.clusters.rules import HOME
from matchmaker.foundation.permissions import Role


def clusters() -> sa.Select[Cluster]:
    """All clusters: the home cluster, then its partners in the order in which they came."""
    return sa.select(Cluster).order_by(sa.case((Cluster.code == HOME, 0), else_=1), Cluster.id)


def partners() -> sa.Select[Cluster]:
    """The partner clusters."""
    return clusters().where(Cluster.code != HOME)


def whole(code: str) -> sa.Select[Cluster]:
    """One cluster with its facts, sites and offices."""
    return (
        sa.select(Cluster)
        .where(Cluster.code == code)
        .options(selectinload(Cluster.facts), selectinload(Cluster.sites), selectinload(Cluster.offices))
    )


def sites() -> sa.Select[Site]:
    """The sites of the home cluster."""
    return sa.select(Site).join(Cluster).where(Cluster.code == HOME).order_by(Site.id)


def co_brokers() -> sa.Select[str | None, int]:
    """How many co-brokers look after each cluster that has any."""
    enabled = User.role == Role.CO_BROKER, User.enabled
    return sa.select(User.cluster, sa.func.count()).where(*enabled).group_by(User.cluster)
