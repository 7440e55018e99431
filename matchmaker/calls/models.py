"""Tables of calls: what an anchor asks for, who answered what, whom in the partner clusters it went to."""

from datetime import date, datetime
from decimal import Decimal

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column, relationship

from matchmaker.accounts.models import User
from matchmaker.calls import rules
from matchmaker.calls.rules import AnswerState, CallState, Met, RowKind
from matchmaker.foundation.database import Base, Timestamps, UtcDateTime, enum_column, now
from matchmaker.organisations.models import Organisation
from matchmaker.outcomes.money import Amount


class Call(Timestamps, Base):
    """A need that an anchor calls out: unit price, specification, delivery, qualification."""

    __tablename__ = "call"

    id: Mapped[int] = mapped_column(primary_key=True)
    organisation_id: Mapped[int] = mapped_column(sa.ForeignKey("organisation.id", ondelete="CASCADE"), index=True)
    state: Mapped[CallState] = mapped_column(enum_column(CallState, "call_state"), default=CallState.DRAFT, index=True)
    is_anonymous: Mapped[bool] = mapped_column(default=False)
    language: Mapped[str] = mapped_column(sa.String(2))
    """The language in which it is written."""
    title: Mapped[str] = mapped_column(sa.String(rules.TITLE_MAX))
    description: Mapped[str] = mapped_column(sa.String(rules.TEXT_MAX), default="")
    areas: Mapped[list[str]] = mapped_column(sa.JSON, default=list)
    unit_operations: Mapped[list[str]] = mapped_column(sa.JSON, default=list)
    standards: Mapped[list[str]] = mapped_column(sa.JSON, default=list)
    """Certificates that are asked for, codes of `standard`."""
    price_from: Mapped[Decimal | None] = mapped_column(Amount)
    price_to: Mapped[Decimal | None] = mapped_column(Amount)
    currency: Mapped[str | None] = mapped_column(sa.String(3))
    unit: Mapped[str] = mapped_column(sa.String(rules.UNIT_MAX), default="")
    """What the price is for: a piece, a kilogram, a batch."""
    quantity: Mapped[str] = mapped_column(sa.String(rules.ROW_MAX), default="")
    delivery_weeks: Mapped[int | None]
    delivery: Mapped[str] = mapped_column(sa.String(rules.ROW_MAX), default="")
    answer_by: Mapped[date]
    wait_days: Mapped[int] = mapped_column(default=rules.WAIT_DAYS)
    opened_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    passed_on_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    ended_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    closing_words: Mapped[str] = mapped_column(sa.String(rules.WORDS_MAX), default="")
    winner_size_band: Mapped[str | None] = mapped_column(sa.String(40))
    """Size of the winner on the day of the award."""
    created_by_id: Mapped[int | None] = mapped_column(sa.ForeignKey("user.id", ondelete="SET NULL"))
    version: Mapped[int] = mapped_column(default=1)

    organisation: Mapped[Organisation] = relationship()
    rows: Mapped[list["CallRow"]] = relationship(cascade="all, delete-orphan", order_by="CallRow.position, CallRow.id")
    criteria: Mapped[list["CallCriterion"]] = relationship(cascade="all, delete-orphan", order_by="CallCriterion.id")
    answers: Mapped[list["CallAnswer"]] = relationship(
        cascade="all, delete-orphan", order_by="CallAnswer.id", back_populates="call"
    )
    passings: Mapped[list["CallPassing"]] = relationship(
        cascade="all, delete-orphan", order_by="CallPassing.id", back_populates="call"
    )
    steps: Mapped[list["CallStep"]] = relationship(cascade="all, delete-orphan", order_by="CallStep.id")

    __mapper_args__ = {"version_id_col": version}
    __table_args__ = (
        sa.CheckConstraint("price_from IS NULL OR price_to IS NULL OR price_from <= price_to", name="band_in_order"),
        sa.CheckConstraint("(price_from IS NULL AND price_to IS NULL) OR currency IS NOT NULL", name="currency_given"),
        sa.CheckConstraint("state = 'draft' OR state = 'closed' OR opened_at IS NOT NULL", name="opened_at_set"),
        sa.CheckConstraint("wait_days BETWEEN 1 AND 90", name="wait_days_range"),
    )


class CallRow(Base):
    """One row of specification or qualification, answered by itself."""

    __tablename__ = "call_row"

    id: Mapped[int] = mapped_column(primary_key=True)
    call_id: Mapped[int] = mapped_column(sa.ForeignKey("call.id", ondelete="CASCADE"), index=True)
    position: Mapped[int]
    kind: Mapped[RowKind] = mapped_column(enum_column(RowKind, "call_row_kind"))
    text: Mapped[str] = mapped_column(sa.String(rules.ROW_MAX))
    is_must: Mapped[bool] = mapped_column(default=True)


class CallCriterion(Base):
    """What answers are scored by, and how much it weighs."""

    __tablename__ = "call_criterion"

    id: Mapped[int] = mapped_column(primary_key=True)
    call_id: Mapped[int] = mapped_column(sa.ForeignKey("call.id", ondelete="CASCADE"))
    code: Mapped[str] = mapped_column(sa.String(40))
    weight: Mapped[int]

    __table_args__ = (
        sa.UniqueConstraint("call_id", "code"),
        sa.CheckConstraint("weight BETWEEN 1 AND 100", name="weight_range"),
    )


