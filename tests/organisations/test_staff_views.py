"""The back office finds, shows, edits and deletes organisations in its care."""

from collections.abc import Callable
from datetime import UTC, datetime

import sqlalchemy as sa

from matchmaker.accounts.models import User
from matchmaker.foundation.database import db
from matchmaker.foundation.models import AuditEntry
from matchmaker.foundation.permissions import Role
from matchmaker.organisations.models import Block, Disclosure, Membership, Organisation
from matchmaker.organisations.rules import VettingState
from tests.client import Client
from tests.factories import make_opportunity, make_organisation, make_user
from tests.organisations.test_views import fields_of

SignIn = Callable[[User], Client]


def names_at(client: Client, url: str) -> list[str]:
    return [link.get_text(strip=True) for link in client.page(url).select("#results tbody th a")]


def test_the_list_finds_by_name_in_either_script_domain_and_codes(sign_in: SignIn) -> None:
    make_organisation(name_en="Alpha Cells", name_ko="알파셀", website_domain="alpha.example", areas=("CGT",))
    make_organisation(name_en="Beta 100%", country="US", areas=("QC",), state=VettingState.DRAFT)
    broker = sign_in(make_user(Role.BROKER))
    assert sorted(names_at(broker, "/staff/organisations")) == ["Alpha Cells", "Beta 100%"]
    for query, found in {
        "q=alpha+C": ["Alpha Cells"],
        "q=알파": ["Alpha Cells"],
        "q=ALPHA.example": ["Alpha Cells"],
        "q=%25": ["Beta 100%"],
        "q=_": [],
        "state=draft": ["Beta 100%"],
        "country=KR": ["Alpha Cells"],
        "cluster=BOSTON": ["Beta 100%"],
        "area=QC": ["Beta 100%"],
        "area=QC&country=KR": [],
        "state=nonsense": ["Alpha Cells", "Beta 100%"],
        "page=99": ["Alpha Cells", "Beta 100%"],
        "q=" + "x" * 300: ["Alpha Cells", "Beta 100%"],
    }.items():
        assert sorted(names_at(broker, f"/staff/organisations?{query}")) == found, query


def test_the_list_takes_the_same_number_of_queries_however_long_it_is(
    sign_in: SignIn, count_queries: Callable[[Callable[[], object]], int]
) -> None:
    broker = sign_in(make_user(Role.BROKER))
    make_organisation()
    few = count_queries(lambda: broker.page("/staff/organisations"))
    for _ in range(15):
        make_organisation()
    assert count_queries(lambda: broker.page("/staff/organisations")) == few


def test_a_co_broker_finds_the_own_cluster_only(sign_in: SignIn) -> None:
    make_organisation(name_en="Far")
    make_organisation(name_en="Near", country="US")
    assert names_at(sign_in(make_user(Role.CO_BROKER)), "/staff/organisations") == ["Near"]


def test_the_page_shows_everything_of_one(sign_in: SignIn) -> None:
    organisation = make_organisation(
        registration_number="1234567890", other_names=["Old Name"], member=make_user(email="m@x.example")
    )
    organisation.blocks.append(Block(blocked_domain="rival.example"))
    text = sign_in(make_user(Role.BROKER)).page(f"/staff/organisations/{organisation.id}").text
    for part in ("1234567890", "Old Name", "m@x.example", "rival.example", organisation.contacts[0].email):
        assert part in text


def test_staff_write_and_submit_on_behalf(sign_in: SignIn) -> None:
    organisation = make_organisation(state=VettingState.DRAFT)
    broker_user = make_user(Role.BROKER)
    broker = sign_in(broker_user)
    base = f"/staff/organisations/{organisation.id}"
    assert "required parts are missing. Description" in " ".join(broker.send(f"{base}/submit", status=409).text.split())
    typed = {**fields_of(broker, f"{base}/edit/about"), "en-description": "Long."}
    assert broker.send(f"{base}/edit/about", typed).headers["Location"] == f"{base}/edit/people"
    broker.send(f"{base}/blocks", {"block-name": "Rival"})
    broker.send(f"{base}/submit")
    db.session.refresh(organisation)
    assert organisation.state is VettingState.SUBMITTED
    assert [
        (one.action, one.actor_id) for one in db.session.scalars(sa.select(AuditEntry).order_by(AuditEntry.id))
    ] == [
        ("organisation.about_saved", broker_user.id),
        ("organisation.blocked", broker_user.id),
        ("organisation.submitted", broker_user.id),
    ]
    broker.send(f"{base}/blocks/{organisation.blocks[0].id}/remove")


def test_deleting_takes_everything_along_and_is_noted(sign_in: SignIn) -> None:
    member = make_user()
    organisation, other = make_organisation(name_en="Gone", member=member), make_organisation()
    make_opportunity(organisation)
    other.blocks.append(Block(blocked_id=organisation.id))
    db.session.add(Disclosure(viewer_id=other.id, subject_id=organisation.id, tier=1, at=datetime.now(UTC)))
    broker, key = sign_in(make_user(Role.BROKER)), organisation.id
    assert "Delete Gone?" in broker.page(f"/staff/organisations/{key}/delete").text
    assert db.session.get(Organisation, key) is not None
    broker.send(f"/staff/organisations/{key}/delete")
    db.session.expire_all()
    for table in (Membership, Disclosure, Block):
        assert db.session.scalars(sa.select(table)).all() == []
    assert [one.id for one in db.session.scalars(sa.select(Organisation))] == [other.id]
    assert db.session.scalars(sa.select(AuditEntry.action)).all() == ["organisation.deleted"]
    broker.page(f"/staff/organisations/{key}", 404)
    broker.send(f"/staff/organisations/{key}/delete", status=404)
    assert sign_in(member).get("/organisation").headers["Location"] == "/organisation/start"


def test_a_co_broker_deletes_nothing(sign_in: SignIn) -> None:
    organisation = make_organisation(country="US")
    broker = sign_in(make_user(Role.CO_BROKER))
    assert broker.get(f"/staff/organisations/{organisation.id}/delete").status_code == 403
    broker.send(f"/staff/organisations/{organisation.id}/delete", status=403)
    assert ">Delete<" not in broker.get(f"/staff/organisations/{organisation.id}").text
