"""The page of what one is told, and the link at the foot of mails."""

import re
from collections.abc import Callable, Iterator
from datetime import time, timedelta
from email import message_from_bytes, policy
from pathlib import Path

import pytest
import sqlalchemy as sa
from flask import Flask

from matchmaker.accounts.models import User
from matchmaker.accounts.notifications import links, service
from matchmaker.accounts.notifications.rules import QuietHours, Rhythm
from matchmaker.foundation.database import db, now
from matchmaker.foundation.delivery import deliver_one
from matchmaker.foundation.models import AuditEntry, OutboxMail
from matchmaker.foundation.outbox import post
from matchmaker.foundation.permissions import Actor, Role
from matchmaker.foundation.topics import topics_for
from matchmaker.foundation.transports import to_folder
from tests.client import Client
from tests.conftest import make_app
from tests.factories import make_opportunity, make_organisation, make_user

SignIn = Callable[[User], Client]
PAGE = "/settings/notifications"


@pytest.fixture
def reader(app: Flask) -> User:
    return make_user(email="reader@firm.example", locale="en")


def filled(**values: str) -> dict[str, str]:
    """The form as a member sends it, everything at once but what is named."""
    fields = {f"topic_{topic.code}": "at_once" for topic in topics_for(Actor(1, Role.MEMBER))}
    return fields | {"digest_hour": "8", "quiet_from": "", "quiet_until": ""} | values


def test_rhythms_and_times_are_chosen_and_shown_again(sign_in: SignIn, reader: User) -> None:
    client = sign_in(reader)

    client.send(PAGE, filled(topic_introductions="weekly", quiet_from="22:00", quiet_until="07:00", digest_hour="18"))

    page = client.page(PAGE)
    assert page.find(id="topic_introductions").find("option", selected=True)["value"] == "weekly"  # type: ignore[union-attr, index]
    assert page.find(id="digest_hour").find("option", selected=True).text == "18:00"  # type: ignore[union-attr]
    assert [page.find(id=f"quiet_{end}")["value"] for end in ("from", "until")] == ["22:00", "07:00"]  # type: ignore[index]
    db.session.expire_all()
    assert service.rhythms_of(reader)["introductions"] is Rhythm.WEEKLY
    assert service.times_of(reader).quiet == QuietHours(time(22), time(7))


@pytest.mark.parametrize(
    ("values", "words"),
    [
        ({"quiet_from": "22:00"}, "or neither"),
        ({"quiet_until": "07:00"}, "or neither"),
        ({"quiet_from": "22:00", "quiet_until": "22:00"}, "are the same"),
        ({"quiet_from": "late", "quiet_until": "22:00"}, "Not a valid time"),
        ({"digest_hour": "24"}, "Not a valid choice"),
        ({"topic_introductions": "hourly"}, "Not a valid choice"),
    ],
)
def test_what_makes_no_sense_is_refused(sign_in: SignIn, reader: User, values: dict[str, str], words: str) -> None:
    response = sign_in(reader).send(PAGE, filled(**values), status=422)

    assert words in response.text
    assert set(service.rhythms_of(reader).values()) == {Rhythm.AT_ONCE}


def test_the_page_tells_what_is_kept_for_the_summary(sign_in: SignIn, reader: User) -> None:
    client = sign_in(reader)
    client.send(PAGE, filled(topic_opportunities="daily"))
    write(reader)
    write(reader)

    assert "2 e-mails are kept for your summaries." in client.page(PAGE).text


def test_staff_choose_for_their_own_topics_too(sign_in: SignIn) -> None:
    member, broker = make_user(), make_user(Role.BROKER)
    vetting = "topic_organisations_staff"

    assert sign_in(member).page(PAGE).find(id=vetting) is None
    assert sign_in(broker).page(PAGE).find(id=vetting) is not None


def test_account_settings_lead_to_the_page(sign_in: SignIn, reader: User) -> None:
    assert sign_in(reader).page("/account").find("main").find("a", href=PAGE) is not None  # type: ignore[union-attr]


def write(reader: User) -> None:
    opportunity = make_opportunity(make_organisation(), expires_at=now() + timedelta(days=9))
    post("opportunity_expiring", to=reader.email, locale="en", name="R", opportunity=opportunity)
    db.session.flush()


