"""The operating system beside the hardware: which assets are open, connected and used, for each stage of the flow."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import sqlalchemy as sa
from sqlalchemy.orm import selectinload

from matchmaker.assets.linkage import is_alive
from matchmaker.assets.models import Asset, AssetLink
from matchmaker.assets.requests.models import AssetUse
from matchmaker.assets.rules import LegalStatus
from matchmaker.foundation.database import db
from matchmaker.organisations import days
from matchmaker.vocabulary import vocabulary


@dataclass(frozen=True, slots=True)
class Operating:
    """How one asset works: open, connected to others or to organisations, used within a year."""

    asset_id: int
    stages: frozenset[str]
    is_open: bool
    is_connected: bool
    is_used: bool


@dataclass(frozen=True, slots=True)
class StageStatus:
    """Assets of a stage: all, open, connected, used. An asset of several stages counts in each."""

    stage: str
    total: int
    open: int
    connected: int
    used: int


def by_stage(assets: Iterable[Operating], stages: Sequence[str]) -> list[StageStatus]:
    """How many assets of each of `stages` are open, connected and used."""
    listed = list(assets)
    return [_of_stage(stage, [one for one in listed if stage in one.stages]) for stage in stages]


def _of_stage(stage: str, assets: Sequence[Operating]) -> StageStatus:
    return StageStatus(
        stage, len(assets), sum(one.is_open for one in assets), sum(one.is_connected for one in assets),
        sum(one.is_used for one in assets),
    )  # fmt: skip


def stages() -> list[StageStatus]:
    """How the assets of each stage work today."""
    return by_stage(operation(), [stage.code for stage in vocabulary().codes("stage")])


def operation() -> list[Operating]:
    """How every asset works today.

    It is connected by a link from or to it; used when such a link, or its log of use, has an entry of the last twelve
    months.
    """
    today = days.today()
    links = db.session.execute(sa.select(AssetLink.asset_id, AssetLink.other_id, AssetLink.last_used)).all()
    uses = sa.select(AssetUse.asset_id, sa.func.max(AssetUse.day)).group_by(AssetUse.asset_id)
    used = {asset_id for asset_id, day in db.session.execute(uses) if is_alive(day, today)}
    used |= {end for *ends, day in links if is_alive(day, today) for end in ends if end is not None}
    connected = {end for *ends, _day in links for end in ends if end is not None}
    assets = db.session.scalars(sa.select(Asset).options(selectinload(Asset.codes)).order_by(Asset.id))
    return [
        Operating(
            one.id, frozenset(one.codes_of("stage")), one.legal_status is LegalStatus.OPEN, one.id in connected,
            one.id in used,
        )
        for one in assets
    ]  # fmt: skip
