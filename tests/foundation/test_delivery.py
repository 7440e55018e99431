"""Each mail is delivered once, whatever the mail server does and wherever the worker dies."""

import os
import threading
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from email import message_from_bytes, policy
from email.message import EmailMessage
from pathlib import Path

import pytest
import time_machine
from flask import Flask

from config import Config
from matchmaker.foundation import delivery, handover
from matchmaker.foundation.database import db, now, transaction
from matchmaker.foundation.delivery import LEASE, NO_ANSWER, deliver_one, take_up
from matchmaker.foundation.handover import Handover, Overtaken
from matchmaker.foundation.models import MAX_ATTEMPTS, MailState, OutboxMail
from matchmaker.foundation.transports import to_console, to_folder, to_smtp, transport
from tests.conftest import make_app
from tests.foundation.conftest import SENDER, MailServer, mails, queued


def refuse(_message: EmailMessage, _delivery: Handover) -> None:
    raise ConnectionRefusedError("no mail server")


def accept(_message: EmailMessage, _delivery: Handover) -> None:
    """A server that keeps everything."""


def test_a_mail_goes_into_the_folder_once(app: Flask, folder: Path) -> None:
    mail = queued(subject="안녕하십니까", body="본문입니다.\n둘째 줄", locale="ko")
    send = to_folder(folder)

    assert [deliver_one(send, SENDER), deliver_one(send, SENDER)] == [True, False]

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

    deliver_one(to_console, SENDER)

    assert capsys.readouterr().out == "--- mail to a@firm.example: Hello\nLine\n\n"


def test_a_mail_reaches_a_real_mail_server(app: Flask, mail_server: MailServer) -> None:
    mail = queued(subject="안녕하십니까", body="본문\n.점으로 시작하는 줄\n" + "긴 줄 " * 400, locale="ko")

    assert deliver_one(to_smtp(Config(smtp_port=mail_server.port)), SENDER)

    (message,) = mail_server.received
    assert (message["To"], message["Subject"]) == ("a@firm.example", "안녕하십니까")
    assert message.get_content().splitlines()[:2] == ["본문", ".점으로 시작하는 줄"]
    assert mail.state is MailState.SENT


@pytest.mark.parametrize(
    ("refusal", "words"), [("refuses", "550 nobody of that name"), ("refuses_whole", "554 not this one")]
)  # fmt: skip
def test_a_mail_server_that_refuses_is_asked_again_later(
    app: Flask, mail_server: MailServer, refusal: str, words: str
) -> None:
    mail = queued()
    setattr(mail_server, refusal, True)
    send = to_smtp(Config(smtp_port=mail_server.port))

    deliver_one(send, SENDER)

    assert (mail.state, mail.attempts) == (MailState.QUEUED, 1)
    assert mail.last_error == words
    assert deliver_one(send, SENDER) is False
    assert mail_server.received == []

    setattr(mail_server, refusal, False)
    with time_machine.travel(now() + timedelta(minutes=2)):
        assert deliver_one(send, SENDER)
    assert (mail.state, mail.attempts, mail.last_error) == (MailState.SENT, 2, None)


def test_a_mail_that_was_never_answered_for_is_left_to_staff(app: Flask, mail_server: MailServer) -> None:
    mail = queued()
    mail_server.hangs_up = True

    deliver_one(to_smtp(Config(smtp_port=mail_server.port)), SENDER)

    assert len(mail_server.received) == 1
    assert (mail.state, mail.last_error, mail.sent_at) == (MailState.UNCERTAIN, NO_ANSWER, None)


def test_mails_wait_while_there_is_no_mail_server(app: Flask) -> None:
    with MailServer() as server:
        port = server.port
    mail = queued()

    deliver_one(to_smtp(Config(smtp_port=port)), SENDER)

    assert (mail.state, mail.attempts) == (MailState.QUEUED, 1)
    assert (mail.last_error or "").startswith("ConnectionRefusedError")


