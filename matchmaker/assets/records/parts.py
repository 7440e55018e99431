"""Rows that hang on an asset: facts, bookable hours, closed days, standards, links; added and taken out one by one."""

from typing import Any

from sqlalchemy.exc import IntegrityError

from matchmaker.assets.models import Asset, AssetClosure, AssetFact, AssetHours, AssetLink, AssetQuality
from matchmaker.foundation import audit
from matchmaker.foundation.database import db
from matchmaker.foundation.errors import NotFound, RuleViolation

Part = AssetFact | AssetHours | AssetClosure | AssetQuality | AssetLink
KINDS: dict[str, type[Any]] = {
    "fact": AssetFact, "hours": AssetHours, "closure": AssetClosure, "quality": AssetQuality, "link": AssetLink,
}  # fmt: skip


def add(asset: Asset, part: Part, *, actor_id: int) -> None:
    """Add a row to an asset. Raises RuleViolation when it is there already or cannot stand beside the others."""
    if isinstance(part, AssetHours):
        _check_hours(asset, part)
    if isinstance(part, AssetLink):
        _check_link(asset, part)
    part.asset_id = asset.id
    try:
        with db.session.begin_nested():
            db.session.add(part)
    except IntegrityError as error:
        raise RuleViolation("asset.part_exists") from error
    _note(asset, f"asset.{part.__tablename__.removeprefix('asset_')}_added", actor_id)


def remove(asset: Asset, kind: str, part_id: int, *, actor_id: int) -> None:
    """Take a row out. Raises NotFound when it is not the asset's."""
    found: Part | None = db.session.get(KINDS[kind], part_id)
    if found is None or found.asset_id != asset.id:
        raise NotFound("not_found")
    db.session.delete(found)
    _note(asset, f"asset.{kind}_removed", actor_id)


def _note(asset: Asset, action: str, actor_id: int) -> None:
    db.session.flush()
    db.session.expire(asset)
    audit.record(action, asset, actor_id=actor_id, details={"key": asset.key})


def _check_hours(asset: Asset, part: AssetHours) -> None:
    for row in asset.hours:
        if row.weekday == part.weekday and row.first_hour < part.end_hour and part.first_hour < row.end_hour:
            raise RuleViolation("asset.hours_overlap")


def _check_link(asset: Asset, part: AssetLink) -> None:
    if (part.other_id is None) == (part.organisation_id is None) or part.other_id == asset.id:
        raise RuleViolation("asset.unknown_other")
