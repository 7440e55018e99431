"""What strangers must not learn, and what two people at once must not break; each once went wrong."""

from collections.abc import Callable

import pytest
import sqlalchemy as sa
from flask import Flask

from matchmaker.accounts.blueprint import typed_address
from matchmaker.foundation.database import db
from matchmaker.foundation.forms import LONGEST_READ, clean_text
from matchmaker.foundation.models import OutboxMail
from matchmaker.foundation.permissions import Role
from matchmaker.introductions.rules import names_a_contact
from matchmaker.opportunities.presenting import present
from matchmaker.organisations.importing.downloads import faults_csv
from matchmaker.organisations.importing.planning import Kind
from matchmaker.organisations.importing.preview import from_json
from matchmaker.organisations.models import Membership, Organisation
from matchmaker.organisations.redaction import Identity, Redactor
from matchmaker.organisations.rules import MembershipState, Tier, VettingState
from matchmaker.organisations.service import touch
from matchmaker.threads.rules import Lane
from tests import brokerage
from tests.client import Client
from tests.factories import make_opportunity, make_organisation, make_user
from tests.introductions.scenes import Scene, make_scene
from tests.threads.conversations import say

HIDDEN = {"name_en": "Quietwater Biologics", "name_ko": "고요한물바이오", "website": "https://quietwater.example",
          "website_domain": "quietwater.example", "other_names": ["Formerly Loud"]}  # fmt: skip


def typed(**values: str) -> dict[str, str]:
    return {"name_en": "Somebody", "country": "KR"} | values


@pytest.mark.parametrize(
    ("values", "shown"),
    [
        ({"website": "https://quietwater.example"}, []),
        ({"name_en": "Quietwater Biologic"}, []),
        ({"name_en": "Formerly Loud"}, []),
        ({"name_en": "Quietwater Biologics Ltd."}, ["Quietwater Biologics"]),
    ],
)
@pytest.mark.parametrize("state", [VettingState.DRAFT, VettingState.APPROVED])
def test_a_stranger_who_begins_a_profile_learns_no_name_but_the_one_typed(app, sign_in, values, shown, state):
    make_organisation(state=state, **HIDDEN)
    page = sign_in(make_user()).post("/organisation/start", data=typed(**values)).text
    asked = page.partition('<form method="post" action="/organisation/start" novalidate>')[0]
    cards = asked.replace(f'value="{typed(**values)["name_en"]}"', "").replace('value="https://quietwater.example"', "")
    names = ("Quietwater Biologics", "고요한물바이오", "Formerly Loud")
    assert 'name="join"' in page
    assert [name for name in names if name in cards] == shown


def test_a_public_name_is_shown_to_somebody_who_begins_a_profile(app, sign_in):
    make_organisation(**HIDDEN, anonymity_tier=1)
    page = sign_in(make_user()).post("/organisation/start", data=typed(website="https://quietwater.example")).text
    assert "고요한물바이오 / Quietwater Biologics" in page


def test_the_address_of_a_call_is_left_out_of_a_teaser(app):
    organisation = make_organisation(**HIDDEN)
    one = make_opportunity(
        organisation, profile_type="RDR", call_framework="A call", call_url="https://quietwater.example/call"
    )
    calls = {tier: present(one, tier, "en").call for tier in (Tier.TEASER, Tier.NAMED)}
    assert {tier: call and call.url for tier, call in calls.items()} == {
        Tier.TEASER: "", Tier.NAMED: "https://quietwater.example/call",
    }  # fmt: skip


def test_a_co_broker_picks_among_its_own_members_only(app, sign_in):
    hidden, own = make_organisation(**HIDDEN), make_organisation(country="US", name_en="Harbour Cell")
    boston, broker = sign_in(make_user(Role.CO_BROKER)), sign_in(make_user(Role.BROKER))
    pages = {
        who: [reader.get(f"/staff/introductions/propose?one={one.id}").status_code for one in (hidden, own)]
        for who, reader in (("co-broker", boston), ("broker", broker))
    }
    assert pages == {"co-broker": [404, 200], "broker": [200, 200]}


@pytest.mark.parametrize(("said", "status", "left"), [("", 422, 1), ("maybe", 422, 1), ("refuse", 302, 0)])
def test_a_request_to_join_is_refused_by_a_clear_answer_only(app, sign_in, said, status, left):
    join = Membership(user=make_user(), organisation=make_organisation(), state=MembershipState.PENDING)
    db.session.add(join)
    db.session.flush()
    sign_in(make_user(Role.BROKER)).send(f"/staff/joins/{join.id}", {"answer": said}, status=status)
    assert db.session.scalar(sa.select(sa.func.count()).select_from(Membership)) == left


def test_touching_an_organisation_leaves_its_version_alone(app):
    organisation = make_organisation()
    before = (organisation.version, organisation.revision)
    touch(organisation)
    touch(organisation)
    assert (organisation.version, organisation.revision) == (before[0], before[1] + 2)
    stored = db.session.execute(sa.select(Organisation.version, Organisation.revision)).one()
    assert tuple(stored) == (before[0], before[1] + 2)


