"""Tables of manufacturing: what a manufacturer makes, and needs that only one supplier can meet."""

from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column, relationship

from matchmaker.foundation.database import Base, Timestamps, UtcDateTime, now
from matchmaker.manufacturing import rules
from matchmaker.opportunities.models import Opportunity
from matchmaker.organisations.models import Organisation


class ManufacturerProfile(Timestamps, Base):
    """What an organisation makes; its certificates stand in its own profile."""

    __tablename__ = "manufacturer_profile"

    id: Mapped[int] = mapped_column(primary_key=True)
    organisation_id: Mapped[int] = mapped_column(sa.ForeignKey("organisation.id", ondelete="CASCADE"), unique=True)
    materials: Mapped[str] = mapped_column(sa.String(rules.WORDS_MAX), default="")
    tolerances: Mapped[str] = mapped_column(sa.String(rules.WORDS_MAX), default="")
    volumes: Mapped[str] = mapped_column(sa.String(rules.WORDS_MAX), default="")
    version: Mapped[int] = mapped_column(default=1)

    organisation: Mapped[Organisation] = relationship()
    capabilities: Mapped[list["ManufacturerCapability"]] = relationship(
        cascade="all, delete-orphan", order_by="ManufacturerCapability.id", lazy="selectin"
    )

    __mapper_args__ = {"version_id_col": version}

    def codes(self) -> list[str]:
        """Codes of `machine_capability`."""
        return [row.code for row in self.capabilities]


class ManufacturerCapability(Base):
    """One thing that a manufacturer can do."""

    __tablename__ = "manufacturer_capability"

    id: Mapped[int] = mapped_column(primary_key=True)
    profile_id: Mapped[int] = mapped_column(sa.ForeignKey("manufacturer_profile.id", ondelete="CASCADE"))
    code: Mapped[str] = mapped_column(sa.String(40), index=True)

    __table_args__ = (sa.UniqueConstraint("profile_id", "code", name="uq_manufacturer_capability_profile_code"),)


class SingleSource(Base):
    """That a need has one supplier only: a risk to the supply of vaccines and medicines. Marked by staff."""

    __tablename__ = "single_source"

    opportunity_id: Mapped[int] = mapped_column(sa.ForeignKey("opportunity.id", ondelete="CASCADE"), primary_key=True)
    note: Mapped[str] = mapped_column(sa.String(rules.NOTE_MAX), default="")
    marked_by_id: Mapped[int | None] = mapped_column(sa.ForeignKey("user.id", ondelete="SET NULL"))
    marked_at: Mapped[datetime] = mapped_column(UtcDateTime, default=now)

    opportunity: Mapped[Opportunity] = relationship()
