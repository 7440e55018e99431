"""A machine maker finds its first bio need; staff see who lacks what and which needs have one source."""

from datetime import timedelta

import pytest
import sqlalchemy as sa

from matchmaker.foundation.database import db
from matchmaker.foundation.errors import RuleViolation
from matchmaker.foundation.permissions import Role
from matchmaker.manufacturing import presenting, service
from matchmaker.manufacturing.service import Made
from matchmaker.opportunities.models import Opportunity
from matchmaker.organisations.blocking import block_organisation
from matchmaker.organisations.days import today
from matchmaker.organisations.models import OrganisationQuality
from matchmaker.organisations.rules import VettingState
from matchmaker.suggestions.models import Suggestion
from matchmaker.suggestions.rules import Basis, Direction
from tests.factories import make_opportunity, make_organisation, make_user

MADE = {"capabilities": ["cleanroom_moulding"], "materials": "PC, COP", "version": "0"}


@pytest.fixture
def maker(app):
    kim = make_user()
    firm = make_organisation(member=kim, areas=(), name_en="Mould Maker", name_ko="가나금형")
    return kim, firm


def need_of(organisation=None, operations=("single_use_bioreactor",), **values):
    organisation = organisation or make_organisation(country="US", name_en="Secret Cell Therapeutics")
    return make_opportunity(organisation, profile_type="TR", need="Bag connectors.", title="Connectors wanted",
                            codes={"unit_operation": operations}, **values)  # fmt: skip


def test_a_profile_with_only_manufacturing_codes_is_shown_a_bio_need_with_an_explicit_gap_list(maker, sign_in):
    kim, firm = maker
    need = need_of()
    need_of(operations=("activation",))
    db.session.add(Suggestion(organisation_id=firm.id, candidate_id=need.organisation_id, score=0.62,
                              candidate_opportunity_id=need.id, basis=Basis.ONE_WAY,
                              direction=Direction.FORWARD, explanation={}))  # fmt: skip
    member = sign_in(kim)
    assert "Say what you make" in member.page("/manufacturing").text
    assert member.post("/manufacturing/edit", data={"version": "0"}).status_code == 422
    member.send("/manufacturing/edit", MADE)

    page = member.page("/manufacturing")
    assert page.find(id="needs-title").text == "1 need that you could serve"
    card = page.find(id="needs-title").parent.find("li", class_="structured-item")
    assert "Connectors wanted" in card.text
    assert "Missing ISO 13485" in " ".join(card.text.split())
    assert "62" in card.text
    assert card.find("a", string="Express interest")["href"].startswith("/introductions/new/")
    assert "Secret Cell Therapeutics" not in page.text

    version = member.page("/manufacturing/edit").find("input", {"name": "version"})["value"]
    member.send("/manufacturing/edit", MADE | {"certificates": ["iso_13485"], "version": version})
    page = member.page("/manufacturing")
    assert "No certificate is missing" in page.find(id="needs-title").parent.text
    assert [(row.standard, row.status) for row in firm.qualities] == [("iso_13485", "held")]
    assert member.post("/manufacturing/edit", data=MADE).status_code == 409


def test_blocked_partners_and_those_not_approved_show_nothing_to_each_other(maker, sign_in):
    kim, firm = maker
    need = need_of()
    service.describe(firm, Made(capabilities=("cleanroom_moulding",)), actor_id=kim.id, version=0)
    block_organisation(firm, need.organisation, actor_id=kim.id)
    assert "0 needs" in sign_in(kim).page("/manufacturing").text
    firm.state = VettingState.SUBMITTED
    assert "once the agency has approved" in sign_in(kim).page("/manufacturing").text


def test_an_offer_is_made_of_it_with_the_operations_by_which_the_matching_finds_it(maker, sign_in):
    kim, firm = maker
    member = sign_in(kim)
    assert member.post("/manufacturing/offer").status_code == 409
    service.describe(firm, Made(capabilities=("cleanroom_moulding", "machine_learning_quality"), materials="COP"),
                     actor_id=kim.id, version=0)  # fmt: skip
    answer = member.send("/manufacturing/offer")
    draft = db.session.scalars(sa.select(Opportunity).where(Opportunity.organisation_id == firm.id)).one()
    assert answer.location == f"/opportunities/{draft.id}/edit/what"
    assert set(draft.codes_of("unit_operation")) == {
        "single_use_bioreactor", "vials_syringes", "cell_isolation", "process_analytics", "vision_inspection"
    }  # fmt: skip
    assert draft.codes_of("area") == ["MPE", "AIMFG"]
    assert draft.text("ko").title.startswith("바이오 공정용 제조: 클린룸 사출 성형")
    assert "single-use bag connectors" in draft.text("en").offer
    assert member.page(f"/opportunities/{draft.id}/edit/what")


