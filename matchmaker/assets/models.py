"""Tables of cluster assets: what they are, what is published of them, when they can be used, what they serve."""

from datetime import date

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column, relationship

from matchmaker.assets.rules import LegalStatus
from matchmaker.clusters.models import Site
from matchmaker.foundation.database import Base, Timestamps, enum_column
from matchmaker.organisations.models import Organisation


class Asset(Timestamps, Base):
    """A facility, equipment, space or programme of the cluster."""

    __tablename__ = "asset"

    id: Mapped[int] = mapped_column(primary_key=True)
    key: Mapped[str] = mapped_column(sa.String(60), unique=True)
    name_ko: Mapped[str] = mapped_column(sa.String(200))
    name_en: Mapped[str] = mapped_column(sa.String(200))
    kind: Mapped[str] = mapped_column(sa.String(20))
    operator_id: Mapped[int | None] = mapped_column(sa.ForeignKey("organisation.id", ondelete="SET NULL"), index=True)
    operator_ko: Mapped[str] = mapped_column(sa.String(200))
    operator_en: Mapped[str] = mapped_column(sa.String(200))
    legal_status: Mapped[LegalStatus] = mapped_column(enum_column(LegalStatus, "legal_status"))
    available_from: Mapped[str] = mapped_column(sa.String(10), default="")
    """`YYYY-MM-DD`, `YYYY-MM` or `YYYY-H1`/`YYYY-H2` as published; empty when nobody has said."""
    district_ko: Mapped[str] = mapped_column(sa.String(100), default="")
    district_en: Mapped[str] = mapped_column(sa.String(100), default="")
    access_mode: Mapped[str | None] = mapped_column(sa.String(20))
    summary_ko: Mapped[str] = mapped_column(sa.Text, default="")
    summary_en: Mapped[str] = mapped_column(sa.Text, default="")
    description_ko: Mapped[str] = mapped_column(sa.Text, default="")
    description_en: Mapped[str] = mapped_column(sa.Text, default="")

    parent_id: Mapped[int | None] = mapped_column(sa.ForeignKey("asset.id", ondelete="CASCADE"), index=True)
    """The facility in which a piece of equipment stands."""
    site_id: Mapped[int | None] = mapped_column(sa.ForeignKey("site.id", ondelete="SET NULL"), index=True)
    contact_id: Mapped[int | None] = mapped_column(sa.ForeignKey("organisation.id", ondelete="SET NULL"), index=True)
    """Whose people answer requests beside the operator's."""
    latitude: Mapped[float | None]
    longitude: Mapped[float | None]
    """Where the sketch map shows it."""
    gmp_grade: Mapped[str | None] = mapped_column(sa.String(20))
    cleanroom_class: Mapped[str | None] = mapped_column(sa.String(20))
    biosafety_level: Mapped[str | None] = mapped_column(sa.String(20))
    fee_model: Mapped[str | None] = mapped_column(sa.String(20))
    fee_ko: Mapped[str] = mapped_column(sa.String(300), default="", server_default="")
    fee_en: Mapped[str] = mapped_column(sa.String(300), default="", server_default="")
    training_ko: Mapped[str] = mapped_column(sa.String(300), default="", server_default="")
    training_en: Mapped[str] = mapped_column(sa.String(300), default="", server_default="")
    """What must be learned before use; empty: nothing is asked."""
    lead_time_days: Mapped[int] = mapped_column(default=0, server_default="0")
    needs_approval: Mapped[bool] = mapped_column(default=True, server_default=sa.true())
    """Whether somebody checks each request; without, dates that are free are accepted at once."""
    capacity_units: Mapped[int] = mapped_column(default=1, server_default="1")
    """How many can use it in the same hour."""
    utilisation_target: Mapped[int | None]
    """Percent of the bookable hours."""
    version: Mapped[int] = mapped_column(default=1, server_default="1")

    operator: Mapped[Organisation | None] = relationship(foreign_keys=[operator_id])
    contact: Mapped[Organisation | None] = relationship(foreign_keys=[contact_id])
    site: Mapped[Site | None] = relationship()
    parent: Mapped["Asset | None"] = relationship(remote_side="Asset.id", back_populates="children")
    children: Mapped[list["Asset"]] = relationship(back_populates="parent", order_by="Asset.name_en")
    hours: Mapped[list["AssetHours"]] = relationship(
        cascade="all, delete-orphan", order_by="(AssetHours.weekday, AssetHours.first_hour)"
    )
    closures: Mapped[list["AssetClosure"]] = relationship(
        cascade="all, delete-orphan", order_by="AssetClosure.first_day"
    )
    qualities: Mapped[list["AssetQuality"]] = relationship(cascade="all, delete-orphan", order_by="AssetQuality.id")
    codes: Mapped[list["AssetCode"]] = relationship(cascade="all, delete-orphan", order_by="AssetCode.id")
    facts: Mapped[list["AssetFact"]] = relationship(cascade="all, delete-orphan", order_by="AssetFact.id")

    __mapper_args__ = {"version_id_col": version}
    __table_args__ = (
        sa.CheckConstraint("lead_time_days BETWEEN 0 AND 365", name="lead_time_known"),
        sa.CheckConstraint("capacity_units BETWEEN 1 AND 200", name="capacity_known"),
        sa.CheckConstraint("utilisation_target BETWEEN 0 AND 100", name="target_is_percent"),
        sa.CheckConstraint("parent_id IS NULL OR parent_id <> id", name="not_in_itself"),
    )

    def name(self, language: str) -> str:
        """The name for readers of `language`: Korean, or English for everybody else."""
        return self.name_ko if language == "ko" else self.name_en

    def operated_by(self, language: str) -> str:
        """The operator's public name for readers of `language`."""
        return self.operator_ko if language == "ko" else self.operator_en

    def district(self, language: str) -> str:
        """Where in the city it stands, for readers of `language`."""
        return self.district_ko if language == "ko" else self.district_en

    def summary(self, language: str) -> str:
        """One paragraph for readers of `language`."""
        return self.summary_ko if language == "ko" else self.summary_en

    def description(self, language: str) -> str:
        """The whole text for readers of `language`."""
        return self.description_ko if language == "ko" else self.description_en

    def fee(self, language: str) -> str:
        """What it costs, for readers of `language`."""
        return self.fee_ko if language == "ko" else self.fee_en

    def training(self, language: str) -> str:
        """What must be learned before use, for readers of `language`."""
        return self.training_ko if language == "ko" else self.training_en

    def codes_of(self, list_name: str) -> list[str]:
        """Codes that the asset carries from the list `list_name`."""
        return [code.code for code in self.codes if code.list_name == list_name]


