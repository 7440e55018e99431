from collections.abc import Callable

import pytest
import sqlalchemy as sa

from matchmaker.accounts.models import User
from matchmaker.foundation.database import db
from matchmaker.foundation.permissions import Role
from matchmaker.suggestions import actions, indexes
from matchmaker.suggestions.models import IndexBuild, Judgement, ShortlistEntry
from matchmaker.suggestions.rules import Grade
from tests.client import Client
from tests.factories import make_organisation, make_user
from tests.suggestions.conftest import Cluster

SignIn = Callable[[User], Client]
ROOT = "/staff/suggestions"


def titles(page: object) -> list[str]:
    return [tag.get_text(strip=True) for tag in page.select("#results h3")]  # type: ignore[attr-defined]


@pytest.fixture
def broker(built: Cluster, sign_in: SignIn) -> Client:
    return sign_in(make_user(Role.BROKER))


def test_each_pair_stands_once_with_both_names(built: Cluster, broker: Client) -> None:
    found = titles(broker.page(ROOT))

    assert found[0] == "Mulwang Celltera – Brindlevec Biologics"
    assert len(found) == len(set(found))


@pytest.mark.parametrize(
    ("query", "has_pair"),
    [
        ("cluster=BOSTON", True), ("cluster=KOBE", False), ("area=CGT", True), ("area=MPE", False),
        ("minimum=1", True), ("minimum=100", False), ("minimum=x", True), ("only_new=1", True),
    ],
)  # fmt: skip
def test_the_overview_can_be_narrowed(built: Cluster, broker: Client, query: str, has_pair: bool) -> None:
    found = titles(broker.page(f"{ROOT}?{query}"))

    assert ("Mulwang Celltera – Brindlevec Biologics" in found) is has_pair


def test_a_shortlisted_pair_is_no_longer_new_from_either_side(built: Cluster, broker: Client) -> None:
    broker.send(f"{ROOT}/{built.maker.id}/{built.firm.id}/shortlist", {"pick-note": "Call both."})

    assert "Mulwang Celltera – Brindlevec Biologics" not in titles(broker.page(f"{ROOT}?only_new=1"))
    page = broker.page(f"{ROOT}/shortlist")
    assert "Call both." in page.get_text()

    broker.send(f"{ROOT}/{built.firm.id}/{built.maker.id}/shortlist", {"pick-note": "Again."})
    entry = db.session.scalars(sa.select(ShortlistEntry)).one()
    assert entry.note == "Again."
    removal = f"{ROOT}/shortlist/{entry.id}/remove"
    broker.send(removal)
    assert db.session.scalars(sa.select(ShortlistEntry)).all() == []
    broker.send(removal, status=404)


