"""Tables of the ground: the audit log and the mail outbox."""

from datetime import datetime
from enum import StrEnum
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from matchmaker.foundation.database import Base, UtcDateTime, enum_column, now


class AuditEntry(Base):
    """Who did what to which thing; written in the transaction of the deed, never changed."""

    __tablename__ = "audit_entry"

    id: Mapped[int] = mapped_column(primary_key=True)
    at: Mapped[datetime] = mapped_column(UtcDateTime, default=now, index=True)
    actor_id: Mapped[int | None] = mapped_column(index=True)
    action: Mapped[str] = mapped_column(sa.String(80), index=True)
    subject_type: Mapped[str] = mapped_column(sa.String(40))
    subject_id: Mapped[int | None]
    details: Mapped[dict[str, Any]] = mapped_column(sa.JSON, default=dict)

    __table_args__ = (sa.Index("ix_audit_entry_subject", "subject_type", "subject_id"),)


SUBJECT_MAX = 300
"""Characters of a mail's subject."""


class MailState(StrEnum):
    """Where a mail stands."""

    QUEUED = "queued"
    SENT = "sent"
    DEAD = "dead"


class OutboxMail(Base):
    """A mail to be sent: written with the deed that causes it, delivered by the job worker."""

    __tablename__ = "outbox_mail"

    id: Mapped[int] = mapped_column(primary_key=True)
    created_at: Mapped[datetime] = mapped_column(UtcDateTime, default=now)
    to_address: Mapped[str] = mapped_column(sa.String(320))
    locale: Mapped[str] = mapped_column(sa.String(5))
    subject: Mapped[str] = mapped_column(sa.String(SUBJECT_MAX))
    body: Mapped[str] = mapped_column(sa.Text)
    kind: Mapped[str] = mapped_column(sa.String(60))
    state: Mapped[MailState] = mapped_column(enum_column(MailState, "mail_state"), default=MailState.QUEUED)
    attempts: Mapped[int] = mapped_column(default=0)
    due_at: Mapped[datetime] = mapped_column(UtcDateTime, default=now)
    sent_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    last_error: Mapped[str | None] = mapped_column(sa.String(300))

    __table_args__ = (
        sa.Index("ix_outbox_mail_due", "state", "due_at"),
        sa.CheckConstraint("(state = 'sent') = (sent_at IS NOT NULL)", name="sent_at_set"),
    )
