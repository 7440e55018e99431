"""Who may open what: every route of the room for everybody who may come."""

from collections.abc import Callable
from enum import StrEnum

import pytest
from flask import Flask

from matchmaker.accounts.models import User
from matchmaker.foundation.permissions import Role
from matchmaker.organisations.models import Block, Membership
from matchmaker.organisations.rules import MembershipState, VettingState
from tests.client import Client
from tests.factories import make_organisation, make_user

SignIn = Callable[[User], Client]


class Who(StrEnum):
    VISITOR = "visitor"
    OWN = "member of the organisation"
    OTHER = "member of another one"
    BROKER = "broker"
    CO_BROKER = "co-broker of its cluster"
    FAR = "co-broker of another cluster"


SIGN_IN = "sign-in"
OPEN, GONE, REFUSED, START = 200, 404, 403, "start"
# In the order of `Who`. Posts send an empty form: what passes the door answers 302, 409 or 422, which is OPEN here.
MATRIX: dict[str, tuple[object, ...]] = {
    "GET /organisation": (SIGN_IN, OPEN, OPEN, REFUSED, REFUSED, REFUSED),
    "GET /organisation/start": (SIGN_IN, OPEN, OPEN, REFUSED, REFUSED, REFUSED),
    "POST /organisation/start": (SIGN_IN, OPEN, OPEN, REFUSED, REFUSED, REFUSED),
    "POST /organisation/join/withdraw": (SIGN_IN, GONE, GONE, REFUSED, REFUSED, REFUSED),
    "GET /organisation/edit/identity": (SIGN_IN, OPEN, OPEN, REFUSED, REFUSED, REFUSED),
    "POST /organisation/edit/identity": (SIGN_IN, OPEN, OPEN, REFUSED, REFUSED, REFUSED),
    "GET /organisation/preview": (SIGN_IN, OPEN, OPEN, REFUSED, REFUSED, REFUSED),
    "POST /organisation/blocks": (SIGN_IN, OPEN, OPEN, REFUSED, REFUSED, REFUSED),
    "POST /organisation/blocks/{block}/remove": (SIGN_IN, OPEN, GONE, REFUSED, REFUSED, REFUSED),
    "POST /organisation/submit": (SIGN_IN, OPEN, OPEN, REFUSED, REFUSED, REFUSED),
    "POST /organisation/take-back": (SIGN_IN, OPEN, OPEN, REFUSED, REFUSED, REFUSED),
    "GET /organisations/{id}": (SIGN_IN, OPEN, GONE, OPEN, OPEN, GONE),
    "POST /organisations/{id}/block": (SIGN_IN, OPEN, GONE, REFUSED, REFUSED, REFUSED),
    "GET /staff/organisations": (SIGN_IN, REFUSED, REFUSED, OPEN, OPEN, OPEN),
    "GET /staff/vetting": (SIGN_IN, REFUSED, REFUSED, OPEN, OPEN, OPEN),
    "GET /staff/organisations/{id}": (SIGN_IN, REFUSED, REFUSED, OPEN, OPEN, GONE),
    "GET /staff/organisations/{id}/edit/people": (SIGN_IN, REFUSED, REFUSED, OPEN, OPEN, GONE),
    "POST /staff/organisations/{id}/edit/people": (SIGN_IN, REFUSED, REFUSED, OPEN, OPEN, GONE),
    "POST /staff/organisations/{id}/blocks": (SIGN_IN, REFUSED, REFUSED, OPEN, OPEN, GONE),
    "POST /staff/organisations/{id}/blocks/{block}/remove": (SIGN_IN, REFUSED, REFUSED, OPEN, OPEN, GONE),
    "POST /staff/organisations/{id}/submit": (SIGN_IN, REFUSED, REFUSED, OPEN, OPEN, GONE),
    "POST /staff/organisations/{id}/decide": (SIGN_IN, REFUSED, REFUSED, OPEN, OPEN, GONE),
    "POST /staff/organisations/{id}/accept-identity": (SIGN_IN, REFUSED, REFUSED, OPEN, OPEN, GONE),
    "POST /staff/joins/{join}": (SIGN_IN, REFUSED, REFUSED, OPEN, OPEN, GONE),
    "GET /staff/organisations/{id}/delete": (SIGN_IN, REFUSED, REFUSED, OPEN, REFUSED, GONE),
    "POST /staff/organisations/{id}/delete": (SIGN_IN, REFUSED, REFUSED, OPEN, REFUSED, GONE),
}  # fmt: skip


def outcome(status: int, location: str) -> object:
    if status == 302 and location.startswith("/sign-in"):
        return SIGN_IN
    return OPEN if status in {200, 302, 409, 422} else status


@pytest.mark.parametrize("who", Who)
def test_every_route_answers_everybody_as_the_table_says(app: Flask, sign_in: SignIn, who: Who) -> None:
    own, other = make_user(), make_user()
    make_organisation(member=other)
    people = {
        Who.OWN: own, Who.OTHER: other, Who.BROKER: make_user(Role.BROKER), Who.CO_BROKER: make_user(Role.CO_BROKER),
        Who.FAR: make_user(Role.CO_BROKER, cluster="BASEL"),
    }  # fmt: skip
    for route, answers in MATRIX.items():
        subject = make_organisation(country="US", state=VettingState.DRAFT)
        block, join = Block(blocked_name="Rival"), Membership(user=make_user(), state=MembershipState.PENDING)
        subject.blocks.append(block)
        subject.memberships.append(join)
        for old in list(own_memberships(own)):
            app.extensions["sqlalchemy"].session.delete(old)
        app.extensions["sqlalchemy"].session.flush()
        subject.memberships.append(Membership(user=own, state=MembershipState.ACTIVE))
        app.extensions["sqlalchemy"].session.flush()
        method, path = route.split()
        client = app.test_client() if who is Who.VISITOR else sign_in(people[who])
        response = client.open(path.format(id=subject.id, block=block.id, join=join.id), method=method)
        expected = answers[list(Who).index(who)]
        assert outcome(response.status_code, response.headers.get("Location", "")) == expected, route


def own_memberships(user: User) -> list[Membership]:
    import sqlalchemy as sa

    from matchmaker.foundation.database import db

    return list(db.session.scalars(sa.select(Membership).where(Membership.user_id == user.id)))


def test_the_table_names_every_route_of_the_room(app: Flask) -> None:
    rooms = {"organisations", "profiles", "staff_organisations", "vetting"}
    known = {
        (method, path.format(id="<int:organisation_id>", block="<int:block_id>", join="<int:membership_id>"))
        for method, path in (route.split() for route in MATRIX)
    }
    steps = "<any(identity,about,people,quality,visibility):step>"
    known = {
        (method, path.replace("edit/identity", f"edit/{steps}").replace("edit/people", f"edit/{steps}"))
        for method, path in known
    }
    found = {
        (method, rule.rule)
        for rule in app.url_map.iter_rules() if rule.endpoint.split(".")[0] in rooms
        for method in (rule.methods or set()) - {"HEAD", "OPTIONS"}
    }  # fmt: skip
    assert found == known
