"""Brokers decide on profiles and on people who ask to join; of two at once, one does."""

import threading
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import pytest
import sqlalchemy as sa
from bs4 import BeautifulSoup

from matchmaker.accounts.models import User
from matchmaker.foundation.database import db, now
from matchmaker.foundation.models import AuditEntry, OutboxMail
from matchmaker.foundation.permissions import Role
from matchmaker.organisations import service
from matchmaker.organisations.models import Membership, Organisation
from matchmaker.organisations.rules import MembershipState, VettingState
from tests.client import Client
from tests.conftest import make_app
from tests.factories import make_organisation, make_user

SignIn = Callable[[User], Client]


def words(response: object) -> str:
    return " ".join(BeautifulSoup(response.data, "html.parser").get_text(" ").split())  # type: ignore[attr-defined]


def mails(kind: str) -> list[tuple[str, str]]:
    rows = db.session.scalars(sa.select(OutboxMail).where(OutboxMail.kind == kind).order_by(OutboxMail.id))
    return [(mail.to_address, mail.subject) for mail in rows]


def test_the_queue_shows_the_longest_waiting_first_with_evidence_and_duplicates(sign_in: SignIn) -> None:
    make_organisation(name_en="Twin Cells", name_ko=None)
    member = make_user(email="kim@twin.example")
    older = now() - timedelta(days=14)
    make_organisation(name_en="Newer", state=VettingState.SUBMITTED, submitted_at=now())
    make_organisation(
        name_en="Twin Cells Inc.", name_ko=None, state=VettingState.SUBMITTED, submitted_at=older, member=member,
        website_domain="twin.example",
    )  # fmt: skip
    page = sign_in(make_user(Role.BROKER)).page("/staff/vetting")
    cards = [" ".join(card.get_text(" ").split()) for card in page.select(".structured-item")]
    assert [card.split(" working day")[0] for card in cards] == ["10", "0"]
    assert "Yes An e-mail address belongs to the website’s domain twin.example" in cards[0]
    assert "To check Registration number given" in cards[0]
    assert "Possible duplicates Twin Cells Same name" in cards[0]
    assert "Possible duplicates" not in cards[1]


def test_a_co_broker_reads_no_name_of_another_cluster(sign_in: SignIn) -> None:
    make_organisation(name_en="Twin Cells", name_ko="쌍둥이셀")
    make_organisation(name_en="Twin-Cells", country="US", state=VettingState.SUBMITTED, submitted_at=now())
    page = sign_in(make_user(Role.CO_BROKER)).page("/staff/vetting").text
    assert "An organisation of another cluster" in page
    assert "쌍둥이셀" not in page
    assert "Twin Cells" not in page


@pytest.mark.parametrize(
    ("before", "answer", "subject"),
    [
        (VettingState.SUBMITTED, "approved", "Your profile is approved"),
        (VettingState.SUBMITTED, "needs_info", "Please complete your profile"),
        (VettingState.SUBMITTED, "refused", "Your profile was not accepted"),
        (VettingState.APPROVED, "suspended", "Your profile is suspended"),
        (VettingState.SUSPENDED, "approved", "Your profile is approved"),
    ],
)
def test_a_decision_is_stored_told_and_noted(sign_in: SignIn, before: VettingState, answer: str, subject: str) -> None:
    member, broker = make_user(), make_user(Role.BROKER)
    organisation = make_organisation(state=before, member=member)
    sign_in(broker).send(f"/staff/organisations/{organisation.id}/decide", {"answer": answer, "reason": "A reason."})
    db.session.refresh(organisation)
    assert (organisation.state, organisation.decided_by_id, organisation.state_reason) == (
        answer,
        broker.id,
        "A reason.",
    )
    assert mails("organisation_decided") == [(member.email, subject)]
    assert organisation.revision == 2
    assert db.session.scalars(sa.select(AuditEntry.action)).all() == [f"organisation.{answer}"]


@pytest.mark.parametrize("answer", ["needs_info", "refused"])
def test_every_answer_but_yes_needs_a_reason(sign_in: SignIn, answer: str) -> None:
    organisation = make_organisation(state=VettingState.SUBMITTED)
    url = f"/staff/organisations/{organisation.id}/decide"
    refused = sign_in(make_user(Role.BROKER)).send(url, {"answer": answer, "reason": "  "}, 422)
    assert "Give a reason: the organisation reads it." in words(refused)


@pytest.mark.parametrize("answer", ["draft", "submitted", "nonsense", ""])
def test_what_is_no_decision_is_refused(sign_in: SignIn, answer: str) -> None:
    organisation = make_organisation(state=VettingState.SUBMITTED)
    url = f"/staff/organisations/{organisation.id}/decide"
    answered = sign_in(make_user(Role.BROKER)).post(url, data={"answer": answer, "reason": "x"})
    assert answered.status_code in {409, 422}
    db.session.refresh(organisation)
    assert organisation.state is VettingState.SUBMITTED


def test_the_second_decision_on_one_profile_is_told_so(sign_in: SignIn) -> None:
    organisation = make_organisation(state=VettingState.SUBMITTED)
    url = f"/staff/organisations/{organisation.id}/decide"
    sign_in(make_user(Role.BROKER)).send(url, {"answer": "approved"})
    late = sign_in(make_user(Role.BROKER)).send(url, {"answer": "refused", "reason": "Too late."}, 409)
    assert "Somebody has decided on this profile meanwhile" in words(late)
    assert "Too late." in words(late)


