"""Tables of opportunities: the things that are matched."""

from datetime import date, datetime

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column, relationship

from matchmaker.accounts.models import User
from matchmaker.foundation.database import Base, Timestamps, UtcDateTime, enum_column, now
from matchmaker.opportunities.rules import Gateway, OpportunityState, Strength
from matchmaker.organisations.models import Organisation


class Opportunity(Timestamps, Base):
    """One typed offer or need of an organisation. Codes are of the vocabulary's lists."""

    __tablename__ = "opportunity"

    id: Mapped[int] = mapped_column(primary_key=True)
    organisation_id: Mapped[int] = mapped_column(sa.ForeignKey("organisation.id", ondelete="CASCADE"), index=True)
    reference: Mapped[str | None] = mapped_column(sa.String(40), unique=True)
    """`SH-{type}-{country}-{yyyymmdd}-{nnn}`, given at first publication."""
    profile_type: Mapped[str] = mapped_column(sa.String(10))
    gateway: Mapped[Gateway] = mapped_column(enum_column(Gateway, "gateway"))
    state: Mapped[OpportunityState] = mapped_column(
        enum_column(OpportunityState, "opportunity_state"), default=OpportunityState.DRAFT, index=True
    )
    state_reason: Mapped[str | None] = mapped_column(sa.String(1000))
    submitted_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    decided_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    decided_by_id: Mapped[int | None] = mapped_column(sa.ForeignKey("user.id", ondelete="SET NULL"))
    published_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    expires_at: Mapped[datetime | None] = mapped_column(UtcDateTime, index=True)
    expiry_notice_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    extended_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    """When the present publication was extended; it can be once."""
    changed_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    """When matched words or codes changed after the broker's approval; cleared when a broker has looked."""
    open_for_interest: Mapped[bool] = mapped_column(default=True)
    anonymity_tier: Mapped[int] = mapped_column(default=0)
    stage_now: Mapped[str | None] = mapped_column(sa.String(20))
    stage_next: Mapped[str | None] = mapped_column(sa.String(20))
    stage_of_development: Mapped[str | None] = mapped_column(sa.String(40))
    trl: Mapped[int | None]
    trl_scheme: Mapped[str | None] = mapped_column(sa.String(20))
    development_phase: Mapped[str | None] = mapped_column(sa.String(40))
    ipr_status: Mapped[str | None] = mapped_column(sa.String(40))
    ip_terms: Mapped[str | None] = mapped_column(sa.String(40))
    budget_band: Mapped[str | None] = mapped_column(sa.String(40))
    quantity: Mapped[str | None] = mapped_column(sa.String(200))
    timing_from: Mapped[date | None]
    timing_to: Mapped[date | None]
    video_url: Mapped[str | None] = mapped_column(sa.String(300))
    call_framework: Mapped[str | None] = mapped_column(sa.String(200))
    call_identifier: Mapped[str | None] = mapped_column(sa.String(200))
    call_url: Mapped[str | None] = mapped_column(sa.String(300))
    call_coordinator_required: Mapped[bool | None]
    call_interest_deadline: Mapped[date | None]
    call_deadline: Mapped[date | None]
    call_weeks: Mapped[int | None]
    completeness: Mapped[int] = mapped_column(default=0)
    version: Mapped[int] = mapped_column(default=1)

    organisation: Mapped[Organisation] = relationship()
    decided_by: Mapped[User | None] = relationship(foreign_keys=[decided_by_id])
    texts: Mapped[list["OpportunityText"]] = relationship(
        cascade="all, delete-orphan", order_by="OpportunityText.language"
    )
    codes: Mapped[list["OpportunityCode"]] = relationship(cascade="all, delete-orphan", order_by="OpportunityCode.id")
    requirements: Mapped[list["OpportunityRequirement"]] = relationship(
        cascade="all, delete-orphan", order_by="OpportunityRequirement.id"
    )
    alternatives: Mapped[list["BestAlternative"]] = relationship(
        cascade="all, delete-orphan", order_by="BestAlternative.id"
    )
    attachments: Mapped[list["Attachment"]] = relationship(cascade="all, delete-orphan", order_by="Attachment.id")

    __mapper_args__ = {"version_id_col": version}
    __table_args__ = (
        sa.CheckConstraint("trl IS NULL OR trl BETWEEN 1 AND 9", name="trl_range"),
        sa.CheckConstraint("anonymity_tier IN (0, 1)", name="anonymity_tier_known"),
        sa.CheckConstraint(
            "state <> 'published' OR (published_at IS NOT NULL AND expires_at IS NOT NULL AND reference IS NOT NULL)",
            name="published_whole",
        ),
        sa.CheckConstraint("timing_to IS NULL OR timing_from IS NULL OR timing_to >= timing_from", name="timing_order"),
    )

    def text(self, language: str) -> "OpportunityText | None":
        """The texts in `language`, if any were written."""
        return next((text for text in self.texts if text.language == language), None)

    def title(self, language: str) -> str:
        """The title in `language`, else in English, else in any language; empty when there is none yet."""
        titles = {text.language: text.title for text in self.texts if text.title}
        return titles.get(language) or titles.get("en") or next(iter(titles.values()), "")

    def codes_of(self, list_name: str) -> list[str]:
        """Codes that the opportunity carries from the list `list_name`."""
        return [code.code for code in self.codes if code.list_name == list_name]


