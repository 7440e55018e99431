"""Mails are written with the deed that causes them, and wait as their readers wish."""

from datetime import timedelta
from pathlib import Path

import pytest
import sqlalchemy as sa
from flask import Flask, render_template
from flask_babel import lazy_gettext as _l

from matchmaker.accounts.models import User
from matchmaker.accounts.notifications.models import NotificationPreference
from matchmaker.accounts.notifications.rules import Rhythm
from matchmaker.foundation import delivery, jobs, outbox, topics
from matchmaker.foundation.database import db, now, transaction
from matchmaker.foundation.models import SUBJECT_MAX, MailState, OutboxMail, OutboxPart
from matchmaker.foundation.outbox import Part
from matchmaker.foundation.transports import to_folder
from tests.factories import make_user
from tests.foundation.conftest import ENGLISH, KOREAN, SENDER, mails, queued


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
        assert render_template("mail/greeting.txt", name="A", base_url="").startswith(KOREAN)


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
    assert delivery.deliver_one(to_folder(folder), SENDER) is False
    assert not folder.exists()


def test_posting_asks_for_delivery_after_the_commit(app: Flask, mail_templates: None) -> None:
    with transaction():
        outbox.post("greeting", to="a@firm.example", locale="en", name="A")
        db.session.flush()
        assert mails()[0].state is MailState.QUEUED

    db.session.expire_all()
    assert mails()[0].state is MailState.SENT  # jobs run at once in tests
    assert jobs.queue(app).immediate


@pytest.fixture
def reader(app: Flask, mail_templates: None, monkeypatch: pytest.MonkeyPatch) -> User:
    """Somebody who chooses how often to hear of greetings."""
    monkeypatch.setattr(topics, "_TOPICS", dict(topics._TOPICS))
    topics.add_topic("greetings", _l("Greetings"), {"greeting"}, order=1)
    return make_user(email="reader@firm.example")


def choose(reader: User, rhythm: Rhythm) -> None:
    db.session.merge(NotificationPreference(user_id=reader.id, topic="greetings", rhythm=rhythm))
    db.session.flush()


def greet(reader: User, **values: object) -> OutboxMail | None:
    outbox.post("greeting", to=reader.email, locale="en", name="A", **values)  # type: ignore[arg-type]
    db.session.flush()
    return mails()[-1] if mails() else None


@pytest.mark.parametrize(
    ("rhythm", "state"),
    [(Rhythm.AT_ONCE, MailState.QUEUED), (Rhythm.DAILY, MailState.HELD), (Rhythm.WEEKLY, MailState.HELD)],
)
def test_a_mail_of_a_topic_waits_as_its_reader_wishes(reader: User, rhythm: Rhythm, state: MailState) -> None:
    choose(reader, rhythm)

    mail = greet(reader)

    assert mail is not None
    assert (mail.state, mail.topic) == (state, "greetings")
    assert (mail.due_at > now()) is (state is MailState.HELD)
    assert (mail.unsubscribe_url or "").startswith("http://gateway.example/unsubscribe/")


def test_nothing_is_written_of_what_is_switched_off(reader: User) -> None:
    choose(reader, Rhythm.OFF)

    assert greet(reader) is None


def test_a_mail_with_files_waits_for_no_digest(reader: User) -> None:
    choose(reader, Rhythm.WEEKLY)

    mail = greet(reader, parts=[Part("a.pdf", "application/pdf", b"%PDF")])

    assert mail is not None
    assert mail.state is MailState.QUEUED
    assert mail.due_at <= now()
    assert [(part.file_name, part.content_type, part.data) for part in mail.parts] == [
        ("a.pdf", "application/pdf", b"%PDF")
    ]


def test_strangers_and_mails_without_topic_are_written_to_at_once(reader: User) -> None:
    choose(reader, Rhythm.OFF)
    outbox.post("greeting", to="stranger@x.example", locale="en", name="A")
    outbox.post("long", to=reader.email, locale="en")
    db.session.flush()

    assert [(mail.state, mail.topic, mail.unsubscribe_url) for mail in mails()] == [(MailState.QUEUED, None, None)] * 2


def test_mails_that_were_kept_long_enough_are_forgotten_with_their_files(app: Flask) -> None:
    old = {"created_at": now() - outbox.KEPT - timedelta(days=1)}
    queued(state=MailState.DEAD, parts=[OutboxPart(file_name="a", content_type="text/plain", data=b"a")], **old)
    digest = queued(state=MailState.DEAD, **old)
    kept = [queued(state=state, **old) for state in outbox.WAITING]
    kept.append(queued(state=MailState.IN_DIGEST, digest_id=digest.id))

    outbox.forget_mail()

    db.session.expire_all()
    assert mails() == kept
    assert kept[-1].digest_id is None
    assert db.session.scalars(sa.select(OutboxPart)).all() == []
