"""A service of its own for tests of the ground, with pages that fail in every way, and a mail server."""

import contextlib
import random
import socketserver
import threading
import time
from collections.abc import Iterator
from email import message_from_bytes, policy
from email.message import EmailMessage
from pathlib import Path

import pytest
import sqlalchemy as sa
from flask import Blueprint, Flask, abort, redirect, request
from flask.typing import ResponseReturnValue
from jinja2 import ChoiceLoader, DictLoader
from sqlalchemy.orm.exc import StaleDataError

from matchmaker.foundation.access import public, require
from matchmaker.foundation.database import db
from matchmaker.foundation.errors import Forbidden, NotFound, RuleViolation
from matchmaker.foundation.models import OutboxMail
from matchmaker.foundation.permissions import Permission
from tests.client import Client
from tests.conftest import make_app

KOREAN = "이 화면을 보시려면 로그인해 주십시오."
ENGLISH = "Sign in to open this page."
"""A sentence of the ground's catalogue and its Korean."""

failing = Blueprint("failing", __name__, url_prefix="/failing")


@failing.route("/abort/<int:status>", methods=["GET", "POST"])
@public
def refuse(status: int) -> ResponseReturnValue:
    abort(status)


@failing.get("/rule/<kind>")
@public
def rule(kind: str) -> ResponseReturnValue:
    raise {"rule": RuleViolation, "missing": NotFound, "forbidden": Forbidden}[kind]("changed_meanwhile")


@failing.get("/stale")
@public
def stale() -> ResponseReturnValue:
    raise StaleDataError("row 1")


@failing.get("/crash")
@public
def crash() -> ResponseReturnValue:
    raise ZeroDivisionError("a secret of the program")


@failing.post("/form")
@public
def form() -> ResponseReturnValue:
    return {"received": len(request.form)}


@failing.get("/away")
@public
def away() -> ResponseReturnValue:
    return redirect("/terms")


@failing.get("/unmarked")
def unmarked() -> ResponseReturnValue:
    return "nobody may read this"


@failing.route("/own", methods=["GET", "POST"])
@require(Permission.ACCOUNT_OWN)
def own() -> ResponseReturnValue:
    return "yours"


@pytest.fixture(scope="session")
def failing_app(tmp_path_factory: pytest.TempPathFactory) -> Flask:
    """The service as it is in production (errors answered, tokens demanded), with the failing pages."""
    folder = tmp_path_factory.mktemp("failing")
    app = make_app(f"sqlite:///{folder / 'test.sqlite'}", folder, testing=False, upload_limit_mib=1)
    app.config["WTF_CSRF_ENABLED"] = True
    app.register_blueprint(failing)
    return app


@pytest.fixture
def visitor(failing_app: Flask) -> Iterator[Client]:
    """Somebody who reads English, at the failing pages."""
    with failing_app.app_context():
        found = failing_app.test_client()
        found.environ_base["HTTP_ACCEPT_LANGUAGE"] = "en"
        yield found  # type: ignore[misc]
        db.session.remove()


@pytest.fixture
def mail_templates(app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    """Mails for tests: `mail/greeting.txt` and `mail/long.txt`."""
    mails = {
        "mail/greeting.txt": "{{ _('Sign in to open this page.') }}\n\nFor {{ name }}: {{ base_url }}/x\n",
        "mail/long.txt": "A\t subject  {{ 'x' * 400 }}\r\nBody\n",
    }
    loader = ChoiceLoader([DictLoader(mails), app.jinja_env.loader])  # type: ignore[list-item]
    monkeypatch.setattr(app.jinja_env, "loader", loader)


class MailServer(socketserver.ThreadingTCPServer):
    """A small SMTP server (RFC 5321) that keeps what it is given.

    `refuses`: nobody of that name; `refuses_whole`: no to the whole mail; `hangs_up`: keeps the whole mail and goes
    without an answer; `slow_by`: up to that many seconds of sleep amid the mail, and again before the answer.
    """

    allow_reuse_address = True
    daemon_threads = True
    request_queue_size = 32

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), _Conversation)
        self.received: list[EmailMessage] = []
        self.refuses = self.refuses_whole = self.hangs_up = False
        self.slow_by = 0.0

    @property
    def port(self) -> int:
        return int(self.server_address[1])

    def dawdle(self) -> None:
        if self.slow_by:
            time.sleep(random.uniform(0, self.slow_by))


class _Conversation(socketserver.StreamRequestHandler):
    server: MailServer

    def say(self, line: str) -> None:
        with contextlib.suppress(OSError):  # whoever asked may be dead
            self.wfile.write(f"{line}\r\n".encode())

    def handle(self) -> None:
        self.say("220 test")
        while command := self.hear().strip().upper():
            if command.startswith(b"QUIT"):
                self.say("221 bye")
                return
            if command.startswith(b"RCPT") and self.server.refuses:
                self.say("550 nobody of that name")
            elif command == b"DATA":
                self.say("354 go on")
                if not self.receive():
                    return
            else:
                self.say("250 fine")

    def hear(self) -> bytes:
        with contextlib.suppress(OSError):
            return self.rfile.readline()
        return b""

    def receive(self) -> bool:
        """Take the mail in; False when the conversation is over. What does not end is never kept (4.1.1.4)."""
        self.server.dawdle()
        lines = []
        while (line := self.hear()) != b".\r\n":
            if not line.endswith(b"\r\n"):
                return False
            lines.append(line.removeprefix(b".") if line.startswith(b"..") else line)
        if self.server.refuses_whole:
            self.say("554 not this one")
            return True
        self.server.received.append(message_from_bytes(b"".join(lines), policy=policy.default))
        if self.server.hangs_up:
            return False
        self.server.dawdle()
        self.say("250 kept")
        return True


@pytest.fixture
def mail_server() -> Iterator[MailServer]:
    with MailServer() as server:
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05})
        thread.start()
        yield server
        server.shutdown()
        thread.join()


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "mail"


SENDER = "gateway@siheung-bio.example"


def queued(**values: object) -> OutboxMail:
    """A mail in the outbox, kept."""
    fields: dict[str, object] = {
        "kind": "greeting", "to_address": "a@firm.example", "locale": "en", "subject": "Hello", "body": "Line",
    }  # fmt: skip
    mail = OutboxMail(**(fields | values))
    db.session.add(mail)
    db.session.commit()
    return mail


def mails() -> list[OutboxMail]:
    """Everything in the outbox, oldest first."""
    return list(db.session.scalars(sa.select(OutboxMail).order_by(OutboxMail.id)))
