"""Tables of meetings: who meets when, which times were proposed, when people are free, and what they are booked for."""

from datetime import date, datetime

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column, relationship

from matchmaker.accounts.models import User
from matchmaker.foundation.database import Base, Timestamps, UtcDateTime, enum_column
from matchmaker.introductions.models import Introduction
from matchmaker.meetings.rules import SIDES, TIMED, MeetingState, ParticipantAnswer, ParticipantRole, Upset
from matchmaker.organisations.models import Organisation

_TIMED = ", ".join(f"'{state.value}'" for state in sorted(TIMED))
_PROPOSED = sa.text("state = 'proposed'")


class Meeting(Timestamps, Base):
    """A talk of the two sides of an introduction; it has a time once both have agreed to one."""

    __tablename__ = "meeting"

    id: Mapped[int] = mapped_column(primary_key=True)
    introduction_id: Mapped[int] = mapped_column(sa.ForeignKey("introduction.id", ondelete="CASCADE"), index=True)
    state: Mapped[MeetingState] = mapped_column(
        enum_column(MeetingState, "meeting_state"), default=MeetingState.PROPOSED, index=True
    )
    owner_id: Mapped[int | None] = mapped_column(sa.ForeignKey("user.id"), index=True)
    """Who sees to it that it takes place; nothing is confirmed without one."""
    title: Mapped[str] = mapped_column(sa.String(200), default="")
    duration_minutes: Mapped[int] = mapped_column(default=30)
    starts_at: Mapped[datetime | None] = mapped_column(UtcDateTime, index=True)
    ends_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    place: Mapped[str] = mapped_column(sa.String(200), default="")
    video_link: Mapped[str] = mapped_column(sa.String(500), default="")
    uid: Mapped[str] = mapped_column(sa.String(120), unique=True)
    """Identity in calendars (RFC 5545, 3.8.4.7); never changes."""
    sequence: Mapped[int] = mapped_column(default=0)
    """Raised with each change that calendars must learn of (RFC 5545, 3.8.7.4)."""
    proposed_at: Mapped[datetime] = mapped_column(UtcDateTime)
    """When the times on the table were proposed: clocks that change after it are warned of."""
    proposed_by_id: Mapped[int | None] = mapped_column(sa.ForeignKey("user.id", ondelete="SET NULL"))
    proposed_by_organisation_id: Mapped[int | None] = mapped_column(
        sa.ForeignKey("organisation.id", ondelete="CASCADE")
    )
    """The side that proposed the times on the table; None: a broker, and both sides have to agree."""
    confirmed_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    cancelled_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    reason: Mapped[str] = mapped_column(sa.String(500), default="")
    """Why it was cancelled, or why other times are wanted."""
    upset: Mapped[Upset | None] = mapped_column(enum_column(Upset, "meeting_upset"))
    """What somebody's leaving has done to it; None once a broker has seen to it."""
    created_by_id: Mapped[int | None] = mapped_column(sa.ForeignKey("user.id", ondelete="SET NULL"))
    version: Mapped[int] = mapped_column(default=1)

    introduction: Mapped[Introduction] = relationship()
    owner: Mapped[User | None] = relationship(foreign_keys=[owner_id])
    proposed_by: Mapped[User | None] = relationship(foreign_keys=[proposed_by_id])
    participants: Mapped[list["MeetingParticipant"]] = relationship(
        cascade="all, delete-orphan", order_by="MeetingParticipant.id", back_populates="meeting"
    )
    slots: Mapped[list["SlotProposal"]] = relationship(
        cascade="all, delete-orphan", order_by="SlotProposal.starts_at", back_populates="meeting"
    )

    __mapper_args__ = {"version_id_col": version}
    __table_args__ = (
        sa.CheckConstraint(
            f"(state NOT IN ({_TIMED})) OR (starts_at IS NOT NULL AND ends_at IS NOT NULL AND owner_id IS NOT NULL)",
            name="timed_and_owned",
        ),
        sa.CheckConstraint("(state <> 'proposed') OR (starts_at IS NULL AND ends_at IS NULL)", name="proposed_untimed"),
        sa.CheckConstraint("ends_at > starts_at", name="ends_after_start"),
        sa.CheckConstraint("(state <> 'cancelled') OR (reason <> '')", name="cancelled_with_reason"),
        sa.CheckConstraint("sequence >= 0", name="sequence_from_0"),
        sa.Index("uq_meeting_proposed", "introduction_id", unique=True,
                 sqlite_where=_PROPOSED, postgresql_where=_PROPOSED),
    )  # fmt: skip

    def people_of(self, organisation_id: int) -> list["MeetingParticipant"]:
        """Who speaks for one of the two sides; an interpreter whom it brings does not."""
        return [one for one in self.participants if one.organisation_id == organisation_id and one.role in SIDES]


