"""Mails are written with the deed and delivered later, whatever the mail server does."""

import threading
from datetime import UTC, datetime, timedelta
from email import message_from_bytes, policy
from email.message import EmailMessage
from pathlib import Path

import pytest
import sqlalchemy as sa
import time_machine
from flask import Flask

from config import Config
from matchmaker.foundation import jobs, outbox
from matchmaker.foundation.database import db, now, transaction
from matchmaker.foundation.models import SUBJECT_MAX, MailState, OutboxMail
from tests.conftest import make_app
from tests.foundation.conftest import ENGLISH, KOREAN, MailServer

SENDER = "gateway@siheung-bio.example"


def queued(**values: object) -> OutboxMail:
    fields: dict[str, object] = {
        "kind": "greeting", "to_address": "a@firm.example", "locale": "en", "subject": "Hello", "body": "Line",
    }  # fmt: skip
    mail = OutboxMail(**(fields | values))
    db.session.add(mail)
    db.session.commit()
    return mail


def mails() -> list[OutboxMail]:
    return list(db.session.scalars(sa.select(OutboxMail).order_by(OutboxMail.id)))


def refuse(_message: EmailMessage) -> None:
    raise ConnectionRefusedError("no mail server")


@pytest.mark.parametrize(
    ("language", "subject"), [("ko", KOREAN), ("en", ENGLISH), ("ja", ENGLISH), ("", ENGLISH)]
)  # fmt: skip
def test_a_mail_is_in_its_readers_language(app: Flask, mail_templates: None, language: str, subject: str) -> None:
    with app.test_request_context(headers={"Accept-Language": "ko"}):
        outbox.post("greeting", to="a@firm.example", locale=language, name="<A & B>")
        db.session.flush()

    mail = mails()[0]
    assert (mail.kind, mail.to_address, mail.locale, mail.subject, mail.body, mail.state, mail.attempts) == (
        "greeting", "a@firm.example", language, subject, "For <A & B>: http://gateway.example/x", MailState.QUEUED, 0,
    )  # fmt: skip


def test_the_reader_of_the_page_keeps_his_own_language(app: Flask, mail_templates: None) -> None:
    with app.test_request_context(headers={"Accept-Language": "ko"}):
        with outbox.in_language("en"), outbox.in_language("ko"):
            pass
        outbox.post("greeting", to="a@firm.example", locale="en", name="A")
        assert outbox.render_template("mail/greeting.txt", name="A", base_url="").startswith(KOREAN)


def test_a_subject_is_one_line_that_fits(app: Flask, mail_templates: None) -> None:
    outbox.post("long", to="a@firm.example", locale="en")
    db.session.flush()

    subject = mails()[0].subject
    assert subject.startswith("A subject xxx")
    assert len(subject) == SUBJECT_MAX


def test_nothing_is_sent_when_the_deed_fails(app: Flask, mail_templates: None, folder: Path) -> None:
    def post_and_fail() -> None:
        with transaction():
            outbox.post("greeting", to="a@firm.example", locale="en", name="A")
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        post_and_fail()

    assert mails() == []
    assert outbox.deliver_one(outbox.to_folder(folder), SENDER) is False
    assert not folder.exists()


def test_a_mail_goes_into_the_folder_once(app: Flask, folder: Path) -> None:
    mail = queued(subject="안녕하십니까", body="본문입니다.\n둘째 줄", locale="ko")
    send = outbox.to_folder(folder)

    assert [outbox.deliver_one(send, SENDER), outbox.deliver_one(send, SENDER)] == [True, False]

    (file,) = folder.iterdir()
    message = message_from_bytes(file.read_bytes(), policy=policy.default)
    assert file.name == f"outbox-{mail.id}.eml"
    assert {name: message[name] for name in ("From", "To", "Subject", "Content-Language", "Message-ID")} == {
        "From": SENDER, "To": "a@firm.example", "Subject": "안녕하십니까", "Content-Language": "ko",
        "Message-ID": f"<outbox-{mail.id}@siheung-bio.example>",
    }  # fmt: skip
    assert message.get_content() == "본문입니다.\n둘째 줄\n"
    assert (mail.state, mail.attempts, mail.last_error) == (MailState.SENT, 1, None)
    assert mail.sent_at is not None


def test_a_mail_is_printed_on_the_console(app: Flask, capsys: pytest.CaptureFixture[str]) -> None:
    queued(subject="Hello", body="Line")

    outbox.deliver_one(outbox.to_console, SENDER)

    assert capsys.readouterr().out == "--- mail to a@firm.example: Hello\nLine\n\n"


def test_a_mail_reaches_a_real_mail_server(app: Flask, mail_server: MailServer) -> None:
    queued(subject="안녕하십니까", body="본문\n.점으로 시작하는 줄\n" + "긴 줄 " * 400, locale="ko")
    send = outbox.to_smtp(Config(smtp_port=mail_server.port))

    assert outbox.deliver_one(send, SENDER)

    (message,) = mail_server.received
    assert (message["To"], message["Subject"]) == ("a@firm.example", "안녕하십니까")
    assert message.get_content().splitlines()[:2] == ["본문", ".점으로 시작하는 줄"]


