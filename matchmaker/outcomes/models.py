"""Tables of outcomes: what came of an introduction, the evidence, what was promised and what became of it."""

from datetime import date, datetime
from decimal import Decimal

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column, relationship

from matchmaker.accounts.models import User
from matchmaker.assets.models import Asset
from matchmaker.foundation.database import Base, Timestamps, UtcDateTime, enum_column, now
from matchmaker.foundation.virus_scan import Scan
from matchmaker.introductions.models import Introduction
from matchmaker.organisations.models import Organisation
from matchmaker.outcomes import rules
from matchmaker.outcomes.money import Amount
from matchmaker.outcomes.rules import ObligationState, OutcomeState, Proposal

_IS_OPEN = sa.text("reopened_at IS NULL")


class Outcome(Timestamps, Base):
    """Something that came of an introduction: claimed by a side or by staff until staff have audited it."""

    __tablename__ = "outcome"

    id: Mapped[int] = mapped_column(primary_key=True)
    introduction_id: Mapped[int] = mapped_column(sa.ForeignKey("introduction.id", ondelete="CASCADE"), index=True)
    kind: Mapped[str] = mapped_column(sa.String(40), index=True)
    state: Mapped[OutcomeState] = mapped_column(
        enum_column(OutcomeState, "outcome_state"), default=OutcomeState.CLAIMED, index=True
    )
    happened_on: Mapped[date]
    title: Mapped[str] = mapped_column(sa.String(rules.TITLE_MAX))
    description: Mapped[str] = mapped_column(sa.String(rules.TEXT_MAX), default="")
    other_parties: Mapped[str] = mapped_column(sa.String(rules.PARTIES_MAX), default="")
    """Further parties beside the two organisations of the introduction, in words."""
    amount: Mapped[Decimal | None] = mapped_column(Amount)
    currency: Mapped[str | None] = mapped_column(sa.String(3))
    """ISO 4217."""
    programme_id: Mapped[int | None] = mapped_column(sa.ForeignKey("asset.id", ondelete="SET NULL"), index=True)
    """The cluster's programme or facility through which it came about."""
    claimed_by_id: Mapped[int | None] = mapped_column(sa.ForeignKey("user.id", ondelete="SET NULL"))
    claimed_for_id: Mapped[int | None] = mapped_column(sa.ForeignKey("organisation.id", ondelete="SET NULL"))
    """The side that claims it; None when staff recorded it."""
    audited_by_id: Mapped[int | None] = mapped_column(sa.ForeignKey("user.id", ondelete="SET NULL"))
    audited_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    audit_note: Mapped[str] = mapped_column(sa.String(rules.REASON_MAX), default="")
    """What was looked at, for staff."""
    state_reason: Mapped[str] = mapped_column(sa.String(rules.REASON_MAX), default="")
    """Why it was rejected or its audit revoked, for everybody who sees it."""
    version: Mapped[int] = mapped_column(default=1)

    introduction: Mapped[Introduction] = relationship()
    programme: Mapped[Asset | None] = relationship()
    claimed_by: Mapped[User | None] = relationship(foreign_keys=[claimed_by_id])
    claimed_for: Mapped[Organisation | None] = relationship(foreign_keys=[claimed_for_id])
    audited_by: Mapped[User | None] = relationship(foreign_keys=[audited_by_id])
    evidence: Mapped[list["Evidence"]] = relationship(cascade="all, delete-orphan", order_by="Evidence.id")
    obligations: Mapped[list["Obligation"]] = relationship(
        cascade="all, delete-orphan", order_by="Obligation.due_on, Obligation.id", back_populates="outcome"
    )
    steps: Mapped[list["OutcomeStep"]] = relationship(cascade="all, delete-orphan", order_by="OutcomeStep.id")

    __mapper_args__ = {"version_id_col": version}
    __table_args__ = (
        sa.CheckConstraint("kind IN ({})".format(", ".join(f"'{kind}'" for kind in rules.KINDS)), name="kind_known"),
        sa.CheckConstraint("(amount IS NULL) = (currency IS NULL)", name="amount_and_currency"),
        sa.CheckConstraint("amount IS NULL OR amount >= 0", name="amount_not_negative"),
        sa.CheckConstraint("currency IS NULL OR length(currency) = 3", name="currency_code"),
        sa.CheckConstraint("(state = 'audited') = (audited_at IS NOT NULL)", name="audited_at_set"),
        sa.CheckConstraint("audited_by_id IS NULL OR audited_by_id <> claimed_by_id", name="four_eyes"),
        sa.CheckConstraint("state <> 'rejected' OR length(state_reason) > 0", name="rejected_with_reason"),
    )


