"""Tables of the desk: tasks, saved views, bulk actions that were done."""

from datetime import date, datetime
from enum import StrEnum
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column, relationship

from matchmaker.accounts.models import User
from matchmaker.desk.rules import TASK_NOTE_MAX, TASK_TITLE_MAX, VIEW_NAME_MAX, VIEW_QUERY_MAX, TaskState
from matchmaker.foundation.database import Base, Timestamps, UtcDateTime, enum_column, now
from matchmaker.introductions.models import Introduction
from matchmaker.organisations.models import Organisation


class DeskTask(Timestamps, Base):
    """Something a member of staff has to do by a day, about a pair, an organisation or nothing of the two."""

    __tablename__ = "desk_task"

    id: Mapped[int] = mapped_column(primary_key=True)
    title: Mapped[str] = mapped_column(sa.String(TASK_TITLE_MAX))
    note: Mapped[str] = mapped_column(sa.String(TASK_NOTE_MAX), default="")
    due_on: Mapped[date]
    assignee_id: Mapped[int | None] = mapped_column(sa.ForeignKey("user.id", ondelete="SET NULL"))
    introduction_id: Mapped[int | None] = mapped_column(
        sa.ForeignKey("introduction.id", ondelete="CASCADE"), index=True
    )
    organisation_id: Mapped[int | None] = mapped_column(
        sa.ForeignKey("organisation.id", ondelete="CASCADE"), index=True
    )
    state: Mapped[TaskState] = mapped_column(enum_column(TaskState, "task_state"), default=TaskState.OPEN)
    done_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    created_by_id: Mapped[int | None] = mapped_column(sa.ForeignKey("user.id", ondelete="SET NULL"), index=True)
    reminded_on: Mapped[date | None]
    """The due day of which the assignee was reminded; a task that is put off is reminded again."""
    version: Mapped[int] = mapped_column(default=1)

    assignee: Mapped[User | None] = relationship(foreign_keys=[assignee_id])
    created_by: Mapped[User | None] = relationship(foreign_keys=[created_by_id])
    introduction: Mapped[Introduction | None] = relationship()
    organisation: Mapped[Organisation | None] = relationship()

    __mapper_args__ = {"version_id_col": version}
    __table_args__ = (
        sa.CheckConstraint("introduction_id IS NULL OR organisation_id IS NULL", name="one_subject"),
        sa.CheckConstraint("(state = 'done') = (done_at IS NOT NULL)", name="done_at_set"),
        sa.CheckConstraint("length(title) > 0", name="title_given"),
        sa.Index("ix_desk_task_waiting", "state", "due_on"),
        sa.Index("ix_desk_task_assignee", "assignee_id", "state"),
    )


class ViewPage(StrEnum):
    """Pages whose filters can be kept."""

    QUEUE = "queue"
    BOARD = "board"
    LIST = "list"
    TASKS = "tasks"


class SavedView(Base):
    """Filters of a page of the desk under a name."""

    __tablename__ = "saved_view"

    id: Mapped[int] = mapped_column(primary_key=True)
    user_id: Mapped[int] = mapped_column(sa.ForeignKey("user.id", ondelete="CASCADE"))
    page: Mapped[ViewPage] = mapped_column(enum_column(ViewPage, "view_page"))
    name: Mapped[str] = mapped_column(sa.String(VIEW_NAME_MAX))
    query: Mapped[str] = mapped_column(sa.String(VIEW_QUERY_MAX))
    is_shared: Mapped[bool] = mapped_column(default=False)
    """Colleagues of the same office see it too: the agency's, or those of the same cluster."""
    is_default: Mapped[bool] = mapped_column(default=False)
    """It opens when its owner comes to the page without filters."""
    created_at: Mapped[datetime] = mapped_column(UtcDateTime, default=now)

    user: Mapped[User] = relationship()

    __table_args__ = (
        sa.UniqueConstraint("user_id", "page", "name"),
        sa.Index("uq_saved_view_default", "user_id", "page", unique=True,
                 sqlite_where=sa.text("is_default = 1"), postgresql_where=sa.text("is_default")),
    )  # fmt: skip


class BulkRun(Base):
    """A bulk action that was done: what became of each row. Its token lets the same form be sent twice in peace."""

    __tablename__ = "bulk_run"

    id: Mapped[int] = mapped_column(primary_key=True)
    token: Mapped[str] = mapped_column(sa.String(40), unique=True)
    user_id: Mapped[int] = mapped_column(sa.ForeignKey("user.id", ondelete="CASCADE"), index=True)
    act: Mapped[str] = mapped_column(sa.String(20))
    at: Mapped[datetime] = mapped_column(UtcDateTime, default=now)
    results: Mapped[list[dict[str, Any]]] = mapped_column(sa.JSON, default=list)
    """For each row its id, whether it was done, and the code and facts of the refusal if it was not."""