class MeetingParticipant(Base):
    """Somebody who takes part: a person of the service, or an outsider with a name and an address."""

    __tablename__ = "meeting_participant"

    id: Mapped[int] = mapped_column(primary_key=True)
    meeting_id: Mapped[int] = mapped_column(sa.ForeignKey("meeting.id", ondelete="CASCADE"), index=True)
    user_id: Mapped[int | None] = mapped_column(sa.ForeignKey("user.id", ondelete="CASCADE"), index=True)
    organisation_id: Mapped[int | None] = mapped_column(sa.ForeignKey("organisation.id", ondelete="CASCADE"))
    """The side for which the person comes; None for brokers, interpreters and observers."""
    name: Mapped[str] = mapped_column(sa.String(120), default="")
    email: Mapped[str] = mapped_column(sa.String(320), default="")
    language: Mapped[str] = mapped_column(sa.String(5), default="en")
    """Of mails to an outsider; people of the service have chosen theirs."""
    role: Mapped[ParticipantRole] = mapped_column(enum_column(ParticipantRole, "participant_role"))
    answer: Mapped[ParticipantAnswer] = mapped_column(
        enum_column(ParticipantAnswer, "participant_answer"), default=ParticipantAnswer.NONE
    )
    reconfirmed_72_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    reconfirmed_24_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    attended: Mapped[bool | None]

    meeting: Mapped[Meeting] = relationship(back_populates="participants")
    user: Mapped[User | None] = relationship()
    organisation: Mapped[Organisation | None] = relationship()

    __table_args__ = (
        sa.UniqueConstraint("meeting_id", "user_id", name="uq_meeting_participant_user"),
        sa.CheckConstraint("user_id IS NOT NULL OR (name <> '' AND email <> '')", name="somebody"),
    )

    @property
    def full_name(self) -> str:
        """The person's name."""
        return self.user.full_name if self.user else self.name

    @property
    def address(self) -> str:
        """The person's e-mail address."""
        return self.user.email if self.user else self.email

    @property
    def locale(self) -> str:
        """Language of mails to the person."""
        return self.user.locale if self.user else self.language

    @property
    def is_reachable(self) -> bool:
        """Whether the person can be written to: whoever has left the service has no address."""
        return self.user is None or self.user.is_active

    @property
    def zone(self) -> str | None:
        """The person's own time zone; None for an outsider."""
        return self.user.time_zone if self.user else None


class SlotProposal(Base):
    """A time on the table, and which sides it suits."""

    __tablename__ = "meeting_slot"

    id: Mapped[int] = mapped_column(primary_key=True)
    meeting_id: Mapped[int] = mapped_column(sa.ForeignKey("meeting.id", ondelete="CASCADE"))
    starts_at: Mapped[datetime] = mapped_column(UtcDateTime)
    ends_at: Mapped[datetime] = mapped_column(UtcDateTime)
    rank: Mapped[int]
    """Place among the times proposed together, from 1, the kindest first."""
    burden_from: Mapped[int] = mapped_column(default=0)
    burden_to: Mapped[int] = mapped_column(default=0)
    """Weighted minutes outside 09-18 for the asking and the asked side: who bears more bears less the next time."""
    suits_from: Mapped[bool] = mapped_column(default=False)
    suits_to: Mapped[bool] = mapped_column(default=False)
    """Whether the side that asked for the introduction, and the side that was asked, can come then."""
    chosen: Mapped[bool] = mapped_column(default=False)

    meeting: Mapped[Meeting] = relationship(back_populates="slots")

    __table_args__ = (
        sa.UniqueConstraint("meeting_id", "starts_at", name="uq_meeting_slot_start"),
        sa.CheckConstraint("ends_at > starts_at", name="ends_after_start"),
    )


class AvailabilityWindow(Base):
    """Hours of a weekday in which a person can meet, in minutes of the day on the clock of the person's own zone."""

    __tablename__ = "availability_window"

    id: Mapped[int] = mapped_column(primary_key=True)
    user_id: Mapped[int] = mapped_column(sa.ForeignKey("user.id", ondelete="CASCADE"), index=True)
    weekday: Mapped[int]
    """0 is Monday."""
    starts: Mapped[int]
    ends: Mapped[int]

    __table_args__ = (
        sa.UniqueConstraint("user_id", "weekday", "starts", name="uq_availability_window_start"),
        sa.CheckConstraint("weekday BETWEEN 0 AND 6", name="weekday_known"),
        sa.CheckConstraint("0 <= starts AND starts < ends AND ends <= 1440", name="within_the_day"),
    )


class AvailabilityException(Base):
    """A day on which a person is free, or away, other than in most weeks; the whole day or some hours of it."""

    __tablename__ = "availability_exception"

    id: Mapped[int] = mapped_column(primary_key=True)
    user_id: Mapped[int] = mapped_column(sa.ForeignKey("user.id", ondelete="CASCADE"), index=True)
    day: Mapped[date]
    starts: Mapped[int] = mapped_column(default=0)
    ends: Mapped[int] = mapped_column(default=1440)
    is_free: Mapped[bool] = mapped_column(default=False)

    __table_args__ = (
        sa.UniqueConstraint("user_id", "day", "starts", name="uq_availability_exception_start"),
        sa.CheckConstraint("0 <= starts AND starts < ends AND ends <= 1440", name="within_the_day"),
    )


class BookedQuarter(Base):
    """One quarter of an hour for which a person is booked.

    The key lets nobody be booked twice for one quarter, and so no two confirmed meetings of a person overlap: the
    database decides, and in the same way on SQLite and PostgreSQL (an exclusion constraint over ranges, which only
    PostgreSQL has, would decide the same, as meetings begin and end on quarter hours).
    """

    __tablename__ = "booked_quarter"

    user_id: Mapped[int] = mapped_column(primary_key=True)
    quarter: Mapped[int] = mapped_column(primary_key=True)
    """Quarter hours since 1970-01-01 UTC."""
    meeting_id: Mapped[int] = mapped_column(index=True)

    __table_args__ = (
        sa.ForeignKeyConstraint(
            ["meeting_id", "user_id"], ["meeting_participant.meeting_id", "meeting_participant.user_id"],
            ondelete="CASCADE", name="fk_booked_quarter_participant",
        ),
    )  # fmt: skip
