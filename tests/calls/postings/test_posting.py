"""Calls are ended, and what others did meanwhile is seen."""

from decimal import Decimal

import pytest
import sqlalchemy as sa

from matchmaker.calls.answers import deciding
from matchmaker.calls.models import Call, CallAnswer
from matchmaker.calls.postings import posting
from matchmaker.calls.rules import AnswerState, CallState
from matchmaker.foundation.database import db
from matchmaker.foundation.errors import RuleViolation
from tests.calls.scenes import answer, kinds_to, make_scene, open_call


def test_whoever_answers_or_ends_a_call_sees_what_others_did_meanwhile(app):
    scene = make_scene()
    ended, open_one = open_call(scene), open_call(scene)
    assert open_one.answers == []
    db.session.add(CallAnswer(call_id=open_one.id, organisation_id=scene.maker.id, state=AnswerState.RECEIVED,
                              price=Decimal(1), currency="USD", lead_weeks=1, language="en"))  # fmt: skip
    posting.close(open_one, "No budget.", by=scene.by_anchor, version=open_one.version)
    assert [(one.organisation, one.state) for one in open_one.answers] == [(scene.maker, AnswerState.DECLINED)]
    row = sa.update(Call).where(Call.id == ended.id).values(state=CallState.CLOSED)
    db.session.execute(row, execution_options={"synchronize_session": False})
    assert ended.state is CallState.OPEN
    with pytest.raises(RuleViolation, match=r"call\.not_open"):
        answer(ended, scene.kim, scene.maker)


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
