"""Tables of threads: messages, their files, what was read, and who said that they may share."""

from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column, relationship

from matchmaker.accounts.models import User
from matchmaker.foundation.database import Base, UtcDateTime, enum_column, now
from matchmaker.foundation.virus_scan import Scan
from matchmaker.introductions.models import Introduction
from matchmaker.organisations.models import Organisation
from matchmaker.threads.rules import Lane


class ThreadMessage(Base):
    """What one person wrote in one lane; a deleted one stays as an empty line."""

    __tablename__ = "thread_message"

    id: Mapped[int] = mapped_column(primary_key=True)
    introduction_id: Mapped[int] = mapped_column(sa.ForeignKey("introduction.id", ondelete="CASCADE"))
    lane: Mapped[Lane] = mapped_column(enum_column(Lane, "thread_lane"))
    author_id: Mapped[int | None] = mapped_column(sa.ForeignKey("user.id", ondelete="SET NULL"))
    author_side_id: Mapped[int | None] = mapped_column(sa.ForeignKey("organisation.id", ondelete="SET NULL"))
    """The organisation for which a member wrote; None for staff."""
    by_staff: Mapped[bool]
    body: Mapped[str] = mapped_column(sa.Text)
    token: Mapped[str] = mapped_column(sa.String(36))
    """Made with the form: a form that is sent twice makes one message."""
    created_at: Mapped[datetime] = mapped_column(UtcDateTime, default=now)
    deleted_at: Mapped[datetime | None] = mapped_column(UtcDateTime)

    introduction: Mapped[Introduction] = relationship()
    author: Mapped[User | None] = relationship()
    author_side: Mapped[Organisation | None] = relationship()
    attachments: Mapped[list["ThreadAttachment"]] = relationship(
        cascade="all, delete-orphan", order_by="ThreadAttachment.id", back_populates="message"
    )

    __table_args__ = (
        sa.UniqueConstraint("introduction_id", "author_id", "token", name="uq_thread_message_token"),
        sa.Index("ix_thread_message_lane", "introduction_id", "lane", "id"),
        sa.Index("ix_thread_message_author", "author_id", "created_at"),
        sa.CheckConstraint("length(body) <= 5000", name="body_length"),
        sa.CheckConstraint("deleted_at IS NULL OR body = ''", name="deleted_is_empty"),
        sa.CheckConstraint("NOT by_staff OR author_side_id IS NULL", name="staff_has_no_side"),
        sa.CheckConstraint("lane <> 'notes' OR by_staff", name="notes_by_staff"),
    )


class ThreadAttachment(Base):
    """A file of a message; the bytes lie in the store under `file_key`."""

    __tablename__ = "thread_attachment"

    id: Mapped[int] = mapped_column(primary_key=True)
    message_id: Mapped[int] = mapped_column(sa.ForeignKey("thread_message.id", ondelete="CASCADE"), index=True)
    file_key: Mapped[str] = mapped_column(sa.String(80), unique=True)
    file_name: Mapped[str] = mapped_column(sa.String(130))
    content_type: Mapped[str] = mapped_column(sa.String(100))
    size: Mapped[int]
    sha256: Mapped[str] = mapped_column(sa.String(64))
    tier: Mapped[int]
    """`Tier.DOCUMENTS`: the other side opens it once the pair has reached that tier; lower: at once."""
    scan: Mapped[Scan] = mapped_column(enum_column(Scan, "file_scan"), index=True)

    message: Mapped[ThreadMessage] = relationship(back_populates="attachments")

    __table_args__ = (
        sa.CheckConstraint("tier BETWEEN 0 AND 3", name="tier_known"),
        sa.CheckConstraint("size > 0", name="size_positive"),
    )


class ReadMark(Base):
    """How far a person has read a lane."""

    __tablename__ = "thread_read_mark"

    user_id: Mapped[int] = mapped_column(sa.ForeignKey("user.id", ondelete="CASCADE"), primary_key=True)
    introduction_id: Mapped[int] = mapped_column(
        sa.ForeignKey("introduction.id", ondelete="CASCADE"), primary_key=True, index=True
    )
    lane: Mapped[Lane] = mapped_column(enum_column(Lane, "read_mark_lane"), primary_key=True)
    last_read_id: Mapped[int]


class SharingPromise(Base):
    """That a person said, before the first file in a thread, that they may share it and know who will see it."""

    __tablename__ = "thread_sharing_promise"

    user_id: Mapped[int] = mapped_column(sa.ForeignKey("user.id", ondelete="CASCADE"), primary_key=True)
    introduction_id: Mapped[int] = mapped_column(
        sa.ForeignKey("introduction.id", ondelete="CASCADE"), primary_key=True, index=True
    )
    given_at: Mapped[datetime] = mapped_column(UtcDateTime, default=now)
