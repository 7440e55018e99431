"""The second factor: set up, moved, renewed, switched off; recovery codes."""

from collections.abc import Callable
from datetime import timedelta
from xml.etree import ElementTree

import pyotp
import pytest
import sqlalchemy as sa
import time_machine
from bs4 import BeautifulSoup

from matchmaker.accounts import passwords
from matchmaker.accounts.models import RecoveryCode, User
from matchmaker.accounts.rules import RECOVERY_CODES
from matchmaker.foundation.database import db, now
from matchmaker.foundation.permissions import Role
from tests.accounts.conftest import PASSWORD, kinds, present_code
from tests.client import Client
from tests.factories import make_user

Enter = Callable[..., Client]


def set_up(client: Client) -> list[str]:
    """Do what the set-up page says; gives the recovery codes."""
    secret = client.page("/account/second-factor").select_one("p > code").get_text()  # type: ignore[union-attr]
    code = pyotp.TOTP(secret.replace(" ", "")).now()
    answer = client.send("/account/second-factor", {"code": code}, status=200)
    return [tag.get_text() for tag in BeautifulSoup(answer.data, "html.parser").select("main li code")]


def test_the_set_up_shows_a_picture_and_the_secret_in_groups_of_four(enter: Enter, person: User) -> None:
    client = enter(person)
    page = client.page("/account/second-factor")
    groups = page.select_one("p > code").get_text().split()  # type: ignore[union-attr]
    assert [len(group) for group in groups] == [4] * 8
    picture = client.get(page.select_one("main img")["src"])  # type: ignore[index]
    assert picture.mimetype == "image/svg+xml"
    assert "style" not in picture.text
    assert ElementTree.fromstring(picture.data).tag.endswith("svg")


def test_recovery_codes_are_shown_once(enter: Enter, person: User) -> None:
    client = enter(person)
    codes = set_up(client)
    assert len(set(codes)) == RECOVERY_CODES
    assert not client.page("/account/second-factor").select("main li code")
    assert "second_factor_set" in kinds(person.email)
    stored = db.session.scalars(sa.select(RecoveryCode.code_hash)).all()
    assert not set(stored) & set(codes)


def test_a_wrong_first_code_sets_nothing_up(enter: Enter, person: User) -> None:
    client = enter(person)
    client.page("/account/second-factor")
    client.send("/account/second-factor", {"code": "000000"}, status=422)
    db.session.refresh(person)
    assert not person.has_second_factor


def test_the_first_code_does_not_work_again_at_sign_in(enter: Enter, person: User, client: Client) -> None:
    address = person.email
    set_up(enter(person))
    client.send("/sign-out")
    client.send("/sign-in", {"email": address, "password": PASSWORD})
    db.session.refresh(person)
    client.send("/sign-in/code", {"code": present_code(person)}, status=422)
    with time_machine.travel(now() + timedelta(seconds=40)):
        client.send("/sign-in/code", {"code": present_code(person)})


@pytest.mark.parametrize("spelling", [str, str.upper, lambda code: code.replace("-", " ")])
def test_a_recovery_code_works_once_in_place_of_a_code(
    enter: Enter, client: Client, person: User, spelling: Callable[[str], str]
) -> None:
    form = {"email": person.email, "password": PASSWORD}
    code = spelling(set_up(enter(person))[3])
    client.send("/sign-out")
    client.send("/sign-in", form)
    client.send("/sign-in/code", {"code": code})
    client.send("/sign-out")
    client.send("/sign-in", form)
    client.send("/sign-in/code", {"code": code}, status=422)


def test_new_recovery_codes_replace_the_old(enter: Enter, colleague: User) -> None:
    client = enter(colleague)
    with time_machine.travel(now() + timedelta(seconds=40)):
        proof = {"password": PASSWORD, "code": present_code(colleague)}
        client.send("/account/second-factor/recovery-codes", proof, status=200)
    assert len(db.session.scalars(sa.select(RecoveryCode)).all()) == RECOVERY_CODES


