"""A call from the draft to the award, in the pages; nobody who answered is left without a word."""

from datetime import timedelta

import pytest
import sqlalchemy as sa

from matchmaker.calls import deciding, passing, posting, queries
from matchmaker.calls.models import Call, CallAnswer
from matchmaker.calls.posting import Row
from matchmaker.calls.presenting import teaser
from matchmaker.calls.rules import AnswerState, CallState, Met, RowKind, small_share
from matchmaker.foundation.database import db
from matchmaker.foundation.errors import RuleViolation
from matchmaker.foundation.models import OutboxMail
from matchmaker.organisations import visibility
from matchmaker.organisations.days import today
from matchmaker.organisations.rules import Tier
from tests.calls.scenes import answer, make_scene, open_call


def kinds_to(user):
    rows = db.session.scalars(sa.select(OutboxMail).where(OutboxMail.to_address == user.email).order_by(OutboxMail.id))
    return [row.kind for row in rows]


def test_a_call_is_drafted_opened_answered_and_awarded_in_the_pages(app, sign_in):
    scene = make_scene()
    anchor, maker = sign_in(scene.park), sign_in(scene.kim)
    form = {
        "title": "Single-use bags", "language": "en", "answer_by": (today() + timedelta(days=60)).isoformat(),
        "wait_days": "14", "price_to": "20", "currency": "USD", "rows-0-kind": "specification",
        "rows-0-text": "Sterile bag of 50 litres", "rows-0-is_must": "y", "weights-0-code": "price",
        "weights-0-weight": "100", "areas": ["BPE"],
    }  # fmt: skip
    anchor.send("/calls/new", form)
    call = db.session.scalars(sa.select(Call)).one()
    maker.page(f"/calls/{call.id}", status=404)
    anchor.page(f"/calls/{call.id}/edit")
    anchor.send(f"/calls/{call.id}/open", {"version": str(call.version)})
    assert "Anchor Pharm" in maker.page("/calls").get_text()
    row = call.rows[0].id
    maker.page(f"/calls/{call.id}/answer")
    assert maker.post(f"/calls/{call.id}/answer", data={}).status_code == 422
    given = {f"met-{row}": "match", f"words-{row}": "50.2 litres", "price": "12.50", "currency": "USD",
             "lead_weeks": "5", "language": "en", "agree": "y"}  # fmt: skip
    maker.send(f"/calls/{call.id}/answer", given)
    found = db.session.scalars(sa.select(CallAnswer)).one()
    page = anchor.page(f"/calls/{call.id}").get_text()
    assert "Bagmaker Sealing" not in page
    assert "12.5" in page
    anchor.page(f"/calls/answers/{found.id}")
    anchor.send(f"/calls/answers/{found.id}/screen-in", {"version": str(found.version)})
    db.session.refresh(call)
    anchor.send(f"/calls/{call.id}/screening", {"version": str(call.version)})
    anchor.send(f"/calls/{call.id}/assessment", {"version": str(call.version)})
    assert anchor.post(f"/calls/answers/{found.id}/score", data={"version": str(found.version)}).status_code == 422
    anchor.send(f"/calls/answers/{found.id}/score", {"version": str(found.version), "score-price": "4"})
    anchor.send(f"/calls/{call.id}/finalists", {"version": str(call.version), "finalist": str(found.id)})
    assert "Bagmaker Sealing" in anchor.page(f"/calls/{call.id}").get_text()
    anchor.send(f"/calls/answers/{found.id}/award", {"award-version": str(call.version), "award-words": "Welcome."})
    db.session.refresh(call)
    assert (call.state, call.winner_size_band, found.score) == (CallState.AWARDED, "small", 80.0)
    assert small_share(db.session.scalars(queries.winners())).rate == 1
    assert "Welcome." in maker.page(f"/calls/{call.id}").get_text()
    assert kinds_to(scene.kim) == ["call_decided"] * 3
    for path in ("/calls?tab=own", "/calls?tab=answers", "/"):
        anchor.page(path)
        maker.page(path)
    sign_in(scene.broker).page("/staff/calls")
    sign_in(scene.broker).page(f"/staff/calls/{call.id}")


def test_a_need_without_a_qualified_answer_becomes_an_inbound_call_of_all_partner_clusters(app, sign_in):
    scene = make_scene()
    call = open_call(scene)
    answer(call, scene.kim, scene.maker, Met.GAP, Met.MATCH)
    db.session.flush()
    assert passing.pass_on_due(today() + timedelta(days=13)) == 0
    assert passing.pass_on_due(today() + timedelta(days=14)) == 1
    assert passing.pass_on_due(today() + timedelta(days=15)) == 0
    assert {one.cluster for one in call.passings} >= {"BOSTON", "BASEL", "KOBE"}
    assert kinds_to(scene.boston) == ["call_passed_on"]
    boston = sign_in(scene.boston)
    assert "1 call came in for your cluster" in boston.page("/").get_text()
    assert "Single-use bags" in boston.page("/staff/calls").get_text()
    seen = boston.page(f"/staff/calls/{call.id}").get_text()
    assert "Bagmaker" not in seen
    boston.send(f"/staff/calls/{call.id}/invite", {"invite-organisation": str(scene.partner.id)})
    boston.send(f"/staff/calls/{call.id}/handle", {"handle-words": "Told two members."})
    assert kinds_to(scene.lee) == ["call_invitation"]
    assert "You are invited to answer a call" in sign_in(scene.lee).page("/").get_text()
    assert list(db.session.scalars(queries.inbound_calls(scene.boston.as_actor()))) == []