@pytest.mark.slow
def test_of_two_brokers_who_decide_at_once_one_wins(postgresql: Callable[[], str], tmp_path: Path) -> None:
    app = make_app(postgresql(), tmp_path)
    with app.app_context():
        brokers = [make_user(Role.BROKER) for _ in range(2)]
        organisation = make_organisation(state=VettingState.SUBMITTED, member=make_user())
        db.session.commit()
        key, identities = organisation.id, [broker.get_id() for broker in brokers]
    start = threading.Barrier(2)
    answers: list[tuple[int, str]] = []

    def decide(identity: str, answer: str) -> None:
        client = app.test_client()
        with client.session_transaction() as session:
            session.update({"_user_id": identity, "_fresh": True, "locale": "en"})
        start.wait()
        with app.app_context():
            response = client.post(f"/staff/organisations/{key}/decide", data={"answer": answer, "reason": "Because."})
        answers.append((response.status_code, words(response)))

    threads = [
        threading.Thread(target=decide, args=pair) for pair in zip(identities, ["refused", "needs_info"], strict=True)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(status for status, _text in answers) == [302, 409]
    assert "Somebody has decided on this profile meanwhile" in max(answers)[1]
    with app.app_context():
        assert len(db.session.scalars(sa.select(OutboxMail)).all()) == 1
        assert (
            len(db.session.scalars(sa.select(AuditEntry).where(AuditEntry.action.startswith("organisation."))).all())
            == 1
        )
        db.session.remove()
        db.engine.dispose()


def ask_to_join(person: User, organisation: Organisation) -> Membership:
    membership = Membership(user=person, organisation=organisation, state=MembershipState.PENDING)
    db.session.add(membership)
    db.session.flush()
    return membership


def test_a_person_is_let_in_and_both_sides_are_told(sign_in: SignIn) -> None:
    colleague, person = make_user(), make_user(email="new@firm.example", full_name="New Person")
    organisation = make_organisation(name_en="Firm", member=colleague, website_domain="firm.example")
    membership = ask_to_join(person, organisation)
    broker = sign_in(make_user(Role.BROKER))
    assert "Address fits the website" in broker.page("/staff/vetting").text
    broker.send(f"/staff/joins/{membership.id}", {"answer": "accept"})
    assert service.get_own(person.id).id == organisation.id
    assert mails("join_decided") == [
        (colleague.email, "New Person now speaks for Firm"), (person.email, "New Person now speaks for Firm"),
    ]  # fmt: skip
    assert "This request was answered meanwhile." in words(
        broker.send(f"/staff/joins/{membership.id}", {"answer": "accept"}, 409)
    )


def test_a_person_who_is_not_let_in_may_ask_elsewhere(sign_in: SignIn) -> None:
    person = make_user()
    key = ask_to_join(person, make_organisation(website_domain="firm.example")).id
    broker = sign_in(make_user(Role.BROKER))
    assert "Address does not fit the website" in broker.page("/staff/vetting").text
    broker.send(f"/staff/joins/{key}", {"answer": "refuse"})
    assert mails("join_decided") == [(person.email, "Your request to join was not accepted")]
    sign_in(person).page("/organisation/start")
    broker.send(f"/staff/joins/{key}", {"answer": "accept"}, 404)


def test_a_co_broker_answers_people_of_the_own_cluster_only(sign_in: SignIn) -> None:
    there = ask_to_join(make_user(), make_organisation(name_en="Far Firm"))
    here = ask_to_join(make_user(), make_organisation(name_en="Near Firm", country="US"))
    broker = sign_in(make_user(Role.CO_BROKER))
    page = broker.page("/staff/vetting").text
    assert ("Near Firm" in page, "Far Firm" in page) == (True, False)
    broker.send(f"/staff/joins/{there.id}", {"answer": "accept"}, 404)
    broker.send(f"/staff/joins/{here.id}", {"answer": "accept"})


def test_a_change_of_identity_after_approval_is_listed_until_it_is_checked(sign_in: SignIn) -> None:
    member = make_user()
    organisation = make_organisation(name_en="Renamed", member=member, decided_at=now())
    visitor, broker = sign_in(member), sign_in(make_user(Role.BROKER))
    page = visitor.page("/organisation/edit/identity")
    seen = page.find("input", {"name": "seen"})["value"]  # type: ignore[index]
    sent = {"name_en": "Another Name", "country": "KR", "cluster": "SIHEUNG", "city": "Siheung", "org_type": "startup",
            "size_band": "small", "seen": seen, "name_ko": organisation.name_ko, "time_zone": "Asia/Seoul"}  # fmt: skip
    visitor.send("/organisation/edit/identity", sent)
    queue = broker.page("/staff/vetting").text
    assert "Changed since approval (1)" in queue
    assert "Another Name" in queue
    shown = " ".join(broker.page(f"/staff/organisations/{organisation.id}").text.split())
    assert "Changes of identity after approval" in shown
    assert "Name in English" in shown
    broker.send(f"/staff/organisations/{organisation.id}/accept-identity")
    assert "Changed since approval" not in broker.page("/staff/vetting").text
    db.session.refresh(organisation)
    assert organisation.state is VettingState.APPROVED
