"""Signing up and in, passwords. Addresses known and unknown get the same answer from every function here."""

from sqlalchemy.exc import IntegrityError

from matchmaker.accounts import passwords, queries
from matchmaker.accounts.consents import give_consent
from matchmaker.accounts.models import User
from matchmaker.accounts.notifications import service as notifications
from matchmaker.accounts.password_rules import password_fault
from matchmaker.accounts.rules import LOCK_AFTER_FAILURES, LOCK_FOR, SignUp, TokenPurpose
from matchmaker.accounts.tokens import issue_token, use_token, void_tokens
from matchmaker.foundation import audit, outbox
from matchmaker.foundation.database import db, now
from matchmaker.foundation.errors import RuleViolation
from matchmaker.foundation.permissions import Role


def find_by_email(email: str) -> User | None:
    """The person with this address."""
    return db.session.scalars(queries.by_email(email)).first()


def lock(user: User) -> None:
    """Hold the person's row until the transaction ends, and see what others wrote before."""
    db.session.refresh(user, with_for_update=True)


def sign_up(data: SignUp) -> User | None:
    """Make an account that waits for its address to be confirmed, and mail the link.

    A known address gets a mail that says so, and None is returned: the page answers the same either way.
    Raises RuleViolation for a password that is refused.
    """
    check_password_rule(data.password, email=data.email, full_name=data.full_name)
    hashed = passwords.hash_password(data.password)
    user = User(
        email=data.email.strip().lower(), password_hash=hashed, full_name=data.full_name, locale=data.locale,
        time_zone=data.time_zone, role=Role.MEMBER,
    )  # fmt: skip
    known = find_by_email(data.email)
    if known is not None or not add_person(user):
        _tell_owner(known or db.session.scalars(queries.by_email(data.email)).one())
        return None
    for purpose in sorted(data.consents):
        give_consent(user, purpose)
    audit.record("account.signed_up", user, actor_id=user.id)
    send_confirmation(user)
    return user


def add_person(user: User) -> bool:
    """Store a new person; False when somebody with the same address was stored at the same moment."""
    try:
        with db.session.begin_nested():
            db.session.add(user)
    except IntegrityError:
        return False
    return True


def _tell_owner(known: User) -> None:
    """Mail the owner of a known address that somebody signed up with it again.

    Who signed up first with an address need not own it: an account never confirmed is handed over by a link that
    sets a new password, so that nobody moves into an account whose password a stranger chose.
    """
    if not known.enabled:
        return
    if known.email_confirmed_at is None:
        secret = issue_token(known, TokenPurpose.RESET_PASSWORD)
        outbox.post("finish_sign_up", to=known.email, locale=known.locale, name=known.full_name, secret=secret)
        return
    outbox.post("already_registered", to=known.email, locale=known.locale, name=known.full_name)


def send_confirmation(user: User) -> None:
    """Mail the link that confirms the address."""
    secret = issue_token(user, TokenPurpose.CONFIRM_EMAIL)
    outbox.post("confirm_email", to=user.email, locale=user.locale, name=user.full_name, secret=secret)


def confirm_email(secret: str) -> User:
    """Confirm the address that the link was mailed to. Raises RuleViolation as `get_token`."""
    user = use_token(secret, TokenPurpose.CONFIRM_EMAIL)
    user.email_confirmed_at = user.email_confirmed_at or now()
    audit.record("account.email_confirmed", user, actor_id=user.id)
    return user


def ask_for_confirmation(email: str) -> None:
    """Mail the confirmation link again if a member's account waits for it."""
    user = find_by_email(email)
    if user is not None and user.enabled and user.email_confirmed_at is None and user.role is Role.MEMBER:
        send_confirmation(user)


def ask_for_reset(email: str) -> None:
    """Mail a link that sets a new password (and confirms the address, since it was read there)."""
    user = find_by_email(email)
    if user is None or not user.enabled:
        return
    secret = issue_token(user, TokenPurpose.RESET_PASSWORD)
    outbox.post("reset_password", to=user.email, locale=user.locale, name=user.full_name, secret=secret)
    audit.record("account.reset_asked", user, actor_id=None)


