"""A page of suggestions is a read of the database: it needs no match index, and no more reads for more rows."""

import re
import shutil
from collections.abc import Callable

import pytest
from flask import Flask

from matchmaker.accounts.models import User
from matchmaker.foundation.database import db
from matchmaker.foundation.permissions import Role
from matchmaker.suggestions import builds, indexes
from tests.client import Client
from tests.factories import make_opportunity, make_organisation, make_user
from tests.suggestions.conftest import Cluster

SignIn = Callable[[User], Client]
CountQueries = Callable[[Callable[[], object]], int]

TOKEN = re.compile(r'name="csrf_token" value="[^"]*"|"X-CSRFToken": "[^"]*"')
OF_MEMBERS = (
    "/", "/suggestions", "/suggestions?tab=saved", "/suggestions?tab=dismissed", "/suggestions?q=vector&area=CGT",
    "/suggestions/{maker}", "/suggestions/{maker}/dismiss", "/search",
)  # fmt: skip
OF_STAFF = (
    "/", "/staff/suggestions", "/staff/suggestions?minimum=1", "/staff/suggestions/search?q=Brindlevec",
    "/staff/suggestions/unseen", "/staff/suggestions/shortlist", "/staff/suggestions/{firm}",
    "/staff/suggestions/{firm}/{maker}", "/staff/search",
)  # fmt: skip


@pytest.mark.parametrize(
    ("who", "paths"), [("member", OF_MEMBERS), ("staff", OF_STAFF)], ids=["pages of members", "pages of staff"]
)
def test_no_page_of_suggestions_opens_the_index(
    app: Flask, built: Cluster, sign_in: SignIn, who: str, paths: tuple[str, ...]
) -> None:
    visitor = sign_in(built.member if who == "member" else make_user(Role.MANAGER))
    urls = [path.format(maker=built.maker.id, firm=built.firm.id) for path in paths]
    before = {url: page_of(visitor, url) for url in urls}

    indexes._opened.clear()
    shutil.rmtree(indexes.root())

    assert {url: page_of(visitor, url) for url in urls} == before
    assert indexes._opened == {}
    assert not indexes.root().exists()


def test_marks_and_judgements_need_no_index_either(app: Flask, built: Cluster, sign_in: SignIn) -> None:
    member, staff = sign_in(built.member), sign_in(make_user(Role.BROKER))
    indexes._opened.clear()
    shutil.rmtree(indexes.root())

    member.send(f"/suggestions/{built.maker.id}/save")
    member.send(f"/suggestions/{built.maker.id}/dismiss", {"reason": "not_now"})
    member.send(f"/suggestions/{built.maker.id}/restore")
    staff.send(f"/staff/suggestions/{built.firm.id}/{built.maker.id}/judgement", {"judge-grade": "good"})
    staff.send(f"/staff/suggestions/{built.firm.id}/{built.maker.id}/shortlist", {"pick-note": "Call them."})

    assert indexes._opened == {}


def test_pages_take_as_many_queries_for_few_rows_as_for_many(
    app: Flask, sign_in: SignIn, count_queries: CountQueries
) -> None:
    member, staff = make_user(), make_user(Role.BROKER)
    firm = make_organisation(member=member)
    make_opportunity(firm, profile_type="BR", need="Lentiviral vectors.")
    first = make_organisation(country="US")
    make_opportunity(first, profile_type="BO", offer="Lentiviral vectors.")
    pages = {
        "/suggestions": member, f"/suggestions/{first.id}": member, "/staff/suggestions": staff,
        f"/staff/suggestions/{firm.id}": staff, f"/staff/suggestions/{firm.id}/{first.id}": staff,
    }  # fmt: skip

    def counted(more: int) -> dict[str, int]:
        for _number in range(more):
            make_opportunity(make_organisation(country="US"), profile_type="BO", offer="Lentiviral vectors.")
        builds.build()
        return {url: count_of(sign_in(user), url, count_queries) for url, user in pages.items()}

    few, many = counted(1), counted(12)

    assert few == many
    assert max(many.values()) < 60


def count_of(visitor: Client, url: str, count_queries: CountQueries) -> int:
    visitor.page(url)
    db.session.expire_all()
    return count_queries(lambda: visitor.get(url))


def page_of(visitor: Client, url: str) -> str:
    """The page without what differs each time it is made."""
    answer = visitor.get(url)
    assert answer.status_code == 200, url
    return TOKEN.sub("", answer.text)