def test_waiting_doubles_and_after_eight_attempts_it_is_left_to_staff(app: Flask) -> None:
    mail = queued()
    waits: list[float] = []

    with time_machine.travel(datetime(2026, 11, 22, 12, tzinfo=UTC), tick=False) as clock:
        mail.due_at = now()
        db.session.commit()
        while mail.state is MailState.QUEUED:
            assert deliver_one(refuse, SENDER)
            wait = mail.due_at - now()
            waits.append(wait.total_seconds() / 60)
            clock.shift(wait)

        assert waits == [1, 2, 4, 8, 16, 32, 64, 128]
        assert (mail.state, mail.attempts) == (MailState.DEAD, MAX_ATTEMPTS)
        assert mail.last_error == "ConnectionRefusedError: no mail server"
        assert deliver_one(refuse, SENDER) is False


def test_a_mail_that_makes_no_message_does_not_hold_up_the_next(app: Flask, folder: Path) -> None:
    broken = queued(subject="two\nlines")
    fine = queued()
    send = to_folder(folder)

    while deliver_one(send, SENDER):
        pass

    assert (broken.state, fine.state) == (MailState.QUEUED, MailState.SENT)
    assert (broken.last_error or "").startswith("ValueError")


def dies(when: str) -> Callable[[EmailMessage, Handover], None]:
    """A transport whose worker dies at a step of the conversation."""

    def send(_message: EmailMessage, delivery: Handover) -> None:
        def last(_line: bytes) -> None:
            if when == "amid the last line":
                raise KeyboardInterrupt

        if when == "before the last line":
            raise KeyboardInterrupt
        delivery.finish(last, b".\r\n")
        if when == "before the answer":
            raise KeyboardInterrupt
        delivery.answered(accepted=when == "after a yes")
        raise KeyboardInterrupt

    return send


@pytest.mark.parametrize(
    ("when", "state"),
    [
        ("before the last line", MailState.QUEUED),
        ("amid the last line", MailState.UNCERTAIN),
        ("before the answer", MailState.UNCERTAIN),
        ("after a no", MailState.QUEUED),
        ("after a yes", MailState.SENT),
    ],
)
def test_what_a_dead_worker_left_is_taken_up_where_it_was(app: Flask, when: str, state: MailState) -> None:
    mail = queued()
    with pytest.raises(KeyboardInterrupt):
        deliver_one(dies(when), SENDER)

    take_up()

    assert (mail.state, mail.attempts) == (state, 1)
    assert deliver_one(accept, SENDER) is (state is MailState.QUEUED)


def test_a_mail_on_which_eight_workers_died_is_given_up(app: Flask) -> None:
    mail = queued()

    for _ in range(MAX_ATTEMPTS):
        assert mail.state is MailState.QUEUED
        with pytest.raises(KeyboardInterrupt):
            deliver_one(dies("before the last line"), SENDER)
        take_up()

    assert (mail.state, mail.attempts, mail.last_error) == (MailState.DEAD, MAX_ATTEMPTS, delivery.WORKER_ENDED)


def test_a_mail_in_delivery_is_left_alone_by_others(app: Flask) -> None:
    mail = queued()
    seen: list[object] = []

    def send(_message: EmailMessage, delivery: Handover) -> None:
        take_up()
        seen.append(deliver_one(refuse, SENDER))
        delivery.finish(seen.append, b".\r\n")
        take_up()
        delivery.answered(accepted=True)

    assert deliver_one(send, SENDER)

    assert seen == [False, b".\r\n"]
    assert (mail.state, mail.attempts) == (MailState.SENT, 1)


def test_a_worker_that_slept_beyond_its_lease_sends_nothing(app: Flask) -> None:
    mail = queued()
    said: list[bytes] = []

    def send_late(_message: EmailMessage, delivery: Handover) -> None:
        with time_machine.travel(now() + LEASE + timedelta(seconds=1)):
            assert deliver_one(accept, SENDER)
        delivery.finish(said.append, b".\r\n")

    assert deliver_one(send_late, SENDER)

    assert said == []
    assert (mail.state, mail.attempts) == (MailState.SENT, 2)


