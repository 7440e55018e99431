"""Signing up, in and out, by the pages."""

import unicodedata
from collections.abc import Callable
from datetime import timedelta

import pytest
import time_machine
from argon2 import PasswordHasher
from bs4 import BeautifulSoup

from matchmaker.accounts import passwords
from matchmaker.accounts.models import User
from matchmaker.accounts.rules import LOCK_AFTER_FAILURES, ConsentPurpose
from matchmaker.accounts.service import find_by_email
from matchmaker.foundation.database import db, now
from matchmaker.foundation.permissions import Role
from tests.accounts.conftest import PASSWORD, kinds, link_in, mails, present_code
from tests.client import Client
from tests.factories import make_user

FORM = {
    "full_name": "Kim Mina", "email": "new@cell.example", "password": PASSWORD, "repeat": PASSWORD, "locale": "en",
    "time_zone": "Asia/Seoul", "terms": "y", "privacy": "y",
}  # fmt: skip
NOWHERE = {"email": "nobody@cell.example", "password": PASSWORD}


def main_text(page: BeautifulSoup) -> str:
    assert page.main is not None
    return " ".join(page.main.get_text(" ").split())


def body_after(client: Client, url: str, form: dict[str, str]) -> tuple[int, str]:
    """Status and text of the page that a form leads to, without the CSRF token and what was typed."""
    response = client.post(url, data=form, follow_redirects=True)
    soup = BeautifulSoup(response.data, "html.parser")
    for tag in soup.find_all("input"):
        tag.decompose()
    assert soup.body is not None
    return response.status_code, soup.body.get_text()


def test_signing_up_mails_a_link_and_the_account_opens_when_it_is_confirmed(client: Client) -> None:
    assert client.send("/sign-up", FORM).location == "/mail-sent/confirmation"
    user = find_by_email("new@cell.example")
    assert user is not None
    assert (user.full_name, user.role, user.is_active) == ("Kim Mina", Role.MEMBER, False)
    assert {consent.purpose for consent in user.consents} == {ConsentPurpose.TERMS, ConsentPurpose.PRIVACY}
    link = link_in(mails("new@cell.example")[0])
    assert client.post("/sign-in", data=FORM).status_code == 422
    assert "Kim Mina" in main_text(client.page(link))
    client.page(link)
    assert client.send(link).location == "/sign-in"
    assert client.send("/sign-in", FORM).location == "/"
    assert client.page("/account").select_one("input#full_name")["value"] == "Kim Mina"  # type: ignore[index]


def test_a_known_address_is_told_by_mail_only(client: Client, person: User) -> None:
    known = body_after(client, "/sign-up", FORM | {"email": "MINA@cell.example"})
    assert kinds(person.email) == ["already_registered"]
    assert known == body_after(client, "/sign-up", FORM)


def test_an_address_never_confirmed_is_handed_to_its_owner_with_a_new_password(client: Client) -> None:
    client.send("/sign-up", FORM | {"password": "a stranger's choice", "repeat": "a stranger's choice"})
    client.send("/sign-up", FORM)
    assert kinds("new@cell.example") == ["confirm_email", "finish_sign_up"]
    client.send(link_in(mails("new@cell.example")[1]), {"password": PASSWORD, "repeat": PASSWORD})
    assert client.post("/sign-in", data=FORM | {"password": "a stranger's choice"}).status_code == 422
    client.send("/sign-in", FORM)
    assert client.post(link_in(mails("new@cell.example")[0])).status_code == 410


def test_no_consent_is_ticked_beforehand_and_each_has_its_notice(client: Client) -> None:
    page = client.page("/sign-up")
    for purpose in ConsentPurpose:
        box = page.select_one(f"input#{purpose.value}")
        assert box is not None
        assert not box.has_attr("checked")
        assert page.select_one(f"details#notice-{purpose.value}") is not None
    assert "28-8" in page.select_one("details#notice-overseas").get_text()  # type: ignore[union-attr]


