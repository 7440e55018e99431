"""Choosing what one is told, and what that does to mails that wait."""

from collections.abc import Iterator
from datetime import UTC, datetime, time, timedelta
from email.message import EmailMessage

import pytest
import sqlalchemy as sa
import time_machine
from flask import Flask

from matchmaker.accounts import closing, passwords
from matchmaker.accounts import service as accounts
from matchmaker.accounts.models import User
from matchmaker.accounts.notifications import service
from matchmaker.accounts.notifications.models import NotificationPreference, NotificationTimes
from matchmaker.accounts.notifications.rules import QuietHours, Rhythm
from matchmaker.foundation.database import db, now
from matchmaker.foundation.delivery import deliver_one
from matchmaker.foundation.digests import make_digest
from matchmaker.foundation.handover import Handover
from matchmaker.foundation.letters import message_of
from matchmaker.foundation.models import AuditEntry, MailState, OutboxMail
from matchmaker.foundation.outbox import Plan, post, unsubscribe_url
from matchmaker.foundation.topics import topic_of
from tests.accounts.conftest import PASSWORD
from tests.factories import make_opportunity, make_organisation, make_user
from tests.foundation.conftest import SENDER, queued

NOON = datetime(2026, 11, 24, 3, tzinfo=UTC)
"""Noon of a Tuesday in Seoul."""
NIGHT = QuietHours(time(22), time(7))


@pytest.fixture(autouse=True)
def clock() -> Iterator[time_machine.Traveller]:
    with time_machine.travel(NOON, tick=False) as clock:
        yield clock


@pytest.fixture
def reader(app: Flask) -> User:
    return make_user(email="reader@firm.example", password_hash=passwords.hash_password(PASSWORD))


def write(reader: User) -> OutboxMail:
    """A mail of the topic `opportunities`."""
    opportunity = make_opportunity(make_organisation(), expires_at=NOON + timedelta(days=9))
    post("opportunity_expiring", to=reader.email, locale="en", name="R", opportunity=opportunity)
    db.session.flush()
    return db.session.scalars(sa.select(OutboxMail).order_by(OutboxMail.id.desc())).first()  # type: ignore[return-value]


def choose(reader: User, rhythm: Rhythm, quiet: QuietHours | None = None, hour: int = 8) -> None:
    service.change(reader, rhythms={"opportunities": rhythm}, quiet=quiet, digest_hour=hour)


def plan(reader: User) -> Plan:
    topic = topic_of("opportunity_expiring")
    assert topic is not None
    found = service.Planner().plan(topic, reader.email.upper())
    assert found is not None
    return found


def test_without_a_choice_everything_comes_at_once(reader: User) -> None:
    found = plan(reader)

    assert (found.soonest, found.digest_at, found.is_off) == (NOON, None, False)
    assert set(service.rhythms_of(reader).values()) == {Rhythm.AT_ONCE}


def test_quiet_hours_hold_what_comes_at_once(reader: User, clock: time_machine.Traveller) -> None:
    choose(reader, Rhythm.AT_ONCE, NIGHT)
    clock.move_to(NOON + timedelta(hours=11))

    mail = write(reader)

    assert (mail.state, mail.due_at) == (MailState.QUEUED, datetime(2026, 11, 24, 22, tzinfo=UTC))


@pytest.mark.parametrize(
    ("rhythm", "due"),
    [
        (Rhythm.DAILY, datetime(2026, 11, 24, 21, tzinfo=UTC)),
        (Rhythm.WEEKLY, datetime(2026, 11, 29, 21, tzinfo=UTC)),
    ],
)
def test_digests_come_at_the_hour_that_was_chosen(reader: User, rhythm: Rhythm, due: datetime) -> None:
    choose(reader, rhythm, hour=6)

    assert plan(reader).digest_at == due


def test_what_waits_is_planned_anew_when_the_choice_changes(reader: User) -> None:
    choose(reader, Rhythm.WEEKLY)
    mail = write(reader)
    assert (mail.state, mail.due_at) == (MailState.HELD, datetime(2026, 11, 29, 23, tzinfo=UTC))

    choose(reader, Rhythm.DAILY)
    assert (mail.state, mail.due_at) == (MailState.HELD, datetime(2026, 11, 24, 23, tzinfo=UTC))

    choose(reader, Rhythm.OFF)
    assert mail.state is MailState.SWITCHED_OFF

    choose(reader, Rhythm.AT_ONCE)
    assert (mail.state, mail.due_at) == (MailState.QUEUED, NOON)


def test_what_was_switched_off_long_ago_stays_away(reader: User, clock: time_machine.Traveller) -> None:
    choose(reader, Rhythm.WEEKLY)
    mail = write(reader)
    choose(reader, Rhythm.OFF)

    clock.move_to(NOON + timedelta(days=8))
    choose(reader, Rhythm.AT_ONCE)

    assert mail.state is MailState.SWITCHED_OFF