class OutcomeStep(Base):
    """One thing done to an outcome."""

    __tablename__ = "outcome_step"

    id: Mapped[int] = mapped_column(primary_key=True)
    outcome_id: Mapped[int] = mapped_column(sa.ForeignKey("outcome.id", ondelete="CASCADE"), index=True)
    at: Mapped[datetime] = mapped_column(UtcDateTime, default=now)
    actor_id: Mapped[int | None] = mapped_column(sa.ForeignKey("user.id", ondelete="SET NULL"))
    organisation_id: Mapped[int | None] = mapped_column(sa.ForeignKey("organisation.id", ondelete="SET NULL"))
    """The side that did it; None for staff."""
    act: Mapped[str] = mapped_column(sa.String(20))
    to_state: Mapped[OutcomeState] = mapped_column(enum_column(OutcomeState, "outcome_step_state"))
    note: Mapped[str] = mapped_column(sa.String(rules.REASON_MAX), default="")
    internal: Mapped[bool] = mapped_column(default=False)
    """Only staff of the agency read the note."""

    actor: Mapped[User | None] = relationship()


class Obligation(Timestamps, Base):
    """Something that one of the two sides promised to do by a day."""

    __tablename__ = "obligation"

    id: Mapped[int] = mapped_column(primary_key=True)
    outcome_id: Mapped[int] = mapped_column(sa.ForeignKey("outcome.id", ondelete="CASCADE"), index=True)
    owner_id: Mapped[int] = mapped_column(sa.ForeignKey("organisation.id", ondelete="CASCADE"), index=True)
    responsible: Mapped[str] = mapped_column(sa.String(rules.PERSON_MAX), default="")
    """The person at the owner who sees to it, in words."""
    text: Mapped[str] = mapped_column(sa.String(rules.PROMISE_MAX))
    due_on: Mapped[date] = mapped_column(index=True)
    first_due_on: Mapped[date]
    """The day first agreed; `due_on` moves only by agreement of both sides."""
    state: Mapped[ObligationState] = mapped_column(
        enum_column(ObligationState, "obligation_state"), default=ObligationState.OPEN, index=True
    )
    settled_on: Mapped[date | None]
    reason: Mapped[str] = mapped_column(sa.String(rules.REASON_MAX), default="")
    """Why it was dropped or waived, or how it was done."""
    proposal: Mapped[Proposal | None] = mapped_column(enum_column(Proposal, "obligation_proposal"))
    proposed_by_id: Mapped[int | None] = mapped_column(sa.ForeignKey("organisation.id", ondelete="CASCADE"))
    proposed_due_on: Mapped[date | None]
    proposal_reason: Mapped[str] = mapped_column(sa.String(rules.REASON_MAX), default="")
    reminded_on: Mapped[date]
    """The day up to which all reminders are done."""
    created_by_id: Mapped[int | None] = mapped_column(sa.ForeignKey("user.id", ondelete="SET NULL"))
    version: Mapped[int] = mapped_column(default=1)

    outcome: Mapped[Outcome] = relationship(back_populates="obligations")
    owner: Mapped[Organisation] = relationship(foreign_keys=[owner_id])
    proposed_by: Mapped[Organisation | None] = relationship(foreign_keys=[proposed_by_id])
    evidence: Mapped[list["Evidence"]] = relationship(cascade="all, delete-orphan", order_by="Evidence.id")
    steps: Mapped[list["ObligationStep"]] = relationship(cascade="all, delete-orphan", order_by="ObligationStep.id")

    __mapper_args__ = {"version_id_col": version}
    __table_args__ = (
        sa.CheckConstraint("(state = 'open') = (settled_on IS NULL)", name="settled_on_set"),
        sa.CheckConstraint("state <> 'kept' OR settled_on <= due_on", name="kept_in_time"),
        sa.CheckConstraint("state <> 'late' OR settled_on > due_on", name="late_after_due"),
        sa.CheckConstraint("state NOT IN ('dropped', 'waived') OR length(reason) > 0", name="ended_with_reason"),
        sa.CheckConstraint("(proposal IS NULL) = (proposed_by_id IS NULL)", name="proposal_by_a_side"),
        sa.CheckConstraint(
            "(proposed_due_on IS NOT NULL) = (proposal IS NOT NULL AND proposal = 'due')", name="proposal_of_a_day"
        ),
        sa.CheckConstraint("proposal IS NULL OR state = 'open'", name="proposal_while_open"),
        sa.Index("ix_obligation_state_due", "state", "due_on"),
    )


