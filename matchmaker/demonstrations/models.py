"""Tables of joint demonstrations: the plan, its sites and criteria, what was measured, what is certified."""

from datetime import date, datetime
from decimal import Decimal
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column, relationship

from matchmaker.accounts.models import User
from matchmaker.assets.models import Asset
from matchmaker.demonstrations import rules
from matchmaker.demonstrations.rules import Deed, Operator, State
from matchmaker.foundation.database import Base, Timestamps, UtcDateTime, enum_column, now
from matchmaker.foundation.virus_scan import Scan
from matchmaker.introductions.models import Introduction
from matchmaker.organisations.models import Organisation


class Exact(sa.TypeDecorator[Decimal]):
    """A decimal number kept as it was written, on every database."""

    impl = sa.String(40)
    cache_ok = True

    def process_bind_param(self, value: Decimal | None, _dialect: sa.Dialect) -> str | None:
        """Decimal to text."""
        return None if value is None else format(value, "f")

    def process_result_value(self, value: str | None, _dialect: sa.Dialect) -> Decimal | None:
        """Text to Decimal."""
        return None if value is None else Decimal(value)


class Demonstration(Timestamps, Base):
    """One product or process, shown at sites in two countries by one protocol."""

    __tablename__ = "demonstration"

    id: Mapped[int] = mapped_column(primary_key=True)
    introduction_id: Mapped[int] = mapped_column(sa.ForeignKey("introduction.id", ondelete="CASCADE"), index=True)
    state: Mapped[State] = mapped_column(enum_column(State, "demonstration_state"), default=State.DRAFT, index=True)
    title: Mapped[str] = mapped_column(sa.String(rules.TITLE_MAX))
    hypothesis: Mapped[str] = mapped_column(sa.Text, default="")
    protocol: Mapped[str] = mapped_column(sa.Text, default="")
    ip_terms: Mapped[str] = mapped_column(sa.Text, default="")
    data_terms: Mapped[str] = mapped_column(sa.Text, default="")
    starts_on: Mapped[date | None]
    ends_on: Mapped[date | None]
    text_version: Mapped[int] = mapped_column(default=1)
    """Rises when a text that was proposed is changed."""
    begun_by_id: Mapped[int | None] = mapped_column(sa.ForeignKey("user.id", ondelete="SET NULL"))
    ended_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    version: Mapped[int] = mapped_column(default=1)

    introduction: Mapped[Introduction] = relationship()
    sites: Mapped[list["DemonstrationSite"]] = relationship(
        cascade="all, delete-orphan", order_by="DemonstrationSite.id"
    )
    steps: Mapped[list["FlowStep"]] = relationship(cascade="all, delete-orphan", order_by="FlowStep.id")
    criteria: Mapped[list["AcceptanceCriterion"]] = relationship(
        cascade="all, delete-orphan", order_by="AcceptanceCriterion.id"
    )
    shares: Mapped[list["CostShare"]] = relationship(cascade="all, delete-orphan", order_by="CostShare.id")
    history: Mapped[list["DemonstrationDeed"]] = relationship(
        cascade="all, delete-orphan", order_by="DemonstrationDeed.id"
    )
    texts: Mapped[list["SignedText"]] = relationship(cascade="all, delete-orphan", order_by="SignedText.number")
    certificate: Mapped["Certificate | None"] = relationship(
        cascade="all, delete-orphan", back_populates="demonstration"
    )

    __mapper_args__ = {"version_id_col": version}
    __table_args__ = (
        sa.CheckConstraint("ends_on IS NULL OR starts_on IS NULL OR ends_on >= starts_on", name="dates_order"),
        sa.CheckConstraint("(state IN ('passed', 'failed', 'stopped')) = (ended_at IS NOT NULL)", name="ended_at_set"),
    )


