"""Questions to the requester and its answers: mailed, in the history, and the state stays as it is."""

import pytest

from matchmaker.foundation.database import db
from matchmaker.foundation.errors import RuleViolation
from matchmaker.foundation.models import OutboxMail
from matchmaker.introductions.questions import asking
from matchmaker.introductions.rules import IntroductionState as S
from matchmaker.introductions.rules import StepKind
from matchmaker.organisations.models import Membership
from tests.introductions.scenes import brought_to, make_scene, pass_on, staff


def mails(kind):
    rows = db.session.query(OutboxMail).filter_by(kind=kind).order_by(OutboxMail.id)
    return {mail.to_address: mail.subject + mail.body for mail in rows}


def talk(row):
    return [(step.kind, step.note) for step in row.steps if step.kind in {StepKind.QUESTION, StepKind.ANSWER}]


def test_the_counterpart_asks_and_the_requester_answers_on_the_page_without_a_move(app, sign_in):
    scene = make_scene()
    row = brought_to(scene, S.FORWARDED)
    lee, kim = sign_in(scene.lee), sign_in(scene.kim)
    lee.send(f"/introductions/{row.id}/question", {"version": row.version, "question": "Which scale?"})
    assert (row.state, "Which scale?" in mails("introduction_question")[scene.kim.email]) == (S.FORWARDED, True)
    page = kim.page(f"/introductions/{row.id}")
    assert "Partner B Therapeutics asks you" in page.get_text()
    assert kim.page("/").find("a", href=f"/introductions/{row.id}")
    assert "Nothing waits for your answer" in lee.page("/").get_text()
    kim.send(f"/introductions/{row.id}/reply", {"version": row.version, "reply": "200 litres."})
    assert talk(row) == [(StepKind.QUESTION, "Which scale?"), (StepKind.ANSWER, "200 litres.")]
    assert (row.state, row.asked_at) == (S.FORWARDED, None)
    assert "200 litres." in mails("introduction_reply")[scene.lee.email]
    assert "200 litres." in lee.page(f"/introductions/{row.id}").get_text()
    lee.send(f"/introductions/{row.id}/accept", {"version": row.version})
    assert row.state is S.INTRODUCED


def test_the_counterpart_may_answer_while_its_question_is_open(app, sign_in):
    scene = make_scene()
    row = brought_to(scene, S.FORWARDED)
    lee = sign_in(scene.lee)
    lee.send(f"/introductions/{row.id}/question", {"version": row.version, "question": "Which scale?"})
    lee.send(f"/introductions/{row.id}/question", {"version": row.version, "question": "And when?"}, status=409)
    lee.send(f"/introductions/{row.id}/decline", {"version": row.version, "reason": "no_capacity"})
    assert (row.state, row.asked_at) == (S.DECLINED, None)
    sign_in(scene.kim).send(f"/introductions/{row.id}/reply", {"version": row.version, "reply": "200."}, status=409)


def test_the_broker_asks_while_reviewing_and_the_counterpart_never_reads_of_it(app, sign_in):
    scene = make_scene()
    row = brought_to(scene, S.BROKER_REVIEW)
    broker, kim = sign_in(scene.broker), sign_in(scene.kim)
    url = f"/staff/introductions/{row.id}/question"
    broker.send(url, {"ask-version": row.version, "ask-question": "Is the pump for sale?"})
    question = mails("introduction_question")[scene.kim.email]
    assert ("Is the pump for sale?" in question, "Partner B" in question) == (True, False)
    assert "A broker of the agency asks you" in kim.page(f"/introductions/{row.id}").get_text()
    kim.send(f"/introductions/{row.id}/reply", {"version": row.version, "reply": "Yes, the pump is."})
    assert "Yes, the pump is." in mails("introduction_reply_staff")[scene.broker.email]
    assert "Yes, the pump is." in broker.page(f"/staff/introductions/{row.id}").get_text()
    pass_on(scene, row)
    assert row.state is S.FORWARDED
    assert "pump" not in sign_in(scene.lee).page(f"/introductions/{row.id}").get_text()
    assert "pump" in kim.page(f"/introductions/{row.id}").get_text()


@pytest.mark.parametrize(
    ("question", "code"),
    [
        ("Do you know Partner B Therapeutics?", "names_counterpart"),
        ("Call me: +82 31 310 1234", "contact_in_message"),
        ("  ", "question_needed"),
        ("x" * 1001, "reason_too_long"),
    ],
)
def test_a_question_gives_nobody_away(app, question, code):
    scene = make_scene()
    row = brought_to(scene, S.BROKER_REVIEW)
    with pytest.raises(RuleViolation, match=rf"introduction\.{code}"):
        asking.ask_as_broker(row, question, staff=staff(scene.broker), version=row.version)
    assert talk(row) == []


@pytest.mark.parametrize("words", ["", "Write to kim@firm-a.example"])
def test_what_cannot_be_said_comes_back_to_the_form(app, sign_in, words):
    scene = make_scene()
    row = brought_to(scene, S.FORWARDED)
    sign_in(scene.lee).send(
        f"/introductions/{row.id}/question", {"version": row.version, "question": words}, status=422
    )
    asking.ask(row, "Which scale?", user=scene.lee, version=row.version)
    sign_in(scene.kim).send(f"/introductions/{row.id}/reply", {"version": row.version, "reply": words}, status=422)
    assert talk(row) == [(StepKind.QUESTION, "Which scale?")]


def test_for_a_requester_without_people_here_a_broker_records_the_answer(app, sign_in):
    scene = make_scene()
    row = brought_to(scene, S.FORWARDED)
    db.session.query(Membership).filter_by(organisation_id=scene.firm.id).delete()
    db.session.expire_all()
    asking.ask(row, "Which scale?", user=scene.lee, version=row.version)
    assert "Which scale?" in mails("introduction_question_staff")[scene.broker.email]
    url = f"/staff/introductions/{row.id}/reply"
    sign_in(scene.broker).send(url, {"reply-version": row.version, "reply-reply": "200 litres, said by phone."})
    assert (row.asked_at, row.steps[-1].on_behalf_of_id) == (None, scene.firm.id)
    assert "200 litres" in mails("introduction_reply")[scene.lee.email]


def test_nobody_asks_or_answers_for_somebody_else(app, sign_in):
    scene = make_scene()
    row = brought_to(scene, S.FORWARDED)
    at = f"/introductions/{row.id}"
    sign_in(scene.kim).send(f"{at}/question", {"version": row.version, "question": "Hm?"}, status=403)
    sign_in(scene.lee).send(f"{at}/reply", {"version": row.version, "reply": "Hm."}, status=403)
    sign_in(scene.broker).send(f"/staff{at}/question", {"ask-version": row.version, "ask-question": "Hm?"}, status=409)
    asking.ask(row, "Which scale?", user=scene.lee, version=row.version)
    sign_in(scene.broker).send(f"/staff{at}/reply", {"reply-version": row.version, "reply-reply": "Hm."}, status=409)
    assert talk(row) == [(StepKind.QUESTION, "Which scale?")]
