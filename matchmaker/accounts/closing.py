"""What a person may take away, and leaving."""

from collections.abc import Callable
from datetime import datetime

import sqlalchemy as sa

from matchmaker.accounts import passwords, queries
from matchmaker.accounts.models import AccountToken, RecoveryCode, User
from matchmaker.accounts.notifications import service as notifications
from matchmaker.accounts.service import check_own_password, lock
from matchmaker.foundation import audit, outbox
from matchmaker.foundation.database import db, now
from matchmaker.foundation.errors import RuleViolation
from matchmaker.foundation.models import OutboxMail
from matchmaker.foundation.permissions import Role

on_close: list[Callable[[User], None]] = []
"""What rooms downstream do with a person's things when the account is closed, within the same transaction."""

CLOSED_NAME = "Closed account"


def own_data(user: User) -> dict[str, object]:
    """Everything this room keeps about a person, ready for JSON; times in ISO 8601, UTC. Secrets are left out."""
    return {
        "account": {
            "id": user.id, "email": user.email, "name": user.full_name, "role": user.role.value,
            "cluster": user.cluster, "language": user.locale, "time_zone": user.time_zone, "enabled": user.enabled,
            "created_at": _moment(user.created_at), "changed_at": _moment(user.updated_at),
            "email_confirmed_at": _moment(user.email_confirmed_at),
            "last_signed_in_at": _moment(user.last_signed_in_at), "failed_sign_ins": user.failed_sign_ins,
            "locked_until": _moment(user.locked_until), "second_factor_since": _moment(user.totp_confirmed_at),
            "recovery_codes_left": len(db.session.scalars(queries.unused_recovery_codes(user.id)).all()),
        },
        "consents": [
            {
                "purpose": consent.purpose.value, "version": consent.version, "given_at": _moment(consent.given_at),
                "withdrawn_at": _moment(consent.withdrawn_at),
            }
            for consent in user.consents
        ],
        "notifications": notifications.own_data(user),
        "links": [
            {
                "purpose": link.purpose.value, "mailed_at": _moment(link.created_at),
                "expires_at": _moment(link.expires_at), "used_at": _moment(link.used_at),
            }
            for link in db.session.scalars(queries.tokens_of(user.id))
        ],
        "mails": [
            {
                "kind": mail.kind, "subject": mail.subject, "written_at": _moment(mail.created_at),
                "sent_at": _moment(mail.sent_at),
            }
            for mail in db.session.scalars(queries.mails_to(user.email))
        ],
        "deeds": [
            {
                "action": entry.action, "at": _moment(entry.at), "subject": entry.subject_type,
                "subject_id": entry.subject_id, "details": entry.details,
            }
            for entry in db.session.scalars(queries.deeds_of(user.id))
        ],
    }  # fmt: skip


def _moment(at: datetime | None) -> str | None:
    return at.isoformat() if at else None


def close_account(user: User, *, password: str) -> None:
    """Take everything personal out of the account; the row and the audit log stay, naming nobody.

    Raises RuleViolation when the password is wrong, or when no administrator would be left.
    """
    lock(user)
    check_own_password(user, password)
    if user.role is Role.ADMINISTRATOR and len(db.session.scalars(queries.open_administrators()).all()) < 2:
        raise RuleViolation("account.last_administrator")
    for hook in on_close:
        hook(user)
    address, locale = user.email, user.locale
    _forget_secrets(user, address)
    _forget_person(user)
    outbox.post("account_closed", to=address, locale=locale)
    audit.record("account.closed", user, actor_id=user.id)


def _forget_secrets(user: User, address: str) -> None:
    db.session.execute(sa.delete(AccountToken).where(AccountToken.user_id == user.id))
    db.session.execute(sa.delete(RecoveryCode).where(RecoveryCode.user_id == user.id))
    db.session.execute(sa.delete(OutboxMail).where(OutboxMail.to_address == address))
    user.totp_secret = user.totp_confirmed_at = user.totp_last_step = None
    user.password_hash = passwords.hash_password(passwords.new_secret())


def _forget_person(user: User) -> None:
    moment = now()
    for consent in user.consents:
        consent.withdrawn_at = consent.withdrawn_at or moment
    user.email, user.full_name = f"closed-{user.id}@closed.invalid", CLOSED_NAME
    user.enabled, user.closed_at = False, moment
    user.last_signed_in_at, user.failed_sign_ins, user.locked_until = None, 0, None
    user.session_version += 1
