"""Tables of compliance: what each side of an introduction answers, and what staff decide about a light."""

from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column, relationship

from matchmaker.accounts.models import User
from matchmaker.compliance import rules
from matchmaker.compliance.rules import Answer, Light
from matchmaker.foundation.database import Base, Timestamps, UtcDateTime, enum_column, now
from matchmaker.introductions.models import Introduction
from matchmaker.organisations.models import Organisation

_STANDS = sa.text("revoked_at IS NULL")


class ComplianceSheet(Timestamps, Base):
    """The answers of one side of an introduction."""

    __tablename__ = "compliance_sheet"

    id: Mapped[int] = mapped_column(primary_key=True)
    introduction_id: Mapped[int] = mapped_column(sa.ForeignKey("introduction.id", ondelete="CASCADE"))
    organisation_id: Mapped[int] = mapped_column(sa.ForeignKey("organisation.id", ondelete="CASCADE"), index=True)
    answered_by_id: Mapped[int | None] = mapped_column(sa.ForeignKey("user.id", ondelete="SET NULL"))
    by_staff: Mapped[bool] = mapped_column(default=False)
    """Staff wrote down what an organisation said that nobody represents here."""
    version: Mapped[int] = mapped_column(default=1)

    introduction: Mapped[Introduction] = relationship()
    organisation: Mapped[Organisation] = relationship()
    answers: Mapped[list["ComplianceAnswer"]] = relationship(
        cascade="all, delete-orphan", order_by="ComplianceAnswer.id", lazy="selectin"
    )

    __mapper_args__ = {"version_id_col": version}
    __table_args__ = (
        sa.UniqueConstraint("introduction_id", "organisation_id", name="uq_compliance_sheet_introduction_organisation"),
    )

    def answer(self, question: str) -> "ComplianceAnswer | None":
        """What was answered to `question`, if anything was."""
        return next((one for one in self.answers if one.question == question), None)


class ComplianceAnswer(Base):
    """One answer; a permit that is in hand is named."""

    __tablename__ = "compliance_answer"

    id: Mapped[int] = mapped_column(primary_key=True)
    sheet_id: Mapped[int] = mapped_column(sa.ForeignKey("compliance_sheet.id", ondelete="CASCADE"))
    question: Mapped[str] = mapped_column(sa.String(40))
    """Code of the list `compliance_question`."""
    answer: Mapped[Answer] = mapped_column(enum_column(Answer, "compliance_answer_given"))
    permit: Mapped[str] = mapped_column(sa.String(rules.PERMIT_MAX), default="")
    at: Mapped[datetime] = mapped_column(UtcDateTime, default=now)

    __table_args__ = (
        sa.UniqueConstraint("sheet_id", "question", name="uq_compliance_answer_sheet_question"),
        sa.CheckConstraint("answer <> 'permitted' OR length(permit) > 0", name="permit_named"),
    )


class ComplianceDecision(Base):
    """That the agency lets things pass in spite of a light, for the answers that it had before it."""

    __tablename__ = "compliance_decision"

    id: Mapped[int] = mapped_column(primary_key=True)
    introduction_id: Mapped[int] = mapped_column(sa.ForeignKey("introduction.id", ondelete="CASCADE"), index=True)
    light: Mapped[Light] = mapped_column(enum_column(Light, "compliance_light"))
    covers: Mapped[list[str]] = mapped_column(sa.JSON)
    """`Said.key` of the answers decided on; another answer needs another decision."""
    reason: Mapped[str] = mapped_column(sa.String(rules.REASON_MAX))
    decided_by_id: Mapped[int | None] = mapped_column(sa.ForeignKey("user.id", ondelete="SET NULL"))
    decided_at: Mapped[datetime] = mapped_column(UtcDateTime, default=now)
    revoked_by_id: Mapped[int | None] = mapped_column(sa.ForeignKey("user.id", ondelete="SET NULL"))
    revoked_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    revoke_reason: Mapped[str] = mapped_column(sa.String(rules.REASON_MAX), default="")

    introduction: Mapped[Introduction] = relationship()
    decided_by: Mapped[User | None] = relationship(foreign_keys=[decided_by_id])
    revoked_by: Mapped[User | None] = relationship(foreign_keys=[revoked_by_id])

    __table_args__ = (
        sa.Index("uq_compliance_decision_standing", "introduction_id", "light", unique=True,
                 sqlite_where=_STANDS, postgresql_where=_STANDS),
        sa.CheckConstraint("length(reason) > 0", name="with_reason"),
        sa.CheckConstraint("revoked_at IS NULL OR length(revoke_reason) > 0", name="revoked_with_reason"),
    )  # fmt: skip
