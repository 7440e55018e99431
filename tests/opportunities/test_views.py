"""The member's pages and the page that others read."""

from collections.abc import Callable

import pytest
from werkzeug.datastructures import MultiDict

from matchmaker.accounts.models import User
from matchmaker.foundation.database import db
from matchmaker.opportunities.contents import Step
from matchmaker.opportunities.models import Opportunity
from matchmaker.opportunities.profile_types import profile_types
from matchmaker.opportunities.rules import OpportunityState
from matchmaker.organisations.models import Block
from matchmaker.organisations.rules import Tier, VettingState
from matchmaker.organisations.visibility import disclose
from tests.client import Client, errors_of
from tests.factories import make_opportunity, make_organisation, make_user
from tests.opportunities.conftest import LONG, House, whole_need, whole_offer

SignIn = Callable[[User], Client]


def only_draft(house: House) -> Opportunity:
    found = db.session.query(Opportunity).filter_by(organisation_id=house.firm.id).all()
    return found[-1]


def test_a_person_without_an_organisation_is_led_to_make_one(app: object, sign_in: SignIn) -> None:
    assert sign_in(make_user()).get("/opportunities").status_code == 302


def test_a_member_writes_an_offer_from_first_page_to_submission(house: House, sign_in: SignIn) -> None:
    client = sign_in(house.member)
    assert "Nothing here yet" in client.page("/opportunities").text
    assert "which way does the money flow" in client.page("/opportunities/new").text
    answer = client.send("/opportunities/new", {"profile_type": "TO"})
    opportunity = only_draft(house)
    assert answer.location == f"/opportunities/{opportunity.id}/edit/what"
    base = f"/opportunities/{opportunity.id}"
    pages: list[tuple[str, list[tuple[str, str]], str]] = [
        ("what", [("gateway", "outbound"), ("en-title", "Closed harvest"), ("en-summary", "A short summary"),
                  ("en-offer", LONG), ("ko-title", "폐쇄형 회수 장치")], "classification"),
        ("classification", [("area", "CGT"), ("area", "BPE"), ("stage_now", "DEMO"), ("stage_next", "MANUF"),
                            ("trl", "7"), ("trl_scheme", "generic"), ("stage_of_development", "lab_tested"),
                            ("technology_keyword", "06006012"), ("market_keyword", "04006")], "details"),
        ("details", [("en-description", LONG), ("en-advantages", LONG), ("ipr_status", "ipr_granted"),
                     ("alternatives-0-alternative", "Centrifuge"), ("alternatives-0-metric", "Recovery"),
                     ("alternatives-0-ours", "96"), ("alternatives-0-theirs", "82"), ("alternatives-0-unit", "%")],
         "partner"),
        ("partner", [("partnership_type", "rnd_cooperation"), ("en-partner_role", LONG), ("sought_country", "US"),
                     ("requirements-0-field", "standard"), ("requirements-0-operator", "any_of"),
                     ("requirements-0-codes", "us_cgmp"), ("requirements-0-strength", "must")], "visibility"),
        ("visibility", [("sensitivity", "none"), ("anonymity_tier", "0"), ("open_for_interest", "y")], ""),
    ]  # fmt: skip
    for step, data, following in pages:
        client.page(f"{base}/edit/{step}")
        then = [("then", "next")] if following else []
        answer = client.send(f"{base}/edit/{step}", MultiDict([*data, *then]))
        assert answer.location == (f"{base}/edit/{following}" if following else base)
    assert "Ask for review" in client.page(base).text
    client.send(f"{base}/submit")
    db.session.refresh(opportunity)
    assert opportunity.state is OpportunityState.SUBMITTED
    assert opportunity.completeness >= 80
    assert [(row.field, row.value, row.strength.value) for row in opportunity.requirements] == [
        ("standard", ["us_cgmp"], "must")
    ]
    assert opportunity.codes_of("area") == ["CGT", "BPE"]
    assert opportunity.title("ko") == "폐쇄형 회수 장치"


