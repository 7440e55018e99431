"""Reads of cluster assets."""

from dataclasses import dataclass
from datetime import date

import sqlalchemy as sa
from sqlalchemy.orm import joinedload, selectinload

from matchmaker.assets.availability import usable_in
from matchmaker.assets.models import Asset, AssetCode
from matchmaker.assets.rules import LegalStatus
from matchmaker.foundation.database import db


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """What a reader of the catalogue looks for; empty means anything. Codes are of the vocabulary's lists."""

    stage: str = ""
    area: str = ""
    kind: str = ""
    status: str = ""
    capability: str = ""
    biosafety: str = ""
    cleanroom: str = ""
    gmp: str = ""
    words: str = ""
    first: date | None = None
    last: date | None = None
    """A window in which it is to be used; one day when only one of them is given."""

    def window(self) -> tuple[date, date] | None:
        """The window, if one is asked for."""
        first, last = self.first or self.last, self.last or self.first
        return (first, max(first, last)) if first and last else None


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
    carried = (("stage", wanted.stage), ("area", wanted.area), ("unit_operation", wanted.capability))
    for list_name, code in carried:
        if code:
            carries = sa.and_(AssetCode.list_name == list_name, AssetCode.code == code)
            statement = statement.where(Asset.codes.any(carries))
    plain = (
        (Asset.kind, wanted.kind), (Asset.biosafety_level, wanted.biosafety),
        (Asset.cleanroom_class, wanted.cleanroom), (Asset.gmp_grade, wanted.gmp),
    )  # fmt: skip
    for column, code in plain:
        if code:
            statement = statement.where(column == code)
    if wanted.status:
        statement = statement.where(Asset.legal_status == LegalStatus(wanted.status))
    if (window := wanted.window()) is not None:
        statement = statement.where(Asset.id.in_(_usable_in(*window)))
    for word in wanted.words.split():
        statement = statement.where(sa.or_(*(column.icontains(word, autoescape=True) for column in _SEARCHED)))
    return statement.order_by(_NEAREST_FIRST, Asset.name_en, Asset.id)


def _usable_in(first: date, last: date) -> list[int]:
    """Assets that can be used in the window, or are announced to; the database cannot read their dates."""
    columns = sa.select(Asset.id, Asset.legal_status, Asset.available_from)
    return [row.id for row in db.session.execute(columns) if usable_in(row, first, last).ever]


def count_by_status() -> sa.Select[LegalStatus, int]:
    """How many assets stand at each status that occurs."""
    return sa.select(Asset.legal_status, sa.func.count()).group_by(Asset.legal_status)


def whole(key: str) -> sa.Select[Asset]:
    """The asset with `key`, with everything its page shows."""
    return sa.select(Asset).where(Asset.key == key).options(
        selectinload(Asset.codes), selectinload(Asset.facts), selectinload(Asset.qualities),
        selectinload(Asset.children), joinedload(Asset.parent), joinedload(Asset.site),
    )  # fmt: skip


def with_parts(asset_id: int) -> sa.Select[int]:
    """Ids of an asset and of everything that stands in it, at any depth."""
    found = sa.select(Asset.id).where(Asset.id == asset_id).cte("found", recursive=True)
    found = found.union(sa.select(Asset.id).join(found, Asset.parent_id == found.c.id))
    return sa.select(found.c.id)


def with_timetables(statement: sa.Select[Asset]) -> sa.Select[Asset]:
    """`statement` with the hours and closed days of its assets."""
    return statement.options(selectinload(Asset.hours), selectinload(Asset.closures))


def placed() -> sa.Select[Asset]:
    """Assets that the sketch map shows: those with a point, equipment in a facility left out."""
    has_point = Asset.latitude.is_not(None) & Asset.longitude.is_not(None) & Asset.parent_id.is_(None)
    return sa.select(Asset).where(has_point).order_by(_NEAREST_FIRST, Asset.name_en, Asset.id)


def facilities() -> sa.Select[Asset]:
    """Assets in which equipment can stand."""
    return sa.select(Asset).where(Asset.parent_id.is_(None)).order_by(Asset.name_en, Asset.id)
