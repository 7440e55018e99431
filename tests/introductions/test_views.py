"""Pages of members."""

import pytest

from matchmaker.foundation.database import db
from matchmaker.foundation.models import AuditEntry, OutboxMail
from matchmaker.introductions.models import Introduction
from matchmaker.introductions.rules import IntroductionState as S
from matchmaker.opportunities.rules import OpportunityState
from matchmaker.organisations.models import Block
from matchmaker.organisations.rules import VettingState
from tests.factories import make_opportunity, make_organisation, make_user
from tests.introductions.scenes import MESSAGE, brought_to, make_scene


def form_of(scene, **changes):
    data = {
        "from_opportunity": scene.firm_offer.id, "to_opportunity": scene.partner_need.id, "message": MESSAGE,
        "send": "1",
    }  # fmt: skip
    return data | changes


def test_a_member_sends_interest_and_finds_it_in_the_list_of_what_was_sent(app, sign_in):
    scene = make_scene()
    kim = sign_in(scene.kim)
    kim.send(f"/introductions/new/{scene.partner.id}", form_of(scene))
    row = db.session.query(Introduction).one()
    assert (row.state, row.message, row.from_id, row.to_id) == (S.SUBMITTED, MESSAGE, scene.firm.id, scene.partner.id)
    assert row.from_opportunity_id == scene.firm_offer.id
    assert row.to_opportunity_id == scene.partner_need.id
    page = kim.page("/introductions?tab=sent")
    assert "Submitted" in page.get_text()
    assert "takes it up within 2 working days" in page.get_text()
    told = {(mail.kind, mail.to_address) for mail in db.session.query(OutboxMail)}
    waiting = {scene.broker, scene.colleague, scene.boston}
    assert told == {("introduction_submitted", person.email) for person in waiting}
    assert [entry.action for entry in db.session.query(AuditEntry).order_by(AuditEntry.id)] == [
        "introduction.drafted", "introduction.submitted",
    ]  # fmt: skip


def test_a_draft_is_saved_unfinished_and_sent_later(app, sign_in):
    scene = make_scene()
    kim = sign_in(scene.kim)
    kim.send(f"/introductions/new/{scene.partner.id}", {"message": "", "save": "1"})
    row = db.session.query(Introduction).one()
    assert (row.state, row.message, row.submitted_at) == (S.DRAFT, "", None)
    assert kim.get(f"/introductions/new/{scene.partner.id}").location.endswith(f"/introductions/{row.id}/edit")
    kim.page(f"/introductions/{row.id}/edit")
    kim.send(f"/introductions/{row.id}/edit", form_of(scene, version=row.version))
    assert row.state is S.SUBMITTED


def test_somebody_elses_draft_holds_nobody_up(app, sign_in):
    scene = make_scene()
    brought_to(scene, S.DRAFT)
    lee = sign_in(scene.lee)
    data = {
        "from_opportunity": scene.partner_need.id,
        "to_opportunity": scene.firm_offer.id,
        "message": "Hello.",
        "send": "1",
    }
    lee.send(f"/introductions/new/{scene.firm.id}", data)
    assert sorted(row.state for row in db.session.query(Introduction)) == [S.DRAFT, S.SUBMITTED]


@pytest.mark.parametrize(
    ("changes", "told"),
    [
        ({"message": "x" * 501}, "500"),
        ({"message": "Write to me: kim@firm-a.example"}, "Leave out e-mail addresses"),
        ({"message": "Call +82 31 310 1234"}, "Leave out e-mail addresses"),
        ({"message": "  "}, "Say in a few words"),
        ({"from_opportunity": ""}, "Choose what this is about on your side"),
        ({"to_opportunity": "abc"}, "Choose what this is about on their side"),
        ({"from_opportunity": "999999"}, "Not a valid choice"),
        ({"to_opportunity": "1 OR 1=1"}, "Choose what this is about on their side"),
    ],
)
def test_what_cannot_be_sent_comes_back_with_its_reason_and_nothing_is_kept(app, sign_in, changes, told):
    scene = make_scene()
    response = sign_in(scene.kim).post(f"/introductions/new/{scene.partner.id}", data=form_of(scene, **changes))
    assert (response.status_code, told in response.text) == (422, True)
    assert db.session.query(Introduction).count() == 0