@pytest.mark.parametrize("kind", [one.code for one in profile_types()])
def test_every_page_opens_for_every_type(house: House, sign_in: SignIn, kind: str) -> None:
    opportunity = make_opportunity(house.firm, profile_type=kind, state=OpportunityState.DRAFT)
    client = sign_in(house.member)
    for step in Step:
        client.page(f"/opportunities/{opportunity.id}/edit/{step.value}")
        assert sign_in(house.broker).page(f"/staff/opportunities/{opportunity.id}/edit/{step.value}")
    client.page(f"/opportunities/{opportunity.id}")
    client.page(f"/opportunities/{opportunity.id}/type")
    client.page(f"/opportunities/{opportunity.id}?lang=ko", status=302)
    client.page(f"/opportunities/{opportunity.id}")
    for tier in Tier:
        client.page(f"/opportunities/{opportunity.id}/preview?tier={int(tier)}")


def test_an_incomplete_page_is_stored_as_a_draft(house: House, sign_in: SignIn) -> None:
    opportunity = make_opportunity(house.firm, state=OpportunityState.DRAFT)
    sign_in(house.member).send(f"/opportunities/{opportunity.id}/edit/what", {"en-title": "Only a title"})
    db.session.refresh(opportunity)
    assert opportunity.title("en") == "Only a title"


def test_a_row_is_added_without_javascript_and_nothing_is_stored_yet(house: House, sign_in: SignIn) -> None:
    opportunity = make_opportunity(house.firm, state=OpportunityState.DRAFT)
    client = sign_in(house.member)
    answer = client.send(
        f"/opportunities/{opportunity.id}/edit/partner",
        {"add_requirement": "1", "add_field": "trl", "en-partner_role": "Half a sentence"}, status=200,
    )  # fmt: skip
    assert 'name="requirements-0-figure"' in answer.text
    assert "Half a sentence" in answer.text
    answer = client.send(f"/opportunities/{opportunity.id}/edit/details", {"add_alternative": "1"}, status=200)
    assert 'name="alternatives-4-metric"' in answer.text
    db.session.refresh(opportunity)
    assert opportunity.requirements == []


def test_a_save_over_a_newer_version_keeps_what_was_typed(house: House, sign_in: SignIn) -> None:
    opportunity = make_opportunity(house.firm, state=OpportunityState.DRAFT)
    client = sign_in(house.member)
    url = f"/opportunities/{opportunity.id}/edit/what"
    old = str(opportunity.version)
    client.send(url, {"en-title": "First", "version": old})
    answer = client.send(url, {"en-title": "Second", "version": old}, status=409)
    assert "Second" in answer.text
    db.session.refresh(opportunity)
    assert opportunity.title("en") == "First"


HOSTILE: dict[str, tuple[str, dict[str, object]]] = {
    "title too long": ("what", {"en-title": "x" * 257}),
    "ten megabytes": ("what", {"en-offer": "x" * 10_000_000}),
    "unknown gateway": ("what", {"gateway": "sideways"}),
    "unknown area": ("classification", {"area": "MAGIC"}),
    "six areas": ("classification", {"area": ["CGT", "BPE", "AUTO", "QC", "MPE", "AIDD"]}),
    "trl 10": ("classification", {"trl": "10"}),
    "trl without scheme": ("classification", {"trl": "7", "trl_scheme": ""}),
    "partnership of another type": ("partner", {"partnership_type": "residency"}),
    "own country": ("partner", {"sought_country": "KR"}),
    "requirement on nothing": ("partner", {"requirements-0-field": "magic", "requirements-0-strength": "must"}),
    "requirement without value": ("partner", {"requirements-0-field": "standard", "requirements-0-operator": "any_of",
                                              "requirements-0-strength": "must"}),
    "requirement of no number": ("partner", {"requirements-0-field": "trl", "requirements-0-operator": "at_least",
                                             "requirements-0-figure": "nan", "requirements-0-strength": "must"}),
    "spec without unit": ("partner", {"requirements-0-field": "spec", "requirements-0-operator": "at_least",
                                      "requirements-0-figure": "5", "requirements-0-strength": "must"}),
    "half a comparison": ("details", {"alternatives-0-metric": "Speed"}),
    "period backwards": ("details", {"timing_from": "2027-02-01", "timing_to": "2027-01-01"}),
    "a day that is none": ("details", {"timing_from": "2027-02-31"}),
    "javascript": ("visibility", {"video_url": "javascript:alert(1)", "sensitivity": "none", "anonymity_tier": "0"}),
    "plain http": ("visibility", {"video_url": "http://video.example/1", "sensitivity": "none", "anonymity_tier": "0"}),
    "tier 3": ("visibility", {"anonymity_tier": "3", "sensitivity": "none"}),
    "none and something": ("visibility", {"anonymity_tier": "0", "sensitivity": ["none", "dual_use"]}),
}  # fmt: skip


