"""What hangs on assets: one that is named elsewhere is not deleted."""

from collections.abc import Collection

import sqlalchemy as sa
from sqlalchemy.orm import InstrumentedAttribute

from matchmaker.foundation.database import db

Column = InstrumentedAttribute[int] | InstrumentedAttribute[int | None]
_USES: dict[str, Column] = {}


def add_use(column: Column) -> None:
    """Keep assets from being deleted while a row names them in `column`."""
    _USES[str(column)] = column


def are_used(asset_ids: Collection[int]) -> bool:
    """Whether something that somebody entered hangs on one of these assets."""
    named = (sa.exists().where(column.in_(asset_ids)) for column in _USES.values())
    return bool(db.session.scalar(sa.select(sa.or_(sa.false(), *named))))