def test_staff_see_gaps_and_mark_needs_with_one_source_within_their_care(maker, sign_in):
    kim, firm = maker
    service.describe(firm, Made(capabilities=("cleanroom_moulding",)), actor_id=kim.id, version=0)
    need = need_of()
    broker, boston, basel = (sign_in(make_user(role, **more)) for role, more in (
        (Role.BROKER, {}), (Role.CO_BROKER, {}), (Role.CO_BROKER, {"cluster": "BASEL"})))  # fmt: skip
    assert "Mould Maker" in broker.page("/staff/manufacturing").text
    assert "Mould Maker" not in boston.page("/staff/manufacturing").text
    assert "Connectors wanted" in boston.page("/staff/manufacturing/needs").text
    at = f"/staff/manufacturing/needs/{need.id}"
    assert basel.post(f"{at}/single-source").status_code == 404
    assert broker.post(f"{at}/single-source", data={f"need-{need.id}-note": "=1+1"}).status_code == 422
    broker.send(f"{at}/single-source", {f"need-{need.id}-note": "One maker in Germany."})
    assert "One maker in Germany." in broker.page("/staff/manufacturing/needs").text
    assert "Single-source: supply risk" in sign_in(kim).page("/manufacturing").text
    broker.send(f"{at}/several-sources")
    assert "Single-source: supply risk" not in broker.page("/staff/manufacturing/needs").text


def test_a_certificate_that_ran_out_is_held_again_once_it_is_ticked_again(maker):
    kim, firm = maker
    firm.qualities = [OrganisationQuality(standard="iso_13485", status="held", valid_to=today() - timedelta(days=1))]
    db.session.flush()
    service.describe(firm, Made(capabilities=("cleanroom_moulding",), certificates=("iso_13485",)),
                     actor_id=kim.id, version=0)  # fmt: skip
    assert service.certificates_of(firm).held == {"iso_13485"}
    assert [(row.status, row.valid_to) for row in firm.qualities] == [("held", None)]


def test_staff_read_certificates_in_progress_apart_from_those_that_lack(maker, sign_in):
    kim, firm = maker
    firm.qualities = [OrganisationQuality(standard="iso_13485", status="in_progress")]
    service.describe(firm, Made(capabilities=("cleanroom_moulding",)), actor_id=kim.id, version=0)
    text = " ".join(sign_in(make_user(Role.BROKER)).page("/staff/manufacturing").text.split())
    assert "In progress ISO 13485" in text
    assert "Missing ISO 13485" not in text


def test_all_needs_are_counted_and_a_title_in_another_language_says_so(maker, sign_in, monkeypatch):
    kim, firm = maker
    for number in range(3):
        need = need_of(make_organisation(country="US", name_en=f"Firm {number}"))
    service.describe(firm, Made(capabilities=("cleanroom_moulding",)), actor_id=kim.id, version=0)
    monkeypatch.setattr(presenting, "SHOWN", 2)
    member = sign_in(kim)
    page = member.page("/manufacturing")
    assert page.find(id="needs-title").text == "3 needs that you could serve"
    assert "The 2 that fit best are shown." in page.text
    assert page.find("a", string="Connectors wanted").find("span").get("lang") is None
    with member.session_transaction() as session:
        session["locale"] = "ko"
    assert need.title("en") == "Connectors wanted"
    assert member.page("/manufacturing").find("span", string="Connectors wanted")["lang"] == "en"


def test_who_marks_a_need_on_a_later_page_comes_back_to_it(maker, sign_in):
    need = need_of()
    broker = sign_in(make_user(Role.BROKER))
    page = broker.page("/staff/manufacturing/needs")
    form = next(form for form in page.find_all("form") if "single-source" in form["action"])
    assert form["action"].endswith("/single-source?page=1")
    answer = broker.send(form["action"].replace("page=1", "page=2"), {f"need-{need.id}-note": ""})
    assert answer.location == "/staff/manufacturing/needs?page=2"


@pytest.mark.parametrize(("made", "code"), [
    (Made(capabilities=()), "manufacturing.capability_needed"),
    (Made(capabilities=("no_such_thing",)), "manufacturing.unknown_code"),
    (Made(capabilities=tuple(f"c{n}" for n in range(16))), "manufacturing.too_many_capabilities"),
])  # fmt: skip
def test_what_no_list_names_is_refused(maker, made, code):
    kim, firm = maker
    with pytest.raises(RuleViolation) as caught:
        service.describe(firm, made, actor_id=kim.id, version=0)
    assert caught.value.code == code
