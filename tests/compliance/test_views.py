"""Pages of compliance: the questions, the lights, the decision; who may open them."""

import pytest

from matchmaker.compliance.lights import standing_of
from matchmaker.compliance.questions import put_to
from matchmaker.compliance.rules import Answer, Crossing, Light
from matchmaker.foundation.database import db
from matchmaker.opportunities import attachments
from matchmaker.organisations.rules import Tier, VettingState
from matchmaker.organisations.visibility import disclose
from tests.compliance.scenes import mark, scene_with
from tests.factories import make_organisation, make_user
from tests.meetings.scenes import introduced


def url(row, *, staff=False):
    return f"{'/staff' if staff else ''}/introductions/{row.id}/compliance"


def answers(**said):
    return {question.code: Answer.NO.value for question in put_to(domestic=True)} | said


def test_a_member_answers_and_the_lights_follow(app, sign_in):
    scene, row = scene_with("unknown")
    kim = sign_in(scene.kim)
    page = kim.page(url(row))
    assert "Files cannot leave Korea until national core technology is ruled out." in page.text
    assert "Technology Security Division" in page.text
    assert page.find("input", {"name": "national_core_tech", "value": "unknown"}).has_attr("checked")

    refused = kim.post(url(row), data=answers(national_core_tech="permitted", version="0"))
    assert refused.status_code == 422
    assert "Name the permit" in refused.text

    kim.send(url(row), answers(version="0"))
    assert standing_of(row).blocking(Crossing.FILE_ABROAD) == []
    assert kim.post(url(row), data=answers(version="0")).status_code == 409


def test_a_member_of_a_suspended_organisation_reads_the_lights_and_answers_nothing(app, sign_in):
    scene, row = scene_with("unknown")
    scene.firm.state = VettingState.SUSPENDED
    kim = sign_in(scene.kim)
    page = kim.page(url(row))
    assert "The five lights" in page.text
    assert page.find("input", {"name": "national_core_tech"}) is None
    assert kim.post(url(row), data=answers(version="0")).status_code == 409
    assert standing_of(row).sheets == {}


def test_the_introduction_and_the_home_page_tell_what_waits(app, sign_in):
    scene, row = scene_with("unknown")
    kim = sign_in(scene.kim)
    assert "1 light holds things back" in kim.page(f"/introductions/{row.id}").text
    assert "before you answer about national core technology" in kim.page("/").text
    mark(scene.firm_offer, "national_core_tech")
    broker = sign_in(scene.broker)
    assert "1 introduction has a red compliance light" in broker.page("/").text
    assert scene.firm.name("en") in broker.page("/staff/compliance").text


def test_the_agency_decides_and_takes_it_back_while_the_co_broker_only_looks(app, sign_in):
    scene, row = scene_with("national_core_tech")
    boston, broker = sign_in(scene.boston), sign_in(scene.broker)
    assert "The agency decides." in boston.page(url(row, staff=True)).text
    assert boston.post(f"{url(row, staff=True)}/technology/decide").status_code == 403

    page = broker.page(url(row, staff=True))
    seen = page.find("input", {"name": "decide-technology-seen"})["value"]
    assert broker.post(f"{url(row, staff=True)}/technology/decide").status_code == 422
    sent = {"decide-technology-seen": seen, "decide-technology-words": "The ministry has approved it."}
    broker.send(f"{url(row, staff=True)}/technology/decide", sent)
    assert standing_of(row).blocking(Crossing.CONTACTS) == []
    assert "The ministry has approved it." in sign_in(scene.lee).page(url(row)).text

    decision = standing_of(row).decisions[Light.TECHNOLOGY]
    at = f"{url(row, staff=True)}/decisions/{decision.id}/revoke"
    broker.send(at, {"revoke-technology-words": "It ran out."})
    assert standing_of(row).blocking(Crossing.CONTACTS)
    assert broker.post(at, data={"revoke-technology-words": "Again."}).status_code == 409
    assert broker.post(f"{url(row, staff=True)}/no_light/decide").status_code == 404


def test_strangers_find_nothing(app, sign_in):
    scene, row = scene_with("unknown")
    other = make_user()
    make_organisation(member=other)
    assert sign_in(other).get(url(row)).status_code == 404
    basel = make_user(scene.boston.role, cluster="BASEL")
    assert sign_in(basel).get(url(row, staff=True)).status_code == 404
    assert sign_in(scene.lee).get(url(row, staff=True)).status_code == 403


def test_staff_write_down_what_an_organisation_says_that_nobody_represents(app, sign_in):
    scene, row = introduced(partner_member=False)
    broker = sign_in(scene.broker)
    link = broker.page(url(row, staff=True)).find("a", string=f"Answers of {scene.partner.name('en')}")
    said = {question.code: "no" for question in put_to(domestic=False)}
    broker.send(link["href"], said | {"version": "0"})
    sheet = standing_of(row).sheets[scene.partner.id]
    assert sheet.by_staff
    assert {one.answer for one in sheet.answers} == {Answer.NO}


@pytest.mark.parametrize(("codes", "status"), [(("none",), 200), (("unknown",), 409), (("national_core_tech",), 409)])
def test_a_document_that_waits_for_an_agreement_passes_only_when_the_lights_let_it(app, sign_in, codes, status):
    scene, _row = scene_with(*codes)
    document = attachments.attach(scene.firm_offer, name="plan.pdf", content=b"%PDF-1.7", title="Plan",
                                  tier=Tier.DOCUMENTS, actor_id=scene.kim.id)  # fmt: skip
    disclose(scene.partner, scene.firm, Tier.DOCUMENTS)
    db.session.flush()
    at = f"/opportunities/{scene.firm_offer.id}/attachments/{document.id}"
    for reader, expected in ((scene.lee, status), (scene.kim, 200)):
        with sign_in(reader).get(at) as answer:
            assert answer.status_code == expected
