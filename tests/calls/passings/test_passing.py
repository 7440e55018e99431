"""A call that nobody here answers well goes to the partner clusters."""

from datetime import timedelta

import pytest

from matchmaker.calls import queries
from matchmaker.calls.passings import passing
from matchmaker.calls.rules import CallState, Met
from matchmaker.foundation.database import db
from matchmaker.foundation.errors import RuleViolation
from matchmaker.organisations.days import today
from tests.calls.scenes import answer, kinds_to, make_scene, open_call


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


def test_the_time_for_answers_ends_by_itself(app):
    scene = make_scene()
    call = open_call(scene)
    assert passing.end_answers(call.answer_by) == 0
    assert passing.end_answers(call.answer_by + timedelta(days=1)) == 1
    assert call.state is CallState.SCREENING
    with pytest.raises(RuleViolation, match=r"call\.not_open"):
        answer(call, scene.kim, scene.maker)
