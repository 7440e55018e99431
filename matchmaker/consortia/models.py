"""Tables of consortia."""

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column, relationship

from matchmaker.accounts.models import User
from matchmaker.assets.models import Asset
from matchmaker.consortia.rules import ConsortiumState
from matchmaker.foundation.database import Base, Timestamps, enum_column
from matchmaker.introductions.models import Introduction
from matchmaker.opportunities.models import Opportunity
from matchmaker.organisations.models import Organisation


class Consortium(Timestamps, Base):
    """A team that staff put together for a need; the organisation whose need it is leads it."""

    __tablename__ = "consortium"

    id: Mapped[int] = mapped_column(primary_key=True)
    opportunity_id: Mapped[int] = mapped_column(sa.ForeignKey("opportunity.id", ondelete="CASCADE"), index=True)
    stages: Mapped[list[str]] = mapped_column(sa.JSON, default=list)
    """Stages that the team is to cover, beside the must-requirements of the need."""
    state: Mapped[ConsortiumState] = mapped_column(
        enum_column(ConsortiumState, "consortium_state"), default=ConsortiumState.DRAFT, index=True
    )
    note: Mapped[str] = mapped_column(sa.String(1000), default="")
    made_by_id: Mapped[int | None] = mapped_column(sa.ForeignKey("user.id", ondelete="SET NULL"))
    version: Mapped[int] = mapped_column(default=1)

    opportunity: Mapped[Opportunity] = relationship()
    made_by: Mapped[User | None] = relationship()
    members: Mapped[list["ConsortiumMember"]] = relationship(
        cascade="all, delete-orphan", order_by="ConsortiumMember.id", back_populates="consortium"
    )

    __mapper_args__ = {"version_id_col": version}


class ConsortiumMember(Base):
    """An organisation or an asset in a team, and the introduction that was made of it."""

    __tablename__ = "consortium_member"

    id: Mapped[int] = mapped_column(primary_key=True)
    consortium_id: Mapped[int] = mapped_column(sa.ForeignKey("consortium.id", ondelete="CASCADE"))
    organisation_id: Mapped[int | None] = mapped_column(
        sa.ForeignKey("organisation.id", ondelete="CASCADE"), index=True
    )
    asset_id: Mapped[int | None] = mapped_column(sa.ForeignKey("asset.id", ondelete="CASCADE"), index=True)
    introduction_id: Mapped[int | None] = mapped_column(
        sa.ForeignKey("introduction.id", ondelete="SET NULL"), index=True
    )

    consortium: Mapped[Consortium] = relationship(back_populates="members")
    organisation: Mapped[Organisation | None] = relationship()
    asset: Mapped[Asset | None] = relationship()
    introduction: Mapped[Introduction | None] = relationship()

    __table_args__ = (
        sa.CheckConstraint("(organisation_id IS NULL) <> (asset_id IS NULL)", name="one_thing"),
        sa.UniqueConstraint("consortium_id", "organisation_id", name="uq_consortium_member_organisation"),
        sa.UniqueConstraint("consortium_id", "asset_id", name="uq_consortium_member_asset"),
    )

    @property
    def key(self) -> str:
        """What the solver calls it."""
        return f"org-{self.organisation_id}" if self.asset_id is None else f"asset-{self.asset_id}"
