"""What is held for a reader goes out in one mail, in one transaction with what it carries."""

import threading
from datetime import timedelta
from pathlib import Path

import pytest
from flask import Flask

from matchmaker.foundation import delivery
from matchmaker.foundation.database import db, now, transaction
from matchmaker.foundation.digests import make_digest, make_digests
from matchmaker.foundation.models import MailState, OutboxMail
from tests.conftest import make_app
from tests.factories import make_user
from tests.foundation.conftest import mails, queued


def held(subject: str, **values: object) -> OutboxMail:
    body = f"Hello Mina,\n\nText of {subject}.\n\nhttp://gateway.example/{subject}\n\nSiheung Bio Partnering Gateway\nhttp://g"
    given = {"state": MailState.HELD, "due_at": now() - timedelta(minutes=1), "subject": subject, "body": body}
    return queued(**(given | {"topic": "introductions"} | values))


def test_a_digest_has_every_notice_once_with_its_link_and_no_greeting_of_its_own(app: Flask) -> None:
    carried = [held("one"), held("two", topic="opportunities"), held("three")]
    make_user(email="a@firm.example")

    make_digests()

    digest = mails()[-1]
    assert (digest.kind, digest.subject, digest.state, digest.topic) == ("digest", "3 notices", MailState.QUEUED, None)
    assert [(mail.state, mail.digest_id) for mail in carried] == [(MailState.IN_DIGEST, digest.id)] * 3
    assert digest.body == (
        "Hello,\n\nthese are the 3 notices that were kept for your summary.\n\n"
        "1. one\n\nText of one.\n\nhttp://gateway.example/one\n\n----------------------------------------\n\n"
        "2. two\n\nText of two.\n\nhttp://gateway.example/two\n\n----------------------------------------\n\n"
        "3. three\n\nText of three.\n\nhttp://gateway.example/three\n\n"
        "Siheung Bio Partnering Gateway\nhttp://gateway.example"
    )
    assert (digest.unsubscribe_url or "").startswith("http://gateway.example/unsubscribe/")


def test_a_digest_is_in_its_readers_language(app: Flask) -> None:
    body = "안녕하십니까, 미나 님.\n\n본문입니다.\n\n시흥 바이오 파트너링 게이트웨이\nhttp://g"
    for subject in ("하나", "둘"):
        held(subject, locale="ko", body=body)

    make_digests()

    digest = mails()[-1]
    assert (digest.subject, digest.locale) == ("알림 2건", "ko")
    assert digest.body.splitlines()[0] == "안녕하십니까."
    assert "1. 하나\n\n본문입니다.\n\n---" in digest.body


def test_what_is_not_due_and_what_is_for_others_stays(app: Flask) -> None:
    due = [held("one"), held("two")]
    later, other = held("later", due_at=now() + timedelta(hours=1)), held("other", to_address="b@firm.example")

    make_digests()

    assert {mail.state for mail in due} == {MailState.IN_DIGEST}
    assert later.state is MailState.HELD
    assert other.state is MailState.QUEUED, "a single notice goes as it is"


def test_a_digest_is_made_once(app: Flask) -> None:
    held("one"), held("two")

    make_digests()
    make_digests()
    make_digest("a@firm.example")

    assert [mail.kind for mail in mails()] == ["greeting", "greeting", "digest"]


def test_the_job_makes_the_digest_and_delivers_it(app: Flask) -> None:
    held("one"), held("two")

    delivery.deliver_mail()

    assert [mail.state for mail in mails()] == [MailState.IN_DIGEST, MailState.IN_DIGEST, MailState.SENT]


def test_two_workers_at_once_make_one_digest(request: pytest.FixtureRequest, tmp_path: Path) -> None:
    app = make_app(request.getfixturevalue("postgresql")(), tmp_path)

    def make() -> None:
        with app.app_context(), transaction():
            make_digest("a@firm.example")

    with app.app_context():
        for number in range(30):
            held(str(number))
        threads = [threading.Thread(target=make) for _ in range(6)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        db.session.rollback()
        found = mails()
        assert [mail.kind for mail in found if mail.kind == "digest"] == ["digest"]
        assert {mail.digest_id for mail in found if mail.kind == "greeting"} == {found[-1].id}
        db.session.remove()
        db.engine.dispose()
