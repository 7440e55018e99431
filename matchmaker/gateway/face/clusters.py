"""The cluster at home and its partners abroad, as everybody sees them."""

from collections.abc import Sequence
from dataclasses import dataclass

import sqlalchemy as sa
from sqlalchemy.orm import selectinload

from matchmaker.assets.models import Asset
from matchmaker.clusters import queries
from matchmaker.clusters.models import Cluster
from matchmaker.foundation.database import db
from matchmaker.foundation.errors import NotFound

STRATEGIES = ("education", "medicine", "bio")
"""The city's strategy 교육–의료–바이오, as assets are tagged with it."""


def cluster_codes() -> list[str]:
    """Codes of the partner clusters."""
    return [row.code for row in partners()]


def partners() -> Sequence[Cluster]:
    """The partner clusters, in the order in which they came."""
    return db.session.scalars(queries.partners()).all()


def get(code: str) -> Cluster:
    """A cluster with its facts, sites and offices. Raises NotFound."""
    found = db.session.scalars(queries.whole(code)).first()
    if found is None:
        raise NotFound("not_found")
    return found


def find(code: str) -> Cluster | None:
    """A cluster with its facts, sites and offices, if it is recorded."""
    return db.session.scalars(queries.whole(code)).first()


def facilities() -> list[Asset]:
    """What stands, is built or is planned in the cluster: facilities, spaces, programmes and courses by name."""
    whole = sa.select(Asset).options(selectinload(Asset.codes)).where(Asset.kind != "equipment")
    return list(db.session.scalars(whole.order_by(Asset.name_en, Asset.id)))


@dataclass(frozen=True, slots=True)
class Coverage:
    """A strategy of the city, and the assets that serve it."""

    tag: str
    assets: tuple[Asset, ...]


def coverage(assets: Sequence[Asset]) -> list[Coverage]:
    """Which of `assets` serve each strategy of the city: education, medicine, bio; a strategy without any is a gap."""
    return [Coverage(tag, tuple(one for one in assets if tag in one.codes_of("tag"))) for tag in STRATEGIES]
