"""Tables of organisations: who they are, in which words, who speaks for them, whom they avoid."""

from datetime import date, datetime

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column, relationship

from matchmaker.accounts.models import User
from matchmaker.foundation.database import Base, Timestamps, UtcDateTime, enum_column, now
from matchmaker.organisations.rules import ImportState, MembershipState, Side, VettingState, side_of

CODE_LISTS = ("area", "stage", "licence", "language")
"""Coded lists of which an organisation may carry several codes."""


class Organisation(Timestamps, Base):
    """A firm, hospital, university, investor or agency. One of `name_ko` and `name_en` is always there."""

    __tablename__ = "organisation"

    id: Mapped[int] = mapped_column(primary_key=True)
    name_ko: Mapped[str | None] = mapped_column(sa.String(200))
    name_en: Mapped[str | None] = mapped_column(sa.String(200))
    other_names: Mapped[list[str]] = mapped_column(sa.JSON, default=list)
    """Former names, brands, names in other scripts: private, used to find duplicates."""
    org_type: Mapped[str | None] = mapped_column(sa.String(40))
    size_band: Mapped[str | None] = mapped_column(sa.String(40))
    country: Mapped[str] = mapped_column(sa.String(2))
    city: Mapped[str | None] = mapped_column(sa.String(120))
    cluster: Mapped[str] = mapped_column(sa.String(20), index=True)
    in_complex: Mapped[bool] = mapped_column(default=False)
    is_anchor: Mapped[bool] = mapped_column(default=False)
    registration_number: Mapped[str | None] = mapped_column(sa.String(40))
    """Business registration (KR) or company registry number; private, used in vetting."""
    year_established: Mapped[int | None]
    employees: Mapped[int | None]
    rnd_headcount: Mapped[int | None]
    website: Mapped[str | None] = mapped_column(sa.String(300))
    website_domain: Mapped[str | None] = mapped_column(sa.String(253), index=True)
    time_zone: Mapped[str | None] = mapped_column(sa.String(60))
    has_international_experience: Mapped[bool | None]
    anonymity_tier: Mapped[int] = mapped_column(default=0)
    """What vetted members see unasked: 0 a teaser without names, 1 the name."""
    state: Mapped[VettingState] = mapped_column(
        enum_column(VettingState, "vetting_state"), default=VettingState.DRAFT, index=True
    )
    state_reason: Mapped[str | None] = mapped_column(sa.String(1000))
    submitted_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    decided_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    decided_by_id: Mapped[int | None] = mapped_column(sa.ForeignKey("user.id", ondelete="SET NULL"))
    source: Mapped[str] = mapped_column(sa.String(40), default="self")
    """Where the profile came from: self, import, staff, demo."""
    source_key: Mapped[str | None] = mapped_column(sa.String(200))
    """Identity in the source, so that importing the same file again changes nothing."""
    source_digests: Mapped[dict[str, str] | None] = mapped_column(sa.JSON)
    """Digest of each value as it was last imported: a value that differs from it was corrected here by hand."""
    completeness: Mapped[int] = mapped_column(default=0)
    """Share of the wanted fields that are filled, in percent."""
    revision: Mapped[int] = mapped_column(default=1)
    """Raised by every change that the matching can see, of the organisation or of its opportunities."""
    matched_revision: Mapped[int] = mapped_column(default=0)
    """The revision that the stored suggestions were made from."""
    version: Mapped[int] = mapped_column(default=1)
    """Guards against two people saving over each other."""

    texts: Mapped[list["OrganisationText"]] = relationship(
        cascade="all, delete-orphan", order_by="OrganisationText.language"
    )
    codes: Mapped[list["OrganisationCode"]] = relationship(cascade="all, delete-orphan", order_by="OrganisationCode.id")
    qualities: Mapped[list["OrganisationQuality"]] = relationship(
        cascade="all, delete-orphan", order_by="OrganisationQuality.id"
    )
    contacts: Mapped[list["Contact"]] = relationship(cascade="all, delete-orphan", order_by="Contact.id")
    memberships: Mapped[list["Membership"]] = relationship(cascade="all, delete-orphan", back_populates="organisation")
    blocks: Mapped[list["Block"]] = relationship(
        cascade="all, delete-orphan", foreign_keys="Block.organisation_id", order_by="Block.id"
    )
    decided_by: Mapped[User | None] = relationship(foreign_keys=[decided_by_id])

    __mapper_args__ = {"version_id_col": version}
    __table_args__ = (
        sa.CheckConstraint("name_ko IS NOT NULL OR name_en IS NOT NULL", name="has_name"),
        sa.CheckConstraint("anonymity_tier IN (0, 1)", name="anonymity_tier_known"),
        sa.CheckConstraint("length(country) = 2", name="country_code"),
        sa.Index(
            "uq_organisation_registration_number", "country", "registration_number", unique=True,
            sqlite_where=sa.text("registration_number IS NOT NULL"),
            postgresql_where=sa.text("registration_number IS NOT NULL"),
        ),
        sa.Index("uq_organisation_source", "source", "source_key", unique=True),
        sa.Index(
            "ix_organisation_pending", "id",
            sqlite_where=sa.text("revision <> matched_revision"),
            postgresql_where=sa.text("revision <> matched_revision"),
        ),
    )  # fmt: skip

    @property
    def side(self) -> Side:
        """Domestic or overseas."""
        return side_of(self.country)

    def name(self, language: str) -> str:
        """The name for readers of `language`: Korean for Korean readers where there is one, else English."""
        first, second = (self.name_ko, self.name_en) if language == "ko" else (self.name_en, self.name_ko)
        return first or second or ""

    def text(self, language: str) -> "OrganisationText | None":
        """The texts in `language`, if any were written."""
        return next((text for text in self.texts if text.language == language), None)

    def codes_of(self, list_name: str) -> list[str]:
        """Codes that the organisation carries from the coded list `list_name`."""
        return [code.code for code in self.codes if code.list_name == list_name]