class DemonstrationSite(Base):
    """A site, and which version of the text it has signed."""

    __tablename__ = "demonstration_site"

    id: Mapped[int] = mapped_column(primary_key=True)
    demonstration_id: Mapped[int] = mapped_column(sa.ForeignKey("demonstration.id", ondelete="CASCADE"), index=True)
    side_id: Mapped[int] = mapped_column(sa.ForeignKey("organisation.id", ondelete="CASCADE"))
    """The organisation in charge, which signs."""
    asset_id: Mapped[int | None] = mapped_column(sa.ForeignKey("asset.id", ondelete="SET NULL"), index=True)
    place: Mapped[str] = mapped_column(sa.String(rules.LINE_MAX), default="")
    signed_version: Mapped[int | None]
    signed_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    signed_by_id: Mapped[int | None] = mapped_column(sa.ForeignKey("user.id", ondelete="SET NULL"))

    side: Mapped[Organisation] = relationship()
    asset: Mapped[Asset | None] = relationship()
    signed_by: Mapped[User | None] = relationship()

    __table_args__ = (
        sa.CheckConstraint("(signed_version IS NULL) = (signed_at IS NULL)", name="signed_whole"),
        sa.CheckConstraint("asset_id IS NOT NULL OR place <> ''", name="somewhere"),
    )


class FlowStep(Base):
    """One step of the flow of samples and biomaterials."""

    __tablename__ = "demonstration_flow_step"

    id: Mapped[int] = mapped_column(primary_key=True)
    demonstration_id: Mapped[int] = mapped_column(sa.ForeignKey("demonstration.id", ondelete="CASCADE"), index=True)
    material: Mapped[str] = mapped_column(sa.String(rules.LINE_MAX))
    origin: Mapped[str] = mapped_column(sa.String(rules.LINE_MAX), default="")
    goal: Mapped[str] = mapped_column(sa.String(rules.LINE_MAX), default="")
    quantity: Mapped[str] = mapped_column(sa.String(rules.LINE_MAX), default="")
    needs_permit: Mapped[bool] = mapped_column(default=False)
    permit: Mapped[str] = mapped_column(sa.String(rules.LINE_MAX), default="")


class AcceptanceCriterion(Base):
    """What is measured, and what it must reach."""

    __tablename__ = "demonstration_criterion"

    id: Mapped[int] = mapped_column(primary_key=True)
    demonstration_id: Mapped[int] = mapped_column(sa.ForeignKey("demonstration.id", ondelete="CASCADE"), index=True)
    name: Mapped[str] = mapped_column(sa.String(rules.LINE_MAX))
    operator: Mapped[Operator] = mapped_column(enum_column(Operator, "demonstration_operator"))
    target: Mapped[Decimal] = mapped_column(Exact)
    unit: Mapped[str] = mapped_column(sa.String(40), default="")
    before: Mapped[Decimal | None] = mapped_column(Exact)

    measurements: Mapped[list["Measurement"]] = relationship(
        cascade="all, delete-orphan", order_by="Measurement.id", back_populates="criterion"
    )


class Measurement(Base):
    """What was measured for one criterion at one site, with the file that shows it."""

    __tablename__ = "demonstration_measurement"

    id: Mapped[int] = mapped_column(primary_key=True)
    criterion_id: Mapped[int] = mapped_column(sa.ForeignKey("demonstration_criterion.id", ondelete="CASCADE"))
    site_id: Mapped[int] = mapped_column(sa.ForeignKey("demonstration_site.id", ondelete="CASCADE"), index=True)
    value: Mapped[Decimal] = mapped_column(Exact)
    measured_on: Mapped[date]
    file_key: Mapped[str] = mapped_column(sa.String(80), unique=True)
    file_name: Mapped[str] = mapped_column(sa.String(130))
    media_type: Mapped[str] = mapped_column(sa.String(100))
    size: Mapped[int]
    sha256: Mapped[str] = mapped_column(sa.String(64))
    scan: Mapped[Scan] = mapped_column(enum_column(Scan, "demonstration_scan"))
    given_by_id: Mapped[int | None] = mapped_column(sa.ForeignKey("user.id", ondelete="SET NULL"))
    at: Mapped[datetime] = mapped_column(UtcDateTime, default=now)

    criterion: Mapped[AcceptanceCriterion] = relationship(back_populates="measurements")
    site: Mapped[DemonstrationSite] = relationship()

    @property
    def is_shown(self) -> bool:
        """Whether the file that shows it can be opened; a value counts only then."""
        return self.scan not in {Scan.WAITING, Scan.INFECTED}

    __table_args__ = (
        sa.UniqueConstraint("criterion_id", "site_id", name="uq_demonstration_measurement_criterion_site"),
    )


