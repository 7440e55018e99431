"""Reads of cluster assets."""

from dataclasses import dataclass

import sqlalchemy as sa
from sqlalchemy.orm import selectinload

from matchmaker.assets.models import Asset, AssetCode
from matchmaker.assets.rules import LegalStatus


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """What a reader of the catalogue looks for; empty means anything. Codes are of the vocabulary's lists."""

    stage: str = ""
    area: str = ""
    kind: str = ""
    status: str = ""
    words: str = ""


_SEARCHED = (
    Asset.name_ko, Asset.name_en, Asset.operator_ko, Asset.operator_en, Asset.summary_ko, Asset.summary_en,
    Asset.description_ko, Asset.description_en,
)  # fmt: skip
_NEAREST_FIRST = sa.case(
    *((Asset.legal_status == status, position) for position, status in enumerate(reversed(LegalStatus)))
)


def catalogue(wanted: Wanted) -> sa.Select[Asset]:
    """The assets that a reader looks for, those open today first, with their codes."""
    statement = sa.select(Asset).options(selectinload(Asset.codes))
    for list_name, code in (("stage", wanted.stage), ("area", wanted.area)):
        if code:
            carries = sa.and_(AssetCode.list_name == list_name, AssetCode.code == code)
            statement = statement.where(Asset.codes.any(carries))
    if wanted.kind:
        statement = statement.where(Asset.kind == wanted.kind)
    if wanted.status:
        statement = statement.where(Asset.legal_status == LegalStatus(wanted.status))
    for word in wanted.words.split():
        statement = statement.where(sa.or_(*(column.icontains(word, autoescape=True) for column in _SEARCHED)))
    return statement.order_by(_NEAREST_FIRST, Asset.name_en, Asset.id)


def count_by_status() -> sa.Select[LegalStatus, int]:
    """How many assets stand at each status that occurs."""
    return sa.select(Asset.legal_status, sa.func.count()).group_by(Asset.legal_status)


def whole(key: str) -> sa.Select[Asset]:
    """The asset with `key`, with everything its page shows."""
    return sa.select(Asset).where(Asset.key == key).options(selectinload(Asset.codes), selectinload(Asset.facts))
