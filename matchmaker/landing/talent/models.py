"""Tables of training sessions and their seats, of people needed, of posts and applications.

Every seat is a row that holds one reservation or none, so no session is ever booked over.
"""

from datetime import date

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column, relationship

from matchmaker.assets.models import Asset
from matchmaker.foundation.database import Base, Timestamps, enum_column
from matchmaker.landing.spaces.models import SpaceDemand
from matchmaker.landing.talent import rules
from matchmaker.landing.talent.rules import ApplicationState, NeedState, PostState
from matchmaker.organisations.models import Organisation


class TrainingSession(Timestamps, Base):
    """A course on certain days with a number of seats, held by a training asset."""

    __tablename__ = "training_session"

    id: Mapped[int] = mapped_column(primary_key=True)
    asset_id: Mapped[int] = mapped_column(sa.ForeignKey("asset.id", ondelete="CASCADE"), index=True)
    title_ko: Mapped[str] = mapped_column(sa.String(rules.TITLE_MAX))
    title_en: Mapped[str] = mapped_column(sa.String(rules.TITLE_MAX))
    skill: Mapped[str] = mapped_column(sa.String(40), index=True)
    hours: Mapped[int]
    language: Mapped[str] = mapped_column(sa.String(2))
    certificate_ko: Mapped[str] = mapped_column(sa.String(rules.TITLE_MAX), default="")
    certificate_en: Mapped[str] = mapped_column(sa.String(rules.TITLE_MAX), default="")
    first_day: Mapped[date]
    last_day: Mapped[date] = mapped_column(index=True)
    is_cancelled: Mapped[bool] = mapped_column(default=False)
    version: Mapped[int] = mapped_column(default=1)

    asset: Mapped[Asset] = relationship()
    seats: Mapped[list["TrainingSeat"]] = relationship(
        cascade="all, delete-orphan", order_by="TrainingSeat.number", back_populates="session"
    )

    __mapper_args__ = {"version_id_col": version}
    __table_args__ = (
        sa.CheckConstraint("first_day <= last_day", name="days_in_order"),
        sa.CheckConstraint("hours > 0", name="hours_positive"),
    )

    def title(self, language: str) -> str:
        """The title for readers of `language`."""
        return self.title_ko if language == "ko" else self.title_en

    def certificate(self, language: str) -> str:
        """The certificate for readers of `language`."""
        return self.certificate_ko if language == "ko" else self.certificate_en

    def is_over(self, today: date) -> bool:
        """Whether its people are trained by now."""
        return self.last_day < today

    @property
    def free(self) -> int:
        """Seats that nobody has; none of a session that was called off."""
        return 0 if self.is_cancelled else sum(seat.reservation_id is None for seat in self.seats)

    def course(self) -> rules.Course:
        """What the rules look at; needs the seats loaded."""
        return rules.Course(
            id=self.id, skill=self.skill, last_day=self.last_day, free=self.free, language=self.language,
            has_certificate=bool(self.certificate_en),
        )  # fmt: skip


class StaffingNeed(Timestamps, Base):
    """People with a skill that an organisation needs by a day, often for a tenancy."""

    __tablename__ = "staffing_need"

    id: Mapped[int] = mapped_column(primary_key=True)
    organisation_id: Mapped[int] = mapped_column(sa.ForeignKey("organisation.id", ondelete="CASCADE"), index=True)
    demand_id: Mapped[int | None] = mapped_column(sa.ForeignKey("space_demand.id", ondelete="SET NULL"), index=True)
    skill: Mapped[str] = mapped_column(sa.String(40))
    people: Mapped[int]
    by_day: Mapped[date]
    language: Mapped[str] = mapped_column(sa.String(2), default="")
    needs_certificate: Mapped[bool] = mapped_column(default=False)
    state: Mapped[NeedState] = mapped_column(enum_column(NeedState, "staffing_need_state"), default=NeedState.OPEN)
    version: Mapped[int] = mapped_column(default=1)

    organisation: Mapped[Organisation] = relationship()
    demand: Mapped[SpaceDemand | None] = relationship()
    reservations: Mapped[list["SeatReservation"]] = relationship(order_by="SeatReservation.id", back_populates="need")

    __mapper_args__ = {"version_id_col": version}
    __table_args__ = (sa.CheckConstraint("people > 0", name="people_positive"),)

    @property
    def covered(self) -> int:
        """People who have a seat."""
        return sum(len(one.seats) for one in self.reservations)

    def trained(self, today: date) -> int:
        """People who had a seat in a session that is over."""
        return sum(len(one.seats) for one in self.reservations if one.session.is_over(today))

    def need(self) -> rules.Need:
        """What the rules look at; needs reservations with seats loaded."""
        return rules.Need(
            skill=self.skill, people=self.people, by=self.by_day, language=self.language,
            needs_certificate=self.needs_certificate, covered=self.covered,
        )  # fmt: skip


