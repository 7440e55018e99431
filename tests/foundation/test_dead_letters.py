"""Mails that could not be delivered wait for staff, who send them again or leave them."""

from collections.abc import Callable

import pytest
import sqlalchemy as sa
from flask import Flask

from matchmaker.accounts.models import User
from matchmaker.foundation import dead_letters, outbox
from matchmaker.foundation.database import db
from matchmaker.foundation.errors import NotFound, RuleViolation
from matchmaker.foundation.models import MAX_ATTEMPTS, AuditEntry, MailState, OutboxMail
from matchmaker.foundation.permissions import Role
from tests.client import Client
from tests.factories import make_user
from tests.foundation.conftest import queued

SignIn = Callable[[User], Client]


def dead(**values: object) -> OutboxMail:
    given: dict[str, object] = {"state": MailState.DEAD, "attempts": MAX_ATTEMPTS, "last_error": "TimeoutError: late"}
    return queued(**(given | values))


def uncertain() -> OutboxMail:
    return queued(state=MailState.UNCERTAIN, attempts=1, last_error="The mail server was given the whole e-mail, "
                  "but its answer was never read.")  # fmt: skip


def test_a_mail_that_is_sent_again_has_all_its_attempts_anew(app: Flask) -> None:
    mail = dead()
    staff = make_user(Role.MANAGER)

    dead_letters.send_again(mail.id, actor_id=staff.id)

    assert (mail.state, mail.attempts, mail.attempts_allowed) == (MailState.QUEUED, MAX_ATTEMPTS, 2 * MAX_ATTEMPTS)
    entry = db.session.scalars(sa.select(AuditEntry)).one()
    assert (entry.action, entry.subject_id, entry.actor_id) == ("mail.sent_again", mail.id, staff.id)


@pytest.mark.parametrize("state", sorted(set(MailState) - set(outbox.NEEDS_STAFF)))
def test_only_what_waits_for_a_decision_is_decided(app: Flask, state: MailState) -> None:
    mail = queued(state=state, sent_at=sa.func.now() if state is MailState.SENT else None)

    for decide in (dead_letters.send_again, dead_letters.settle):
        with pytest.raises(RuleViolation, match="changed_meanwhile"):
            decide(mail.id, actor_id=1)
    with pytest.raises(NotFound):
        dead_letters.send_again(mail.id + 1, actor_id=1)


def test_all_that_failed_is_sent_again_but_what_may_have_arrived_is_decided_one_by_one(app: Flask) -> None:
    failed, doubtful = [dead(), dead()], uncertain()
    assert outbox.dead_count() == 3

    assert dead_letters.send_all_again(actor_id=1) == 2

    assert {mail.state for mail in failed} == {MailState.QUEUED}
    assert doubtful.state is MailState.UNCERTAIN
    assert outbox.dead_count() == 1


def test_leaders_see_why_it_failed_and_send_it_again(sign_in: SignIn) -> None:
    first, second, third = dead(subject="First letter"), uncertain(), dead(subject="Third letter")
    leader = sign_in(make_user(Role.MANAGER))

    page = leader.page("/staff/outbox?show=failed")
    assert "TimeoutError: late" in page.text
    assert "May have been delivered" in page.text
    leader.send(f"/staff/outbox/{first.id}/send-again")
    leader.send(f"/staff/outbox/{second.id}/settle")
    leader.send("/staff/outbox/send-all-again")

    db.session.expire_all()
    assert [mail.state for mail in (first, second, third)] == [MailState.SENT, MailState.SETTLED, MailState.SENT]
    assert "Every e-mail was delivered" in leader.page("/staff/outbox?show=failed").text


@pytest.mark.parametrize("role", [Role.MEMBER, Role.BROKER, Role.CO_BROKER])
def test_others_can_neither_see_nor_send(sign_in: SignIn, role: Role) -> None:
    mail = dead()
    client = sign_in(make_user(role))

    client.page("/staff/outbox", status=403)
    for path in (f"{mail.id}/send-again", f"{mail.id}/settle", "send-all-again"):
        client.send(f"/staff/outbox/{path}", status=403)
    assert mail.state is MailState.DEAD