class OrganisationText(Base):
    """What an organisation says of itself in one language."""

    __tablename__ = "organisation_text"

    id: Mapped[int] = mapped_column(primary_key=True)
    organisation_id: Mapped[int] = mapped_column(sa.ForeignKey("organisation.id", ondelete="CASCADE"))
    language: Mapped[str] = mapped_column(sa.String(5))
    summary: Mapped[str] = mapped_column(sa.Text, default="")
    description: Mapped[str] = mapped_column(sa.Text, default="")
    international_experience: Mapped[str] = mapped_column(sa.Text, default="")

    __table_args__ = (
        sa.UniqueConstraint("organisation_id", "language"),
        sa.CheckConstraint("length(summary) <= 500", name="summary_length"),
        sa.CheckConstraint("length(description) <= 4000", name="description_length"),
        sa.CheckConstraint("length(international_experience) <= 500", name="experience_length"),
    )


class OrganisationCode(Base):
    """One code that an organisation carries from one of `CODE_LISTS`."""

    __tablename__ = "organisation_code"

    id: Mapped[int] = mapped_column(primary_key=True)
    organisation_id: Mapped[int] = mapped_column(sa.ForeignKey("organisation.id", ondelete="CASCADE"))
    list_name: Mapped[str] = mapped_column(sa.String(40))
    code: Mapped[str] = mapped_column(sa.String(40))

    __table_args__ = (
        sa.UniqueConstraint("organisation_id", "list_name", "code"),
        sa.Index("ix_organisation_code_lookup", "list_name", "code"),
    )


class OrganisationQuality(Base):
    """A quality or regulatory standard and how far the organisation is with it."""

    __tablename__ = "organisation_quality"

    id: Mapped[int] = mapped_column(primary_key=True)
    organisation_id: Mapped[int] = mapped_column(sa.ForeignKey("organisation.id", ondelete="CASCADE"), index=True)
    standard: Mapped[str] = mapped_column(sa.String(40))
    status: Mapped[str] = mapped_column(sa.String(40))
    scope: Mapped[str] = mapped_column(sa.String(300), default="")
    issuer: Mapped[str] = mapped_column(sa.String(200), default="")
    valid_to: Mapped[date | None]

    __table_args__ = (sa.UniqueConstraint("organisation_id", "standard"),)


class Contact(Base):
    """A person to talk to; shown to a counterpart only after both said yes."""

    __tablename__ = "contact"

    id: Mapped[int] = mapped_column(primary_key=True)
    organisation_id: Mapped[int] = mapped_column(sa.ForeignKey("organisation.id", ondelete="CASCADE"), index=True)
    name: Mapped[str] = mapped_column(sa.String(120))
    position: Mapped[str] = mapped_column(sa.String(120), default="")
    email: Mapped[str] = mapped_column(sa.String(320), default="")
    phone: Mapped[str] = mapped_column(sa.String(40), default="")
    language: Mapped[str] = mapped_column(sa.String(5), default="en")
    is_primary: Mapped[bool] = mapped_column(default=False)


