"""Tables of the gateway: counted days, teasers, the vision and its goals, relations with partners."""

from datetime import date, datetime
from decimal import Decimal
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column, relationship

from matchmaker.accounts.models import User
from matchmaker.foundation.database import Base, Timestamps, UtcDateTime, enum_column, now
from matchmaker.gateway import rules
from matchmaker.gateway.rules import AgreementKind, Measure, Temperature
from matchmaker.opportunities.models import Opportunity
from matchmaker.organisations.models import Organisation


class GatewayDay(Base):
    """What was counted on a day (Korea's), so that public pages cost one read."""

    __tablename__ = "gateway_day"

    day: Mapped[date] = mapped_column(primary_key=True)
    counted_at: Mapped[datetime] = mapped_column(UtcDateTime, default=now)
    figures: Mapped[dict[str, Any]] = mapped_column(sa.JSON)
    """`funnels.daily.Figures` as a dictionary."""


class Teaser(Timestamps, Base):
    """A sentence about a published offer or need that names nobody, written and approved by staff."""

    __tablename__ = "showcase_teaser"

    id: Mapped[int] = mapped_column(primary_key=True)
    opportunity_id: Mapped[int] = mapped_column(sa.ForeignKey("opportunity.id", ondelete="CASCADE"), unique=True)
    text_ko: Mapped[str] = mapped_column(sa.String(rules.TEASER_MAX), default="")
    text_en: Mapped[str] = mapped_column(sa.String(rules.TEASER_MAX), default="")
    is_withheld: Mapped[bool] = mapped_column(default=False, server_default=sa.false())
    """The offer or need is not shown to the public at all."""
    approved_by_id: Mapped[int | None] = mapped_column(sa.ForeignKey("user.id", ondelete="SET NULL"))
    approved_at: Mapped[datetime] = mapped_column(UtcDateTime, default=now)
    version: Mapped[int] = mapped_column(default=1)

    opportunity: Mapped[Opportunity] = relationship()
    approved_by: Mapped[User | None] = relationship()

    __mapper_args__ = {"version_id_col": version}

    def text(self, language: str) -> str:
        """The sentence for readers of `language`; empty when there is none in it."""
        return self.text_ko if language == "ko" else self.text_en


class Vision(Timestamps, Base):
    """What the cluster wants to become; its goals say how that is measured."""

    __tablename__ = "vision"

    id: Mapped[int] = mapped_column(primary_key=True)
    key: Mapped[str] = mapped_column(sa.String(60), unique=True)
    title_ko: Mapped[str] = mapped_column(sa.String(rules.TITLE_MAX))
    title_en: Mapped[str] = mapped_column(sa.String(rules.TITLE_MAX))
    text_ko: Mapped[str] = mapped_column(sa.String(rules.TEXT_MAX), default="")
    text_en: Mapped[str] = mapped_column(sa.String(rules.TEXT_MAX), default="")
    source_ko: Mapped[str] = mapped_column(sa.String(300), default="")
    source_en: Mapped[str] = mapped_column(sa.String(300), default="")
    version: Mapped[int] = mapped_column(default=1)

    goals: Mapped[list["Goal"]] = relationship(cascade="all, delete-orphan", order_by="Goal.place, Goal.id")

    __mapper_args__ = {"version_id_col": version}

    def title(self, language: str) -> str:
        """The vision in a few words."""
        return self.title_ko if language == "ko" else self.title_en

    def text(self, language: str) -> str:
        """What is meant by it."""
        return self.text_ko if language == "ko" else self.text_en

    def source(self, language: str) -> str:
        """Where it was published."""
        return self.source_ko if language == "ko" else self.source_en


class Goal(Timestamps, Base):
    """One thing that is measured, with a number to reach and a number reached for each year."""

    __tablename__ = "goal"

    id: Mapped[int] = mapped_column(primary_key=True)
    vision_id: Mapped[int] = mapped_column(sa.ForeignKey("vision.id", ondelete="CASCADE"), index=True)
    title_ko: Mapped[str] = mapped_column(sa.String(rules.TITLE_MAX))
    title_en: Mapped[str] = mapped_column(sa.String(rules.TITLE_MAX))
    unit_ko: Mapped[str] = mapped_column(sa.String(rules.UNIT_MAX), default="")
    unit_en: Mapped[str] = mapped_column(sa.String(rules.UNIT_MAX), default="")
    measure: Mapped[Measure] = mapped_column(enum_column(Measure, "goal_measure"), default=Measure.MANUAL)
    source: Mapped[str] = mapped_column(sa.String(300), default="")
    place: Mapped[int] = mapped_column(default=0)
    is_public: Mapped[bool] = mapped_column(default=False)
    version: Mapped[int] = mapped_column(default=1)

    vision: Mapped[Vision] = relationship(back_populates="goals")
    years: Mapped[list["GoalYear"]] = relationship(cascade="all, delete-orphan", order_by="GoalYear.year")

    __mapper_args__ = {"version_id_col": version}

    def title(self, language: str) -> str:
        """What is measured."""
        return self.title_ko if language == "ko" else self.title_en

    def unit(self, language: str) -> str:
        """In what."""
        return self.unit_ko if language == "ko" else self.unit_en


