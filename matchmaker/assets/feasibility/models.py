"""The sheet of a question of site feasibility: what the sponsor asks, and what the site answers."""

from datetime import date, datetime

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column, relationship

from matchmaker.assets.feasibility.rules import Readiness, Verdict
from matchmaker.assets.requests.models import AssetRequest
from matchmaker.foundation.database import Base, UtcDateTime, enum_column


class SiteFeasibility(Base):
    """One sheet; it belongs to a request of the kind `site_feasibility`, whose steps are its way."""

    __tablename__ = "site_feasibility"

    request_id: Mapped[int] = mapped_column(sa.ForeignKey("asset_request.id", ondelete="CASCADE"), primary_key=True)
    title: Mapped[str] = mapped_column(sa.String(200))
    phase: Mapped[str] = mapped_column(sa.String(40))
    """Code of the list `development_phase`."""
    therapeutic_area: Mapped[str] = mapped_column(sa.String(40))
    indication: Mapped[str] = mapped_column(sa.String(300))
    tested: Mapped[str] = mapped_column(sa.String(300))
    participants: Mapped[int]
    months: Mapped[int]
    starts_on: Mapped[date | None]
    criteria: Mapped[str] = mapped_column(sa.Text, default="")
    staff: Mapped[str] = mapped_column(sa.Text, default="")
    equipment: Mapped[str] = mapped_column(sa.Text, default="")

    answered_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    verdict: Mapped[Verdict | None] = mapped_column(enum_column(Verdict, "site_verdict"))
    patients_a_year: Mapped[int | None]
    expected_a_year: Mapped[int | None]
    similar: Mapped[int | None]
    """Studies of this kind in the last five years."""
    competing: Mapped[int | None]
    investigator: Mapped[Readiness | None] = mapped_column(enum_column(Readiness, "site_investigator"))
    staff_ready: Mapped[Readiness | None] = mapped_column(enum_column(Readiness, "site_staff"))
    coordinators: Mapped[int | None]
    equipment_ready: Mapped[Readiness | None] = mapped_column(enum_column(Readiness, "site_equipment"))
    ethics_days: Mapped[int | None]
    """From submission to the decision of the ethics board."""
    contract_days: Mapped[int | None]
    ready_on: Mapped[date | None]
    remarks: Mapped[str] = mapped_column(sa.Text, default="")

    request: Mapped[AssetRequest] = relationship()

    __table_args__ = (
        sa.CheckConstraint("participants > 0 AND months > 0", name="asks_for_somebody"),
        sa.CheckConstraint(
            "(answered_at IS NULL) = (verdict IS NULL) AND (answered_at IS NULL) = (expected_a_year IS NULL) "
            "AND (answered_at IS NULL) = (patients_a_year IS NULL)",
            name="answered_whole",
        ),
    )