class CallAnswer(Timestamps, Base):
    """What one supplier answers, on the same page as all others."""

    __tablename__ = "call_answer"

    id: Mapped[int] = mapped_column(primary_key=True)
    call_id: Mapped[int] = mapped_column(sa.ForeignKey("call.id", ondelete="CASCADE"))
    organisation_id: Mapped[int] = mapped_column(sa.ForeignKey("organisation.id", ondelete="CASCADE"), index=True)
    state: Mapped[AnswerState] = mapped_column(
        enum_column(AnswerState, "call_answer_state"), default=AnswerState.RECEIVED, index=True
    )
    price: Mapped[Decimal] = mapped_column(Amount)
    currency: Mapped[str] = mapped_column(sa.String(3))
    lead_weeks: Mapped[int]
    standards: Mapped[list[str]] = mapped_column(sa.JSON, default=list)
    language: Mapped[str] = mapped_column(sa.String(2))
    words: Mapped[str] = mapped_column(sa.String(rules.WORDS_MAX), default="")
    reason: Mapped[str | None] = mapped_column(sa.String(40))
    """Why it was not taken, a code of `screening_reason`."""
    decision_words: Mapped[str] = mapped_column(sa.String(rules.WORDS_MAX), default="")
    score: Mapped[float | None]
    by_id: Mapped[int | None] = mapped_column(sa.ForeignKey("user.id", ondelete="SET NULL"))
    version: Mapped[int] = mapped_column(default=1)

    call: Mapped[Call] = relationship(back_populates="answers")
    organisation: Mapped[Organisation] = relationship()
    rows: Mapped[list["CallAnswerRow"]] = relationship(cascade="all, delete-orphan", order_by="CallAnswerRow.id")
    scores: Mapped[list["CallScore"]] = relationship(cascade="all, delete-orphan", order_by="CallScore.id")

    __mapper_args__ = {"version_id_col": version}
    __table_args__ = (
        sa.UniqueConstraint("call_id", "organisation_id"),
        sa.CheckConstraint("price >= 0", name="price_not_negative"),
        sa.CheckConstraint("lead_weeks >= 0", name="lead_not_negative"),
        sa.CheckConstraint("state NOT IN ('screened_out', 'declined') OR reason IS NOT NULL", name="reason_given"),
        sa.Index("uq_call_answer_awarded", "call_id", unique=True, sqlite_where=sa.text("state = 'awarded'"),
                 postgresql_where=sa.text("state = 'awarded'")),
    )  # fmt: skip


class CallAnswerRow(Base):
    """What a supplier says to one row."""

    __tablename__ = "call_answer_row"

    id: Mapped[int] = mapped_column(primary_key=True)
    answer_id: Mapped[int] = mapped_column(sa.ForeignKey("call_answer.id", ondelete="CASCADE"))
    row_id: Mapped[int] = mapped_column(sa.ForeignKey("call_row.id", ondelete="CASCADE"))
    met: Mapped[Met] = mapped_column(enum_column(Met, "call_met"))
    words: Mapped[str] = mapped_column(sa.String(rules.ROW_MAX), default="")

    row: Mapped[CallRow] = relationship()

    __table_args__ = (sa.UniqueConstraint("answer_id", "row_id"),)


class CallScore(Base):
    """The score of an answer by one criterion."""

    __tablename__ = "call_score"

    id: Mapped[int] = mapped_column(primary_key=True)
    answer_id: Mapped[int] = mapped_column(sa.ForeignKey("call_answer.id", ondelete="CASCADE"))
    code: Mapped[str] = mapped_column(sa.String(40))
    score: Mapped[int]

    __table_args__ = (
        sa.UniqueConstraint("answer_id", "code"),
        sa.CheckConstraint("score BETWEEN 0 AND 5", name="score_range"),
    )


class CallPassing(Base):
    """A call as it came in at one partner cluster: the inbound call of its co-brokers."""

    __tablename__ = "call_passing"

    id: Mapped[int] = mapped_column(primary_key=True)
    call_id: Mapped[int] = mapped_column(sa.ForeignKey("call.id", ondelete="CASCADE"))
    cluster: Mapped[str] = mapped_column(sa.String(20), index=True)
    at: Mapped[datetime] = mapped_column(UtcDateTime, default=now)
    handled_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    handled_by_id: Mapped[int | None] = mapped_column(sa.ForeignKey("user.id", ondelete="SET NULL"))
    words: Mapped[str] = mapped_column(sa.String(rules.WORDS_MAX), default="")
    """What the cluster's office did about it."""

    call: Mapped[Call] = relationship(back_populates="passings")

    __table_args__ = (sa.UniqueConstraint("call_id", "cluster"),)


class CallInvitation(Base):
    """Staff pointed an organisation to a call."""

    __tablename__ = "call_invitation"

    id: Mapped[int] = mapped_column(primary_key=True)
    call_id: Mapped[int] = mapped_column(sa.ForeignKey("call.id", ondelete="CASCADE"))
    organisation_id: Mapped[int] = mapped_column(sa.ForeignKey("organisation.id", ondelete="CASCADE"), index=True)
    by_id: Mapped[int | None] = mapped_column(sa.ForeignKey("user.id", ondelete="SET NULL"))
    at: Mapped[datetime] = mapped_column(UtcDateTime, default=now)

    organisation: Mapped[Organisation] = relationship()

    __table_args__ = (sa.UniqueConstraint("call_id", "organisation_id"),)


class CallStep(Base):
    """One thing that happened to a call."""

    __tablename__ = "call_step"

    id: Mapped[int] = mapped_column(primary_key=True)
    call_id: Mapped[int] = mapped_column(sa.ForeignKey("call.id", ondelete="CASCADE"), index=True)
    at: Mapped[datetime] = mapped_column(UtcDateTime, default=now)
    actor_id: Mapped[int | None] = mapped_column(sa.ForeignKey("user.id", ondelete="SET NULL"))
    act: Mapped[str] = mapped_column(sa.String(20))
    words: Mapped[str] = mapped_column(sa.String(rules.WORDS_MAX), default="")

    actor: Mapped[User | None] = relationship()
