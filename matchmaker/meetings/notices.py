"""Mails about a meeting that go by the clock: each is sent once for each time that the meeting is given."""

from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Mapped, mapped_column

from matchmaker.foundation.database import Base, UtcDateTime, db, enum_column, now
from matchmaker.meetings.afterwards.rules import Notice
from matchmaker.meetings.models import Meeting


class MeetingNotice(Base):
    """That a mail to everybody who takes part was written."""

    __tablename__ = "meeting_notice"

    meeting_id: Mapped[int] = mapped_column(sa.ForeignKey("meeting.id", ondelete="CASCADE"), primary_key=True)
    starts_at: Mapped[datetime] = mapped_column(UtcDateTime, primary_key=True)
    """The meeting's time then: a meeting that is moved is written about again."""
    notice: Mapped[Notice] = mapped_column(enum_column(Notice, "meeting_notice_kind"), primary_key=True)
    at: Mapped[datetime] = mapped_column(UtcDateTime, default=now)


def without(notice: Notice) -> sa.ColumnElement[bool]:
    """Condition on `Meeting`: this mail was not written for its present time."""
    known = sa.select(MeetingNotice.meeting_id).where(
        MeetingNotice.meeting_id == Meeting.id, MeetingNotice.starts_at == Meeting.starts_at,
        MeetingNotice.notice == notice,
    )  # fmt: skip
    return ~known.exists()


def is_first(meeting: Meeting, notice: Notice) -> bool:
    """Note that the mail is written; False when another worker has written it for this time already."""
    row = {"meeting_id": meeting.id, "starts_at": meeting.starts_at, "notice": notice, "at": now()}
    try:
        with db.session.begin_nested():
            db.session.execute(sa.insert(MeetingNotice).values(row))
    except IntegrityError:
        return False
    return True
