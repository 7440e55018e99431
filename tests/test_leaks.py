"""What strangers must not learn, and what two people at once must not break; each once went wrong."""

from collections.abc import Callable

import pytest
import sqlalchemy as sa

from matchmaker.accounts.blueprint import typed_address
from matchmaker.foundation.database import db
from matchmaker.foundation.forms import LONGEST_READ, clean_text
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
from tests.factories import make_opportunity, make_organisation, make_user

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