class Membership(Base):
    """That a person speaks for an organisation. A person speaks for one."""

    __tablename__ = "membership"

    id: Mapped[int] = mapped_column(primary_key=True)
    user_id: Mapped[int] = mapped_column(sa.ForeignKey("user.id", ondelete="CASCADE"), unique=True)
    organisation_id: Mapped[int] = mapped_column(sa.ForeignKey("organisation.id", ondelete="CASCADE"), index=True)
    state: Mapped[MembershipState] = mapped_column(enum_column(MembershipState, "membership_state"))
    created_at: Mapped[datetime] = mapped_column(UtcDateTime, default=now)

    user: Mapped[User] = relationship()
    organisation: Mapped[Organisation] = relationship(back_populates="memberships")


class Block(Base):
    """An organisation that must never be shown to this one, nor this one to it. Private.

    Named by row where it is known here, else by web domain or by name.
    """

    __tablename__ = "block"

    id: Mapped[int] = mapped_column(primary_key=True)
    organisation_id: Mapped[int] = mapped_column(sa.ForeignKey("organisation.id", ondelete="CASCADE"), index=True)
    blocked_id: Mapped[int | None] = mapped_column(sa.ForeignKey("organisation.id", ondelete="CASCADE"), index=True)
    blocked_domain: Mapped[str | None] = mapped_column(sa.String(253))
    blocked_name: Mapped[str | None] = mapped_column(sa.String(200))
    created_at: Mapped[datetime] = mapped_column(UtcDateTime, default=now)

    blocked: Mapped[Organisation | None] = relationship(foreign_keys=[blocked_id])

    __table_args__ = (
        sa.CheckConstraint(
            "(blocked_id IS NOT NULL) OR (blocked_domain IS NOT NULL) OR (blocked_name IS NOT NULL)",
            name="names_somebody",
        ),
        sa.CheckConstraint("blocked_id IS NULL OR blocked_id <> organisation_id", name="not_itself"),
        sa.UniqueConstraint("organisation_id", "blocked_id"),
    )


class Disclosure(Base):
    """The tier that `viewer` has reached with `subject`; written by the rooms downstream, read everywhere."""

    __tablename__ = "disclosure"

    id: Mapped[int] = mapped_column(primary_key=True)
    viewer_id: Mapped[int] = mapped_column(sa.ForeignKey("organisation.id", ondelete="CASCADE"))
    subject_id: Mapped[int] = mapped_column(sa.ForeignKey("organisation.id", ondelete="CASCADE"), index=True)
    tier: Mapped[int]
    at: Mapped[datetime] = mapped_column(UtcDateTime, default=now)

    __table_args__ = (
        sa.UniqueConstraint("viewer_id", "subject_id"),
        sa.CheckConstraint("tier BETWEEN 1 AND 3", name="tier_known"),
        sa.CheckConstraint("viewer_id <> subject_id", name="not_itself"),
    )


class ImportRun(Base):
    """One imported file: who, what, how many rows, so that the same file is known again."""

    __tablename__ = "import_run"

    id: Mapped[int] = mapped_column(primary_key=True)
    at: Mapped[datetime] = mapped_column(UtcDateTime, default=now)
    actor_id: Mapped[int | None] = mapped_column(sa.ForeignKey("user.id", ondelete="SET NULL"))
    file_name: Mapped[str] = mapped_column(sa.String(300))
    sha256: Mapped[str] = mapped_column(sa.String(64), index=True)
    state: Mapped[ImportState] = mapped_column(
        enum_column(ImportState, "import_state"), default=ImportState.WAITING, index=True
    )
    upload: Mapped[str | None] = mapped_column(sa.String(64), unique=True)
    """Name of the stored upload until it expires; confirming one upload twice makes one run."""
    failure: Mapped[str | None] = mapped_column(sa.String(80))
    """Code of the refusal that ended the run without writing anything."""
    rows_read: Mapped[int] = mapped_column(default=0)
    rows_created: Mapped[int] = mapped_column(default=0)
    rows_updated: Mapped[int] = mapped_column(default=0)
    rows_unchanged: Mapped[int] = mapped_column(default=0)
    rows_duplicate: Mapped[int] = mapped_column(default=0)
    rows_refused: Mapped[int] = mapped_column(default=0)

    actor: Mapped[User | None] = relationship()
