"""What administrators do with people's accounts."""

from collections.abc import Callable

from matchmaker.accounts import passwords
from matchmaker.accounts.models import User
from matchmaker.accounts.rules import TokenPurpose
from matchmaker.accounts.second_factor import remove_second_factor
from matchmaker.accounts.service import add_person, check_password_rule, find_by_email, lock, send_confirmation
from matchmaker.accounts.tokens import issue_token, void_tokens
from matchmaker.foundation import audit, outbox
from matchmaker.foundation.database import db, now
from matchmaker.foundation.errors import NotFound, RuleViolation
from matchmaker.foundation.permissions import STAFF, Role

on_shut: list[Callable[[User], None]] = []
"""What rooms downstream do with a person's things when the account is shut, within the same transaction."""


def get_person(user_id: int) -> User:
    """The person with this number. Raises NotFound, also for accounts that were closed."""
    user = db.session.get(User, user_id)
    if user is None or user.closed_at is not None:
        raise NotFound("not_found")
    return user


def make_staff(
    email: str, *, full_name: str, role: Role, cluster: str | None, locale: str, actor_id: int | None
) -> User:
    """An account for a colleague, who chooses the password by a mailed invitation. Raises RuleViolation."""
    if role not in STAFF:
        raise RuleViolation("account.not_staff")
    user = User(
        email=email.strip().lower(), full_name=full_name, role=role, cluster=cluster, locale=locale,
        password_hash=passwords.hash_password(passwords.new_secret()),
    )  # fmt: skip
    _add(user)
    audit.record("account.invited", user, actor_id=actor_id, details={"role": role.value})
    _mail_invitation(user)
    return user


def make_person(
    email: str,
    *,
    full_name: str,
    role: Role,
    password: str,
    cluster: str | None = None,
    locale: str = "ko",
    confirmed: bool = False,
) -> User:
    """An account in any role with its password, made from the command line; unless `confirmed`, a link is mailed.

    Raises RuleViolation.
    """
    check_password_rule(password, email=email, full_name=full_name)
    user = User(
        email=email.strip().lower(), full_name=full_name, role=role, cluster=cluster, locale=locale,
        password_hash=passwords.hash_password(password), email_confirmed_at=now() if confirmed else None,
    )  # fmt: skip
    _add(user)
    audit.record("account.created", user, actor_id=None, details={"role": role.value})
    if not confirmed:
        send_confirmation(user)
    return user


def _add(user: User) -> None:
    _check_cluster(user.role, user.cluster)
    if find_by_email(user.email) is not None or not add_person(user):
        raise RuleViolation("account.address_taken")


def _check_cluster(role: Role, cluster: str | None) -> None:
    if (role is Role.CO_BROKER) != (cluster is not None):
        raise RuleViolation("account.cluster_of_co_broker")


def _mail_invitation(user: User) -> None:
    secret = issue_token(user, TokenPurpose.INVITATION)
    outbox.post("invitation", to=user.email, locale=user.locale, name=user.full_name, secret=secret)


def invite_again(user: User, *, actor_id: int) -> None:
    """Mail the invitation once more; the older link stops working. Raises RuleViolation when it was accepted."""
    if user.role not in STAFF or user.email_confirmed_at is not None:
        raise RuleViolation("account.not_waiting")
    _mail_invitation(user)
    audit.record("account.invited", user, actor_id=actor_id, details={"role": user.role.value})


def set_enabled(user: User, enabled: bool, *, actor_id: int) -> None:
    """Open or shut an account; shut, its sessions and links end at once. Raises RuleViolation for one's own."""
    _not_oneself(user, actor_id)
    lock(user)
    if user.enabled == enabled:
        return
    user.enabled = enabled
    user.session_version += 1
    if not enabled:
        void_tokens(user)
        for hook in on_shut:
            hook(user)
    audit.record("account.enabled" if enabled else "account.disabled", user, actor_id=actor_id)


def change_role(user: User, *, role: Role, cluster: str | None, actor_id: int) -> None:
    """Give a person another role and end the sessions of the old one. Raises RuleViolation."""
    _not_oneself(user, actor_id)
    _check_cluster(role, cluster)
    lock(user)
    before = user.role
    user.role, user.cluster = role, cluster
    user.session_version += 1
    audit.record("account.role_changed", user, actor_id=actor_id, details={"from": before.value, "to": role.value})


def reset_second_factor(user: User, *, actor_id: int) -> None:
    """Take away the second factor of somebody who lost phone and recovery codes. Raises RuleViolation."""
    _not_oneself(user, actor_id)
    if not user.has_second_factor:
        raise RuleViolation("account.no_second_factor")
    remove_second_factor(user, actor_id=actor_id)


def _not_oneself(user: User, actor_id: int) -> None:
    if user.id == actor_id:
        raise RuleViolation("account.not_yourself")
