"""Tables of requests: what is asked, its steps, the hours booked for it, and what was used."""

from datetime import date, datetime

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column, relationship

from matchmaker.accounts.models import User
from matchmaker.assets.models import Asset
from matchmaker.assets.requests.rules import HOLDS_HOURS, RequestState, Side
from matchmaker.foundation.database import Base, Timestamps, UtcDateTime, enum_column, now
from matchmaker.foundation.virus_scan import Scan
from matchmaker.opportunities.models import Opportunity
from matchmaker.organisations.models import Organisation

_HOLDS = ", ".join(f"'{state.value}'" for state in sorted(HOLDS_HOURS))


class AssetRequest(Timestamps, Base):
    """An organisation's request to use an asset."""

    __tablename__ = "asset_request"

    id: Mapped[int] = mapped_column(primary_key=True)
    asset_id: Mapped[int] = mapped_column(sa.ForeignKey("asset.id", ondelete="CASCADE"), index=True)
    organisation_id: Mapped[int] = mapped_column(sa.ForeignKey("organisation.id", ondelete="CASCADE"), index=True)
    opportunity_id: Mapped[int | None] = mapped_column(sa.ForeignKey("opportunity.id", ondelete="SET NULL"), index=True)
    """The offer or need for which the asset is wanted."""
    asked_by_id: Mapped[int | None] = mapped_column(sa.ForeignKey("user.id", ondelete="SET NULL"))
    handler_id: Mapped[int | None] = mapped_column(sa.ForeignKey("user.id", ondelete="SET NULL"), index=True)
    """Who took the check up."""
    agency_only: Mapped[bool] = mapped_column(default=False)
    """The operator and the asking organisation avoid each other: the agency alone handles it."""
    kind: Mapped[str] = mapped_column(sa.String(40))
    purpose: Mapped[str] = mapped_column(sa.Text)
    state: Mapped[RequestState] = mapped_column(enum_column(RequestState, "asset_request_state"), index=True)
    since: Mapped[datetime] = mapped_column(UtcDateTime, default=now)
    """Since when it stands so."""
    first_day: Mapped[date | None]
    last_day: Mapped[date | None]
    first_hour: Mapped[int | None]
    end_hour: Mapped[int | None]
    refusal_reason: Mapped[str] = mapped_column(sa.String(40), default="")
    report: Mapped[str] = mapped_column(sa.Text, default="")
    file_key: Mapped[str | None] = mapped_column(sa.String(80))
    file_name: Mapped[str] = mapped_column(sa.String(255), default="")
    media_type: Mapped[str] = mapped_column(sa.String(120), default="")
    scan: Mapped[Scan | None] = mapped_column(enum_column(Scan, "asset_report_scan"))
    rating: Mapped[int | None]
    review: Mapped[str] = mapped_column(sa.String(1000), default="")
    version: Mapped[int] = mapped_column(default=1)

    asset: Mapped[Asset] = relationship()
    organisation: Mapped[Organisation] = relationship()
    opportunity: Mapped[Opportunity | None] = relationship()
    handler: Mapped[User | None] = relationship(foreign_keys=[handler_id])
    steps: Mapped[list["AssetRequestStep"]] = relationship(cascade="all, delete-orphan", order_by="AssetRequestStep.id")
    uses: Mapped[list["AssetUse"]] = relationship(cascade="all, delete-orphan", order_by="(AssetUse.day, AssetUse.id)")

    __mapper_args__ = {"version_id_col": version}
    __table_args__ = (
        sa.CheckConstraint("(state <> 'refused') OR (refusal_reason <> '')", name="refused_with_reason"),
        sa.CheckConstraint(f"(state NOT IN ({_HOLDS})) OR (first_day IS NOT NULL)", name="accepted_with_dates"),
        sa.CheckConstraint(
            "(first_day IS NULL AND last_day IS NULL AND first_hour IS NULL AND end_hour IS NULL) OR "
            "(first_day <= last_day AND 0 <= first_hour AND first_hour < end_hour AND end_hour <= 24)",
            name="dates_are_whole",
        ),
        sa.CheckConstraint("rating BETWEEN 1 AND 5", name="rating_known"),
    )


class AssetRequestStep(Base):
    """What happened to a request, and the words that went with it; both sides read it."""

    __tablename__ = "asset_request_step"

    id: Mapped[int] = mapped_column(primary_key=True)
    request_id: Mapped[int] = mapped_column(sa.ForeignKey("asset_request.id", ondelete="CASCADE"), index=True)
    at: Mapped[datetime] = mapped_column(UtcDateTime, default=now)
    actor_id: Mapped[int | None] = mapped_column(sa.ForeignKey("user.id", ondelete="SET NULL"))
    side: Mapped[Side] = mapped_column(enum_column(Side, "asset_request_side"))
    state: Mapped[RequestState] = mapped_column(enum_column(RequestState, "asset_request_step_state"))
    words: Mapped[str] = mapped_column(sa.Text, default="")


class BookedHour(Base):
    """One hour of one unit of an asset that is booked for a request.

    The key lets no unit be booked twice for one hour: the database decides, in the same way on SQLite and PostgreSQL.
    """

    __tablename__ = "booked_hour"

    asset_id: Mapped[int] = mapped_column(sa.ForeignKey("asset.id", ondelete="CASCADE"), primary_key=True)
    hour: Mapped[int] = mapped_column(primary_key=True)
    """Hours since 1970-01-01 UTC."""
    unit: Mapped[int] = mapped_column(primary_key=True)
    request_id: Mapped[int] = mapped_column(sa.ForeignKey("asset_request.id", ondelete="CASCADE"), index=True)

    __table_args__ = (sa.CheckConstraint("unit >= 0", name="unit_from_0"),)


class AssetUse(Base):
    """An entry of the use log: who used the asset on a day, for how long and for what."""

    __tablename__ = "asset_use"

    id: Mapped[int] = mapped_column(primary_key=True)
    request_id: Mapped[int] = mapped_column(sa.ForeignKey("asset_request.id", ondelete="CASCADE"), index=True)
    asset_id: Mapped[int] = mapped_column(sa.ForeignKey("asset.id", ondelete="CASCADE"))
    day: Mapped[date]
    minutes: Mapped[int]
    who: Mapped[str] = mapped_column(sa.String(120))
    what: Mapped[str] = mapped_column(sa.String(300))
    by_id: Mapped[int | None] = mapped_column(sa.ForeignKey("user.id", ondelete="SET NULL"))

    __table_args__ = (
        sa.CheckConstraint("minutes BETWEEN 1 AND 1440", name="within_a_day"),
        sa.Index("ix_asset_use_month", "asset_id", "day"),
    )
