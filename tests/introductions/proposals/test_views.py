"""Proposals of staff."""

from matchmaker.foundation.database import db
from matchmaker.foundation.models import OutboxMail
from matchmaker.foundation.permissions import Role
from matchmaker.introductions.models import Introduction, IntroductionStep
from matchmaker.introductions.rules import IntroductionState as S
from tests.factories import make_organisation, make_user
from tests.introductions.scenes import MESSAGE, brought_to, make_scene


def form_of(scene, **changes):
    data = {
        "from_opportunity": scene.firm_offer.id, "to_opportunity": scene.partner_need.id, "message": MESSAGE,
        "agreed": "ask",
    }  # fmt: skip
    return data | changes


def url_of(scene):
    return f"/staff/introductions/propose/{scene.firm.id}/{scene.partner.id}"


def test_a_proposal_is_a_draft_that_the_members_send_or_discard(app, sign_in):
    scene = make_scene()
    sign_in(scene.broker).send(url_of(scene), form_of(scene))
    row = db.session.query(Introduction).one()
    assert (row.state, row.proposed_by_staff, row.broker_id) == (S.DRAFT, True, scene.broker.id)
    assert [(mail.kind, mail.to_address) for mail in db.session.query(OutboxMail)] == [
        ("introduction_proposed", "kim@firm-a.example")
    ]
    kim = sign_in(scene.kim)
    assert "The agency proposes this introduction" in kim.page(f"/introductions/{row.id}").get_text()
    sign_in(scene.lee).page(f"/introductions/{row.id}", status=404)
    kim.send(f"/introductions/{row.id}/withdraw", {"version": row.version})
    assert row.state is S.WITHDRAWN
    assert ("introduction_taken_back", scene.broker.email) in {
        (m.kind, m.to_address) for m in db.session.query(OutboxMail)
    }


def test_an_agreement_by_phone_needs_a_note_and_waits_for_review_at_once(app, sign_in):
    scene = make_scene()
    broker = sign_in(scene.broker)
    broker.send(url_of(scene), form_of(scene, agreed="agreed"), status=422)
    broker.send(url_of(scene), form_of(scene, agreed="agreed", note="By phone on 3 December."))
    row = db.session.query(Introduction).one()
    step = db.session.query(IntroductionStep).filter_by(to_state="submitted").one()
    assert (row.state, step.on_behalf_of_id, step.note) == (S.SUBMITTED, scene.firm.id, "By phone on 3 December.")
    assert "By phone on 3 December." not in sign_in(scene.kim).page(f"/introductions/{row.id}").get_text()


def test_nobody_is_asked_where_nobody_is(app, sign_in):
    scene = make_scene()
    imported = make_organisation(country="US", source="import")
    broker = sign_in(scene.broker)
    url = f"/staff/introductions/propose/{imported.id}/{scene.firm.id}"
    data = {"to_opportunity": scene.firm_offer.id, "message": "Hello."}
    broker.send(url, data | {"agreed": "ask"}, status=422)
    broker.send(url, data | {"agreed": "agreed", "note": "Met at the fair."})
    assert db.session.query(Introduction).one().state is S.SUBMITTED


def test_a_co_broker_proposes_for_its_own_and_asks_the_others(app, sign_in):
    scene = make_scene()
    boston = sign_in(scene.boston)
    boston.send(url_of(scene), form_of(scene, agreed="agreed", note="They said so."), status=422)
    boston.send(url_of(scene), form_of(scene))
    row = db.session.query(Introduction).one()
    assert (row.state, row.broker_id) == (S.DRAFT, None)
    basel = make_user(Role.CO_BROKER, cluster="BASEL")
    sign_in(basel).page(url_of(scene), status=404)


def test_a_pair_is_picked_in_two_steps_from_both_sides_of_the_gateway(app, sign_in):
    scene = make_scene()
    broker = sign_in(scene.broker)
    first = broker.page("/staff/introductions/propose?q=Firm A")
    assert first.find("a", href=f"/staff/introductions/propose?one={scene.firm.id}")
    second = broker.page(f"/staff/introductions/propose?one={scene.firm.id}")
    assert second.find("a", href=url_of(scene))
    assert not second.find("a", href=f"/staff/introductions/propose/{scene.firm.id}/{scene.firm.id}")
    broker.page("/staff/introductions/propose?one=99999999", status=404)


def test_a_pair_that_is_open_leads_to_its_introduction(app, sign_in):
    scene = make_scene()
    row = brought_to(scene, S.FORWARDED)
    assert sign_in(scene.broker).get(url_of(scene)).location == f"/staff/introductions/{row.id}"


def test_two_of_the_same_side_cannot_be_proposed(app, sign_in):
    scene = make_scene()
    neighbour = make_organisation()
    sign_in(scene.broker).page(f"/staff/introductions/propose/{scene.firm.id}/{neighbour.id}", status=409)
