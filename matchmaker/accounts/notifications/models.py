"""Tables of what people want to be told, and when."""

from datetime import time

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from matchmaker.accounts.notifications.rules import DIGEST_HOUR, QuietHours, Rhythm
from matchmaker.foundation.database import Base, Timestamps, enum_column


class NotificationPreference(Timestamps, Base):
    """How often a person hears of a topic; without a row at once."""

    __tablename__ = "notification_preference"

    user_id: Mapped[int] = mapped_column(sa.ForeignKey("user.id", ondelete="CASCADE"), primary_key=True)
    topic: Mapped[str] = mapped_column(sa.String(40), primary_key=True)
    rhythm: Mapped[Rhythm] = mapped_column(enum_column(Rhythm, "rhythm"))


class NotificationTimes(Timestamps, Base):
    """A person's quiet hours and hour of the digest, by the clocks of the person's time zone."""

    __tablename__ = "notification_times"

    user_id: Mapped[int] = mapped_column(sa.ForeignKey("user.id", ondelete="CASCADE"), primary_key=True)
    quiet_from: Mapped[time | None]
    quiet_until: Mapped[time | None]
    digest_hour: Mapped[int] = mapped_column(default=DIGEST_HOUR)

    __table_args__ = (
        sa.CheckConstraint("(quiet_from IS NULL) = (quiet_until IS NULL)", name="quiet_whole"),
        sa.CheckConstraint("quiet_from <> quiet_until", name="quiet_ends"),
        sa.CheckConstraint("digest_hour BETWEEN 0 AND 23", name="digest_hour"),
    )

    @property
    def quiet(self) -> QuietHours | None:
        """The quiet hours, if there are any."""
        if self.quiet_from is None or self.quiet_until is None:
            return None
        return QuietHours(self.quiet_from, self.quiet_until)