def test_the_old_device_works_until_the_new_one_has_shown_a_code(enter: Enter, colleague: User) -> None:
    client = enter(colleague)
    before = colleague.totp_secret
    with time_machine.travel(now() + timedelta(seconds=40)):
        proof = {"password": PASSWORD, "code": present_code(colleague)}
        client.send("/account/second-factor/move", proof)
        db.session.refresh(colleague)
        assert colleague.totp_secret == before
        set_up(client)
    db.session.refresh(colleague)
    assert colleague.totp_secret != before


def test_a_set_up_left_open_elsewhere_does_not_replace_a_second_factor(enter: Enter, person: User) -> None:
    client = enter(person)
    secret = client.page("/account/second-factor").select_one("p > code").get_text()  # type: ignore[union-attr]
    person.totp_secret, person.totp_confirmed_at = passwords.new_totp_secret(), now()
    kept = person.totp_secret
    code = pyotp.TOTP(secret.replace(" ", "")).now()
    client.send("/account/second-factor", {"code": code})
    db.session.refresh(person)
    assert person.totp_secret == kept
    assert client.get("/account/second-factor/qr.svg").status_code == 404


@pytest.mark.parametrize("page", ["move", "recovery-codes", "off"])
@pytest.mark.parametrize("fault", ["password", "code"])
def test_the_second_factor_is_changed_with_password_and_code_only(
    sign_in: Callable[[User], Client], colleague: User, page: str, fault: str
) -> None:
    client = sign_in(colleague)
    proof = {"password": PASSWORD, "code": present_code(colleague)} | {fault: "000000"}
    client.send(f"/account/second-factor/{page}", proof, status=422)
    db.session.refresh(colleague)
    assert colleague.has_second_factor


def test_members_may_switch_it_off_and_staff_may_not(sign_in: Callable[[User], Client], colleague: User) -> None:
    member = make_user(
        password_hash=colleague.password_hash, totp_secret=passwords.new_totp_secret(), totp_confirmed_at=now()
    )
    client = sign_in(member)
    client.send("/account/second-factor/off", {"password": PASSWORD, "code": present_code(member)})
    client.page("/account")
    db.session.refresh(member)
    assert (member.has_second_factor, kinds(member.email)) == (False, ["second_factor_removed"])
    staff = sign_in(colleague)
    staff.send("/account/second-factor/off", {"password": PASSWORD, "code": present_code(colleague)}, status=409)
    db.session.refresh(colleague)
    assert colleague.has_second_factor


@pytest.mark.parametrize("role", [Role.BROKER, Role.CO_BROKER, Role.MANAGER, Role.ADMINISTRATOR])
def test_staff_cannot_go_past_the_set_up(sign_in: Callable[[User], Client], role: Role) -> None:
    user = make_user(role, totp_secret=None, totp_confirmed_at=None)
    client = sign_in(user)
    closed = ["/account", "/account/password", "/account/consents", "/account/close", "/account/data.json",
              "/account/second-factor/move", "/account/second-factor/off"]  # fmt: skip
    if role is Role.ADMINISTRATOR:
        closed += ["/staff/people/", "/staff/audit"]
    assert {client.get(path).location for path in closed} == {"/account/second-factor"}
    assert client.post("/account/sessions/end").location == "/account/second-factor"
    client.page("/account/second-factor")


def test_on_public_pages_staff_without_second_factor_see_what_visitors_see(
    sign_in: Callable[[User], Client], client: Client
) -> None:
    half = sign_in(make_user(Role.MANAGER, totp_secret=None, totp_confirmed_at=None))
    menus = [browser.page("/terms").select("nav.krds-main-menu a") for browser in (half, client)]
    assert menus[0] == menus[1]
    half.send("/sign-out")


def test_a_secret_sealed_with_another_key_accepts_no_code(enter: Enter, client: Client, colleague: User) -> None:
    colleague.totp_secret = "sealed elsewhere"
    client.send("/sign-in", {"email": colleague.email, "password": PASSWORD})
    client.send("/sign-in/code", {"code": "123456"}, status=422)
