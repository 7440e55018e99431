"""People with real passwords and second factors, and what their mailboxes hold."""

import re
from collections.abc import Callable

import pytest
import sqlalchemy as sa
from flask import Flask

from matchmaker.accounts import passwords
from matchmaker.accounts.models import User
from matchmaker.foundation.database import db, now
from matchmaker.foundation.models import OutboxMail
from matchmaker.foundation.permissions import Role
from tests.client import Client
from tests.factories import make_user

PASSWORD = "river stone 42 lanterns"


@pytest.fixture
def client(app: Flask) -> Client:
    """A visitor who chose English."""
    visitor = app.test_client()
    with visitor.session_transaction() as session:
        session["locale"] = "en"
    return visitor  # type: ignore[return-value]


@pytest.fixture
def person(app: Flask) -> User:
    """A member with a password."""
    return make_user(password_hash=passwords.hash_password(PASSWORD), email="mina@cell.example", full_name="Kim Mina")


@pytest.fixture
def colleague(app: Flask) -> User:
    """A broker with a password and a second factor."""
    return make_user(
        Role.BROKER, password_hash=passwords.hash_password(PASSWORD), email="broker@agency.example",
        totp_secret=passwords.new_totp_secret(), totp_confirmed_at=now(),
    )  # fmt: skip


@pytest.fixture
def administrator(app: Flask) -> User:
    return make_user(Role.ADMINISTRATOR, password_hash=passwords.hash_password(PASSWORD))


def mails(address: str | None = None) -> list[OutboxMail]:
    """Mails in the outbox, oldest first."""
    found = sa.select(OutboxMail).order_by(OutboxMail.id)
    return list(db.session.scalars(found if address is None else found.where(OutboxMail.to_address == address)))


def kinds(address: str | None = None) -> list[str]:
    return [mail.kind for mail in mails(address)]


def link_in(mail: OutboxMail) -> str:
    """The path of the link with a secret in a mail."""
    found = re.search(r"http://gateway\.example(/(?:confirm|reset|invitation)/\S+)", mail.body)
    assert found is not None, mail.body
    return found[1]


def present_code(user: User) -> str:
    assert user.totp_secret is not None
    return passwords.totp_now(user.totp_secret)


@pytest.fixture
def enter(client: Client) -> Callable[..., Client]:
    """Signs a person in by the pages, not by a shortcut."""

    def make(user: User, password: str = PASSWORD) -> Client:
        address, secret = user.email, user.totp_secret
        client.send("/sign-in", {"email": address, "password": password})
        if secret is not None:
            client.send("/sign-in/code", {"code": passwords.totp_now(secret)})
        return client

    return make