class OpportunityText(Base):
    """The words of an opportunity in one language; `offer` and `need` are what is matched."""

    __tablename__ = "opportunity_text"

    id: Mapped[int] = mapped_column(primary_key=True)
    opportunity_id: Mapped[int] = mapped_column(sa.ForeignKey("opportunity.id", ondelete="CASCADE"))
    language: Mapped[str] = mapped_column(sa.String(5))
    title: Mapped[str] = mapped_column(sa.Text, default="")
    summary: Mapped[str] = mapped_column(sa.Text, default="")
    description: Mapped[str] = mapped_column(sa.Text, default="")
    offer: Mapped[str] = mapped_column(sa.Text, default="")
    need: Mapped[str] = mapped_column(sa.Text, default="")
    advantages: Mapped[str] = mapped_column(sa.Text, default="")
    specification: Mapped[str] = mapped_column(sa.Text, default="")
    partner_role: Mapped[str] = mapped_column(sa.Text, default="")
    ipr_notes: Mapped[str] = mapped_column(sa.Text, default="")

    __table_args__ = (
        sa.UniqueConstraint("opportunity_id", "language"),
        sa.CheckConstraint("length(title) <= 256", name="title_length"),
        sa.CheckConstraint("length(summary) <= 500", name="summary_length"),
        sa.CheckConstraint("length(offer) <= 2000 AND length(need) <= 2000", name="matched_length"),
        sa.CheckConstraint("length(description) <= 4000 AND length(partner_role) <= 4000", name="long_length"),
    )


class OpportunityCode(Base):
    """One code that an opportunity carries from one list of `CODE_LIMITS`."""

    __tablename__ = "opportunity_code"

    id: Mapped[int] = mapped_column(primary_key=True)
    opportunity_id: Mapped[int] = mapped_column(sa.ForeignKey("opportunity.id", ondelete="CASCADE"))
    list_name: Mapped[str] = mapped_column(sa.String(40))
    code: Mapped[str] = mapped_column(sa.String(40))

    __table_args__ = (
        sa.UniqueConstraint("opportunity_id", "list_name", "code"),
        sa.Index("ix_opportunity_code_lookup", "list_name", "code"),
    )


class OpportunityRequirement(Base):
    """Something the partner must or should fulfil, in a form that can be checked."""

    __tablename__ = "opportunity_requirement"

    id: Mapped[int] = mapped_column(primary_key=True)
    opportunity_id: Mapped[int] = mapped_column(sa.ForeignKey("opportunity.id", ondelete="CASCADE"), index=True)
    field: Mapped[str] = mapped_column(sa.String(40))
    operator: Mapped[str] = mapped_column(sa.String(20))
    value: Mapped[list[str]] = mapped_column(sa.JSON)
    """Codes, or one number or text."""
    unit: Mapped[str] = mapped_column(sa.String(20), default="")
    strength: Mapped[Strength] = mapped_column(enum_column(Strength, "strength"), default=Strength.SHOULD)
    note: Mapped[str] = mapped_column(sa.String(200), default="")


class BestAlternative(Base):
    """How the offer compares with the leading alternative, with a number."""

    __tablename__ = "best_alternative"

    id: Mapped[int] = mapped_column(primary_key=True)
    opportunity_id: Mapped[int] = mapped_column(sa.ForeignKey("opportunity.id", ondelete="CASCADE"), index=True)
    alternative: Mapped[str] = mapped_column(sa.String(200))
    metric: Mapped[str] = mapped_column(sa.String(200))
    ours: Mapped[str] = mapped_column(sa.String(100))
    theirs: Mapped[str] = mapped_column(sa.String(100))
    unit: Mapped[str] = mapped_column(sa.String(40), default="")


class Attachment(Base):
    """A document of an opportunity, open from `tier` on; the bytes lie in the upload folder under their hash."""

    __tablename__ = "attachment"

    id: Mapped[int] = mapped_column(primary_key=True)
    opportunity_id: Mapped[int] = mapped_column(sa.ForeignKey("opportunity.id", ondelete="CASCADE"), index=True)
    title: Mapped[str] = mapped_column(sa.String(200))
    tier: Mapped[int]
    sha256: Mapped[str] = mapped_column(sa.String(64))
    size: Mapped[int]
    media_type: Mapped[str] = mapped_column(sa.String(100))
    file_name: Mapped[str] = mapped_column(sa.String(200))
    created_at: Mapped[datetime] = mapped_column(UtcDateTime, default=now)

    __table_args__ = (sa.CheckConstraint("tier BETWEEN 0 AND 3", name="tier_known"),)
