"""Tables of hand-overs from stage to stage, and of triads."""

from datetime import date, datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column, relationship

from matchmaker.accounts.models import User
from matchmaker.assets.models import Asset
from matchmaker.foundation.database import Base, Timestamps, UtcDateTime, enum_column, now
from matchmaker.opportunities.models import Opportunity
from matchmaker.organisations.models import Organisation
from matchmaker.routes.rules import HandoverState

_OFFERED = sa.text("state = 'offered'")


class Handover(Timestamps, Base):
    """A project was handed to an organisation or an asset that serves its next stage."""

    __tablename__ = "handover"

    id: Mapped[int] = mapped_column(primary_key=True)
    opportunity_id: Mapped[int] = mapped_column(sa.ForeignKey("opportunity.id", ondelete="CASCADE"), index=True)
    from_id: Mapped[int] = mapped_column(sa.ForeignKey("organisation.id", ondelete="CASCADE"), index=True)
    to_id: Mapped[int | None] = mapped_column(sa.ForeignKey("organisation.id", ondelete="CASCADE"), index=True)
    asset_id: Mapped[int | None] = mapped_column(sa.ForeignKey("asset.id", ondelete="CASCADE"), index=True)
    from_stage: Mapped[str | None] = mapped_column(sa.String(20))
    """Where the project stood; None: nobody had said."""
    to_stage: Mapped[str] = mapped_column(sa.String(20))
    next_stage: Mapped[str] = mapped_column(sa.String(20))
    """What the project needs once it was received."""
    what: Mapped[str] = mapped_column(sa.String(1000))
    documents: Mapped[list[str]] = mapped_column(sa.JSON, default=list)
    """Titles of the documents that went along, as they were then."""
    state: Mapped[HandoverState] = mapped_column(
        enum_column(HandoverState, "handover_state"), default=HandoverState.OFFERED
    )
    offered_at: Mapped[datetime] = mapped_column(UtcDateTime, default=now)
    offered_by_id: Mapped[int | None] = mapped_column(sa.ForeignKey("user.id", ondelete="SET NULL"))
    answered_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    answered_by_id: Mapped[int | None] = mapped_column(sa.ForeignKey("user.id", ondelete="SET NULL"))
    answer: Mapped[str] = mapped_column(sa.String(500), default="")
    version: Mapped[int] = mapped_column(default=1)

    opportunity: Mapped[Opportunity] = relationship()
    giver: Mapped[Organisation] = relationship(foreign_keys=[from_id])
    receiver: Mapped[Organisation | None] = relationship(foreign_keys=[to_id])
    asset: Mapped[Asset | None] = relationship()
    offered_by: Mapped[User | None] = relationship(foreign_keys=[offered_by_id])
    answered_by: Mapped[User | None] = relationship(foreign_keys=[answered_by_id])

    __mapper_args__ = {"version_id_col": version}
    __table_args__ = (
        sa.CheckConstraint("(to_id IS NULL) <> (asset_id IS NULL)", name="one_receiver"),
        sa.CheckConstraint("to_stage <> next_stage", name="goes_on"),
        sa.Index("uq_handover_offered", "opportunity_id", unique=True,
                 sqlite_where=_OFFERED, postgresql_where=_OFFERED),
    )  # fmt: skip


class Triad(Base):
    """A domestic firm, a partner abroad and an asset that suits both; made by the job, never written by people."""

    __tablename__ = "triad"

    id: Mapped[int] = mapped_column(primary_key=True)
    domestic_id: Mapped[int] = mapped_column(sa.ForeignKey("organisation.id", ondelete="CASCADE"))
    overseas_id: Mapped[int] = mapped_column(sa.ForeignKey("organisation.id", ondelete="CASCADE"), index=True)
    asset_id: Mapped[int] = mapped_column(sa.ForeignKey("asset.id", ondelete="CASCADE"), index=True)
    score: Mapped[float]
    """0 for an asset that cannot be used in the wanted window: shown with its date only, never as available."""
    pair_score: Mapped[float]
    fit: Mapped[float]
    wanted_from: Mapped[date]
    wanted_to: Mapped[date]
    reasons: Mapped[dict[str, Any]] = mapped_column(sa.JSON)
    """Shared codes by list: `unit_operation`, `stage`, `area`."""

    domestic: Mapped[Organisation] = relationship(foreign_keys=[domestic_id])
    overseas: Mapped[Organisation] = relationship(foreign_keys=[overseas_id])
    asset: Mapped[Asset] = relationship()

    __table_args__ = (
        sa.UniqueConstraint("domestic_id", "overseas_id", "asset_id"),
        sa.Index("ix_triad_ranked", "domestic_id", "score"),
        sa.CheckConstraint("score >= 0 AND score <= 1 AND fit > 0 AND fit <= 1", name="score_range"),
    )


class TriadRefresh(Base):
    """What the stored triads were made from: one row."""

    __tablename__ = "triad_refresh"

    id: Mapped[int] = mapped_column(primary_key=True)
    seen: Mapped[datetime | None] = mapped_column(UtcDateTime)
    """The newest suggestion that was worked in."""
    pairs: Mapped[int] = mapped_column(default=0)
    assets: Mapped[str] = mapped_column(sa.String(100), default="")
    """Fingerprint of the assets and the day."""