def test_without_a_trace_of_the_worker_its_mail_is_uncertain_when_the_lease_ends(app: Flask) -> None:
    mail = queued(state=MailState.SENDING, attempts=1, due_at=now() + LEASE)

    take_up()
    assert mail.state is MailState.SENDING

    with time_machine.travel(now() + LEASE + timedelta(seconds=1)):
        take_up()
    assert (mail.state, mail.last_error) == (MailState.UNCERTAIN, NO_ANSWER)


def test_what_was_left_before_the_machine_went_down_is_not_trusted(app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    before, over = queued(), queued()
    for when in ("before the last line", "after a yes"):
        with pytest.raises(KeyboardInterrupt):
            deliver_one(dies(when), SENDER)

    monkeypatch.setattr(handover, "_BOOT_ID", Path("/nowhere"))
    take_up()

    assert (before.state, over.state) == (MailState.QUEUED, MailState.UNCERTAIN)


def test_a_file_that_belongs_to_no_present_delivery_is_cleared_away(app: Flask) -> None:
    mail = queued()
    folder = delivery._folder()
    with pytest.raises(ZeroDivisionError), handover.begin(folder, mail.id, 1, lambda: None):
        raise ZeroDivisionError
    assert [path.name.partition(".")[0] for path in folder.iterdir()] == [str(mail.id)]

    take_up()

    assert list(folder.iterdir()) == []
    assert (mail.state, mail.attempts) == (MailState.QUEUED, 0)


def test_overtaken_is_no_fault_of_the_mail(app: Flask) -> None:
    mail = queued()

    def overtaken(_message: EmailMessage, _delivery: Handover) -> None:
        raise Overtaken

    deliver_one(overtaken, SENDER)

    assert (mail.state, mail.last_error) == (MailState.QUEUED, None)


def test_others_can_write_while_a_mail_server_takes_its_time(tmp_path: Path) -> None:
    app = make_app(f"sqlite:///{tmp_path / 'own.sqlite'}", tmp_path)
    written: list[str] = []

    def write() -> None:
        with app.app_context():
            with transaction():
                db.session.add(OutboxMail(kind="x", to_address="b@x.example", locale="en", subject="S", body="B"))
            written.append("yes")

    def send_slowly(_message: EmailMessage, _delivery: Handover) -> None:
        thread = threading.Thread(target=write)
        thread.start()
        thread.join(timeout=5)
        assert written == ["yes"]

    with app.app_context():
        queued()
        deliver_one(send_slowly, SENDER)
        assert [mail.state for mail in mails()] == [MailState.SENT, MailState.QUEUED]
        db.session.remove()
        db.engine.dispose()


def test_the_job_delivers_everything_that_is_due(app: Flask) -> None:
    later = queued(due_at=now() + timedelta(hours=1))
    due = [queued() for _ in range(delivery.BATCH + 2)]

    delivery.deliver_mail()

    assert {mail.state for mail in due} == {MailState.SENT}
    assert later.state is MailState.QUEUED


def test_a_worker_that_is_told_to_end_begins_no_other_mail(app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    mail = queued()
    told = threading.Event()
    told.set()
    monkeypatch.setitem(app.extensions, "jobs_stopping", told)

    delivery.deliver_mail()

    assert mail.state is MailState.QUEUED


@pytest.mark.parametrize("name", ["pigeon", ""])
def test_an_unknown_transport_stops_the_start(name: str) -> None:
    with pytest.raises(ValueError, match="expected console, folder or smtp"):
        transport(Config(mail_transport=name))


@pytest.mark.parametrize("name", ["console", "folder", "smtp"])
def test_every_transport_of_the_settings_is_known(name: str) -> None:
    assert callable(transport(Config(mail_transport=name)))


def test_drafts_of_workers_that_died_at_once_are_cleared_away(app: Flask) -> None:
    folder = delivery._folder()
    folder.mkdir(parents=True, exist_ok=True)
    old, new = folder / "draft-old", folder / "draft-new"
    for path in (old, new):
        path.write_bytes(b"")
    os.utime(old, (0, 0))

    take_up()

    assert [path.name for path in folder.iterdir()] == ["draft-new"]
    new.unlink()
