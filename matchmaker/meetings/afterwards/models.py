"""The tables of ratings: what each side and the agency say of a meeting that is over."""

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column, relationship

from matchmaker.accounts.models import User
from matchmaker.foundation.database import Base, Timestamps, enum_column
from matchmaker.meetings.afterwards.rules import Absent, Side
from matchmaker.meetings.models import Meeting, MeetingParticipant


class MeetingRating(Timestamps, Base):
    """How a meeting went by the word of one side, or of the agency; one each, for the author and the agency to read."""

    __tablename__ = "meeting_rating"

    id: Mapped[int] = mapped_column(primary_key=True)
    meeting_id: Mapped[int] = mapped_column(sa.ForeignKey("meeting.id", ondelete="CASCADE"))
    side: Mapped[Side] = mapped_column(enum_column(Side, "rating_side"))
    author_id: Mapped[int | None] = mapped_column(sa.ForeignKey("user.id", ondelete="SET NULL"))
    outcome: Mapped[str] = mapped_column(sa.String(40))
    """Code of `meeting_outcome`."""
    absent: Mapped[Absent] = mapped_column(enum_column(Absent, "rating_absent"), default=Absent.NOBODY)
    comment: Mapped[str] = mapped_column(sa.String(1000), default="")
    version: Mapped[int] = mapped_column(default=1)

    meeting: Mapped[Meeting] = relationship()
    author: Mapped[User | None] = relationship()
    absences: Mapped[list["MeetingAbsence"]] = relationship(cascade="all, delete-orphan", lazy="selectin")

    __mapper_args__ = {"version_id_col": version}
    __table_args__ = (
        sa.UniqueConstraint("meeting_id", "side", name="uq_meeting_rating_side"),
        sa.CheckConstraint("(outcome = 'did_not_take_place') = (absent <> 'nobody')", name="absent_if_not_held"),
    )

    @property
    def absentees(self) -> frozenset[int]:
        """Ids of the participants who did not come, by this word; older words name sides only, and so all of a side."""
        if self.absences or self.absent is Absent.NOBODY:
            return frozenset(one.participant_id for one in self.absences)
        introduction = self.meeting.introduction
        sides = {Side.FROM: introduction.from_id, Side.TO: introduction.to_id}
        return frozenset(one.id for side in self.absent.sides for one in self.meeting.people_of(sides[side]))


class MeetingAbsence(Base):
    """That somebody did not come, by the word of one rating."""

    __tablename__ = "meeting_absence"

    rating_id: Mapped[int] = mapped_column(sa.ForeignKey("meeting_rating.id", ondelete="CASCADE"), primary_key=True)
    participant_id: Mapped[int] = mapped_column(
        sa.ForeignKey("meeting_participant.id", ondelete="CASCADE"), primary_key=True, index=True
    )

    participant: Mapped[MeetingParticipant] = relationship()