class CostShare(Base):
    """Who bears which part of the cost."""

    __tablename__ = "demonstration_cost_share"

    id: Mapped[int] = mapped_column(primary_key=True)
    demonstration_id: Mapped[int] = mapped_column(sa.ForeignKey("demonstration.id", ondelete="CASCADE"), index=True)
    payer: Mapped[str] = mapped_column(sa.String(rules.LINE_MAX))
    percent: Mapped[Decimal] = mapped_column(Exact)


class DemonstrationDeed(Base):
    """One line of the history, decisions to go on or not among them."""

    __tablename__ = "demonstration_deed"

    id: Mapped[int] = mapped_column(primary_key=True)
    demonstration_id: Mapped[int] = mapped_column(sa.ForeignKey("demonstration.id", ondelete="CASCADE"), index=True)
    at: Mapped[datetime] = mapped_column(UtcDateTime, default=now)
    deed: Mapped[Deed] = mapped_column(enum_column(Deed, "demonstration_deed_kind"))
    actor_id: Mapped[int | None] = mapped_column(sa.ForeignKey("user.id", ondelete="SET NULL"))
    side_id: Mapped[int | None] = mapped_column(sa.ForeignKey("organisation.id", ondelete="SET NULL"))
    """The side that did it; None for staff."""
    text_version: Mapped[int]
    note: Mapped[str] = mapped_column(sa.String(rules.REASON_MAX), default="")


class SignedText(Base):
    """A version of the text that a site has signed, as it was; kept for good."""

    __tablename__ = "demonstration_signed_text"

    id: Mapped[int] = mapped_column(primary_key=True)
    demonstration_id: Mapped[int] = mapped_column(sa.ForeignKey("demonstration.id", ondelete="CASCADE"))
    number: Mapped[int]
    content: Mapped[dict[str, Any]] = mapped_column(sa.JSON)
    digest: Mapped[str] = mapped_column(sa.String(64))
    """SHA-256 of the content."""
    at: Mapped[datetime] = mapped_column(UtcDateTime, default=now)

    __table_args__ = (sa.UniqueConstraint("demonstration_id", "number", name="uq_demonstration_signed_text_number"),)


class Certificate(Base):
    """The evidence of a demonstration that has passed, under a code by which anybody can check it."""

    __tablename__ = "demonstration_certificate"

    id: Mapped[int] = mapped_column(primary_key=True)
    demonstration_id: Mapped[int] = mapped_column(sa.ForeignKey("demonstration.id", ondelete="CASCADE"), unique=True)
    code: Mapped[str] = mapped_column(sa.String(20), unique=True)
    issued_at: Mapped[datetime] = mapped_column(UtcDateTime, default=now)
    evidence: Mapped[int]
    """How many files of evidence it rests on."""

    demonstration: Mapped[Demonstration] = relationship(back_populates="certificate")
    parties: Mapped[list["CertificateParty"]] = relationship(
        cascade="all, delete-orphan", order_by="CertificateParty.id", back_populates="certificate"
    )


class CertificateParty(Base):
    """An organisation to whose profile a certificate belongs, and whether it lets the public read its name there."""

    __tablename__ = "demonstration_certificate_party"

    id: Mapped[int] = mapped_column(primary_key=True)
    certificate_id: Mapped[int] = mapped_column(sa.ForeignKey("demonstration_certificate.id", ondelete="CASCADE"))
    organisation_id: Mapped[int] = mapped_column(sa.ForeignKey("organisation.id", ondelete="CASCADE"), index=True)
    shows_name: Mapped[bool] = mapped_column(default=False)

    certificate: Mapped[Certificate] = relationship(back_populates="parties")
    organisation: Mapped[Organisation] = relationship()

    __table_args__ = (
        sa.UniqueConstraint("certificate_id", "organisation_id", name="uq_demonstration_certificate_party_side"),
    )
