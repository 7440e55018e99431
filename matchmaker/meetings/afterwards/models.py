"""The table of ratings: what each side and the agency say of a meeting that is over."""

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column, relationship

from matchmaker.accounts.models import User
from matchmaker.foundation.database import Base, Timestamps, enum_column
from matchmaker.meetings.afterwards.rules import Absent, Side
from matchmaker.meetings.models import Meeting


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

    __mapper_args__ = {"version_id_col": version}
    __table_args__ = (
        sa.UniqueConstraint("meeting_id", "side", name="uq_meeting_rating_side"),
        sa.CheckConstraint("(outcome = 'did_not_take_place') = (absent <> 'nobody')", name="absent_if_not_held"),
    )