def test_opportunities_of_others_and_unpublished_ones_cannot_be_chosen(app, sign_in):
    scene = make_scene()
    strangers = make_opportunity(make_organisation(country="US"))
    draft = make_opportunity(scene.partner, state=OpportunityState.DRAFT)
    closed = make_opportunity(scene.partner, open_for_interest=False)
    kim = sign_in(scene.kim)
    for one in (strangers, draft, closed):
        kim.send(f"/introductions/new/{scene.partner.id}", form_of(scene, to_opportunity=one.id), status=422)
    kim.send(f"/introductions/new/{scene.partner.id}", form_of(scene, from_opportunity=strangers.id), status=422)
    assert db.session.query(Introduction).count() == 0


def test_without_consent_nothing_goes_abroad_and_giving_it_in_place_is_enough(app, sign_in):
    scene = make_scene(consent=False)
    kim = sign_in(scene.kim)
    refused = kim.post(f"/introductions/new/{scene.partner.id}", data=form_of(scene))
    assert (refused.status_code, "cannot be sent abroad without" in refused.text) == (422, True)
    kim.send(f"/introductions/new/{scene.partner.id}", form_of(scene, consent="y"))
    assert db.session.query(Introduction).one().state is S.SUBMITTED
    assert [consent.purpose.value for consent in scene.kim.consents] == ["overseas"]


def test_a_korean_counterpart_is_asked_for_the_consent_when_it_accepts(app, sign_in):
    scene = make_scene(consent=False)
    turned = scene
    from matchmaker.introductions import service
    from tests.introductions.scenes import pass_on

    row = service.start(
        turned.partner,
        scene.firm,
        service.Interest(turned.partner_need.id, scene.firm_offer.id, "Hello."),
        actor_id=turned.lee.id,
    )
    service.send(row, user=turned.lee, version=row.version, consent=False)
    pass_on(scene, row)
    kim = sign_in(scene.kim)
    kim.send(f"/introductions/{row.id}/accept", {"version": row.version}, status=422)
    assert row.state is S.FORWARDED
    kim.send(f"/introductions/{row.id}/accept", {"version": row.version, "consent": "y"})
    assert row.state is S.INTRODUCED


def test_an_organisation_that_is_not_approved_is_told_what_to_do(app, sign_in):
    scene = make_scene()
    scene.firm.state = VettingState.SUBMITTED
    response = sign_in(scene.kim).get(f"/introductions/new/{scene.partner.id}")
    assert (response.status_code, "is not approved yet" in response.text) == (409, True)


def test_nobody_turns_to_those_who_are_hidden_or_on_the_own_side(app, sign_in):
    scene = make_scene()
    kim = sign_in(scene.kim)
    hidden = make_organisation(country="US", state=VettingState.SUSPENDED)
    avoiding = make_organisation(country="US")
    avoided = make_organisation(country="US")
    db.session.add(Block(organisation_id=avoiding.id, blocked_id=scene.firm.id))
    db.session.add(Block(organisation_id=scene.firm.id, blocked_id=avoided.id))
    neighbour = make_organisation()
    silent = make_organisation(country="US")
    make_opportunity(silent, open_for_interest=False)
    found = {one.id: kim.get(f"/introductions/new/{one.id}").status_code for one in
             (hidden, avoiding, avoided, neighbour, silent, scene.firm)}  # fmt: skip
    assert found == {
        hidden.id: 404, avoiding.id: 404, avoided.id: 409, neighbour.id: 409, silent.id: 409, scene.firm.id: 404,
    }  # fmt: skip


def test_a_pair_that_is_open_leads_to_its_introduction(app, sign_in):
    scene = make_scene()
    row = brought_to(scene, S.FORWARDED)
    for person, other in ((scene.kim, scene.partner), (scene.lee, scene.firm)):
        response = sign_in(person).get(f"/introductions/new/{other.id}")
        assert response.location == f"/introductions/{row.id}"


def test_who_is_asked_before_the_broker_passed_it_on_learns_only_that_something_is_under_way(app, sign_in):
    scene = make_scene()
    row = brought_to(scene, S.SUBMITTED)
    lee = sign_in(scene.lee)
    assert lee.get(f"/introductions/new/{scene.firm.id}").location == "/introductions"
    lee.page(f"/introductions/{row.id}", status=404)


def test_the_requester_completes_what_was_returned_and_sends_it_again(app, sign_in):
    scene = make_scene()
    row = brought_to(scene, S.NEED_INFO)
    kim = sign_in(scene.kim)
    assert "Which scale do you mean?" in kim.page(f"/introductions/{row.id}").get_text()
    kim.send(f"/introductions/{row.id}/edit", form_of(scene, message="200 litres.", version=row.version))
    assert (row.state, row.message, row.state_reason) == (S.SUBMITTED, "200 litres.", None)