@pytest.mark.parametrize(
    "spelling",
    ["Kim@Firm.Example", " kim@firm.example ", "ki\u200bm@firm.example", "kim@\uff46irm.example"],
)
def test_one_address_has_one_limit_however_it_is_spelt(app, spelling):
    with app.test_request_context("/reset", method="POST", data={"email": spelling}):
        assert typed_address() == "address:kim@firm.example"


@pytest.mark.parametrize("sign", ["=", "+", "-", "@", "\t", "\r", "\n", "\uff1d", "\uff0b", "\uff0d", "\uff20"])
def test_no_cell_of_a_download_runs_in_a_spreadsheet(app, sign):
    line = from_json([1, f"{sign}1+2", Kind.NEW.value, "KR", "", ["Twin", 1, None, ["same_name"]], []])
    with app.test_request_context():
        content = faults_csv([line]).decode("utf-8-sig")
    assert f"'{sign}1+2" in content


@pytest.mark.parametrize(
    "work",
    [
        lambda: names_a_contact("a" * LONGEST_READ),
        lambda: clean_text("가" * 12_000_000),
        lambda: Redactor(Identity(("Firm",), "https://firm.example"))("a-" * 4000),
        lambda: Redactor(Identity(("Firm",), "https://firm.example"))("a." * 4000),
    ],
    ids=["contact", "clean", "redact dashes", "redact dots"],
)
def test_long_text_is_read_in_no_time(work: Callable[[], object]):
    from time import process_time

    start = process_time()
    work()
    assert process_time() - start < 1.0


LANES = ("", *(f"?lane={lane.value}" for lane in Lane))
WORDS = ("", "?q=zelkova")
QUERIES = {
    "threads.show": LANES, "threads_staff.show": LANES, "desk_search.mine": WORDS, "desk_search.staff": WORDS,
    "search.index": WORDS, "staff_search.index_for_staff": WORDS, "desk_tasks.index": ("", "?whose=all"),
}  # fmt: skip


def pages_said_to(reader: Client, app: Flask, ids: dict[str, list[int]]) -> dict[str, str]:
    """Everything that the service says to `reader` at addresses whose ids are real; pages, files and exports."""
    said = {}
    for rule in app.url_map.iter_rules():
        if "GET" not in (rule.methods or ()) or rule.arguments - set(ids) or rule.endpoint == "static":
            continue
        room = rule.endpoint.partition(".")[0]
        for place in range(max([1, *(len(ids[name]) for name in rule.arguments)])):
            found = {name: ids.get(f"{room}.{name}") or ids[name] for name in rule.arguments}
            with app.test_request_context():
                path = app.url_for(rule.endpoint, **{name: ids[place % len(ids)] for name, ids in found.items()})
            for query in QUERIES.get(rule.endpoint, ("",)):
                said[path + query] = reader.get(path + query).get_data().decode("utf-8", "replace")
    return said


def plant(scene: Scene) -> tuple[brokerage.Brokerage, dict[str, str]]:
    """Words of each kind of confidence, all with one rare word in them, in a pair that works together."""
    between = brokerage.make_brokerage(scene)
    row = brokerage.introduction_of(between)
    said = {
        "staff": "zelkova among staff", "requester": "zelkova of the firm", "counterpart": "zelkova of the partner",
        "task": "zelkova to do", "audit": "zelkova looked at",
    }  # fmt: skip
    say(row, scene.broker, Lane.NOTES, said["staff"])
    say(row, scene.kim, Lane.REQUESTER, said["requester"])
    say(row, scene.lee, Lane.COUNTERPART, said["counterpart"])
    brokerage.keep_among_staff(between, scene.broker, task=said["task"], audit_note=said["audit"])
    return between, said


@pytest.mark.parametrize(
    ("who", "known"),
    [
        ("kim", {"requester"}),
        ("lee", {"counterpart"}),
        ("boston", {"staff", "counterpart"}),
        ("broker", {"staff", "requester", "counterpart", "task", "audit"}),
    ],
)
def test_each_reads_the_confidences_that_are_meant_for_them_and_no_other(app, sign_in, who, known):
    scene = make_scene()
    between, confidences = plant(scene)
    ids = between.ids | {
        "organisation_id": [scene.firm.id, scene.partner.id], "user_id": [scene.lee.id],
        "opportunity_id": [scene.firm_offer.id, scene.partner_need.id], "candidate_id": [scene.partner.id],
    }  # fmt: skip
    pages = pages_said_to(sign_in(getattr(scene, who)), app, ids)
    found = {kind: [path for path, page in pages.items() if words in page] for kind, words in confidences.items()}
    assert {kind for kind, paths in found.items() if paths} == known, found


def test_mails_carry_a_confidence_to_those_who_may_read_it(app):
    scene = make_scene()
    _between, confidences = plant(scene)
    mails = db.session.execute(sa.select(OutboxMail.to_address, OutboxMail.subject, OutboxMail.body)).all()
    told = {kind: {to for to, subject, body in mails if words in subject + body} for kind, words in confidences.items()}
    broker, boston = scene.broker.email, scene.boston.email
    assert told == {
        "staff": {boston}, "requester": {broker}, "counterpart": {broker, boston}, "task": set(), "audit": set(),
    }  # fmt: skip