@pytest.mark.parametrize(
    ("field", "value", "message"),
    [
        ("terms", "", "Without this consent"),
        ("privacy", "", "Without this consent"),
        ("repeat", "something else", "The two passwords differ."),
        ("email", "no address", "This is not an e-mail address."),
        ("email", "a" * 250 + "@cell.example", "longer than 254"),
        ("full_name", "win at http://evil.example", "Enter a person's name"),
        ("full_name", "n" * 121, "longer than 120"),
        ("full_name", "\u200b \u202e", "This field is required."),
        ("time_zone", "Mars/Olympus", "Not a valid choice"),
        ("password", "short", "at least 10 characters"),
        ("password", "qwertyuiop12", "easy to guess"),
        ("password", "Kim Mina 2026", "your name"),
        ("password", "x" * 201, "longer than 200"),
    ],
)
def test_a_faulty_sign_up_comes_back_with_the_reason(client: Client, field: str, value: str, message: str) -> None:
    form = FORM | {field: value}
    if field == "password":
        form["repeat"] = value
    if not value:
        del form[field]
    response = client.send("/sign-up", form, status=422)
    assert message in main_text(BeautifulSoup(response.data, "html.parser"))
    assert find_by_email(form["email"]) is None
    assert mails() == []


def test_the_time_zone_is_guessed_from_the_browser(client: Client) -> None:
    page = client.page("/sign-up", headers={"Accept-Language": "de-CH,en;q=0.8"})
    assert page.select_one("select#time_zone option[selected]")["value"] == "Europe/Zurich"  # type: ignore[index]


def test_every_refusal_to_sign_in_reads_the_same(client: Client, person: User) -> None:
    locked = make_user(password_hash=passwords.hash_password(PASSWORD), locked_until=now() + timedelta(minutes=5))
    shut = make_user(password_hash=passwords.hash_password(PASSWORD), enabled=False)
    waiting = make_user(password_hash=passwords.hash_password(PASSWORD), email_confirmed_at=None)
    tries = [{"email": user.email, "password": PASSWORD} for user in (locked, shut, waiting)]
    tries += [NOWHERE, {"email": person.email, "password": "not this one"}]
    answers = {body_after(client, "/sign-in", form) for form in tries}
    assert [status for status, _text in answers] == [422]


def test_too_many_failures_close_the_account_for_a_while_and_its_owner_is_told(client: Client, person: User) -> None:
    for _ in range(LOCK_AFTER_FAILURES):
        client.send("/sign-in", {"email": person.email, "password": "not this one"}, status=422)
    right = {"email": person.email, "password": PASSWORD}
    client.send("/sign-in", right, status=422)
    assert kinds(person.email) == ["account_locked"]
    with time_machine.travel(now() + timedelta(minutes=16)):
        client.send("/sign-in", right)


def test_a_password_of_another_cost_is_hashed_anew(client: Client, person: User) -> None:
    person.password_hash = PasswordHasher(time_cost=2, memory_cost=64, parallelism=1).hash(PASSWORD)
    old = person.password_hash
    client.send("/sign-in", {"email": person.email, "password": PASSWORD})
    db.session.refresh(person)
    assert person.password_hash != old


def test_hangul_typed_in_parts_is_the_same_password(client: Client) -> None:
    user = make_user(password_hash=passwords.hash_password("달빛 아래 강물 소리"))
    client.send("/sign-in", {"email": user.email, "password": unicodedata.normalize("NFD", "달빛 아래 강물 소리")})


@pytest.mark.parametrize(
    ("wanted", "leads_to"),
    [
        ("/account", "/account"),
        ("/account?tab=2", "/account?tab=2"),
        ("//evil.example", "/"),
        ("/\\evil.example", "/"),
        ("https://evil.example", "/"),
        ("/\t/evil.example", "/"),
        ("javascript:alert(1)", "/"),
        ("", "/"),
    ],
)
def test_after_signing_in_people_go_on_within_the_service_only(
    client: Client, person: User, wanted: str, leads_to: str
) -> None:
    form = {"email": person.email, "password": PASSWORD}
    assert client.post("/sign-in", data=form, query_string={"next": wanted}).location == leads_to