def test_accepting_shows_and_mails_each_side_the_contacts_of_the_other(app, sign_in):
    scene = make_scene()
    row = brought_to(scene, S.FORWARDED)
    lee = sign_in(scene.lee)
    lee.send(f"/introductions/{row.id}/accept", {"version": row.version})
    assert row.state is S.INTRODUCED
    assert "park@firm-a.example" in lee.page(f"/introductions/{row.id}").get_text()
    assert "smith@partner-b.example" in sign_in(scene.kim).page(f"/introductions/{row.id}").get_text()
    mails = {
        mail.to_address: mail.body for mail in db.session.query(OutboxMail).filter_by(kind="introduction_introduced")
    }
    assert set(mails) == {"kim@firm-a.example", "lee@partner-b.example"}
    assert "smith@partner-b.example" in mails["kim@firm-a.example"]
    assert "park@firm-a.example" not in mails["kim@firm-a.example"]
    assert "park@firm-a.example" in mails["lee@partner-b.example"]
    assert "smith@partner-b.example" not in mails["lee@partner-b.example"]


def test_declining_needs_a_reason_which_the_requester_reads_in_its_language(app, sign_in):
    scene = make_scene()
    scene.kim.locale = "ko"
    row = brought_to(scene, S.FORWARDED)
    lee = sign_in(scene.lee)
    lee.send(f"/introductions/{row.id}/decline", {"version": row.version}, status=422)
    lee.send(f"/introductions/{row.id}/decline", {"version": row.version, "reason": "nonsense"}, status=422)
    lee.send(f"/introductions/{row.id}/decline", {"version": row.version, "reason": "no_capacity", "words": "Later."})
    assert (row.state, row.decline_reason, row.state_reason) == (S.DECLINED, "no_capacity", "Later.")
    mail = db.session.query(OutboxMail).filter_by(kind="introduction_declined").one()
    assert mail.to_address == "kim@firm-a.example"
    assert "여력 없음" in mail.body


def test_withdrawing_is_open_until_the_answer_and_tells_who_knew_of_it(app, sign_in):
    scene = make_scene()
    row = brought_to(scene, S.FORWARDED)
    kim = sign_in(scene.kim)
    kim.send(f"/introductions/{row.id}/withdraw", {"version": row.version})
    assert row.state is S.WITHDRAWN
    kinds = {
        (mail.kind, mail.to_address) for mail in db.session.query(OutboxMail).filter(OutboxMail.kind.like("%with%"))
    }
    assert ("introduction_withdrawn", "lee@partner-b.example") in kinds
    kim.send(f"/introductions/{row.id}/withdraw", {"version": row.version}, status=409)


def test_an_old_page_is_answered_with_changed_meanwhile(app, sign_in):
    scene = make_scene()
    row = brought_to(scene, S.FORWARDED)
    response = sign_in(scene.lee).post(f"/introductions/{row.id}/accept", data={"version": row.version - 1})
    assert (response.status_code, "Somebody else changed this" in response.text) == (409, True)
    assert row.state is S.FORWARDED


def test_a_person_without_an_organisation_is_led_to_one(app, sign_in):
    page = sign_in(make_user()).page("/introductions")
    assert page.find("a", href="/organisation/start")


@pytest.mark.parametrize("tab", ["sent", "received"])
def test_lists_cost_the_same_for_one_row_and_for_three(app, sign_in, count_queries, tab):
    scene = make_scene()
    brought_to(scene, S.FORWARDED)
    reader = sign_in(scene.kim if tab == "sent" else scene.lee)
    reader.page(f"/introductions?tab={tab}")
    one = count_queries(lambda: reader.page(f"/introductions?tab={tab}"))
    for _ in range(2):
        other = make_scene_beside(scene, tab)
        brought_to(other, S.FORWARDED)
    reader.page(f"/introductions?tab={tab}")  # delivers the mails that were waiting
    assert count_queries(lambda: reader.page(f"/introductions?tab={tab}")) == one


def make_scene_beside(scene, tab):
    """The same reader with another counterpart."""
    import copy

    other = copy.copy(scene)
    if tab == "sent":
        other.lee = make_user()
        other.partner = make_organisation(country="US", member=other.lee)
        other.partner_need = make_opportunity(other.partner)
    else:
        from tests.introductions.scenes import agree

        other.kim = make_user()
        agree(other.kim)
        other.firm = make_organisation(member=other.kim)
        other.firm_offer = make_opportunity(other.firm)
    return other
