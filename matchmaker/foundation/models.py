"""Tables of the ground: the audit log and the mail outbox."""

from datetime import datetime
from enum import StrEnum
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column, relationship

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


MAX_ATTEMPTS = 8
"""How often a mail is tried before it is left to staff."""


class MailState(StrEnum):
    """Where a mail stands."""

    QUEUED = "queued"
    HELD = "held"
    """Waits for its reader's digest."""
    IN_DIGEST = "in_digest"
    """Part of a digest, which carries it."""
    SWITCHED_OFF = "switched_off"
    """Its reader switched the topic off while it waited."""
    SENDING = "sending"
    """Everything but the last line was handed over; whoever crashes from here on does not know the answer."""
    UNCERTAIN = "uncertain"
    """Handed over whole, but the answer was never read: it has most likely arrived. Staff decide."""
    SETTLED = "settled"
    """Was dead or uncertain, and staff left it at that."""
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
    topic: Mapped[str | None] = mapped_column(sa.String(40))
    """The topic by which its reader may switch it; None for what always goes at once."""
    unsubscribe_url: Mapped[str | None] = mapped_column(sa.String(500))
    """Where one click ends mails of its topic (RFC 8058)."""
    state: Mapped[MailState] = mapped_column(enum_column(MailState, "mail_state"), default=MailState.QUEUED)
    attempts: Mapped[int] = mapped_column(default=0)
    """Attempts since it was written; a delivery that was overtaken sees another number."""
    attempts_allowed: Mapped[int] = mapped_column(default=MAX_ATTEMPTS)
    """The attempt after which it is given up; raised when staff send it again."""
    due_at: Mapped[datetime] = mapped_column(UtcDateTime, default=now)
    sent_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    last_error: Mapped[str | None] = mapped_column(sa.String(300))
    digest_id: Mapped[int | None] = mapped_column(sa.ForeignKey("outbox_mail.id", ondelete="SET NULL"), index=True)
    """The digest that carries it."""

    parts: Mapped[list["OutboxPart"]] = relationship(
        order_by="OutboxPart.id", cascade="all, delete-orphan", passive_deletes=True
    )

    __table_args__ = (
        sa.Index("ix_outbox_mail_due", "state", "due_at"),
        sa.Index("ix_outbox_mail_to", "to_address", "state"),
        sa.CheckConstraint("(state = 'sent') = (sent_at IS NOT NULL)", name="sent_at_set"),
    )


class OutboxPart(Base):
    """A file that goes with a mail: an invitation (`text/calendar; method=…`) or an attachment."""

    __tablename__ = "outbox_part"

    id: Mapped[int] = mapped_column(primary_key=True)
    mail_id: Mapped[int] = mapped_column(sa.ForeignKey("outbox_mail.id", ondelete="CASCADE"), index=True)
    file_name: Mapped[str] = mapped_column(sa.String(200))
    content_type: Mapped[str] = mapped_column(sa.String(120))
    data: Mapped[bytes]