@pytest.mark.parametrize("state", [MailState.SENT, MailState.DEAD, MailState.IN_DIGEST, MailState.UNCERTAIN])
def test_what_has_left_is_left_alone(reader: User, state: MailState) -> None:
    mail = write(reader)
    mail.state, mail.sent_at = state, NOON if state is MailState.SENT else None

    choose(reader, Rhythm.OFF)

    assert mail.state is state


def test_a_mail_whose_delivery_was_tried_keeps_its_turn(reader: User) -> None:
    mail = write(reader)
    mail.attempts = 1

    choose(reader, Rhythm.WEEKLY)

    assert mail.state is MailState.QUEUED


def test_who_moves_gets_digests_by_the_new_clock(reader: User) -> None:
    choose(reader, Rhythm.DAILY)
    mail = write(reader)

    accounts.change_profile(reader, full_name="R", locale="en", time_zone="Europe/Zurich")

    assert mail.due_at == datetime(2026, 11, 24, 7, tzinfo=UTC)


def test_a_click_that_ends_mails_can_be_taken_back(reader: User) -> None:
    choose(reader, Rhythm.DAILY)

    before = service.switch_off(reader, {"opportunities"})
    assert service.rhythms_of(reader)["opportunities"] is Rhythm.OFF
    assert service.switch_off(reader, {"opportunities"}) == {"opportunities": Rhythm.AT_ONCE}

    service.switch_back(reader, before)
    assert service.rhythms_of(reader)["opportunities"] is Rhythm.DAILY


def test_choices_are_on_record_without_hours_or_addresses(reader: User) -> None:
    choose(reader, Rhythm.DAILY, NIGHT)
    service.switch_off(reader, {"opportunities"})
    db.session.flush()

    entries = db.session.scalars(sa.select(AuditEntry).order_by(AuditEntry.id)).all()
    assert [(entry.action, entry.subject_id, entry.details) for entry in entries] == [
        ("account.notifications_changed", reader.id, {"rhythms": {"opportunities": "daily"}, "quiet": True}),
        ("account.unsubscribed", reader.id, {"topics": ["opportunities"]}),
    ]


def test_choices_are_among_ones_own_data_and_leave_with_the_account(reader: User) -> None:
    choose(reader, Rhythm.DAILY, NIGHT, hour=9)
    found = closing.own_data(reader)["notifications"]
    assert isinstance(found, dict)
    assert found["rhythms"]["opportunities"] == "daily"
    assert (found["quiet_from"], found["quiet_until"], found["digest_hour"]) == ("22:00", "07:00", 9)

    closing.close_account(reader, password=PASSWORD)

    assert db.session.scalars(sa.select(NotificationPreference)).all() == []
    assert db.session.scalars(sa.select(NotificationTimes)).all() == []


def kept(reader: User, **values: object) -> OutboxMail:
    """A mail that waits in the outbox, as `write` leaves it where no worker runs."""
    db.session.commit()
    return queued(**({"to_address": reader.email, "topic": "opportunities", "unsubscribe_url": "http://u"} | values))


def test_what_a_mail_server_refused_until_the_night_waits_for_the_morning(
    reader: User, clock: time_machine.Traveller
) -> None:
    morning, attempts = datetime(2026, 11, 24, 22, tzinfo=UTC), []

    def refuse_once(_message: EmailMessage, _delivery: Handover) -> None:
        attempts.append(now())
        if len(attempts) == 1:
            raise ConnectionRefusedError

    choose(reader, Rhythm.AT_ONCE, NIGHT)
    clock.move_to(NOON + timedelta(hours=9, minutes=59, seconds=30))
    mail = kept(reader)
    assert deliver_one(refuse_once, SENDER)
    clock.move_to(NOON + timedelta(hours=10, minutes=5))
    assert deliver_one(refuse_once, SENDER)
    assert (mail.state, mail.attempts, mail.due_at) == (MailState.QUEUED, 1, morning)

    clock.move_to(morning)
    assert deliver_one(refuse_once, SENDER)
    assert (mail.state, attempts[1:]) == (MailState.SENT, [morning])


def test_what_cannot_be_switched_off_goes_in_the_night_too(reader: User, clock: time_machine.Traveller) -> None:
    choose(reader, Rhythm.AT_ONCE, NIGHT)
    clock.move_to(NOON + timedelta(hours=11))
    mail = kept(reader, topic=None, unsubscribe_url=None)

    assert deliver_one(lambda _message, _delivery: None, SENDER)

    assert mail.state is MailState.SENT


def test_a_digest_of_one_mail_can_be_ended_by_the_same_click_as_any_other(reader: User) -> None:
    choose(reader, Rhythm.DAILY)
    mail = write(reader)
    mail.due_at = now()
    make_digest(reader.email)

    message = message_of(mail, SENDER)

    assert mail.state is MailState.QUEUED
    assert message["List-Unsubscribe"] == f"<{unsubscribe_url({'opportunities'}, reader.email.upper())}>"
    assert message["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