@pytest.mark.parametrize("case", HOSTILE)
def test_hostile_input_comes_back_with_a_message(house: House, sign_in: SignIn, case: str) -> None:
    opportunity = make_opportunity(house.firm, state=OpportunityState.DRAFT)
    step, data = HOSTILE[case]
    answer = sign_in(house.member).send(f"/opportunities/{opportunity.id}/edit/{step}", data, status=422)
    assert "Please check what you entered." in errors_of(answer)


def test_control_characters_are_taken_out(house: House, sign_in: SignIn) -> None:
    opportunity = make_opportunity(house.firm, state=OpportunityState.DRAFT)
    sign_in(house.member).send(f"/opportunities/{opportunity.id}/edit/what", {"en-title": "A\x00 b\u202e c\n d"})
    db.session.refresh(opportunity)
    assert opportunity.title("en") == "A b c d"


def test_an_unknown_type_or_page_is_refused(house: House, sign_in: SignIn) -> None:
    opportunity = make_opportunity(house.firm, state=OpportunityState.DRAFT)
    client = sign_in(house.member)
    client.send("/opportunities/new", {"profile_type": "XX"}, status=409)
    assert client.get(f"/opportunities/{opportunity.id}/edit/nowhere").status_code == 404


READS = ("", "/preview", "/edit/what", "/type")
WRITES = ("/edit/what", "/type", "/attachments", "/submit", "/recall", "/withdraw", "/extend", "/copy", "/delete",
          "/attachments/1/remove")  # fmt: skip
STAFF_READS = ("", "/edit/what")
STAFF_WRITES = ("/edit/what", "/decision", "/accept-change", "/attachments", "/attachments/1/remove")


@pytest.mark.parametrize("state", list(OpportunityState))
def test_nobody_but_its_people_touch_an_opportunity(house: House, sign_in: SignIn, state: OpportunityState) -> None:
    opportunity = make_opportunity(house.firm, state=state)
    is_public = state is OpportunityState.PUBLISHED
    base, desk = f"/opportunities/{opportunity.id}", f"/staff/opportunities/{opportunity.id}"
    stranger, co_broker, broker = sign_in(house.stranger), sign_in(house.co_broker), sign_in(house.broker)
    assert stranger.get(base).status_code == (200 if is_public else 404)
    assert co_broker.get(base).status_code == 404
    assert broker.get(base).status_code == 302
    for path in READS[1:]:
        assert stranger.get(base + path).status_code == 404, path
        assert broker.get(base + path).status_code == 403, path
    for path in WRITES:
        assert stranger.post(base + path).status_code == 404, path
        assert broker.post(base + path).status_code == 403, path
    for path in STAFF_READS:
        assert (stranger.get(desk + path).status_code, co_broker.get(desk + path).status_code) == (403, 404), path
        assert broker.get(desk + path).status_code == 200, path
    for path in STAFF_WRITES:
        assert (stranger.post(desk + path).status_code, co_broker.post(desk + path).status_code) == (403, 404), path
        assert sign_in(house.member).post(desk + path).status_code == 403, path


