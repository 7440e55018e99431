"""Mailed links: made, looked up, used up."""

import sqlalchemy as sa

from matchmaker.accounts import passwords, queries
from matchmaker.accounts.models import AccountToken, User
from matchmaker.accounts.rules import TOKEN_LIFETIME, TokenPurpose
from matchmaker.foundation.database import db, now
from matchmaker.foundation.errors import NotFound, RuleViolation


def issue_token(user: User, purpose: TokenPurpose) -> str:
    """A new mailed secret for `purpose`; older ones of that purpose stop working."""
    void_tokens(user, purpose)
    secret = passwords.new_secret()
    expires_at = now() + TOKEN_LIFETIME[purpose]
    db.session.add(
        AccountToken(user_id=user.id, purpose=purpose, secret_hash=passwords.digest(secret), expires_at=expires_at)
    )
    return secret


def void_tokens(user: User, *purposes: TokenPurpose) -> None:
    """Use up every open link of these purposes (default: of all)."""
    db.session.execute(
        sa.update(AccountToken)
        .where(
            AccountToken.user_id == user.id, AccountToken.purpose.in_(purposes or tuple(TokenPurpose)),
            AccountToken.used_at.is_(None),
        )
        .values(used_at=now())
    )  # fmt: skip


def get_token(secret: str, purpose: TokenPurpose) -> AccountToken:
    """The open link behind `secret`. Raises NotFound when it is unknown, RuleViolation when it is used or too old."""
    return _open(queries.token(passwords.digest(secret), purpose))


def use_token(secret: str, purpose: TokenPurpose) -> User:
    """Use up the link behind `secret`; of two who use it at once the second is refused. Raises as `get_token`."""
    found = _open(queries.token(passwords.digest(secret), purpose).with_for_update(of=AccountToken))
    found.used_at = now()
    return found.user


def _open(statement: sa.Select[AccountToken]) -> AccountToken:
    found = db.session.scalars(statement.execution_options(populate_existing=True)).first()
    if found is None or not found.user.enabled:
        raise NotFound("account.link_unknown")
    if found.used_at is not None:
        raise RuleViolation("account.link_used")
    if found.expires_at <= now():
        raise RuleViolation("account.link_expired")
    return found