def reset_password(secret: str, password: str, *, purpose: TokenPurpose = TokenPurpose.RESET_PASSWORD) -> User:
    """Set a new password by a mailed link, end every session and use up every other link.

    Raises RuleViolation as `get_token`, or for a password that is refused (the link still works then).
    """
    user = use_token(secret, purpose)
    user.email_confirmed_at = user.email_confirmed_at or now()
    user.failed_sign_ins, user.locked_until = 0, None
    set_password(user, password)
    void_tokens(user)
    if purpose is TokenPurpose.RESET_PASSWORD:
        outbox.post("password_changed", to=user.email, locale=user.locale, name=user.full_name)
    audit.record("account.password_reset", user, actor_id=user.id, details={"link": purpose.value})
    return user


def check_password_rule(password: str, *, email: str, full_name: str) -> None:
    """Raises RuleViolation when `password` is too short, too long or too easy to guess."""
    fault = password_fault(password, email=email, full_name=full_name)
    if fault is not None:
        raise RuleViolation(fault)


def set_password(user: User, password: str) -> None:
    """Store a new password and end every session. Raises RuleViolation for a password that is refused."""
    check_password_rule(password, email=user.email, full_name=user.full_name)
    user.password_hash = passwords.hash_password(password)
    user.session_version += 1


def change_password(user: User, *, old: str, new: str) -> None:
    """Change one's own password and end every session. Raises RuleViolation when the old one is wrong."""
    check_own_password(user, old)
    set_password(user, new)
    void_tokens(user)
    outbox.post("password_changed", to=user.email, locale=user.locale, name=user.full_name)
    audit.record("account.password_changed", user, actor_id=user.id)


def check_own_password(user: User, password: str) -> None:
    """Ask a person who is signed in for the password again. Raises RuleViolation when it is wrong."""
    if not passwords.password_fits(user.password_hash, password):
        raise RuleViolation("account.wrong_password")


def end_sessions(user: User) -> None:
    """Make every session cookie of the person worthless."""
    user.session_version += 1
    audit.record("account.sessions_ended", user, actor_id=user.id)


def check_credentials(email: str, password: str) -> User | None:
    """The person, if address and password fit and the account is open; None for every kind of refusal.

    Counts failures and locks the account for a while after `LOCK_AFTER_FAILURES`; the count starts anew at
    `note_sign_in` only, so that a known password buys no more guesses at the second factor. Commit either way.
    """
    user = find_by_email(email)
    if user is None:
        passwords.waste_time(password)
        return None
    lock(user)
    fits = passwords.password_fits(user.password_hash, password)
    if is_locked(user) or not user.is_active:
        return None
    if not fits:
        note_failure(user)
        return None
    if passwords.is_outdated(user.password_hash):
        user.password_hash = passwords.hash_password(password)
    return user


def is_locked(user: User) -> bool:
    """Whether too many failures closed the account for a while."""
    return user.locked_until is not None and user.locked_until > now()


def note_failure(user: User) -> None:
    """Count a wrong password or code, and lock the account when there were too many."""
    user.failed_sign_ins += 1
    if user.failed_sign_ins >= LOCK_AFTER_FAILURES:
        user.failed_sign_ins, user.locked_until = 0, now() + LOCK_FOR
        outbox.post("account_locked", to=user.email, locale=user.locale, name=user.full_name)
        audit.record("account.locked", user, actor_id=None)


def note_sign_in(user: User) -> None:
    """Remember that a person signed in, password and second factor both right."""
    user.failed_sign_ins, user.locked_until = 0, None
    user.last_signed_in_at = now()
    audit.record("account.signed_in", user, actor_id=user.id)


def change_profile(user: User, *, full_name: str, locale: str, time_zone: str) -> None:
    """Change name, language and time zone; mails that wait go by the clocks of the new one."""
    has_moved = user.time_zone != time_zone
    user.full_name, user.locale, user.time_zone = full_name, locale, time_zone
    if has_moved:
        notifications.plan_again(user)
    audit.record("account.profile_changed", user, actor_id=user.id)