class ObligationStep(Base):
    """One thing done to an obligation; `due_on` is the day that held afterwards."""

    __tablename__ = "obligation_step"

    id: Mapped[int] = mapped_column(primary_key=True)
    obligation_id: Mapped[int] = mapped_column(sa.ForeignKey("obligation.id", ondelete="CASCADE"), index=True)
    at: Mapped[datetime] = mapped_column(UtcDateTime, default=now)
    actor_id: Mapped[int | None] = mapped_column(sa.ForeignKey("user.id", ondelete="SET NULL"))
    organisation_id: Mapped[int | None] = mapped_column(sa.ForeignKey("organisation.id", ondelete="SET NULL"))
    act: Mapped[str] = mapped_column(sa.String(20))
    from_state: Mapped[ObligationState | None] = mapped_column(enum_column(ObligationState, "obligation_step_from"))
    to_state: Mapped[ObligationState] = mapped_column(enum_column(ObligationState, "obligation_step_to"))
    due_on: Mapped[date]
    note: Mapped[str] = mapped_column(sa.String(rules.REASON_MAX), default="")

    actor: Mapped[User | None] = relationship()


class Evidence(Base):
    """A file or a link that shows that an outcome happened or an obligation was met."""

    __tablename__ = "outcome_evidence"

    id: Mapped[int] = mapped_column(primary_key=True)
    outcome_id: Mapped[int | None] = mapped_column(sa.ForeignKey("outcome.id", ondelete="CASCADE"), index=True)
    obligation_id: Mapped[int | None] = mapped_column(sa.ForeignKey("obligation.id", ondelete="CASCADE"), index=True)
    name: Mapped[str] = mapped_column(sa.String(200))
    url: Mapped[str | None] = mapped_column(sa.String(500))
    file_key: Mapped[str | None] = mapped_column(sa.String(200))
    file_name: Mapped[str | None] = mapped_column(sa.String(200))
    """The name under which it is saved."""
    media_type: Mapped[str | None] = mapped_column(sa.String(120))
    size: Mapped[int | None]
    sha256: Mapped[str | None] = mapped_column(sa.String(64))
    scan: Mapped[Scan | None] = mapped_column(enum_column(Scan, "outcome_evidence_scan"))
    """What the virus scanner said of the file."""
    is_private: Mapped[bool] = mapped_column(default=False)
    """Only the side that gave it and the staff who serve that side open it."""
    organisation_id: Mapped[int | None] = mapped_column(sa.ForeignKey("organisation.id", ondelete="SET NULL"))
    """The side that gave it; None for staff."""
    added_by_id: Mapped[int | None] = mapped_column(sa.ForeignKey("user.id", ondelete="SET NULL"))
    added_at: Mapped[datetime] = mapped_column(UtcDateTime, default=now)

    organisation: Mapped[Organisation | None] = relationship()

    __table_args__ = (
        sa.CheckConstraint("(outcome_id IS NULL) <> (obligation_id IS NULL)", name="of_one_thing"),
        sa.CheckConstraint("(url IS NULL) <> (file_key IS NULL)", name="link_or_file"),
        sa.CheckConstraint("(file_key IS NULL) = (sha256 IS NULL)", name="file_with_digest"),
    )

    @property
    def is_file(self) -> bool:
        """A file; else a link."""
        return self.file_key is not None

    @property
    def is_sound(self) -> bool:
        """Whether it shows anything: a file in which the scanner found something is gone."""
        return self.scan is not Scan.INFECTED


class Closing(Base):
    """The end of a chain without a result, until it is reopened."""

    __tablename__ = "outcome_closing"

    id: Mapped[int] = mapped_column(primary_key=True)
    introduction_id: Mapped[int] = mapped_column(sa.ForeignKey("introduction.id", ondelete="CASCADE"), index=True)
    reason: Mapped[str] = mapped_column(sa.String(40))
    """A code of `decline_reason`."""
    words: Mapped[str] = mapped_column(sa.String(rules.REASON_MAX), default="")
    closed_at: Mapped[datetime] = mapped_column(UtcDateTime, default=now)
    closed_by_id: Mapped[int | None] = mapped_column(sa.ForeignKey("user.id", ondelete="SET NULL"))
    closed_for_id: Mapped[int | None] = mapped_column(sa.ForeignKey("organisation.id", ondelete="SET NULL"))
    reopened_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    reopened_by_id: Mapped[int | None] = mapped_column(sa.ForeignKey("user.id", ondelete="SET NULL"))
    reopened_reason: Mapped[str] = mapped_column(sa.String(rules.REASON_MAX), default="")
    version: Mapped[int] = mapped_column(default=1)

    introduction: Mapped[Introduction] = relationship()

    __mapper_args__ = {"version_id_col": version}
    __table_args__ = (
        sa.Index("uq_outcome_closing_open", "introduction_id", unique=True, sqlite_where=_IS_OPEN,
                 postgresql_where=_IS_OPEN),
        sa.CheckConstraint("reopened_at IS NULL OR length(reopened_reason) > 0", name="reopened_with_reason"),
    )  # fmt: skip