def test_a_mail_server_that_refuses_is_asked_again_later(app: Flask, mail_server: MailServer) -> None:
    mail = queued()
    mail_server.refuses = True
    send = outbox.to_smtp(Config(smtp_port=mail_server.port))

    outbox.deliver_one(send, SENDER)

    assert (mail.state, mail.attempts) == (MailState.QUEUED, 1)
    assert "nobody of that name" in (mail.last_error or "")
    assert outbox.deliver_one(send, SENDER) is False
    assert mail_server.received == []

    mail_server.refuses = False
    with time_machine.travel(now() + timedelta(minutes=2)):
        assert outbox.deliver_one(send, SENDER)
    assert (mail.state, mail.attempts, mail.last_error) == (MailState.SENT, 2, None)


def test_waiting_doubles_and_after_eight_attempts_it_is_left_to_staff(app: Flask) -> None:
    mail = queued()
    waits: list[float] = []

    with time_machine.travel(datetime(2026, 11, 22, 12, tzinfo=UTC), tick=False) as clock:
        mail.due_at = now()
        db.session.commit()
        while mail.state is MailState.QUEUED:
            assert outbox.deliver_one(refuse, SENDER)
            wait = mail.due_at - now()
            waits.append(wait.total_seconds() / 60)
            clock.shift(wait)

        assert waits == [1, 2, 4, 8, 16, 32, 64, 128]
        assert (mail.state, mail.attempts) == (MailState.DEAD, outbox.MAX_ATTEMPTS)
        assert mail.last_error == "ConnectionRefusedError: no mail server"
        assert outbox.deliver_one(refuse, SENDER) is False


def test_a_mail_that_makes_no_message_does_not_hold_up_the_next(app: Flask, folder: Path) -> None:
    broken = queued(subject="two\nlines")
    fine = queued()
    send = outbox.to_folder(folder)

    while outbox.deliver_one(send, SENDER):
        pass

    assert (broken.state, fine.state) == (MailState.QUEUED, MailState.SENT)
    assert (broken.last_error or "").startswith("ValueError")


def test_a_mail_in_delivery_is_left_alone_by_other_workers_and_taken_up_if_its_worker_dies(app: Flask) -> None:
    mail = queued()
    seen: list[bool] = []

    def send_and_die(_message: EmailMessage) -> None:
        seen.append(outbox.deliver_one(refuse, SENDER))
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        outbox.deliver_one(send_and_die, SENDER)

    assert seen == [False]
    assert mail.state is MailState.QUEUED
    with time_machine.travel(now() + outbox.LEASE + timedelta(seconds=1)):
        assert outbox.deliver_one(lambda message: None, SENDER)
    assert (mail.state, mail.attempts) == (MailState.SENT, 2)


def test_others_can_write_while_a_mail_server_takes_its_time(tmp_path: Path) -> None:
    app = make_app(f"sqlite:///{tmp_path / 'own.sqlite'}", tmp_path)
    written: list[str] = []

    def write() -> None:
        with app.app_context():
            with transaction():
                db.session.add(OutboxMail(kind="x", to_address="b@x.example", locale="en", subject="S", body="B"))
            written.append("yes")

    def send_slowly(_message: EmailMessage) -> None:
        thread = threading.Thread(target=write)
        thread.start()
        thread.join(timeout=5)
        assert written == ["yes"]

    with app.app_context():
        queued()
        outbox.deliver_one(send_slowly, SENDER)
        assert [mail.state for mail in mails()] == [MailState.SENT, MailState.QUEUED]
        db.session.remove()
        db.engine.dispose()


def test_the_job_delivers_everything_that_is_due(app: Flask) -> None:
    later = queued(due_at=now() + timedelta(hours=1))
    first, second = queued(), queued()

    outbox.deliver_mail()

    assert [mail.state for mail in (first, second, later)] == [MailState.SENT, MailState.SENT, MailState.QUEUED]


def test_posting_asks_for_delivery_after_the_commit(app: Flask, mail_templates: None) -> None:
    with transaction():
        outbox.post("greeting", to="a@firm.example", locale="en", name="A")
        db.session.flush()
        assert mails()[0].state is MailState.QUEUED

    db.session.expire_all()
    assert mails()[0].state is MailState.SENT  # jobs run at once in tests
    assert jobs.queue(app).immediate


@pytest.mark.parametrize("name", ["pigeon", ""])
def test_an_unknown_transport_stops_the_start(name: str) -> None:
    with pytest.raises(ValueError, match="expected console, folder or smtp"):
        outbox.transport(Config(mail_transport=name))


@pytest.mark.parametrize("name", ["console", "folder", "smtp"])
def test_every_transport_of_the_settings_is_known(name: str) -> None:
    assert callable(outbox.transport(Config(mail_transport=name)))
