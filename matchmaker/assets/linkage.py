"""What serves what in the cluster, and how much of it is alive."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

import sqlalchemy as sa
from sqlalchemy.orm import joinedload

from matchmaker.assets.models import AssetLink
from matchmaker.foundation.database import db

ALIVE_FOR = timedelta(days=365)


@dataclass(frozen=True, slots=True)
class Connectedness:
    """How many links there are, and how many were used in the last twelve months."""

    links: int
    alive: int

    @property
    def percent(self) -> int | None:
        """The living share; None without links."""
        return round(100 * self.alive / self.links) if self.links else None


def is_alive(last_used: date | None, today: date) -> bool:
    """Whether a link was used in the twelve months before `today`."""
    return last_used is not None and today - ALIVE_FOR <= last_used <= today


def connectedness(last_uses: Iterable[date | None], today: date) -> Connectedness:
    """The figure from the days on which links were used last."""
    alive = [is_alive(day, today) for day in last_uses]
    return Connectedness(len(alive), sum(alive))


def of_cluster(today: date) -> Connectedness:
    """The figure of all links."""
    return connectedness(db.session.scalars(sa.select(AssetLink.last_used)), today)


def links_of(asset_id: int) -> Sequence[AssetLink]:
    """Links that begin or end at an asset."""
    statement = sa.select(AssetLink).where(sa.or_(AssetLink.asset_id == asset_id, AssetLink.other_id == asset_id))
    return db.session.scalars(_whole(statement)).all()


def all_links() -> Sequence[AssetLink]:
    """All links, those used last first."""
    return db.session.scalars(_whole(sa.select(AssetLink))).all()


def _whole(statement: sa.Select[AssetLink]) -> sa.Select[AssetLink]:
    ends = joinedload(AssetLink.asset), joinedload(AssetLink.other), joinedload(AssetLink.organisation)
    return statement.options(*ends).order_by(AssetLink.kind, AssetLink.id)


def note_use(asset_id: int, organisation_id: int, day: date) -> None:
    """An asset was used by an organisation: the link between the two, if there is one, is alive."""
    db.session.execute(
        sa.update(AssetLink)
        .where(AssetLink.asset_id == asset_id, AssetLink.organisation_id == organisation_id)
        .where(sa.or_(AssetLink.last_used.is_(None), AssetLink.last_used < day))
        .values(last_used=day)
    )
