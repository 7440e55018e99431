"""A call from the draft to the award, in the pages, and who may not touch it."""

from datetime import timedelta

import pytest
import sqlalchemy as sa

from matchmaker.calls import queries
from matchmaker.calls.models import Call, CallAnswer
from matchmaker.calls.rules import CallState, small_share
from matchmaker.foundation.database import db
from matchmaker.foundation.errors import RuleViolation
from matchmaker.organisations.days import today
from tests.calls.scenes import answer, kinds_to, make_scene, open_call


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
    assert "100 %" in maker.page(f"/calls/{call.id}").get_text()
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
