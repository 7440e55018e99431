"""Tables of soft landings and their tasks."""

from datetime import date, datetime

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column, relationship

from matchmaker.foundation.database import Base, Timestamps, UtcDateTime, enum_column
from matchmaker.landing.checklists import rules
from matchmaker.landing.checklists.rules import OwnerKind, TaskState
from matchmaker.organisations.models import Organisation


class SoftLanding(Timestamps, Base):
    """The way of one organisation into the cluster."""

    __tablename__ = "soft_landing"

    id: Mapped[int] = mapped_column(primary_key=True)
    organisation_id: Mapped[int] = mapped_column(sa.ForeignKey("organisation.id", ondelete="CASCADE"), unique=True)
    kind: Mapped[str] = mapped_column(sa.String(40))
    target_on: Mapped[date]
    """The day on which work should begin."""
    laboratory: Mapped[bool] = mapped_column(default=False)
    staff_abroad: Mapped[bool] = mapped_column(default=False)

    organisation: Mapped[Organisation] = relationship()
    tasks: Mapped[list["LandingTask"]] = relationship(
        cascade="all, delete-orphan", order_by="LandingTask.position, LandingTask.id", back_populates="landing"
    )


class LandingTask(Timestamps, Base):
    """One task. `key` names its template; tasks that people added have their own title instead."""

    __tablename__ = "landing_task"

    id: Mapped[int] = mapped_column(primary_key=True)
    landing_id: Mapped[int] = mapped_column(sa.ForeignKey("soft_landing.id", ondelete="CASCADE"))
    position: Mapped[int]
    key: Mapped[str] = mapped_column(sa.String(60))
    title: Mapped[str] = mapped_column(sa.String(rules.TITLE_MAX), default="")
    after: Mapped[list[str]] = mapped_column(sa.JSON, default=list)
    owner_kind: Mapped[OwnerKind] = mapped_column(enum_column(OwnerKind, "landing_owner_kind"))
    owner_name: Mapped[str] = mapped_column(sa.String(rules.OWNER_MAX), default="")
    state: Mapped[TaskState] = mapped_column(enum_column(TaskState, "landing_task_state"), default=TaskState.TODO)
    due_on: Mapped[date]
    note: Mapped[str] = mapped_column(sa.String(rules.NOTE_MAX), default="")
    settled_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    version: Mapped[int] = mapped_column(default=1)

    landing: Mapped[SoftLanding] = relationship(back_populates="tasks")

    __mapper_args__ = {"version_id_col": version}
    __table_args__ = (
        sa.UniqueConstraint("landing_id", "key"),
        sa.CheckConstraint("(owner_kind = 'named') = (length(owner_name) > 0)", name="named_owner"),
        sa.CheckConstraint("(state IN ('done', 'not_needed')) = (settled_at IS NOT NULL)", name="settled_at_set"),
    )

    def task(self) -> rules.Task:
        """What the rules look at."""
        return rules.Task(self.key, self.state, tuple(self.after), self.due_on)
