"""Loading the demo, and getting in."""

import re

import pytest
import sqlalchemy as sa
from flask import Flask

from matchmaker.accounts.models import Consent, User
from matchmaker.accounts.rules import ConsentPurpose
from matchmaker.assets.models import Asset, AssetFact
from matchmaker.demo import service
from matchmaker.demo.reader import DemoData, read
from matchmaker.foundation.database import db
from matchmaker.foundation.permissions import Role
from matchmaker.opportunities.models import Opportunity
from matchmaker.opportunities.queries import published
from matchmaker.organisations.models import Membership, Organisation
from matchmaker.organisations.rules import MembershipState, VettingState


def counts() -> dict[str, int]:
    tables = (Organisation, Opportunity, Asset, AssetFact, User, Membership, Consent)
    return {
        table.__tablename__: db.session.scalar(sa.select(sa.func.count()).select_from(table)) or 0 for table in tables
    }


def run(app: Flask, *arguments: str) -> str:
    result = app.test_cli_runner().invoke(args=["demo", *arguments])
    assert result.exit_code == 0, result.output
    return result.output


@pytest.fixture(scope="module")
def data() -> DemoData:
    return read()


def test_loading_twice_is_loading_once(app: Flask, data: DemoData) -> None:
    total = len(data.organisations)

    assert f"{total} of {total} organisations were new." in run(app, "load")
    first = counts()
    assert f"0 of {total} organisations were new." in run(app, "load")

    assert counts() == first
    assert first["organisation"] == len(data.organisations) + 3
    assert first["asset"] == 7
    assert first["user"] == 3


def test_what_somebody_changed_stays_as_it_is(app: Flask, data: DemoData) -> None:
    run(app, "load")
    firm = db.session.scalars(sa.select(Organisation).where(Organisation.source_key == service.FIRM_KEY)).one()
    firm.city = "Elsewhere"
    db.session.commit()

    run(app, "load")

    db.session.refresh(firm)
    assert firm.city == "Elsewhere"


def test_everything_is_open_to_matching_and_says_how_complete_it_is(app: Flask, data: DemoData) -> None:
    run(app, "load")

    organisations = db.session.scalars(sa.select(Organisation)).all()
    assert {one.state for one in organisations} == {VettingState.APPROVED}
    assert all(one.revision > one.matched_revision for one in organisations)
    assert all(0 < one.completeness <= 100 for one in organisations)
    opportunities = db.session.scalars(published()).all()
    assert len(opportunities) == sum(len(entry.get("opportunity", [])) for entry in data.organisations)
    assert all(0 < one.completeness <= 100 for one in opportunities)


def test_some_organisations_show_a_teaser_only(app: Flask, data: DemoData) -> None:
    run(app, "load")

    tiers = {one.source_key: one.anonymity_tier for one in db.session.scalars(sa.select(Organisation))}
    assert {key for key, tier in tiers.items() if tier == 0} == {
        entry["key"] for entry in data.organisations if entry.get("anonymous")
    }
    assert 0 in tiers.values()


def test_one_organisation_arrives_whole(app: Flask) -> None:
    entry = {
        "key": "one", "name_en": "One", "org_type": "sme", "size_band": "small", "country": "KR", "cluster": "SIHEUNG",
        "areas": ["CGT"], "languages": ["ko"], "website": "https://www.one.example/about",
        "contact": {"name": "A", "email": "a@one.example"}, "text": {"en": {"summary": "Short."}},
        "quality": [{"standard": "iso_9001", "status": "held"}],
        "opportunity": [{
            "key": "thing", "profile_type": "TO", "gateway": "outbound", "areas": ["CGT"],
            "partnership_types": ["supplier"], "sought": {"countries": ["US"]}, "trl": 7,
            "text": {"en": {"title": "Thing", "offer": "A thing."}},
            "requirement": [{"field": "employees", "operator": "at_least", "value": 10, "strength": "must"}],
            "alternative": [{"alternative": "Other", "metric": "Time", "ours": "1", "theirs": "2"}],
        }],
    }  # fmt: skip
    steps: list[None] = []

    added = service.load(DemoData((entry,)), lambda: steps.append(None))

    assert (added, len(steps)) == (1, 1)
    one = db.session.scalars(sa.select(Organisation)).one()
    assert (one.source, one.source_key, one.website_domain, one.codes_of("area"), one.codes_of("language")) == (
        "demo", "one", "one.example", ["CGT"], ["ko"],
    )  # fmt: skip
    assert [(contact.email, contact.is_primary) for contact in one.contacts] == [("a@one.example", True)]
    thing = db.session.scalars(sa.select(Opportunity)).one()
    assert (thing.trl, thing.codes_of("sought_country")) == (7, ["US"])
    assert thing.reference is not None
    assert re.fullmatch(rf"SH-{thing.profile_type}-{thing.organisation.country}-\d{{8}}-001", thing.reference)
    assert [(r.field, r.operator, r.value, r.strength) for r in thing.requirements] == [
        ("employees", "at_least", ["10"], "must")
    ]
    assert [(a.alternative, a.ours, a.theirs) for a in thing.alternatives] == [("Other", "1", "2")]


def test_the_three_logins_speak_for_their_organisations_and_have_agreed_to_everything(app: Flask) -> None:
    run(app, "load")

    people = {user.email: user for user in db.session.scalars(sa.select(User))}
    assert {email: user.role for email, user in people.items()} == {
        service.FIRM: Role.MEMBER, service.PARTNER: Role.MEMBER, service.BROKER: Role.BROKER,
    }  # fmt: skip
    assert {email: user.locale for email, user in people.items()} == {
        service.FIRM: "ko", service.PARTNER: "en", service.BROKER: "ko",
    }  # fmt: skip
    memberships = db.session.scalars(sa.select(Membership)).all()
    assert {(m.user.email, m.organisation.source_key, m.state) for m in memberships} == {
        (service.FIRM, service.FIRM_KEY, MembershipState.ACTIVE),
        (service.PARTNER, service.PARTNER_KEY, MembershipState.ACTIVE),
    }
    assert all({c.purpose for c in user.consents} == set(ConsentPurpose) for user in people.values())
    assert people[service.BROKER].has_second_factor


def test_the_welcome_tells_a_code_that_opens_the_brokers_door(app: Flask) -> None:
    run(app, "load")

    said = run(app, "welcome")

    for words in (service.FIRM, service.PARTNER, service.BROKER, service.PASSWORD, "http://gateway.example"):
        assert words in said
    code = re.search(r"one-time code now: (\d{6})", said)
    assert code is not None
    visitor = app.test_client()
    visitor.post("/sign-in", data={"email": service.BROKER, "password": service.PASSWORD})
    answer = visitor.post("/sign-in/code", data={"code": code[1]})
    assert (answer.status_code, answer.location) == (302, "/")
