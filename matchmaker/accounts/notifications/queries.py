"""Reads of what people want to be told."""

from datetime import datetime

import sqlalchemy as sa

from matchmaker.accounts.models import User
from matchmaker.accounts.notifications.models import NotificationPreference, NotificationTimes
from matchmaker.accounts.notifications.rules import Rhythm
from matchmaker.foundation.models import MailState, OutboxMail


def wish_of(address: str, topic: str) -> sa.Select[User, Rhythm, NotificationTimes]:
    """The person behind `address`, the rhythm chosen for `topic`, the times chosen; None for what was not chosen."""
    return (
        sa.select(User, NotificationPreference.rhythm, NotificationTimes)
        .outerjoin(
            NotificationPreference,
            (NotificationPreference.user_id == User.id) & (NotificationPreference.topic == topic),
        )
        .outerjoin(NotificationTimes, NotificationTimes.user_id == User.id)
        .where(User.email == address.strip().lower())
    )


def times_at(address: str) -> sa.Select[str, NotificationTimes]:
    """The time zone and the chosen times of the person behind `address`; no row where nothing was chosen."""
    return (
        sa.select(User.time_zone, NotificationTimes)
        .join(NotificationTimes, NotificationTimes.user_id == User.id)
        .where(User.email == address.strip().lower())
    )


def preferences_of(user_id: int) -> sa.Select[NotificationPreference]:
    """Rhythms that a person chose."""
    return (
        sa.select(NotificationPreference)
        .where(NotificationPreference.user_id == user_id)
        .order_by(NotificationPreference.topic)
    )


def held_for(address: str) -> sa.Select[int, datetime]:
    """How many mails wait for the digests of `address`, and when the first of them goes."""
    return sa.select(sa.func.count(OutboxMail.id), sa.func.min(OutboxMail.due_at)).where(
        OutboxMail.to_address == address, OutboxMail.state == MailState.HELD
    )
