"""One's own account: profile, password, consents, sessions, data, leaving."""

import json
from collections.abc import Callable, Iterator

import pytest
import sqlalchemy as sa

from matchmaker.accounts import closing
from matchmaker.accounts.consents import give_consent
from matchmaker.accounts.models import AccountToken, Consent, User
from matchmaker.accounts.rules import CONSENT_VERSION, ConsentPurpose, TokenPurpose
from matchmaker.accounts.tokens import issue_token
from matchmaker.foundation import outbox
from matchmaker.foundation.database import db, now
from matchmaker.foundation.models import AuditEntry
from matchmaker.foundation.permissions import Role
from tests.accounts.conftest import PASSWORD, kinds, mails
from tests.accounts.test_views import main_text
from tests.client import Client
from tests.factories import make_user

SignIn = Callable[[User], Client]


def deeds(user: User) -> list[str]:
    found = sa.select(AuditEntry.action).where(AuditEntry.subject_id == user.id, AuditEntry.subject_type == "user")
    return list(db.session.scalars(found.order_by(AuditEntry.id)))


def test_name_language_and_time_zone_can_be_changed(sign_in: SignIn, person: User) -> None:
    client = sign_in(person)
    client.send("/account", {"full_name": " 김  미나 ", "locale": "ko", "time_zone": "Europe/Zurich"})
    db.session.refresh(person)
    assert (person.full_name, person.locale, person.time_zone) == ("김 미나", "ko", "Europe/Zurich")
    assert client.page("/account").html["lang"] == "ko"  # type: ignore[index]
    assert deeds(person) == ["account.profile_changed"]


def test_a_new_password_ends_all_other_sessions(sign_in: SignIn, person: User) -> None:
    here, elsewhere = sign_in(person), sign_in(person)
    form = {"old": PASSWORD, "password": "another quiet harbour 7", "repeat": "another quiet harbour 7"}
    here.send("/account/password", form | {"old": "not this one"}, status=422)
    here.send("/account/password", form)
    here.page("/account")
    assert elsewhere.get("/account").status_code == 302
    assert kinds(person.email) == ["password_changed"]


def test_a_new_password_keeps_to_the_rule(sign_in: SignIn, person: User) -> None:
    form = {"old": PASSWORD, "password": "mina@cell.example", "repeat": "mina@cell.example"}
    sign_in(person).send("/account/password", form, status=422)


def test_all_other_sessions_can_be_ended(sign_in: SignIn, person: User) -> None:
    here, elsewhere = sign_in(person), sign_in(person)
    here.send("/account/sessions/end")
    here.page("/account")
    assert elsewhere.get("/account").status_code == 302


def test_consents_are_given_and_withdrawn_and_leave_a_history(sign_in: SignIn, person: User) -> None:
    client = sign_in(person)
    for deed in ("give", "give", "withdraw", "withdraw", "give"):
        client.send(f"/account/consents/messages/{deed}")
    rows = db.session.scalars(sa.select(Consent).where(Consent.user_id == person.id).order_by(Consent.id)).all()
    assert [row.withdrawn_at is None for row in rows] == [False, True]
    assert {row.version for row in rows} == {CONSENT_VERSION[ConsentPurpose.MESSAGES]}
    assert deeds(person) == ["account.consent_given", "account.consent_withdrawn", "account.consent_given"]
    assert CONSENT_VERSION[ConsentPurpose.MESSAGES] in main_text(client.page("/account/consents"))


def test_a_changed_notice_is_agreed_to_anew(person: User, monkeypatch: pytest.MonkeyPatch) -> None:
    give_consent(person, ConsentPurpose.STATISTICS)
    monkeypatch.setitem(CONSENT_VERSION, ConsentPurpose.STATISTICS, "2027-03")
    give_consent(person, ConsentPurpose.STATISTICS)
    assert [(row.version, row.withdrawn_at is None) for row in person.consents] == [
        ("2026-11", False),
        ("2027-03", True),
    ]


