"""Tables of space units, demands, offers and leases. A month of a unit is a row, so no month is let twice."""

from datetime import date, datetime

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column, relationship

from matchmaker.assets.models import Asset
from matchmaker.assets.rules import LegalStatus
from matchmaker.clusters.models import Site
from matchmaker.foundation.database import Base, Timestamps, UtcDateTime, enum_column
from matchmaker.landing.spaces import rules
from matchmaker.landing.spaces.rules import DemandState, OfferState
from matchmaker.organisations.models import Organisation


class SpaceUnit(Timestamps, Base):
    """A room or floor that can be let as one, in an asset or on a site of the cluster."""

    __tablename__ = "space_unit"

    id: Mapped[int] = mapped_column(primary_key=True)
    asset_id: Mapped[int | None] = mapped_column(sa.ForeignKey("asset.id", ondelete="CASCADE"), index=True)
    site_id: Mapped[int | None] = mapped_column(sa.ForeignKey("site.id", ondelete="CASCADE"), index=True)
    name_ko: Mapped[str] = mapped_column(sa.String(rules.NAME_MAX))
    name_en: Mapped[str] = mapped_column(sa.String(rules.NAME_MAX))
    unit_type: Mapped[str] = mapped_column(sa.String(40), index=True)
    area_m2: Mapped[int | None]
    benches: Mapped[int | None]
    desks: Mapped[int | None]
    biosafety_level: Mapped[int | None]
    cleanroom_class: Mapped[int | None]
    """ISO 14644-1 class, 5 (cleanest offered) to 8."""
    lease_months_min: Mapped[int | None]
    lease_months_max: Mapped[int | None]
    services: Mapped[list[str] | None] = mapped_column(sa.JSON(none_as_null=True))
    """Codes of `space_service`; None: not published."""
    fee: Mapped[str] = mapped_column(sa.String(rules.FEE_MAX), default="")
    legal_status: Mapped[LegalStatus | None] = mapped_column(enum_column(LegalStatus, "space_legal_status"))
    """How far the unit is; None: as far as its asset."""
    available_from: Mapped[str] = mapped_column(sa.String(10), default="")
    """As published; empty: as its asset."""
    is_listed: Mapped[bool] = mapped_column(default=True)
    version: Mapped[int] = mapped_column(default=1)

    asset: Mapped[Asset | None] = relationship()
    site: Mapped[Site | None] = relationship()
    months: Mapped[list["LeaseMonth"]] = relationship(viewonly=True)

    __mapper_args__ = {"version_id_col": version}
    __table_args__ = (
        sa.CheckConstraint("(asset_id IS NULL) <> (site_id IS NULL)", name="one_place"),
        sa.CheckConstraint("area_m2 IS NULL OR area_m2 > 0", name="area_positive"),
        sa.CheckConstraint("biosafety_level IS NULL OR biosafety_level BETWEEN 1 AND 4", name="biosafety_range"),
        sa.CheckConstraint("cleanroom_class IS NULL OR cleanroom_class BETWEEN 1 AND 9", name="cleanroom_range"),
    )

    def name(self, language: str) -> str:
        """The name for readers of `language`."""
        return self.name_ko if language == "ko" else self.name_en

    def place(self, language: str) -> str:
        """The asset or site that it belongs to."""
        owner = self.asset or self.site
        return owner.name(language) if owner is not None else ""

    @property
    def status(self) -> LegalStatus:
        """How far it is."""
        if self.legal_status is not None:
            return self.legal_status
        return self.asset.legal_status if self.asset is not None else LegalStatus.PLANNED

    @property
    def opens(self) -> str:
        """The published date from which it can be used, its own or its asset's."""
        return self.available_from or (self.asset.available_from if self.asset is not None else "")

    def unit(self) -> rules.Unit:
        """What the rules look at; needs asset and months loaded."""
        return rules.Unit(
            id=self.id, unit_type=self.unit_type, area_m2=self.area_m2, status=self.status, available_from=self.opens,
            benches=self.benches, desks=self.desks, biosafety_level=self.biosafety_level,
            cleanroom_class=self.cleanroom_class, lease_months_min=self.lease_months_min,
            lease_months_max=self.lease_months_max,
            services=None if self.services is None else frozenset(self.services),
            taken=frozenset(row.month for row in self.months),
        )  # fmt: skip


