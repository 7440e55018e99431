"""Messages that have not been read."""

from collections.abc import Iterator

import sqlalchemy as sa

from matchmaker.desk.clock import due_days
from matchmaker.desk.queue.items import Kind, Waiting
from matchmaker.foundation.database import db
from matchmaker.foundation.permissions import Actor
from matchmaker.introductions.models import Introduction
from matchmaker.threads import queries
from matchmaker.threads.models import ThreadMessage
from matchmaker.threads.rules import Reader

REPLY_WORKING_DAYS = 2
"""Days of work within which a message is to be read, as long as a first look may take."""


def waiting(staff: Actor) -> Iterator[Waiting]:
    """One line for each pair at hand with messages that this person has not read, since the first of them.

    What colleagues are in charge of waits for them.
    """
    due_on = due_days()
    unread = queries.unread_at_hand(Reader(staff)).group_by(None)
    columns = (
        ThreadMessage.introduction_id, Introduction.broker_id, sa.func.count().label("number"),
        sa.func.min(ThreadMessage.id).label("first"),
    )  # fmt: skip
    counted = (
        unread.with_only_columns(*columns).group_by(ThreadMessage.introduction_id, Introduction.broker_id).subquery()
    )
    found = sa.select(counted, ThreadMessage.created_at).join(ThreadMessage, ThreadMessage.id == counted.c.first)
    for row in db.session.execute(found):
        due = due_on(row.created_at, REPLY_WORKING_DAYS, ("KR",))
        yield Waiting(
            Kind.MESSAGE, row.introduction_id, row.created_at, due, row.broker_id, row.introduction_id, count=row.number
        )