def header_link(reader: User, folder: Path) -> str:
    """The path in the header of a mail that was delivered to `reader`."""
    write(reader)
    assert deliver_one(to_folder(folder), "gateway@siheung-bio.example")
    (file,) = folder.iterdir()
    message = message_from_bytes(file.read_bytes(), policy=policy.default)
    assert message["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    found = re.fullmatch(r"<http://gateway\.example(/unsubscribe/\S+)>", str(message["List-Unsubscribe"]))
    assert found is not None
    assert found[1] in str(message.get_content())
    return found[1]


@pytest.fixture
def strict_app(tmp_path: Path) -> Iterator[Flask]:
    """The service as in production: forms need tokens, writes are limited."""
    app = make_app(f"sqlite:///{tmp_path / 'own.sqlite'}", tmp_path, jobs_immediate=False, limits_enabled=True)
    app.config["WTF_CSRF_ENABLED"] = True
    with app.app_context():
        yield app
        db.session.remove()
        db.engine.dispose()


def test_a_mail_program_ends_a_topic_with_one_click(strict_app: Flask, tmp_path: Path) -> None:
    reader = make_user(email="reader@firm.example")
    path = header_link(reader, tmp_path / "mail")

    response = strict_app.test_client().post(path, data={"List-Unsubscribe": "One-Click"})

    assert response.status_code == 200
    db.session.expire_all()
    assert service.rhythms_of(reader)["opportunities"] is Rhythm.OFF
    write(reader)
    assert len(db.session.scalars(sa.select(OutboxMail)).all()) == 1


def test_a_person_is_asked_first_and_can_undo_it(client: Client, reader: User) -> None:
    service.change(reader, rhythms={"opportunities": Rhythm.DAILY}, quiet=None, digest_hour=8)
    path = links.unsubscribe_url(reader.id, ["opportunities"]).removeprefix("http://gateway.example")

    page = client.page(path)
    assert "Your offers and needs" in page.text
    assert service.rhythms_of(reader)["opportunities"] is Rhythm.DAILY, "opening the link changes nothing"

    done = client.send(path, status=200)
    db.session.expire_all()
    assert service.rhythms_of(reader)["opportunities"] is Rhythm.OFF

    undo = re.search(r'action="(/unsubscribe/undo/[^"]+)"', done.text)
    assert undo is not None
    assert "You get these e-mails again" in client.send(undo[1], status=200).text
    db.session.expire_all()
    assert service.rhythms_of(reader)["opportunities"] is Rhythm.DAILY
    actions = db.session.scalars(sa.select(AuditEntry.action).order_by(AuditEntry.id)).all()
    assert actions == ["account.notifications_changed", "account.unsubscribed", "account.resubscribed"]


def test_the_page_is_in_the_language_of_the_reader(app: Flask) -> None:
    korean = make_user(locale="ko")
    visitor = app.test_client()
    visitor.environ_base["HTTP_ACCEPT_LANGUAGE"] = "en"

    page = visitor.page(links.unsubscribe_url(korean.id, ["introductions"]))  # type: ignore[attr-defined]

    assert page.html["lang"] == "ko"
    assert "이메일 수신 중단" in page.text


def test_a_link_that_is_not_ours_does_nothing(client: Client, reader: User) -> None:
    good = links.unsubscribe_url(reader.id, ["introductions"]).rpartition("/")[2]
    undo = links.undo_token(reader.id, {"introductions": Rhythm.OFF})

    for token in (good[:-1], good[1:], "x", undo):
        client.page(f"/unsubscribe/{token}", status=404)
        client.send(f"/unsubscribe/{token}", status=404)
    client.send(f"/unsubscribe/undo/{good}", status=404)
    assert service.rhythms_of(reader)["introductions"] is Rhythm.AT_ONCE


def test_the_link_of_an_account_that_is_closed_does_nothing(client: Client, reader: User) -> None:
    path = links.unsubscribe_url(reader.id, ["introductions"])
    reader.closed_at = now()
    db.session.flush()

    client.page(path, status=404)


def test_clicks_are_limited(strict_app: Flask) -> None:
    reader = make_user()
    db.session.commit()
    path = links.unsubscribe_url(reader.id, ["introductions"])
    visitor = strict_app.test_client()

    codes = {visitor.post(path).status_code for _ in range(125)}

    assert codes == {200, 429}
