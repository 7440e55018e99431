"""Reads of people, their links and codes."""

from datetime import datetime

import sqlalchemy as sa

from matchmaker.accounts.models import AccountToken, RecoveryCode, User
from matchmaker.accounts.rules import TokenPurpose
from matchmaker.foundation.models import AuditEntry, OutboxMail
from matchmaker.foundation.permissions import Role


def by_email(email: str) -> sa.Select[User]:
    """The person with the address `email`, in whatever case it is typed."""
    return sa.select(User).where(User.email == email.strip().lower())


def token(secret_hash: str, purpose: TokenPurpose) -> sa.Select[AccountToken]:
    """The mailed link with this hash."""
    return sa.select(AccountToken).where(AccountToken.secret_hash == secret_hash, AccountToken.purpose == purpose)


def tokens_of(user_id: int) -> sa.Select[AccountToken]:
    """All links mailed to a person, oldest first."""
    return sa.select(AccountToken).where(AccountToken.user_id == user_id).order_by(AccountToken.id)


def unused_recovery_codes(user_id: int) -> sa.Select[RecoveryCode]:
    """Recovery codes that a person has left."""
    return sa.select(RecoveryCode).where(RecoveryCode.user_id == user_id, RecoveryCode.used_at.is_(None))


def people(*, role: Role | None = None, words: str = "") -> sa.Select[User]:
    """People whose accounts are not closed, staff first, by name; `words` are looked for in name and address."""
    found = sa.select(User).where(User.closed_at.is_(None))
    if role is not None:
        found = found.where(User.role == role)
    for word in words.lower().split():
        name = sa.func.lower(User.full_name)
        found = found.where(name.contains(word, autoescape=True) | User.email.contains(word, autoescape=True))
    return found.order_by(sa.case((User.role == Role.MEMBER, 1), else_=0), User.full_name, User.id)


def open_administrators() -> sa.Select[User]:
    """Administrators who can work."""
    return sa.select(User).where(
        User.role == Role.ADMINISTRATOR, User.enabled.is_(True), User.email_confirmed_at.is_not(None)
    )


def never_confirmed(before: datetime) -> sa.Select[User]:
    """Sign-ups of members from before `before` whose address was never confirmed."""
    return sa.select(User).where(
        User.role == Role.MEMBER, User.email_confirmed_at.is_(None), User.last_signed_in_at.is_(None),
        User.closed_at.is_(None), User.created_at < before,
    )  # fmt: skip


def deeds_of(user_id: int) -> sa.Select[AuditEntry]:
    """What a person did, oldest first."""
    return sa.select(AuditEntry).where(AuditEntry.actor_id == user_id).order_by(AuditEntry.id)


def mails_to(address: str) -> sa.Select[OutboxMail]:
    """Mails written to an address, oldest first."""
    return sa.select(OutboxMail).where(OutboxMail.to_address == address).order_by(OutboxMail.id)