def test_pairs_that_another_room_takes_care_of_are_not_new(
    built: Cluster, broker: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(actions, "_HANDLED", [])
    maker = built.maker.id
    actions.add_handled(lambda one, other: sa.or_(one == maker, other == maker))

    assert not [title for title in titles(broker.page(f"{ROOT}?only_new=1")) if "Brindlevec" in title]


def test_a_judgement_is_kept_and_can_be_changed(built: Cluster, broker: Client) -> None:
    url = f"{ROOT}/{built.firm.id}/{built.maker.id}"
    broker.send(f"{url}/judgement", {"judge-grade": "good", "judge-note": "Exactly."})
    broker.send(f"{url}/judgement", {"judge-grade": "fair", "judge-note": ""})

    assert [row.grade for row in db.session.scalars(sa.select(Judgement))] == [Grade.FAIR]
    assert "Fair" in broker.page(url).get_text()


@pytest.mark.parametrize("data", [{}, {"judge-grade": "superb"}, {"judge-grade": "good", "judge-note": "x" * 501}])
def test_a_judgement_needs_a_grade(built: Cluster, broker: Client, data: dict[str, str]) -> None:
    broker.send(f"{ROOT}/{built.firm.id}/{built.maker.id}/judgement", data, status=422)


def test_the_list_of_one_organisation_is_found_by_its_name(built: Cluster, broker: Client) -> None:
    page = broker.page(f"{ROOT}/search?q=물왕")
    link = page.find("a", string="Mulwang Celltera")
    assert link is not None

    assert titles(broker.page(link["href"]))[0] == "Mulwang Celltera – Brindlevec Biologics"
    assert titles(broker.page(f"{ROOT}/search?q=%25")) == []


def test_what_the_member_said_is_shown_to_staff(built: Cluster, broker: Client, sign_in: SignIn) -> None:
    visitor = sign_in(built.member)
    visitor.send(f"/suggestions/{built.maker.id}/dismiss", {"reason": "competitor", "words": "Same market."})

    text = broker.page(f"{ROOT}/{built.firm.id}/{built.maker.id}").get_text()
    assert "Competitor" in text
    assert "Same market." in text


def test_organisations_that_nobody_is_shown_are_counted_and_listed(built: Cluster, broker: Client) -> None:
    make_organisation(name_en="Lonely Lab")
    db.session.flush()

    assert "2 of 5 approved organisations" in broker.page(ROOT).get_text()
    listed = broker.page(f"{ROOT}/unseen").main.get_text()
    assert [name in listed for name in ("Lonely Lab", "Hangang Mutual", "Brindlevec")] == [True, True, False]


def test_leaders_can_ask_for_a_build(built: Cluster, sign_in: SignIn) -> None:
    before = indexes.latest()

    sign_in(make_user(Role.MANAGER)).send(f"{ROOT}/build")

    after = indexes.latest()
    assert before is not None
    assert after is not None
    assert after.id != before.id


def test_co_brokers_see_pairs_of_their_cluster_only(built: Cluster, sign_in: SignIn) -> None:
    boston = sign_in(make_user(Role.CO_BROKER, cluster="BOSTON"))
    kobe = sign_in(make_user(Role.CO_BROKER, cluster="KOBE"))
    pair = f"{ROOT}/{built.firm.id}/{built.maker.id}"

    found = titles(boston.page(ROOT))
    assert "Mulwang Celltera – Brindlevec Biologics" in found
    assert not [title for title in found if "Rheinklinik" in title]
    boston.page(pair)
    boston.page(f"{ROOT}/{built.maker.id}")
    boston.page(f"{ROOT}/{built.firm.id}", status=404)
    assert "Mulwang" not in boston.page(f"{ROOT}/search?q=Mulwang").main.get_text()
    boston.page(f"{ROOT}/{built.firm.id}/{built.clinic.id}", status=404)
    assert titles(kobe.page(ROOT)) == []
    kobe.page(pair, status=404)
    kobe.send(f"{pair}/judgement", {"judge-grade": "good"}, status=404)
    kobe.send(f"{pair}/shortlist", {}, status=404)
    boston.send(f"{pair}/shortlist")
    entry = db.session.scalars(sa.select(ShortlistEntry)).one()
    kobe.send(f"{ROOT}/shortlist/{entry.id}/remove", status=404)
    assert "Mulwang" not in kobe.page(f"{ROOT}/shortlist").get_text()


@pytest.mark.parametrize(
    ("role", "pages", "build"),
    [
        (None, 302, 302), (Role.MEMBER, 403, 403), (Role.BROKER, 200, 403), (Role.CO_BROKER, 200, 403),
        (Role.MANAGER, 200, 302), (Role.ADMINISTRATOR, 200, 302),
    ],
)  # fmt: skip
def test_who_may_open_what(
    built: Cluster, client: Client, sign_in: SignIn, role: Role | None, pages: int, build: int
) -> None:
    visitor = client if role is None else sign_in(make_user(role))
    pair = f"{built.maker.id}/{built.firm.id}"

    for path in ("", "/search", "/unseen", "/shortlist", f"/{built.maker.id}", f"/{pair}"):
        assert visitor.get(f"{ROOT}{path}").status_code == pages, path
    if pages != 200:
        for path in (f"/{pair}/judgement", f"/{pair}/shortlist", "/shortlist/1/remove"):
            assert visitor.post(f"{ROOT}{path}").status_code == pages, path
    builds = sa.select(sa.func.count()).select_from(IndexBuild)
    before = db.session.scalar(builds)
    assert visitor.post(f"{ROOT}/build").status_code == build
    assert db.session.scalar(builds) == (before or 0) + (role in {Role.MANAGER, Role.ADMINISTRATOR})


def test_the_overview_takes_the_same_number_of_queries_for_few_and_for_many(
    built: Cluster, broker: Client, count_queries: Callable[[Callable[[], object]], int]
) -> None:
    broker.get(f"{ROOT}?cluster=BOSTON")
    one = count_queries(lambda: broker.get(f"{ROOT}?cluster=BOSTON"))

    assert count_queries(lambda: broker.get(ROOT)) == one
