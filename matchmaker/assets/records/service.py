"""Staff add an asset, correct what is said of it, and move it along its life cycle."""

from collections.abc import Mapping
from dataclasses import dataclass

import sqlalchemy as sa
from sqlalchemy.exc import IntegrityError

from matchmaker.assets import queries
from matchmaker.assets.models import Asset, AssetCode, AssetFact
from matchmaker.assets.records.uses import are_used
from matchmaker.assets.requests.models import AssetRequest
from matchmaker.assets.rules import CORRECTION_TOPIC, MILESTONE_TOPIC, LegalStatus, is_forward
from matchmaker.foundation import audit
from matchmaker.foundation.database import db
from matchmaker.foundation.errors import NotFound, RuleViolation
from matchmaker.foundation.versions import hold

CODE_LISTS = ("stage", "area", "unit_operation", "tag")


@dataclass(frozen=True, slots=True, kw_only=True)
class Said:
    """What staff say of an asset: `plain` by column, `codes` by list."""

    plain: Mapping[str, object]
    codes: Mapping[str, tuple[str, ...]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Statement:
    """A published statement, who published it, and when."""

    about: str
    value_ko: str
    value_en: str
    source_ko: str
    source_en: str
    dated: str


def get(key: str) -> Asset:
    """An asset with everything its page shows. Raises NotFound."""
    found = db.session.scalars(queries.whole(key)).first()
    if found is None:
        raise NotFound("not_found")
    return found


def add(key: str, status: LegalStatus, said: Said, *, actor_id: int) -> Asset:
    """Add an asset. Raises RuleViolation when its address is taken."""
    asset = Asset(key=key, legal_status=status)
    _say(asset, said)
    try:
        with db.session.begin_nested():
            db.session.add(asset)
    except IntegrityError as error:
        raise RuleViolation("asset.key_taken", taken=key) from error
    audit.record("asset.added", asset, actor_id=actor_id, details={"key": key, "status": status.value})
    return asset


def change(asset: Asset, said: Said, *, version: int | None, actor_id: int) -> None:
    """Correct what is said. Raises RuleViolation when it changed since it was seen."""
    hold(asset, version)
    before = {asset.operator_id, asset.contact_id, None}
    _say(asset, said)
    if {asset.operator_id, asset.contact_id} - before:  # whoever asked was told of other hands
        asked = sa.update(AssetRequest).where(AssetRequest.asset_id == asset.id)
        db.session.execute(asked.values(agency_only=True))
    audit.record("asset.changed", asset, actor_id=actor_id, details={"key": asset.key})
    db.session.flush()


def set_status(
    asset: Asset, new: LegalStatus, available_from: str, statement: Statement, *, version: int | None, actor_id: int
) -> None:
    """Move an asset along its life cycle; the statement with its source becomes a fact of the asset.

    Back is a correction: the statement says why, and is shown as one. Raises RuleViolation for the status it has.
    """
    hold(asset, version)
    if new is asset.legal_status:
        raise RuleViolation("asset.same_status")
    forward = is_forward(asset.legal_status, new)
    if not forward and not (statement.value_ko.strip() and statement.value_en.strip()):
        raise RuleViolation("asset.back_needs_reason")
    details = {"key": asset.key, "old": asset.legal_status.value, "new": new.value}
    asset.legal_status, asset.available_from = new, available_from
    asset.facts.append(_fact(statement, MILESTONE_TOPIC[new] if forward else CORRECTION_TOPIC))
    audit.record("asset.status_set", asset, actor_id=actor_id, details=details)
    db.session.flush()


def delete(asset: Asset, *, version: int | None, actor_id: int) -> None:
    """Delete an asset that was entered by mistake. Raises RuleViolation once something hangs on it or its equipment."""
    hold(asset, version)
    ids = db.session.scalars(queries.with_parts(asset.id)).all()
    if are_used(ids):
        raise RuleViolation("asset.has_requests")
    audit.record("asset.deleted", asset, actor_id=actor_id, details={"key": asset.key})
    db.session.execute(sa.delete(Asset).where(Asset.id == asset.id))
    db.session.expunge(asset)


def _say(asset: Asset, said: Said) -> None:
    for name, value in said.plain.items():
        setattr(asset, name, value)
    for list_name, chosen in said.codes.items():
        kept = [code for code in asset.codes if code.list_name != list_name or code.code in chosen]
        known = {code.code for code in kept if code.list_name == list_name}
        added = [AssetCode(list_name=list_name, code=code) for code in chosen if code not in known]
        asset.codes = [*kept, *added]


def _fact(statement: Statement, about: str) -> AssetFact:
    return AssetFact(
        about=about, value_ko=statement.value_ko, value_en=statement.value_en, source_ko=statement.source_ko,
        source_en=statement.source_en, dated=statement.dated,
    )  # fmt: skip
