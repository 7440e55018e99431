"""The second factor: put in force, asked for, moved to another device, taken away."""

import sqlalchemy as sa

from matchmaker.accounts import passwords, queries
from matchmaker.accounts.models import RecoveryCode, User
from matchmaker.accounts.rules import RECOVERY_CODES
from matchmaker.accounts.service import check_own_password, is_locked, lock, note_failure
from matchmaker.foundation import audit, outbox
from matchmaker.foundation.database import db, now
from matchmaker.foundation.errors import RuleViolation
from matchmaker.foundation.permissions import STAFF


def begin_second_factor() -> str:
    """A new sealed secret; it is in force once `confirm_second_factor` has seen a code of it."""
    return passwords.new_totp_secret()


def confirm_second_factor(user: User, sealed: str, code: str) -> list[str]:
    """Put the second factor `sealed` in force and give the recovery codes, shown this once.

    Raises RuleViolation when `code` is none of it.
    """
    lock(user)
    step = passwords.totp_step(sealed, _digits(code))
    if step is None:
        raise RuleViolation("account.wrong_code")
    user.totp_secret, user.totp_confirmed_at, user.totp_last_step = sealed, now(), step
    audit.record("account.second_factor_set", user, actor_id=user.id)
    outbox.post("second_factor_set", to=user.email, locale=user.locale, name=user.full_name)
    return new_recovery_codes(user)


def new_recovery_codes(user: User) -> list[str]:
    """Make recovery codes anew; those given before stop working."""
    db.session.execute(sa.delete(RecoveryCode).where(RecoveryCode.user_id == user.id))
    codes = [passwords.new_recovery_code() for _ in range(RECOVERY_CODES)]
    db.session.add_all(RecoveryCode(user_id=user.id, code_hash=passwords.code_digest(code)) for code in codes)
    audit.record("account.recovery_codes_made", user, actor_id=user.id)
    return codes


def lets_in(user: User, code: str) -> bool:
    """Whether `code` completes a sign-in. Failures count as wrong passwords do. Commit either way."""
    lock(user)
    if is_locked(user):
        return False
    if not _accepts(user, code):
        note_failure(user)
        return False
    return True


def prove_oneself(user: User, *, password: str, code: str) -> None:
    """Ask a person who is signed in for password and code again, before the second factor is changed.

    Raises RuleViolation when either is wrong.
    """
    check_own_password(user, password)
    lock(user)
    if not _accepts(user, code):
        raise RuleViolation("account.wrong_code")


def _accepts(user: User, code: str) -> bool:
    """Use up a code of the app or a recovery code; one used before is refused (RFC 6238, 5.2)."""
    text = _digits(code)
    if user.totp_secret is None:
        return False
    step = passwords.totp_step(user.totp_secret, text)
    if step is None:
        return _use_recovery_code(user, text)
    if user.totp_last_step is not None and step <= user.totp_last_step:
        return False
    user.totp_last_step = step
    return True


def _digits(code: str) -> str:
    """A code without the spaces that apps show in it."""
    return "".join(code.split())


def _use_recovery_code(user: User, text: str) -> bool:
    wanted = passwords.code_digest(text)
    for code in db.session.scalars(queries.unused_recovery_codes(user.id)):
        if code.code_hash == wanted:
            code.used_at = now()
            audit.record("account.recovery_code_used", user, actor_id=user.id)
            return True
    return False


def switch_off(user: User) -> None:
    """Take one's own second factor away. Raises RuleViolation for staff, who work with one only."""
    if user.role in STAFF:
        raise RuleViolation("account.second_factor_needed")
    remove_second_factor(user, actor_id=user.id)


def remove_second_factor(user: User, *, actor_id: int | None) -> None:
    """Take the second factor away and end every session; staff must set it up anew before they can work."""
    user.totp_secret = user.totp_confirmed_at = user.totp_last_step = None
    user.session_version += 1
    db.session.execute(sa.delete(RecoveryCode).where(RecoveryCode.user_id == user.id))
    outbox.post("second_factor_removed", to=user.email, locale=user.locale, name=user.full_name)
    audit.record("account.second_factor_removed", user, actor_id=actor_id)