def test_a_qualified_answer_keeps_the_call_at_home(app):
    scene = make_scene()
    call = open_call(scene)
    answer(call, scene.kim, scene.maker, Met.MATCH, Met.GAP)
    assert passing.pass_on_due(today() + timedelta(days=20)) == 0


def test_closing_a_call_tells_everybody_who_waits(app):
    scene = make_scene()
    call = open_call(scene)
    one, other = answer(call, scene.kim, scene.maker), answer(call, scene.lee, scene.partner)
    deciding.screen_out(one, "price_out_of_band", "", by=scene.by_anchor, version=one.version)
    posting.close(call, "The project is put off.", by=scene.by_anchor, version=call.version)
    assert [(a.state, a.reason) for a in (one, other)] == [
        (AnswerState.SCREENED_OUT, "price_out_of_band"), (AnswerState.DECLINED, "call_ended"),
    ]  # fmt: skip
    assert (kinds_to(scene.kim), kinds_to(scene.lee)) == (["call_decided"], ["call_decided"])


def test_an_anchor_that_hides_its_name_is_nowhere_on_the_page_until_the_finalists_are_chosen(app, sign_in):
    scene = make_scene()
    call = open_call(scene, is_anonymous=True, title="Bags for Anchor Pharm", description="앵커제약 needs bags.")
    maker = sign_in(scene.kim)
    for path in ("/calls", f"/calls/{call.id}", f"/calls/{call.id}/answer"):
        page = maker.page(path).get_text()
        assert "Anchor Pharm" not in page
        assert "앵커제약" not in page
    with app.test_request_context():
        assert "Anchor Pharm" not in f"{teaser(call).owner} {teaser(call).title}"
    found = answer(call, scene.kim, scene.maker)
    deciding.screen_in(found, by=scene.by_anchor, version=found.version)
    posting.begin_screening(call, by=scene.by_anchor, version=call.version)
    posting.begin_assessment(call, by=scene.by_anchor, version=call.version)
    deciding.score(found, {"price": 3, "delivery": 3}, by=scene.by_anchor, version=found.version)
    deciding.choose_finalists(call, {found.id}, by=scene.by_anchor, version=call.version)
    assert visibility.tier_for(scene.maker, scene.anchor) is Tier.NAMED
    assert visibility.tier_for(scene.anchor, scene.maker) is Tier.NAMED
    assert "Anchor Pharm" in maker.page(f"/calls/{call.id}").get_text()


def test_others_cannot_touch_a_call_and_only_anchors_call_out(app, sign_in):
    scene = make_scene()
    call = open_call(scene)
    found = answer(call, scene.kim, scene.maker)
    other = sign_in(scene.lee)
    for path in (f"/calls/{call.id}/close", f"/calls/{call.id}/finalists", f"/calls/answers/{found.id}/screen-in"):
        assert other.post(path, data={"version": "1"}).status_code == 404
    assert sign_in(scene.boston).get(f"/staff/calls/answers/{found.id}").status_code == 404
    assert other.get("/calls/new").status_code == 409
    with pytest.raises(RuleViolation, match=r"call\.own_call"):
        answer(call, scene.park, scene.anchor)


def test_the_time_for_answers_ends_by_itself(app):
    scene = make_scene()
    call = open_call(scene)
    assert passing.end_answers(call.answer_by) == 0
    assert passing.end_answers(call.answer_by + timedelta(days=1)) == 1
    assert call.state is CallState.SCREENING
    with pytest.raises(RuleViolation, match=r"call\.not_open"):
        answer(call, scene.kim, scene.maker)


def test_no_free_text_of_a_hidden_anchor_names_it(app, sign_in):
    scene = make_scene()
    call = open_call(
        scene,
        is_anonymous=True,
        title="Bags",
        unit="box of Anchor Pharm",
        quantity="as Anchor Pharm says",
        delivery="Anchor Pharm plant",
        rows=(Row(RowKind.SPECIFICATION, "As Anchor Pharm SOP 12"),),
    )
    found = answer(call, scene.kim, scene.maker, Met.MATCH)
    posting.begin_screening(call, by=scene.by_anchor, version=call.version)
    words = "Anchor Pharm wants another size."
    deciding.screen_out(found, "must_not_met", words, by=scene.by_anchor, version=found.version)
    maker = sign_in(scene.kim)

    shown = "".join(maker.page(path).get_text() for path in ("/calls", f"/calls/{call.id}"))
    mailed = "".join(one.body for one in db.session.scalars(sa.select(OutboxMail)) if one.kind == "call_decided")
    assert "Anchor Pharm" not in shown + mailed
    assert "wants another size." in shown


@pytest.mark.parametrize("price", ["1e30", "sNaN", "Infinity", "²", "-1"])
def test_an_odd_price_is_refused(app, sign_in, price):
    scene = make_scene()
    call = open_call(scene)
    form = {"price": price, "currency": "KRW", "lead_weeks": "4", "language": "en", "agree": "y", "version": "0"}
    assert sign_in(scene.kim).post(f"/calls/{call.id}/answer", data=form).status_code == 422