class AssetCode(Base):
    """One code of an asset: stage, area, unit_operation (what it can do) or tag."""

    __tablename__ = "asset_code"

    id: Mapped[int] = mapped_column(primary_key=True)
    asset_id: Mapped[int] = mapped_column(sa.ForeignKey("asset.id", ondelete="CASCADE"))
    list_name: Mapped[str] = mapped_column(sa.String(40))
    code: Mapped[str] = mapped_column(sa.String(40))

    __table_args__ = (sa.UniqueConstraint("asset_id", "list_name", "code"),)


class AssetFact(Base):
    """A published fact with its source.

    `about` names one thing that can have one value only, so two rows with the same `about` and different values are
    two sources that disagree. `dated` is when the source was published: `YYYY`, `YYYY-MM` or `YYYY-MM-DD`.
    """

    __tablename__ = "asset_fact"

    id: Mapped[int] = mapped_column(primary_key=True)
    asset_id: Mapped[int] = mapped_column(sa.ForeignKey("asset.id", ondelete="CASCADE"), index=True)
    about: Mapped[str] = mapped_column(sa.String(40))
    value_ko: Mapped[str] = mapped_column(sa.String(500))
    value_en: Mapped[str] = mapped_column(sa.String(500))
    source_ko: Mapped[str] = mapped_column(sa.String(300))
    source_en: Mapped[str] = mapped_column(sa.String(300))
    dated: Mapped[str] = mapped_column(sa.String(10))

    def value(self, language: str) -> str:
        """What it says, for readers of `language`."""
        return self.value_ko if language == "ko" else self.value_en

    def source(self, language: str) -> str:
        """Who said so, for readers of `language`."""
        return self.source_ko if language == "ko" else self.source_en


