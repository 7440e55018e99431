"""What pages cannot show: two at once, what the clock forgets, who may be written to."""

from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from pathlib import Path
from threading import Barrier

import pytest
import sqlalchemy as sa
from flask import Flask

from matchmaker.accounts import passwords, service
from matchmaker.accounts.consents import give_consent
from matchmaker.accounts.jobs import forget
from matchmaker.accounts.models import AccountToken, Consent, User
from matchmaker.accounts.rules import ConsentPurpose, SignUp, TokenPurpose
from matchmaker.accounts.second_factor import begin_second_factor, confirm_second_factor, lets_in
from matchmaker.accounts.tokens import issue_token
from matchmaker.foundation import outbox
from matchmaker.foundation.database import db, now, transaction
from matchmaker.foundation.errors import RuleViolation
from matchmaker.foundation.models import AuditEntry, MailState, OutboxMail
from tests.accounts.conftest import PASSWORD, present_code
from tests.conftest import make_app
from tests.factories import make_user

AT_ONCE = 6


@pytest.fixture
def real(postgresql: Callable[[], str], tmp_path: Path) -> Iterator[Flask]:
    """An application on a PostgreSQL database of its own, where commits are real."""
    app = make_app(postgresql(), tmp_path, mail_transport="folder")
    yield app
    with app.app_context():
        db.engine.dispose()


def at_once(app: Flask, deed: Callable[[], object]) -> list[object]:
    """What `AT_ONCE` threads get that do `deed` at the same moment: its result, or the code it was refused with."""
    barrier = Barrier(AT_ONCE)

    def run(_number: int) -> object:
        with app.app_context():
            barrier.wait()
            try:
                with transaction():
                    return deed()
            except RuleViolation as error:
                return error.code

    with ThreadPoolExecutor(AT_ONCE) as pool:
        return list(pool.map(run, range(AT_ONCE)))


def a_member(app: Flask, **values: object) -> int:
    with app.app_context(), transaction():
        return make_user(**values).id  # type: ignore[arg-type]


def the_person(number: int) -> User:
    return db.session.get_one(User, number)


def test_of_two_who_use_a_link_at_once_one_wins(real: Flask) -> None:
    number = a_member(real)
    with real.app_context(), transaction():
        secret = issue_token(the_person(number), TokenPurpose.RESET_PASSWORD)
    answers = at_once(real, lambda: service.reset_password(secret, PASSWORD).id)
    assert sorted(map(str, answers)) == sorted([str(number), *["account.link_used"] * (AT_ONCE - 1)])


def test_a_code_used_by_two_at_once_lets_one_in(real: Flask) -> None:
    number = a_member(real)
    with real.app_context(), transaction():
        user, sealed = the_person(number), begin_second_factor()
        user.totp_secret, user.totp_confirmed_at = sealed, now()
        code = present_code(user)
    answers = at_once(real, lambda: lets_in(the_person(number), code))
    assert sorted(map(bool, answers)) == [False] * (AT_ONCE - 1) + [True]


def test_a_recovery_code_used_by_two_at_once_lets_one_in(real: Flask) -> None:
    number = a_member(real)
    with real.app_context(), transaction():
        sealed = begin_second_factor()
        code = confirm_second_factor(the_person(number), sealed, passwords.totp_now(sealed))[0]
    answers = at_once(real, lambda: lets_in(the_person(number), code))
    assert sorted(map(bool, answers)) == [False] * (AT_ONCE - 1) + [True]


def test_failures_at_once_are_all_counted(real: Flask) -> None:
    number = a_member(real, email="mina@cell.example")
    at_once(real, lambda: service.check_credentials("mina@cell.example", "not this one"))
    with real.app_context():
        assert the_person(number).failed_sign_ins == AT_ONCE


def test_signing_up_twice_at_once_makes_one_account(real: Flask) -> None:
    data = SignUp("mina@cell.example", PASSWORD, "Kim Mina", "ko", "Asia/Seoul", frozenset({ConsentPurpose.TERMS}))
    answers = at_once(real, lambda: service.sign_up(data) is not None)
    assert sorted(map(bool, answers)) == [False] * (AT_ONCE - 1) + [True]
    with real.app_context():
        assert db.session.scalar(sa.select(sa.func.count()).select_from(User)) == 1


def test_agreeing_twice_at_once_is_recorded_once(real: Flask) -> None:
    number = a_member(real)
    at_once(real, lambda: give_consent(the_person(number), ConsentPurpose.MESSAGES))
    with real.app_context():
        assert db.session.scalar(sa.select(sa.func.count()).select_from(Consent)) == 1


def test_the_clock_forgets_what_was_never_confirmed_and_links_long_expired(app: Flask) -> None:
    old = now() - timedelta(days=15)
    kept = [make_user(created_at=old), make_user(email_confirmed_at=None)]
    forgotten = make_user(email_confirmed_at=None, created_at=old)
    give_consent(forgotten, ConsentPurpose.TERMS)
    issue_token(forgotten, TokenPurpose.CONFIRM_EMAIL)
    for user in kept:
        issue_token(user, TokenPurpose.RESET_PASSWORD)
    db.session.flush()
    db.session.execute(
        sa.update(AccountToken).where(AccountToken.user_id == kept[0].id).values(expires_at=now() - timedelta(days=31))
    )
    forget()
    forget()
    assert set(db.session.scalars(sa.select(User.id))) == {user.id for user in kept}
    assert db.session.scalars(sa.select(AccountToken.user_id)).all() == [kept[1].id]
    assert db.session.scalars(sa.select(Consent)).all() == []
    assert "account.forgotten" in db.session.scalars(sa.select(AuditEntry.action)).all()


def test_mails_are_forgotten_after_ninety_days_unless_they_still_wait(app: Flask) -> None:
    old = now() - timedelta(days=91)
    for state in MailState:
        for at in (old, now()):
            sent_at = at if state is MailState.SENT else None
            kind = f"{state.value}-{at == old}"
            mail = OutboxMail(to_address="a@b.example", locale="en", subject="s", body="b", kind=kind, state=state)
            mail.created_at, mail.sent_at = at, sent_at
            db.session.add(mail)
    outbox.forget_mail()
    left = set(db.session.scalars(sa.select(OutboxMail.kind)))
    waiting = {f"{state.value}-True" for state in outbox.WAITING}
    assert left == waiting | {f"{state.value}-False" for state in MailState}


@pytest.mark.parametrize("locale", ["ko", "en"])
def test_mails_are_written_in_the_language_of_the_person(app: Flask, locale: str) -> None:
    user = make_user(locale=locale)
    service.send_confirmation(user)
    db.session.flush()
    mail = db.session.scalars(sa.select(OutboxMail)).one()
    assert mail.subject == {"ko": "이메일 주소 확인", "en": "Confirm your e-mail address"}[locale]