class SeatReservation(Timestamps, Base):
    """Seats of one session held for an organisation; no names of people are kept."""

    __tablename__ = "seat_reservation"

    id: Mapped[int] = mapped_column(primary_key=True)
    session_id: Mapped[int] = mapped_column(sa.ForeignKey("training_session.id", ondelete="CASCADE"), index=True)
    organisation_id: Mapped[int] = mapped_column(sa.ForeignKey("organisation.id", ondelete="CASCADE"), index=True)
    need_id: Mapped[int | None] = mapped_column(sa.ForeignKey("staffing_need.id", ondelete="SET NULL"), index=True)

    session: Mapped[TrainingSession] = relationship()
    organisation: Mapped[Organisation] = relationship()
    need: Mapped[StaffingNeed | None] = relationship(back_populates="reservations")
    seats: Mapped[list["TrainingSeat"]] = relationship(back_populates="reservation")


class TrainingSeat(Base):
    """One seat; the row is there from the start and is held by one reservation at most."""

    __tablename__ = "training_seat"

    session_id: Mapped[int] = mapped_column(sa.ForeignKey("training_session.id", ondelete="CASCADE"), primary_key=True)
    number: Mapped[int] = mapped_column(primary_key=True)
    reservation_id: Mapped[int | None] = mapped_column(
        sa.ForeignKey("seat_reservation.id", ondelete="SET NULL"), index=True
    )

    session: Mapped[TrainingSession] = relationship(back_populates="seats")
    reservation: Mapped[SeatReservation | None] = relationship(back_populates="seats")


class TalentPost(Timestamps, Base):
    """A job, a secondment or an internship that an organisation offers or looks for."""

    __tablename__ = "talent_post"

    id: Mapped[int] = mapped_column(primary_key=True)
    organisation_id: Mapped[int] = mapped_column(sa.ForeignKey("organisation.id", ondelete="CASCADE"), index=True)
    state: Mapped[PostState] = mapped_column(
        enum_column(PostState, "talent_post_state"), default=PostState.SUBMITTED, index=True
    )
    kind: Mapped[str] = mapped_column(sa.String(40))
    skill: Mapped[str] = mapped_column(sa.String(40))
    title: Mapped[str] = mapped_column(sa.String(rules.TITLE_MAX))
    text: Mapped[str] = mapped_column(sa.String(rules.TEXT_MAX), default="")
    language: Mapped[str] = mapped_column(sa.String(2))
    country: Mapped[str] = mapped_column(sa.String(2))
    people: Mapped[int] = mapped_column(default=1)
    starts_on: Mapped[date]
    months: Mapped[int | None]
    helps_with_visa: Mapped[bool] = mapped_column(default=False)
    reason: Mapped[str] = mapped_column(sa.String(rules.WORDS_MAX), default="")
    version: Mapped[int] = mapped_column(default=1)

    organisation: Mapped[Organisation] = relationship()
    applications: Mapped[list["TalentApplication"]] = relationship(
        cascade="all, delete-orphan", order_by="TalentApplication.id", back_populates="post"
    )

    __mapper_args__ = {"version_id_col": version}
    __table_args__ = (
        sa.CheckConstraint("people > 0", name="people_positive"),
        sa.CheckConstraint("state <> 'refused' OR length(reason) > 0", name="refused_with_reason"),
    )


class TalentApplication(Timestamps, Base):
    """An organisation that can serve a post: it has people to send, or places for them."""

    __tablename__ = "talent_application"

    id: Mapped[int] = mapped_column(primary_key=True)
    post_id: Mapped[int] = mapped_column(sa.ForeignKey("talent_post.id", ondelete="CASCADE"))
    organisation_id: Mapped[int] = mapped_column(sa.ForeignKey("organisation.id", ondelete="CASCADE"), index=True)
    state: Mapped[ApplicationState] = mapped_column(
        enum_column(ApplicationState, "talent_application_state"), default=ApplicationState.RECEIVED, index=True
    )
    words: Mapped[str] = mapped_column(sa.String(rules.WORDS_MAX))
    language: Mapped[str] = mapped_column(sa.String(2))
    answer: Mapped[str] = mapped_column(sa.String(rules.WORDS_MAX), default="")
    version: Mapped[int] = mapped_column(default=1)

    post: Mapped[TalentPost] = relationship(back_populates="applications")
    organisation: Mapped[Organisation] = relationship()

    __mapper_args__ = {"version_id_col": version}
    __table_args__ = (sa.UniqueConstraint("post_id", "organisation_id"),)
