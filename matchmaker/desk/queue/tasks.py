"""Tasks that are open, and mails that could not be delivered."""

from collections.abc import Iterator

import sqlalchemy as sa

from matchmaker.desk.models import DeskTask
from matchmaker.desk.queue.items import Kind, Waiting
from matchmaker.desk.rules import TaskState
from matchmaker.desk.tasks import queries
from matchmaker.foundation.database import db
from matchmaker.foundation.models import OutboxMail
from matchmaker.foundation.outbox import NEEDS_STAFF
from matchmaker.foundation.permissions import Actor, Permission


def waiting(staff: Actor) -> Iterator[Waiting]:
    """Open tasks of the office."""
    found = queries.readable(staff).where(DeskTask.state == TaskState.OPEN)
    columns = (
        DeskTask.id, DeskTask.created_at, DeskTask.due_on, DeskTask.assignee_id, DeskTask.introduction_id,
        DeskTask.title, DeskTask.version,
    )  # fmt: skip
    for row in db.session.execute(found.with_only_columns(*columns)):
        yield Waiting(
            Kind.TASK,
            row.id,
            row.created_at,
            row.due_on,
            row.assignee_id,
            row.introduction_id,
            row.title,
            version=row.version,
        )


def dead_mails(staff: Actor) -> Iterator[Waiting]:
    """One line for all mails that were given up or may not have arrived, for those who may look after them."""
    if not staff.may(Permission.OUTBOX_READ):
        return
    dead = sa.select(sa.func.count(), sa.func.min(OutboxMail.created_at)).where(OutboxMail.state.in_(NEEDS_STAFF))
    number, since = db.session.execute(dead).one()
    if number:
        yield Waiting(Kind.MAIL, 0, since, since.date(), staff.user_id, count=number)