def test_a_visitor_is_sent_to_sign_in_everywhere(house: House, client: Client) -> None:
    opportunity = make_opportunity(house.firm)
    for path in ("/opportunities", "/opportunities/new", f"/opportunities/{opportunity.id}", "/staff/opportunities",
                 "/staff/opportunities/vetting", f"/staff/opportunities/{opportunity.id}"):  # fmt: skip
        assert "/sign-in" in client.get(path).location


def test_a_blocked_member_finds_nothing(house: House, sign_in: SignIn) -> None:
    opportunity = make_opportunity(house.firm)
    db.session.add(Block(organisation_id=house.firm.id, blocked_id=house.partner.id))
    assert sign_in(house.stranger).get(f"/opportunities/{opportunity.id}").status_code == 404


def test_a_member_who_blocked_somebody_finds_nothing_either(house: House, sign_in: SignIn) -> None:
    opportunity = make_opportunity(house.firm)
    db.session.add(Block(organisation_id=house.partner.id, blocked_name=house.firm.name_en))
    assert sign_in(house.stranger).get(f"/opportunities/{opportunity.id}").status_code == 404


def test_a_member_whose_organisation_is_not_approved_reads_only_the_own_ones(house: House, sign_in: SignIn) -> None:
    newcomer = make_user()
    own = make_organisation(country="DE", member=newcomer, state=VettingState.SUBMITTED)
    mine, theirs = make_opportunity(own, state=OpportunityState.DRAFT), make_opportunity(house.firm)
    client = sign_in(newcomer)
    client.page(f"/opportunities/{mine.id}")
    assert "once your organisation is approved" in client.page(f"/opportunities/{theirs.id}", status=403).text


def test_an_opportunity_of_a_suspended_organisation_is_gone(house: House, sign_in: SignIn) -> None:
    opportunity = make_opportunity(house.firm)
    house.firm.state = VettingState.SUSPENDED
    assert sign_in(house.stranger).get(f"/opportunities/{opportunity.id}").status_code == 404


@pytest.mark.parametrize(
    ("shown_by_firm", "shown_by_offer", "reached", "named"),
    [(0, 0, 0, False), (1, 0, 0, False), (0, 1, 0, False), (1, 1, 0, True), (0, 0, 1, True), (1, 0, 2, True)],
)
def test_the_name_is_shown_only_where_both_settings_or_a_disclosure_allow_it(
    house: House, sign_in: SignIn, shown_by_firm: int, shown_by_offer: int, reached: int, named: bool
) -> None:
    house.firm.name_en, house.firm.anonymity_tier = "Quellbrunn Bioprocess", shown_by_firm
    opportunity = make_opportunity(
        house.firm,
        anonymity_tier=shown_by_offer,
        title="A harvest by Quellbrunn Bioprocess",
        offer="Quellbrunn Bioprocess makes it.",
    )
    if reached:
        disclose(house.partner, house.firm, Tier(reached))
    page = sign_in(house.stranger).page(f"/opportunities/{opportunity.id}")
    assert ("Quellbrunn" in str(page)) is named


def test_a_list_takes_as_many_queries_for_three_rows_as_for_one(
    house: House, sign_in: SignIn, count_queries: Callable[[Callable[[], object]], int]
) -> None:
    member, broker = sign_in(house.member), sign_in(house.broker)
    lists = [(member, "/opportunities"), (broker, "/staff/opportunities"), (broker, "/staff/opportunities/vetting")]

    def add(organisation: object) -> None:
        made = make_opportunity(organisation, state=OpportunityState.SUBMITTED)  # type: ignore[arg-type]
        made.submitted_at = made.created_at
        db.session.flush()

    add(house.firm)
    for client, url in lists:
        client.page(url)
    one = [count_queries(lambda c=client, u=url: c.page(u)) for client, url in lists]  # type: ignore[misc]
    add(house.firm)
    add(make_organisation())
    three = [count_queries(lambda c=client, u=url: c.page(u)) for client, url in lists]  # type: ignore[misc]
    assert one == three