def test_somebody_signed_in_is_not_asked_again(sign_in: Callable[[User], Client], person: User) -> None:
    client = sign_in(person)
    assert client.get("/sign-in?next=/account").location == "/account"
    assert client.get("/sign-up").location == "/"


def test_signing_in_makes_the_session_anew_and_signing_out_empties_it(client: Client, person: User) -> None:
    with client.session_transaction() as session:
        session["planted"] = "by somebody else"
        session["locale"] = "en"
    client.send("/sign-in", {"email": person.email, "password": PASSWORD})
    with client.session_transaction() as session:
        assert "planted" not in session
        assert session["locale"] == "en"
        assert session["_user_id"] == person.get_id()
    client.send("/sign-out")
    with client.session_transaction() as session:
        assert "_user_id" not in session
    assert client.get("/account").location == "/sign-in?next=/account"


def test_a_cookie_of_an_older_session_version_opens_nothing(sign_in: Callable[[User], Client], person: User) -> None:
    client = sign_in(person)
    client.page("/account")
    person.session_version += 1
    assert client.get("/account").status_code == 302


@pytest.mark.parametrize("identity", ["", "x.1", "1", "1.", "-1.1", "99999999.1", "²."])
def test_a_made_up_identity_opens_nothing(client: Client, identity: str) -> None:
    with client.session_transaction() as session:
        session["_user_id"] = identity
    assert client.get("/account").status_code == 302


def test_staff_enter_with_password_and_code(client: Client, colleague: User) -> None:
    answer = client.send("/sign-in?next=/account", {"email": colleague.email, "password": PASSWORD})
    assert answer.location == "/sign-in/code"
    assert client.get("/account").status_code == 302
    assert client.send("/sign-in/code", {"code": present_code(colleague)}).location == "/account"
    client.page("/account")


def test_a_code_is_refused_the_second_time(client: Client, colleague: User) -> None:
    code = present_code(colleague)
    form = {"email": colleague.email, "password": PASSWORD}
    client.send("/sign-in", form)
    client.send("/sign-in/code", {"code": code})
    client.send("/sign-out")
    client.send("/sign-in", form)
    client.send("/sign-in/code", {"code": code}, status=422)


@pytest.mark.parametrize("code", ["000000", "１２３４５６", "", "x" * 41, "aaaaa-bbbbb", "'; --"])
def test_a_wrong_code_opens_nothing(client: Client, colleague: User, code: str) -> None:
    client.send("/sign-in", {"email": colleague.email, "password": PASSWORD})
    client.send("/sign-in/code", {"code": code}, status=422)
    assert client.get("/account").status_code == 302


def test_the_code_must_follow_the_password_within_five_minutes(client: Client, colleague: User) -> None:
    client.send("/sign-in", {"email": colleague.email, "password": PASSWORD})
    client.page("/sign-in/code")
    with time_machine.travel(now() + timedelta(minutes=5, seconds=2)):
        assert client.get("/sign-in/code").location == "/sign-in"


def test_nobody_reaches_the_code_page_without_a_password(client: Client) -> None:
    assert client.get("/sign-in/code").location == "/sign-in"


def test_a_password_change_ends_a_sign_in_that_waits_for_its_code(client: Client, colleague: User) -> None:
    client.send("/sign-in", {"email": colleague.email, "password": PASSWORD})
    colleague.session_version += 1
    assert client.post("/sign-in/code", data={"code": present_code(colleague)}).location == "/sign-in"


def test_a_known_password_buys_no_more_guesses_at_the_code(client: Client, colleague: User) -> None:
    form = {"email": colleague.email, "password": PASSWORD}
    for _ in range(LOCK_AFTER_FAILURES):
        client.send("/sign-in", form)
        client.send("/sign-in/code", {"code": "000000"}, status=422)
    client.send("/sign-in", form, status=422)
    assert kinds(colleague.email) == ["account_locked"]
