"""Administrators look after people's accounts."""

from collections.abc import Callable

import pytest
import sqlalchemy as sa

from matchmaker.accounts.models import User
from matchmaker.accounts.rules import TokenPurpose
from matchmaker.accounts.service import find_by_email
from matchmaker.accounts.tokens import issue_token
from matchmaker.foundation.database import db, now
from matchmaker.foundation.models import AuditEntry
from matchmaker.foundation.permissions import Role
from tests.accounts.conftest import kinds
from tests.accounts.test_views import main_text
from tests.client import Client
from tests.factories import make_user

SignIn = Callable[[User], Client]
INVITATION = {"full_name": "Lee Jun", "email": "jun@agency.example", "role": "broker", "cluster": "", "locale": "en"}


@pytest.fixture
def office(sign_in: SignIn, administrator: User) -> Client:
    """An administrator's browser."""
    return sign_in(administrator)


@pytest.mark.parametrize("role", [Role.MEMBER, Role.BROKER, Role.CO_BROKER, Role.MANAGER])
def test_only_administrators_look_after_people(sign_in: SignIn, role: Role, person: User) -> None:
    client = sign_in(make_user(role))
    for path in ("/staff/people/", "/staff/people/invite", f"/staff/people/{person.id}"):
        assert client.get(path).status_code == 403
    for deed in ("role", "enable", "disable", "reset-second-factor", "invite-again"):
        assert client.post(f"/staff/people/{person.id}/{deed}").status_code == 403


def test_people_are_found_by_role_and_words(office: Client, person: User, colleague: User) -> None:
    everybody = main_text(office.page("/staff/people/"))
    assert person.email in everybody
    assert colleague.email in everybody
    staff = main_text(office.page("/staff/people/?role=broker&q="))
    assert person.email not in staff
    assert colleague.email in staff
    assert person.email in main_text(office.page("/staff/people/?q=MINA+kim&role="))
    assert "Nobody found" in main_text(office.page("/staff/people/?q=100%25&role=nonsense"))


def test_a_colleague_is_invited(office: Client) -> None:
    answer = office.send("/staff/people/invite", INVITATION)
    user = find_by_email("jun@agency.example")
    assert user is not None
    assert answer.location == f"/staff/people/{user.id}"
    assert (user.role, user.is_active, kinds(user.email)) == (Role.BROKER, False, ["invitation"])
    office.page(f"/staff/people/{user.id}")
    office.send(f"/staff/people/{user.id}/invite-again")
    assert kinds(user.email) == ["invitation", "invitation"]


@pytest.mark.parametrize(
    "change",
    [{"role": "member"}, {"role": "co_broker"}, {"role": "broker", "cluster": "BOSTON"}, {"cluster": "ATLANTIS"},
     {"email": "mina@cell.example"}, {"email": "x"}, {"full_name": ""}],
)  # fmt: skip
def test_a_faulty_invitation_comes_back(office: Client, person: User, change: dict[str, str]) -> None:
    office.send("/staff/people/invite", INVITATION | change, status=422)
    assert kinds() == []


def test_a_co_broker_is_invited_with_a_cluster(office: Client) -> None:
    office.send("/staff/people/invite", INVITATION | {"role": "co_broker", "cluster": "BASEL"})
    user = find_by_email("jun@agency.example")
    assert user is not None
    assert (user.role, user.cluster) == (Role.CO_BROKER, "BASEL")


def test_an_account_is_shut_at_once_and_opened_again(office: Client, sign_in: SignIn, person: User) -> None:
    theirs = sign_in(person)
    reset = "/reset/" + issue_token(person, TokenPurpose.RESET_PASSWORD)
    theirs.page("/account")
    office.send(f"/staff/people/{person.id}/disable")
    assert theirs.get("/account").status_code == 302
    theirs.page(reset, status=404)
    office.send(f"/staff/people/{person.id}/enable")
    assert theirs.get("/account").status_code == 302
    theirs.page(reset, status=410)
    db.session.refresh(person)
    sign_in(person).page("/account")


def test_a_role_is_changed_and_the_sessions_of_the_old_one_end(
    office: Client, sign_in: SignIn, colleague: User, administrator: User
) -> None:
    theirs = sign_in(colleague)
    path = f"/staff/people/{colleague.id}/role"
    office.send(path, {"role": "co_broker", "cluster": ""}, status=422)
    office.send(path, {"role": "co_broker", "cluster": "KOBE"})
    db.session.refresh(colleague)
    assert (colleague.role, colleague.cluster) == (Role.CO_BROKER, "KOBE")
    assert theirs.get("/account").status_code == 302
    entry = db.session.scalars(sa.select(AuditEntry).where(AuditEntry.action == "account.role_changed")).one()
    assert (entry.actor_id, entry.details) == (administrator.id, {"from": "broker", "to": "co_broker"})


def test_a_lost_second_factor_is_reset(office: Client, colleague: User) -> None:
    path = f"/staff/people/{colleague.id}/reset-second-factor"
    office.send(path)
    db.session.refresh(colleague)
    assert (colleague.has_second_factor, kinds(colleague.email)) == (False, ["second_factor_removed"])
    office.send(path, status=409)


def test_nobody_shuts_or_demotes_oneself(office: Client, administrator: User) -> None:
    own = f"/staff/people/{administrator.id}"
    office.page(own)
    office.send(f"{own}/disable", status=409)
    office.send(f"{own}/role", {"role": "broker", "cluster": ""}, status=422)
    office.send(f"{own}/reset-second-factor", status=409)
    db.session.refresh(administrator)
    assert (administrator.enabled, administrator.role) == (True, Role.ADMINISTRATOR)


def test_somebody_unknown_or_closed_is_not_found(office: Client, person: User) -> None:
    person.closed_at = now()
    office.page(f"/staff/people/{person.id}", status=404)
    office.page("/staff/people/999999", status=404)
    assert office.post(f"/staff/people/{person.id}/enable").status_code == 404


def test_an_invitation_that_was_accepted_is_not_sent_again(office: Client, colleague: User) -> None:
    office.send(f"/staff/people/{colleague.id}/invite-again", status=409)


def test_the_list_takes_the_same_few_statements_for_many_people(
    office: Client, count_queries: Callable[[Callable[[], object]], int]
) -> None:
    few = count_queries(lambda: office.page("/staff/people/"))
    for _ in range(15):
        make_user()
    assert count_queries(lambda: office.page("/staff/people/")) == few


@pytest.mark.parametrize("path", ["/staff/audit", "/staff/outbox"])
def test_leaders_read_audit_log_and_outbox(sign_in: SignIn, person: User, path: str) -> None:
    client = sign_in(make_user(Role.MANAGER))
    client.send("/account/consents/messages/give")
    client.send("/reset", {"email": person.email})
    page = client.page(path)
    assert page.select("main tbody tr")
    menu = [link["href"] for link in page.select("nav.krds-main-menu a")]
    assert "/staff/audit" in menu
    assert "/staff/people/" not in menu
    assert sign_in(person).get(path).status_code == 403