def test_a_page_takes_as_many_queries_for_three_requirements_as_for_none(
    house: House, sign_in: SignIn, count_queries: Callable[[Callable[[], object]], int]
) -> None:
    bare, full = make_opportunity(house.firm), whole_offer(house.firm, OpportunityState.PUBLISHED)
    client = sign_in(house.stranger)
    client.page(f"/opportunities/{bare.id}")
    counts = [count_queries(lambda o=one: client.page(f"/opportunities/{o.id}")) for one in (bare, full)]  # type: ignore[misc]
    assert counts[0] == counts[1]


def test_copy_type_and_deletion_by_the_owner(house: House, sign_in: SignIn) -> None:
    original = whole_need(house.firm)
    client = sign_in(house.member)
    copied = int(client.send(f"/opportunities/{original.id}/copy").location.rpartition("/")[2])
    client.send(f"/opportunities/{copied}/type", {"profile_type": "TO"})
    copy = db.session.get_one(Opportunity, copied)
    assert (copy.profile_type, copy.codes_of("partnership_type"), copy.title("en")) == ("TO", [], "A maker of vectors")
    client.send(f"/opportunities/{copied}/delete")
    assert client.get(f"/opportunities/{copied}").status_code == 404


def test_a_whole_life_is_led_through_the_pages(house: House, sign_in: SignIn) -> None:
    opportunity = whole_offer(house.firm)
    member, broker = sign_in(house.member), sign_in(house.broker)
    base, desk = f"/opportunities/{opportunity.id}", f"/staff/opportunities/{opportunity.id}"
    member.send(f"{base}/submit")
    assert opportunity.title("en") in broker.page("/staff/opportunities/vetting").text
    broker.send(f"{desk}/decision", {"decision": "needs_info"}, status=422)
    broker.send(f"{desk}/decision", {"decision": "needs_info", "reason": "Name the scale."})
    assert "Name the scale." in member.page(base).text
    member.send(f"{base}/submit")
    broker.send(f"{desk}/decision", {"decision": "published"})
    broker.send(f"{desk}/decision", {"decision": "published"}, status=409)
    db.session.refresh(opportunity)
    reference = opportunity.reference
    assert reference
    assert reference.startswith("SH-TO-KR-")
    member.send(f"{base}/edit/what", {"en-offer": LONG + "Now also for NK cells."})
    assert "Changed since approval" in broker.page(f"{desk}").text
    broker.send(f"{desk}/accept-change")
    assert "Changed since approval" not in broker.page(f"{desk}").text
    member.send(f"{base}/edit/what", {"en-offer": ""}, status=422)
    member.send(f"{base}/extend", status=409)
    member.send(f"{base}/withdraw")
    assert sign_in(house.stranger).get(base).status_code == 404
    member.send(f"{base}/recall")
    db.session.refresh(opportunity)
    assert (opportunity.state, opportunity.reference) == (OpportunityState.DRAFT, reference)


def test_staff_find_opportunities_by_word_and_filter(house: House, sign_in: SignIn) -> None:
    make_opportunity(house.firm, title="Gentle centrifuge")
    make_opportunity(house.partner, title="Viral vectors", profile_type="BO")
    make_organisation(cluster="BASEL", country="CH")
    broker = sign_in(house.broker)
    found = broker.page("/staff/opportunities?q=gentle").text
    assert "Gentle centrifuge" in found
    assert "Viral vectors" not in found
    assert "Viral vectors" in broker.page("/staff/opportunities?profile_type=BO&cluster=BOSTON&area=CGT").text
    assert "Nothing found" in broker.page("/staff/opportunities?changed=y").text
    assert "2 found" in broker.page("/staff/opportunities?state=magic").text
    assert "Gentle centrifuge" not in sign_in(house.co_broker).page("/staff/opportunities").text