class AssetHours(Base):
    """Hours of a weekday that can be booked, on the clock of Korea: from `first_hour` to before `end_hour`."""

    __tablename__ = "asset_hours"

    id: Mapped[int] = mapped_column(primary_key=True)
    asset_id: Mapped[int] = mapped_column(sa.ForeignKey("asset.id", ondelete="CASCADE"))
    weekday: Mapped[int]
    """0 is Monday."""
    first_hour: Mapped[int]
    end_hour: Mapped[int]

    __table_args__ = (
        sa.UniqueConstraint("asset_id", "weekday", "first_hour", name="uq_asset_hours_start"),
        sa.CheckConstraint("weekday BETWEEN 0 AND 6", name="weekday_known"),
        sa.CheckConstraint("0 <= first_hour AND first_hour < end_hour AND end_hour <= 24", name="within_the_day"),
    )


class AssetClosure(Base):
    """Days on which the asset cannot be booked, both included."""

    __tablename__ = "asset_closure"

    id: Mapped[int] = mapped_column(primary_key=True)
    asset_id: Mapped[int] = mapped_column(sa.ForeignKey("asset.id", ondelete="CASCADE"), index=True)
    first_day: Mapped[date]
    last_day: Mapped[date]
    reason_ko: Mapped[str] = mapped_column(sa.String(200))
    reason_en: Mapped[str] = mapped_column(sa.String(200))

    __table_args__ = (sa.CheckConstraint("first_day <= last_day", name="ends_after_start"),)

    def reason(self, language: str) -> str:
        """Why, for readers of `language`."""
        return self.reason_ko if language == "ko" else self.reason_en


class AssetQuality(Base):
    """A quality or regulatory standard of the asset and how far it is with it."""

    __tablename__ = "asset_quality"

    id: Mapped[int] = mapped_column(primary_key=True)
    asset_id: Mapped[int] = mapped_column(sa.ForeignKey("asset.id", ondelete="CASCADE"))
    standard: Mapped[str] = mapped_column(sa.String(40))
    status: Mapped[str] = mapped_column(sa.String(40))
    scope: Mapped[str] = mapped_column(sa.String(300), default="")
    issuer: Mapped[str] = mapped_column(sa.String(200), default="")
    valid_to: Mapped[date | None]

    __table_args__ = (sa.UniqueConstraint("asset_id", "standard"),)


class AssetLink(Base):
    """That an asset serves another one or an organisation: clinical work, testing, training or supply."""

    __tablename__ = "asset_link"

    id: Mapped[int] = mapped_column(primary_key=True)
    asset_id: Mapped[int] = mapped_column(sa.ForeignKey("asset.id", ondelete="CASCADE"), index=True)
    other_id: Mapped[int | None] = mapped_column(sa.ForeignKey("asset.id", ondelete="CASCADE"), index=True)
    organisation_id: Mapped[int | None] = mapped_column(
        sa.ForeignKey("organisation.id", ondelete="CASCADE"), index=True
    )
    kind: Mapped[str] = mapped_column(sa.String(20))
    note_ko: Mapped[str] = mapped_column(sa.String(300), default="")
    note_en: Mapped[str] = mapped_column(sa.String(300), default="")
    last_used: Mapped[date | None]

    asset: Mapped[Asset] = relationship(foreign_keys=[asset_id])
    other: Mapped[Asset | None] = relationship(foreign_keys=[other_id])
    organisation: Mapped[Organisation | None] = relationship()

    __table_args__ = (
        sa.CheckConstraint("(other_id IS NULL) <> (organisation_id IS NULL)", name="leads_to_one"),
        sa.CheckConstraint("other_id IS NULL OR other_id <> asset_id", name="not_to_itself"),
        sa.UniqueConstraint("asset_id", "other_id", "kind", name="uq_asset_link_other"),
        sa.UniqueConstraint("asset_id", "organisation_id", "kind", name="uq_asset_link_organisation"),
    )

    def note(self, language: str) -> str:
        """What passes between them, for readers of `language`."""
        return self.note_ko if language == "ko" else self.note_en
