"""What hangs on assets in the rooms downstream: an asset that is used is not deleted."""

from collections.abc import Callable, Collection

import sqlalchemy as sa
from sqlalchemy.orm import InstrumentedAttribute

from matchmaker.foundation.database import db

IsUsed = Callable[[Collection[int]], bool]
"""Whether one of the assets with these ids is used."""
_USES: list[IsUsed] = []


def add_use(is_used: IsUsed) -> None:
    """Keep assets from being deleted while `is_used` says so."""
    if is_used not in _USES:
        _USES.append(is_used)


def are_used(asset_ids: Collection[int]) -> bool:
    """Whether something that somebody entered hangs on one of these assets."""
    return any(is_used(asset_ids) for is_used in _USES)


def is_named(column: InstrumentedAttribute[int] | InstrumentedAttribute[int | None], ids: Collection[int]) -> bool:
    """Whether a row names one of `ids` in `column`."""
    return bool(db.session.scalar(sa.select(sa.exists().where(column.in_(ids)))))
