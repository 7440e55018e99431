"""Mailed links: asked for, opened, used, too old, unknown."""

from datetime import timedelta

import pytest
import time_machine

from matchmaker.accounts import queries, service
from matchmaker.accounts.models import User
from matchmaker.accounts.people import make_staff
from matchmaker.accounts.rules import TokenPurpose
from matchmaker.accounts.tokens import issue_token
from matchmaker.foundation.database import db, now
from matchmaker.foundation.permissions import Role
from tests.accounts.conftest import PASSWORD, kinds, link_in, mails
from tests.accounts.test_views import body_after, main_text
from tests.client import Client
from tests.factories import make_user

NEW = {"password": "another quiet harbour 7", "repeat": "another quiet harbour 7"}


@pytest.mark.parametrize("page", ["/reset", "/confirm"])
def test_asking_for_a_link_answers_the_same_for_every_address(client: Client, person: User, page: str) -> None:
    waiting = make_user(email_confirmed_at=None)
    shut = make_user(enabled=False)
    addresses = [person.email, waiting.email, shut.email, "nobody@cell.example"]
    assert len({body_after(client, page, {"email": address}) for address in addresses}) == 1
    assert kinds(shut.email) == []
    assert len(mails()) == (2 if page == "/reset" else 1)


def test_a_forgotten_password_is_set_anew_and_every_session_ends(client: Client, person: User) -> None:
    version, address = person.session_version, person.email
    client.send("/reset", {"email": address})
    link = link_in(mails(address)[0])
    client.page(link)
    assert client.send(link, NEW).location == "/sign-in"
    db.session.refresh(person)
    assert person.session_version == version + 1
    assert kinds(address) == ["reset_password", "password_changed"]
    client.send("/sign-in", {"email": address, "password": PASSWORD}, status=422)
    client.send("/sign-in", {"email": address, "password": NEW["password"]})


def test_a_lock_is_lifted_by_setting_a_new_password(client: Client, person: User) -> None:
    person.locked_until = now() + timedelta(minutes=10)
    client.send("/reset", {"email": person.email})
    client.send(link_in(mails(person.email)[0]), NEW)
    client.send("/sign-in", {"email": person.email, "password": NEW["password"]})


def test_a_refused_password_leaves_the_link_usable(client: Client, person: User) -> None:
    client.send("/reset", {"email": person.email})
    link = link_in(mails(person.email)[0])
    client.send(link, {"password": "password1234", "repeat": "password1234"}, status=422)
    client.send(link, {"password": NEW["password"], "repeat": "different"}, status=422)
    client.send(link, NEW)


@pytest.mark.parametrize(
    ("purpose", "path"),
    [
        (TokenPurpose.CONFIRM_EMAIL, "/confirm/"),
        (TokenPurpose.RESET_PASSWORD, "/reset/"),
        (TokenPurpose.INVITATION, "/invitation/"),
    ],
)
class TestALink:
    def test_works_once(self, client: Client, person: User, purpose: TokenPurpose, path: str) -> None:
        link = path + issue_token(person, purpose)
        client.send(link, NEW)
        assert "used already" in main_text(client.page(link, status=410))
        assert client.post(link, data=NEW).status_code == 410

    def test_is_used_up_by_a_newer_one(self, client: Client, person: User, purpose: TokenPurpose, path: str) -> None:
        older, newer = issue_token(person, purpose), issue_token(person, purpose)
        client.page(path + older, status=410)
        client.page(path + newer)

    def test_grows_old(self, client: Client, person: User, purpose: TokenPurpose, path: str) -> None:
        link = path + issue_token(person, purpose)
        with time_machine.travel(now() + timedelta(days=15)):
            assert "too old" in main_text(client.page(link, status=410, headers={"Accept-Language": "en"}))
            assert client.post(link, data=NEW).status_code == 410

    def test_is_unknown_when_made_up(self, client: Client, person: User, purpose: TokenPurpose, path: str) -> None:
        issue_token(person, purpose)
        assert "not known" in main_text(client.page(path + "made-up", status=404))
        assert client.post(path + "made-up", data=NEW).status_code == 404

    def test_serves_its_own_purpose_only(self, client: Client, person: User, purpose: TokenPurpose, path: str) -> None:
        others = [other for other in TokenPurpose if other is not purpose]
        for other in others:
            client.page(path + issue_token(person, other), status=404)

    def test_of_a_shut_account_is_unknown(self, client: Client, person: User, purpose: TokenPurpose, path: str) -> None:
        link = path + issue_token(person, purpose)
        person.enabled = False
        client.page(link, status=404)

    def test_is_not_used_up_by_being_opened(
        self, client: Client, person: User, purpose: TokenPurpose, path: str
    ) -> None:
        link = path + issue_token(person, purpose)
        for _ in range(3):
            client.page(link)
        client.send(link, NEW)


def test_an_invited_colleague_chooses_a_password_and_is_led_to_the_second_factor(client: Client) -> None:
    make_staff("Jun@Agency.example", full_name="Lee Jun", role=Role.BROKER, cluster=None, locale="en", actor_id=None)
    link = link_in(mails("jun@agency.example")[0])
    assert "Broker" in main_text(client.page(link))
    client.send(link, NEW)
    answer = client.send("/sign-in", {"email": "jun@agency.example", "password": NEW["password"]})
    assert answer.location == "/account/second-factor"
    assert client.get("/account").location == "/account/second-factor"


def test_the_other_links_of_a_person_die_with_a_new_password(client: Client, person: User) -> None:
    invitation = "/invitation/" + issue_token(person, TokenPurpose.INVITATION)
    client.send("/reset/" + issue_token(person, TokenPurpose.RESET_PASSWORD), NEW)
    client.page(invitation, status=410)


def test_only_the_hash_of_a_link_is_kept(person: User) -> None:
    secret = issue_token(person, TokenPurpose.RESET_PASSWORD)
    db.session.flush()
    kept = db.session.scalars(queries.tokens_of(person.id)).one()
    assert secret not in kept.secret_hash
    assert len(kept.secret_hash) == 64


def test_confirming_twice_by_two_links_keeps_the_first_moment(person: User) -> None:
    first = person.email_confirmed_at
    service.send_confirmation(person)
    db.session.flush()
    service.confirm_email(link_in(mails(person.email)[0]).rpartition("/")[2])
    assert person.email_confirmed_at == first
