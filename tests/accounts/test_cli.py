"""Commands: make an account, show a one-time code."""

import pytest
from flask import Flask

from matchmaker.accounts.models import User
from matchmaker.accounts.service import check_credentials, find_by_email
from matchmaker.foundation.permissions import Role
from tests.accounts.conftest import PASSWORD, kinds, present_code
from tests.factories import make_user


def run(app: Flask, *words: str, typed: str | None = None) -> tuple[int, str]:
    result = app.test_cli_runner().invoke(args=["accounts", *words], input=typed)
    return result.exit_code, result.output


def test_an_account_is_made_with_a_password_from_standard_input(app: Flask) -> None:
    words = ["create", "Kim@Cell.example", "--role", "broker", "--name", "Kim Mina", "--password-stdin", "--confirmed"]
    code, said = run(app, *words, typed=f"{PASSWORD}\n")
    user = find_by_email("kim@cell.example")
    assert user is not None
    assert (code, said) == (0, f"account {user.id}: kim@cell.example, broker\n")
    assert (user.role, user.is_active, kinds()) == (Role.BROKER, True, [])
    assert check_credentials("kim@cell.example", PASSWORD) == user


def test_without_a_password_an_invitation_is_mailed(app: Flask) -> None:
    assert run(app, "create", "kim@cell.example", "--role", "co_broker", "--name", "Kim", "--cluster", "BASEL")[0] == 0
    assert kinds("kim@cell.example") == ["invitation"]


def test_an_address_not_known_to_be_right_is_confirmed_by_mail(app: Flask) -> None:
    run(app, "create", "kim@cell.example", "--name", "Kim Mina", "--password-stdin", typed=PASSWORD)
    assert kinds("kim@cell.example") == ["confirm_email"]


@pytest.mark.parametrize(
    ("words", "typed", "message"),
    [
        (["kim@cell.example", "--name", "K", "--password-stdin"], "short", "at least 10 characters"),
        (["kim@cell.example", "--name", "K", "--password-stdin"], "", "at least 10 characters"),
        (["mina@cell.example", "--name", "K", "--password-stdin"], PASSWORD, "has an account already"),
        (["nonsense", "--name", "K"], None, "Invalid value for 'EMAIL'"),
        (["kim@cell.example", "--name", "K", "--role", "co_broker"], None, "A co-broker has a cluster"),
        (
            ["kim@cell.example", "--name", "K", "--role", "broker", "--cluster", "MARS"],
            None,
            "not in the list of clusters",
        ),
        (["kim@cell.example", "--name", "K", "--role", "king"], None, "is not one of"),
        (["kim@cell.example", "--name", "K"], None, "Members sign up themselves"),
        (["kim@cell.example", "--name", "K", "--confirmed"], None, "--confirmed needs --password-stdin"),
        (["kim@cell.example"], None, "Missing option '--name'"),
    ],
)
def test_a_faulty_command_says_why(
    app: Flask, person: User, monkeypatch: pytest.MonkeyPatch, words: list[str], typed: str | None, message: str
) -> None:
    code, said = run(app, "create", *words, typed=typed)
    assert code != 0
    assert message in said
    assert find_by_email("kim@cell.example") is None


def test_the_code_of_a_demonstration_account_is_shown(app: Flask, colleague: User) -> None:
    assert run(app, "code", " Broker@agency.example") == (0, present_code(colleague) + "\n")


def test_the_code_of_a_real_account_is_never_shown(app: Flask) -> None:
    make_user(Role.BROKER, email="broker@agency.kr")
    code, said = run(app, "code", "broker@agency.kr")
    assert code == 1
    assert "demonstration accounts only" in said


@pytest.mark.parametrize("address", ["nobody@cell.example", "mina@cell.example"])
def test_an_account_without_second_factor_has_no_code(app: Flask, person: User, address: str) -> None:
    code, said = run(app, "code", address)
    assert code == 1
    assert "no second factor" in said
