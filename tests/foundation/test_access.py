"""Who is let in, and where the others are sent."""

from collections.abc import Callable
from urllib.parse import parse_qs, urlsplit

import pytest
from flask import Flask

from matchmaker.accounts.models import User
from matchmaker.foundation.access import PUBLIC, actor, needs_of, public, require
from matchmaker.foundation.database import db
from matchmaker.foundation.errors import Forbidden
from matchmaker.foundation.permissions import AGENCY, POLICY, STAFF, Actor, Permission, Role
from tests.client import Client
from tests.factories import make_user

SignIn = Callable[[User], Client]


def test_a_page_without_a_mark_is_open_to_nobody(visitor: Client) -> None:
    visitor.page("/failing/unmarked", status=404)


def test_a_public_page_is_open_to_everybody(client: Client) -> None:
    client.page("/terms")


def test_a_visitor_is_sent_to_sign_in_and_will_come_back_to_the_same_page(client: Client) -> None:
    answer = client.get("/staff/audit?page=2&q=%EC%84%B8%ED%8F%AC")

    target = urlsplit(answer.location)
    assert (answer.status_code, target.path) == (302, "/sign-in")
    assert parse_qs(target.query) == {"next": ["/staff/audit?page=2&q=%EC%84%B8%ED%8F%AC"]}
    assert "Sign in to open this page." in client.get(answer.location).text


def test_a_write_of_a_visitor_is_not_repeated_after_signing_in(failing_app: Flask, visitor: Client) -> None:
    token = visitor.page("/terms").body["hx-headers"].split('"')[3]

    answer = visitor.post("/failing/own", data={"csrf_token": token})

    assert (answer.status_code, answer.location) == (302, "/sign-in")


def test_the_way_back_keeps_the_folder_under_which_the_service_runs(client: Client) -> None:
    answer = client.get("/staff/audit", environ_overrides={"SCRIPT_NAME": "/gateway"})

    assert parse_qs(urlsplit(answer.location).query) == {"next": ["/gateway/staff/audit"]}


@pytest.mark.parametrize(
    ("role", "status"),
    [
        (Role.MEMBER, 403), (Role.BROKER, 403), (Role.CO_BROKER, 403), (Role.MANAGER, 200), (Role.ADMINISTRATOR, 200),
    ],
)  # fmt: skip
def test_a_page_is_open_to_the_roles_that_hold_its_permission(
    app: Flask, sign_in: SignIn, role: Role, status: int
) -> None:
    sign_in(make_user(role)).page("/staff/audit", status=status)


def test_staff_without_a_second_factor_are_sent_to_set_it_up(app: Flask, sign_in: SignIn) -> None:
    manager = make_user(Role.MANAGER, totp_secret=None, totp_confirmed_at=None)

    answer = sign_in(manager).get("/staff/audit")

    assert answer.status_code == 302
    with app.test_request_context():
        assert answer.location == app.url_for("accounts.second_factor")
    assert sign_in(manager).get(answer.location).status_code == 200


def test_members_need_no_second_factor(app: Flask, sign_in: SignIn) -> None:
    member = make_user()

    assert sign_in(member).get("/settings", follow_redirects=False).status_code in {200, 404}
    assert not member.has_second_factor


def test_a_session_ends_when_the_account_is_closed_or_its_sessions_are_ended(app: Flask, sign_in: SignIn) -> None:
    for change in ({"enabled": False}, {"session_version": 2}, {"email_confirmed_at": None}):
        manager = make_user(Role.MANAGER)
        browser = sign_in(manager)
        browser.page("/staff/audit")
        for name, value in change.items():
            setattr(manager, name, value)
        db.session.flush()
        assert browser.get("/staff/audit").status_code == 302, change


def test_nobody_is_the_actor_when_nobody_is_signed_in(app: Flask) -> None:
    with app.test_request_context(), pytest.raises(Forbidden):
        actor()


def test_marks_are_read_back() -> None:
    assert needs_of(public(lambda: None)) == PUBLIC
    assert needs_of(require(Permission.AUDIT_READ)(lambda: None)) is Permission.AUDIT_READ
    assert needs_of(lambda: None) is None


@pytest.mark.parametrize("role", list(Role))
def test_a_role_may_what_the_policy_says(role: Role) -> None:
    someone = Actor(1, role, "BOSTON" if role is Role.CO_BROKER else None)

    assert {p for p in Permission if someone.may(p)} == {p for p, roles in POLICY.items() if role in roles}
    assert someone.is_staff is (role in STAFF)
    assert [someone.serves(cluster) for cluster in ("BOSTON", "BASEL")] == [
        role in AGENCY or role is Role.CO_BROKER, role in AGENCY,
    ]  # fmt: skip