class GoalYear(Base):
    """A goal in a year: what is to be reached, what was reached; a counted goal has no number of its own reached."""

    __tablename__ = "goal_year"

    id: Mapped[int] = mapped_column(primary_key=True)
    goal_id: Mapped[int] = mapped_column(sa.ForeignKey("goal.id", ondelete="CASCADE"))
    year: Mapped[int]
    target: Mapped[Decimal | None] = mapped_column(sa.Numeric(15, 2))
    actual: Mapped[Decimal | None] = mapped_column(sa.Numeric(15, 2))
    note: Mapped[str] = mapped_column(sa.String(300), default="")
    """Where the number comes from."""

    __table_args__ = (
        sa.UniqueConstraint("goal_id", "year"),
        sa.CheckConstraint(f"year BETWEEN {rules.YEARS[0]} AND {rules.YEARS[1]}", name="year_in_range"),
        sa.CheckConstraint("target IS NULL OR target >= 0", name="target_not_negative"),
        sa.CheckConstraint("actual IS NULL OR actual >= 0", name="actual_not_negative"),
    )


class Relation(Timestamps, Base):
    """What stands between the agency and a partner: an organisation of the service, or a body known by name only."""

    __tablename__ = "relation"

    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(sa.String(rules.TITLE_MAX))
    organisation_id: Mapped[int | None] = mapped_column(
        sa.ForeignKey("organisation.id", ondelete="SET NULL"), unique=True
    )
    """The organisation of the service that it is, if it takes part."""
    cluster: Mapped[str] = mapped_column(sa.String(20), index=True)
    agreement: Mapped[AgreementKind] = mapped_column(
        enum_column(AgreementKind, "agreement_kind"), default=AgreementKind.NONE
    )
    agreed_on: Mapped[str] = mapped_column(sa.String(10), default="")
    """`YYYY`, `YYYY-MM` or `YYYY-MM-DD`, as precise as it is known."""
    ends_on: Mapped[date | None]
    temperature: Mapped[Temperature] = mapped_column(
        enum_column(Temperature, "relation_temperature"), default=Temperature.COLD
    )
    contacts: Mapped[str] = mapped_column(sa.String(rules.TEXT_MAX), default="")
    """Who talks to whom, in words; for staff only."""
    source: Mapped[str] = mapped_column(sa.String(300), default="")
    keeper_id: Mapped[int | None] = mapped_column(sa.ForeignKey("user.id", ondelete="SET NULL"))
    """Who at the agency keeps it warm."""
    next_on: Mapped[date | None]
    next_step: Mapped[str] = mapped_column(sa.String(300), default="")
    version: Mapped[int] = mapped_column(default=1)

    organisation: Mapped[Organisation | None] = relationship()
    keeper: Mapped[User | None] = relationship()
    entries: Mapped[list["RelationEntry"]] = relationship(
        cascade="all, delete-orphan", order_by="RelationEntry.day.desc(), RelationEntry.id.desc()"
    )

    __mapper_args__ = {"version_id_col": version}
    __table_args__ = (
        sa.UniqueConstraint("cluster", "name"),
        sa.CheckConstraint("length(name) > 0", name="named"),
        sa.CheckConstraint("agreement <> 'none' OR agreed_on = ''", name="agreed_on_something"),
    )


class RelationEntry(Base):
    """Something that happened between the two: a visit, a talk, a letter."""

    __tablename__ = "relation_entry"

    id: Mapped[int] = mapped_column(primary_key=True)
    relation_id: Mapped[int] = mapped_column(sa.ForeignKey("relation.id", ondelete="CASCADE"), index=True)
    day: Mapped[date]
    text: Mapped[str] = mapped_column(sa.String(rules.TEXT_MAX))
    by_id: Mapped[int | None] = mapped_column(sa.ForeignKey("user.id", ondelete="SET NULL"))

    by: Mapped[User | None] = relationship()
