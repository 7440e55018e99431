"""Tables of introductions and their steps."""

from datetime import date, datetime

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column, relationship

from matchmaker.accounts.models import User
from matchmaker.foundation.database import Base, Timestamps, UtcDateTime, enum_column, now
from matchmaker.introductions.rules import OPEN, IntroductionState, StepKind
from matchmaker.opportunities.models import Opportunity
from matchmaker.organisations.models import Organisation

_OPEN_SQL = sa.text("state IN ({})".format(", ".join(f"'{state.value}'" for state in sorted(OPEN))))


class Introduction(Timestamps, Base):
    """One organisation's interest in another, and how far the broker has brought it."""

    __tablename__ = "introduction"

    id: Mapped[int] = mapped_column(primary_key=True)
    from_id: Mapped[int] = mapped_column(sa.ForeignKey("organisation.id", ondelete="CASCADE"), index=True)
    to_id: Mapped[int] = mapped_column(sa.ForeignKey("organisation.id", ondelete="CASCADE"), index=True)
    first_id: Mapped[int]
    """The smaller of `from_id` and `to_id`; with `second_id` it makes the pair unique whoever asks."""
    second_id: Mapped[int]
    from_opportunity_id: Mapped[int | None] = mapped_column(sa.ForeignKey("opportunity.id", ondelete="SET NULL"))
    to_opportunity_id: Mapped[int | None] = mapped_column(sa.ForeignKey("opportunity.id", ondelete="SET NULL"))
    message: Mapped[str] = mapped_column(sa.String(500))
    state: Mapped[IntroductionState] = mapped_column(enum_column(IntroductionState, "introduction_state"), index=True)
    state_reason: Mapped[str | None] = mapped_column(sa.String(1000))
    """Words of the broker (returned, refused) or of the counterpart (declined)."""
    decline_reason: Mapped[str | None] = mapped_column(sa.String(40))
    proposed_by_id: Mapped[int | None] = mapped_column(sa.ForeignKey("user.id", ondelete="SET NULL"))
    proposed_by_staff: Mapped[bool] = mapped_column(default=False)
    broker_id: Mapped[int | None] = mapped_column(sa.ForeignKey("user.id", ondelete="SET NULL"), index=True)
    submitted_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    forwarded_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    answered_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    introduced_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    returned_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    """When the broker asked for more."""
    reminded_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    warned_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    """When those who must move were told that it lapses soon."""
    touch_overdue_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    decision_overdue_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    """When the brokers were told that the first look, or the decision, is late; before `submitted_at`: last time."""
    asked_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    """When the question was put that the requester has yet to answer; None: no question is open."""
    replied_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    """When the requester last answered the counterpart's question; the counterpart's time runs anew from then."""
    version: Mapped[int] = mapped_column(default=1)

    from_organisation: Mapped[Organisation] = relationship(foreign_keys=[from_id])
    to_organisation: Mapped[Organisation] = relationship(foreign_keys=[to_id])
    from_opportunity: Mapped[Opportunity | None] = relationship(foreign_keys=[from_opportunity_id])
    to_opportunity: Mapped[Opportunity | None] = relationship(foreign_keys=[to_opportunity_id])
    proposed_by: Mapped[User | None] = relationship(foreign_keys=[proposed_by_id])
    broker: Mapped[User | None] = relationship(foreign_keys=[broker_id])
    steps: Mapped[list["IntroductionStep"]] = relationship(
        cascade="all, delete-orphan", order_by="IntroductionStep.id", back_populates="introduction"
    )
    approvals: Mapped[list["IntroductionApproval"]] = relationship(
        cascade="all, delete-orphan", order_by="IntroductionApproval.at", back_populates="introduction"
    )

    __mapper_args__ = {"version_id_col": version}
    __table_args__ = (
        sa.CheckConstraint("from_id <> to_id", name="two_sides"),
        sa.CheckConstraint("first_id < second_id", name="pair_ordered"),
        sa.CheckConstraint(
            "(first_id = from_id AND second_id = to_id) OR (first_id = to_id AND second_id = from_id)",
            name="pair_of_sides",
        ),
        sa.CheckConstraint("length(message) <= 500", name="message_length"),
        sa.CheckConstraint("(state <> 'introduced') OR (introduced_at IS NOT NULL AND answered_at IS NOT NULL)",
                           name="introduced_after_answer"),
        sa.Index("uq_introduction_open_pair", "first_id", "second_id", unique=True,
                 sqlite_where=_OPEN_SQL, postgresql_where=_OPEN_SQL),
        sa.Index("uq_introduction_draft", "from_id", "to_id", unique=True,
                 sqlite_where=sa.text("state = 'draft'"), postgresql_where=sa.text("state = 'draft'")),
    )  # fmt: skip

    def other_side(self, organisation_id: int) -> Organisation:
        """The organisation opposite to `organisation_id`."""
        return self.to_organisation if self.from_id == organisation_id else self.from_organisation

    def own_opportunity(self, organisation_id: int) -> Opportunity | None:
        """The opportunity that `organisation_id` brings in."""
        return self.from_opportunity if self.from_id == organisation_id else self.to_opportunity