def test_required_consents_end_with_the_account_only(sign_in: SignIn, person: User) -> None:
    give_consent(person, ConsentPurpose.TERMS)
    client = sign_in(person)
    answer = client.send("/account/consents/terms/withdraw", status=409)
    assert "close the account" in answer.text
    client.send("/account/consents/no-such-thing/give", status=404)


def test_the_download_holds_everything_but_secrets(sign_in: SignIn, person: User) -> None:
    give_consent(person, ConsentPurpose.TERMS)
    secret = issue_token(person, TokenPurpose.RESET_PASSWORD)
    outbox.post("already_registered", to=person.email, locale="en", name=person.full_name)
    answer = sign_in(person).get("/account/data.json")
    data = json.loads(answer.data)
    assert answer.headers["Content-Disposition"] == "attachment; filename=my-data.json"
    assert data["account"]["email"] == "mina@cell.example"
    assert [consent["purpose"] for consent in data["consents"]] == ["terms"]
    assert [link["purpose"] for link in data["links"]] == ["reset_password"]
    assert [mail["kind"] for mail in data["mails"]] == ["already_registered"]
    assert [deed["action"] for deed in data["deeds"]] == ["account.consent_given"]
    assert secret not in answer.text
    assert "argon2" not in answer.text


@pytest.fixture
def told() -> Iterator[list[int]]:
    """Numbers of the people whose leaving a room downstream was told about."""
    numbers: list[int] = []

    def hook(user: User) -> None:
        numbers.append(user.id)

    closing.on_close.append(hook)
    yield numbers
    closing.on_close.remove(hook)


def test_closing_the_account_leaves_a_row_that_names_nobody(sign_in: SignIn, person: User, told: list[int]) -> None:
    give_consent(person, ConsentPurpose.TERMS)
    issue_token(person, TokenPurpose.RESET_PASSWORD)
    outbox.post("already_registered", to=person.email, locale="en", name=person.full_name)
    client = sign_in(person)
    client.send("/account/close", {"password": "not this one"}, status=422)
    assert told == []
    client.send("/account/close", {"password": PASSWORD})
    db.session.refresh(person)
    assert (person.email, person.full_name, person.enabled) == (
        f"closed-{person.id}@closed.invalid", "Closed account", False,
    )  # fmt: skip
    assert all(consent.withdrawn_at for consent in person.consents)
    assert db.session.scalars(sa.select(AccountToken)).all() == []
    assert [mail.kind for mail in mails()] == ["account_closed"]
    assert "Kim Mina" not in mails()[0].body
    assert told == [person.id]
    assert deeds(person) == ["account.consent_given", "account.closed"]
    assert client.get("/account").status_code == 302


def test_the_address_of_a_closed_account_may_sign_up_again(sign_in: SignIn, person: User, client: Client) -> None:
    sign_in(person).send("/account/close", {"password": PASSWORD})
    form = {"full_name": "Kim Mina", "email": "mina@cell.example", "password": PASSWORD, "repeat": PASSWORD,
            "locale": "en", "time_zone": "Asia/Seoul", "terms": "y", "privacy": "y"}  # fmt: skip
    client.send("/sign-up", form)
    assert kinds("mina@cell.example") == ["account_closed", "confirm_email"]


def test_the_last_administrator_cannot_leave(sign_in: SignIn, administrator: User) -> None:
    client = sign_in(administrator)
    client.send("/account/close", {"password": PASSWORD}, status=422)
    make_user(Role.ADMINISTRATOR, enabled=False)
    client.send("/account/close", {"password": PASSWORD}, status=422)
    make_user(Role.ADMINISTRATOR)
    client.send("/account/close", {"password": PASSWORD})


@pytest.mark.parametrize(
    "path", ["/account", "/account/password", "/account/consents", "/account/close", "/account/second-factor"]
)
def test_every_page_of_the_account_opens_for_its_owner(sign_in: SignIn, person: User, path: str) -> None:
    person.last_signed_in_at = now()
    sign_in(person).page(path)
