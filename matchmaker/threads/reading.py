"""What was read: marks for each person and lane, and what is new since."""

from typing import Any

import sqlalchemy as sa
from sqlalchemy.dialects import postgresql, sqlite

from matchmaker.foundation.database import db
from matchmaker.threads import queries
from matchmaker.threads.models import ReadMark
from matchmaker.threads.rules import Lane, Reader


def mark_read(user_id: int, introduction_id: int, lane: Lane, up_to: int) -> None:
    """Note that the person has read the lane up to message `up_to`; never goes back."""
    insert = _insert()
    key = {"user_id": user_id, "introduction_id": introduction_id, "lane": lane}
    db.session.execute(
        insert.values(**key, last_read_id=up_to).on_conflict_do_update(
            index_elements=list(key), set_={"last_read_id": insert.excluded.last_read_id},
            where=ReadMark.last_read_id < insert.excluded.last_read_id,
        )
    )  # fmt: skip


def _insert() -> Any:
    """An insert that can fall back to an update, which both databases write alike."""
    is_sqlite = db.session.get_bind().dialect.name == "sqlite"
    return sqlite.insert(ReadMark) if is_sqlite else postgresql.insert(ReadMark)


def last_read(user_id: int, introduction_id: int, lane: Lane) -> int:
    """The newest message that the person has read in a lane; 0 for none."""
    statement = sa.select(ReadMark.last_read_id).where(
        ReadMark.user_id == user_id, ReadMark.introduction_id == introduction_id, ReadMark.lane == lane
    )
    return db.session.scalar(statement) or 0


def unread_by_lane(reader: Reader, introduction_id: int) -> dict[Lane, int]:
    """How many messages of each lane are new to `reader`."""
    return {lane: count for _id, lane, count in db.session.execute(queries.unread(reader, [introduction_id]))}


def unread_at_hand(reader: Reader) -> dict[int, int]:
    """How many messages of each introduction that `reader` works on are new; without those that have none."""
    counts: dict[int, int] = {}
    for introduction_id, _lane, count in db.session.execute(queries.unread_at_hand(reader)):
        counts[introduction_id] = counts.get(introduction_id, 0) + count
    return counts