class IntroductionStep(Base):
    """One move of an introduction: when, who, from where to where."""

    __tablename__ = "introduction_step"

    id: Mapped[int] = mapped_column(primary_key=True)
    introduction_id: Mapped[int] = mapped_column(sa.ForeignKey("introduction.id", ondelete="CASCADE"), index=True)
    at: Mapped[datetime] = mapped_column(UtcDateTime, default=now)
    kind: Mapped[StepKind] = mapped_column(
        enum_column(StepKind, "introduction_step_kind"), default=StepKind.MOVE, server_default=StepKind.MOVE.value
    )
    actor_id: Mapped[int | None] = mapped_column(sa.ForeignKey("user.id", ondelete="SET NULL"))
    from_state: Mapped[str | None] = mapped_column(sa.String(20))
    to_state: Mapped[str] = mapped_column(sa.String(20))
    on_behalf_of_id: Mapped[int | None] = mapped_column(sa.ForeignKey("organisation.id", ondelete="SET NULL"))
    """Set when staff recorded what an organisation said by phone or letter."""
    note: Mapped[str] = mapped_column(sa.String(1000), default="")
    internal: Mapped[bool] = mapped_column(default=False)
    """Internal steps and notes are for staff only."""

    introduction: Mapped[Introduction] = relationship(back_populates="steps")
    actor: Mapped[User | None] = relationship()


class IntroductionApproval(Base):
    """An office's consent to passing an introduction on; each office gives one."""

    __tablename__ = "introduction_approval"

    introduction_id: Mapped[int] = mapped_column(sa.ForeignKey("introduction.id", ondelete="CASCADE"), primary_key=True)
    office: Mapped[str] = mapped_column(sa.String(40), primary_key=True)
    """`agency`, or the code of the cluster whose co-broker approved."""
    by_id: Mapped[int | None] = mapped_column(sa.ForeignKey("user.id", ondelete="SET NULL"))
    at: Mapped[datetime] = mapped_column(UtcDateTime, default=now)

    introduction: Mapped[Introduction] = relationship(back_populates="approvals")
    by: Mapped[User | None] = relationship()


class ExtraHoliday(Base):
    """A public holiday that was declared too late for the calendars: entered by staff."""

    __tablename__ = "extra_holiday"

    id: Mapped[int] = mapped_column(primary_key=True)
    country: Mapped[str] = mapped_column(sa.String(2))
    day: Mapped[date]
    name_ko: Mapped[str] = mapped_column(sa.String(100), default="")
    name_en: Mapped[str] = mapped_column(sa.String(100), default="")
    entered_by_id: Mapped[int | None] = mapped_column(sa.ForeignKey("user.id", ondelete="SET NULL"))

    __table_args__ = (
        sa.UniqueConstraint("country", "day", name="uq_extra_holiday_country_day"),
        sa.CheckConstraint("name_ko <> '' OR name_en <> ''", name="named"),
    )