class SpaceDemand(Timestamps, Base):
    """What an organisation asks for."""

    __tablename__ = "space_demand"

    id: Mapped[int] = mapped_column(primary_key=True)
    organisation_id: Mapped[int] = mapped_column(sa.ForeignKey("organisation.id", ondelete="CASCADE"), index=True)
    state: Mapped[DemandState] = mapped_column(
        enum_column(DemandState, "space_demand_state"), default=DemandState.SUBMITTED, index=True
    )
    unit_type: Mapped[str] = mapped_column(sa.String(40))
    area_m2: Mapped[int]
    benches: Mapped[int] = mapped_column(default=0)
    desks: Mapped[int] = mapped_column(default=0)
    biosafety_level: Mapped[int | None]
    cleanroom_class: Mapped[int | None]
    services: Mapped[list[str]] = mapped_column(sa.JSON, default=list)
    move_in: Mapped[date]
    """The first day of the month."""
    lease_months: Mapped[int]
    purpose: Mapped[str] = mapped_column(sa.String(rules.TEXT_MAX), default="")
    reason: Mapped[str] = mapped_column(sa.String(rules.REASON_MAX), default="")
    """Why it was refused or a reservation given up."""
    created_by_id: Mapped[int | None] = mapped_column(sa.ForeignKey("user.id", ondelete="SET NULL"))
    version: Mapped[int] = mapped_column(default=1)

    organisation: Mapped[Organisation] = relationship()
    offers: Mapped[list["SpaceOffer"]] = relationship(
        cascade="all, delete-orphan", order_by="SpaceOffer.id", back_populates="demand"
    )
    lease: Mapped["Lease | None"] = relationship(back_populates="demand", cascade="all, delete-orphan")

    __mapper_args__ = {"version_id_col": version}
    __table_args__ = (
        sa.CheckConstraint("area_m2 > 0", name="area_positive"),
        sa.CheckConstraint("lease_months BETWEEN 1 AND 240", name="lease_range"),
        sa.CheckConstraint("state <> 'refused' OR length(reason) > 0", name="refused_with_reason"),
    )

    def wish(self) -> rules.Wish:
        """What the rules look at."""
        return rules.Wish(
            unit_type=self.unit_type, area_m2=self.area_m2, move_in=self.move_in, lease_months=self.lease_months,
            benches=self.benches, desks=self.desks, biosafety_level=self.biosafety_level,
            cleanroom_class=self.cleanroom_class, services=frozenset(self.services),
        )  # fmt: skip


class SpaceOffer(Timestamps, Base):
    """A unit that the agency offers for a demand."""

    __tablename__ = "space_offer"

    id: Mapped[int] = mapped_column(primary_key=True)
    demand_id: Mapped[int] = mapped_column(sa.ForeignKey("space_demand.id", ondelete="CASCADE"))
    unit_id: Mapped[int] = mapped_column(sa.ForeignKey("space_unit.id", ondelete="CASCADE"), index=True)
    state: Mapped[OfferState] = mapped_column(enum_column(OfferState, "space_offer_state"), default=OfferState.OFFERED)

    demand: Mapped[SpaceDemand] = relationship(back_populates="offers")
    unit: Mapped[SpaceUnit] = relationship()

    __table_args__ = (sa.UniqueConstraint("demand_id", "unit_id"),)


class Lease(Timestamps, Base):
    """A unit let for months in a row; a lease that is given up frees the months to come."""

    __tablename__ = "lease"

    id: Mapped[int] = mapped_column(primary_key=True)
    demand_id: Mapped[int] = mapped_column(sa.ForeignKey("space_demand.id", ondelete="CASCADE"), unique=True)
    unit_id: Mapped[int] = mapped_column(sa.ForeignKey("space_unit.id", ondelete="CASCADE"), index=True)
    first_month: Mapped[date]
    last_month: Mapped[date]
    moved_in_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    ended_at: Mapped[datetime | None] = mapped_column(UtcDateTime)

    demand: Mapped[SpaceDemand] = relationship(back_populates="lease")
    unit: Mapped[SpaceUnit] = relationship()
    months: Mapped[list["LeaseMonth"]] = relationship(cascade="all, delete-orphan", order_by="LeaseMonth.month")

    __table_args__ = (sa.CheckConstraint("first_month <= last_month", name="months_in_order"),)


class LeaseMonth(Base):
    """One month of one unit: the key lets it be let once only."""

    __tablename__ = "lease_month"

    unit_id: Mapped[int] = mapped_column(sa.ForeignKey("space_unit.id", ondelete="CASCADE"), primary_key=True)
    month: Mapped[date] = mapped_column(primary_key=True)
    lease_id: Mapped[int] = mapped_column(sa.ForeignKey("lease.id", ondelete="CASCADE"), index=True)
