"""Pages of brokers."""

from datetime import timedelta

import pytest

from matchmaker.foundation.database import db, now
from matchmaker.foundation.models import AuditEntry, OutboxMail
from matchmaker.foundation.permissions import Role
from matchmaker.introductions.models import IntroductionStep
from matchmaker.introductions.rules import IntroductionState as S
from matchmaker.organisations.models import Block, Disclosure
from matchmaker.organisations.rules import VettingState
from tests.factories import make_user
from tests.introductions.scenes import brought_to, make_scene


def kinds(row=None):
    return [(mail.kind, mail.to_address) for mail in db.session.query(OutboxMail).order_by(OutboxMail.id)]


def test_forwarding_names_both_sides_and_mails_each_once(app, sign_in):
    scene = make_scene()
    scene.boston.enabled = False
    row = brought_to(scene, S.SUBMITTED)
    db.session.query(OutboxMail).delete()
    broker = sign_in(scene.broker)
    broker.send(f"/staff/introductions/{row.id}/take", {"version": row.version})
    assert (row.state, row.broker_id) == (S.BROKER_REVIEW, scene.broker.id)
    broker.send(f"/staff/introductions/{row.id}/forward", {"version": row.version})
    assert row.state is S.FORWARDED
    assert row.forwarded_at is not None
    assert kinds() == [
        ("introduction_forwarded", "lee@partner-b.example"),
        ("introduction_sent_on", "kim@firm-a.example"),
    ]
    tiers = {(one.viewer_id, one.subject_id): one.tier for one in db.session.query(Disclosure)}
    assert tiers == {(scene.firm.id, scene.partner.id): 1, (scene.partner.id, scene.firm.id): 1}
    steps = [
        (step.from_state, step.to_state) for step in db.session.query(IntroductionStep).order_by(IntroductionStep.id)
    ]
    assert steps == [
        (None, "draft"),
        ("draft", "submitted"),
        ("submitted", "broker_review"),
        ("broker_review", "forwarded"),
    ]
    audited = [entry.action for entry in db.session.query(AuditEntry).order_by(AuditEntry.id)]
    assert audited[-2:] == ["introduction.broker_review", "introduction.forwarded"]


def test_returning_needs_words_and_mails_them_to_the_requester(app, sign_in):
    scene = make_scene()
    row = brought_to(scene, S.BROKER_REVIEW)
    broker = sign_in(scene.broker)
    url = f"/staff/introductions/{row.id}/return"
    broker.send(url, {"send_back-version": row.version, "send_back-words": " "}, status=422)
    broker.send(url, {"send_back-version": row.version, "send_back-words": "x" * 1001}, status=422)
    broker.send(url, {"send_back-version": row.version, "send_back-words": "Which scale?"})
    assert (row.state, row.state_reason) == (S.NEED_INFO, "Which scale?")
    mail = db.session.query(OutboxMail).filter_by(kind="introduction_need_info").one()
    assert (mail.to_address, "Which scale?" in mail.body, "Partner B" in mail.body) == (
        "kim@firm-a.example",
        True,
        False,
    )


def test_refusing_needs_code_and_words_and_never_reaches_the_counterpart(app, sign_in):
    scene = make_scene()
    row = brought_to(scene, S.BROKER_REVIEW)
    broker = sign_in(scene.broker)
    url = f"/staff/introductions/{row.id}/refuse"
    broker.send(url, {"refuse-version": row.version, "refuse-reason": "not_priority"}, status=422)
    broker.send(url, {"refuse-version": row.version, "refuse-reason": "' OR 1", "refuse-words": "No."}, status=422)
    broker.send(
        url, {"refuse-version": row.version, "refuse-reason": "description_unclear", "refuse-words": "Too short."}
    )
    assert (row.state, row.decline_reason, row.forwarded_at) == (S.DECLINED, "description_unclear", None)
    assert "lee@partner-b.example" not in {address for _kind, address in kinds()}
    sign_in(scene.lee).page(f"/introductions/{row.id}", status=404)
    assert "did not pass it on" in sign_in(scene.kim).page(f"/introductions/{row.id}").get_text()


def test_forwarding_is_refused_once_a_side_is_suspended_or_blocked(app, sign_in):
    scene = make_scene()
    row = brought_to(scene, S.BROKER_REVIEW)
    broker = sign_in(scene.broker)
    scene.partner.state = VettingState.SUSPENDED
    broker.send(f"/staff/introductions/{row.id}/forward", {"version": row.version}, status=409)
    scene.partner.state = VettingState.APPROVED
    db.session.add(Block(organisation_id=scene.partner.id, blocked_id=scene.firm.id))
    broker.send(f"/staff/introductions/{row.id}/forward", {"version": row.version}, status=409)
    assert row.state is S.BROKER_REVIEW


def test_an_old_page_of_a_broker_changes_nothing(app, sign_in):
    scene = make_scene()
    scene.boston.enabled = False
    row = brought_to(scene, S.SUBMITTED)
    seen = row.version
    sign_in(scene.broker).send(f"/staff/introductions/{row.id}/forward", {"version": seen})
    late = sign_in(scene.colleague).post(f"/staff/introductions/{row.id}/forward", data={"version": seen})
    assert (late.status_code, "Somebody else changed this" in late.text) == (409, True)
    assert len([one for one in kinds() if one[0] == "introduction_forwarded"]) == 1
    sign_in(scene.colleague).send(f"/staff/introductions/{row.id}/forward", {}, status=409)


def test_internal_notes_stay_with_the_agency_and_the_cluster_of_their_writer(app, sign_in):
    scene = make_scene()
    row = brought_to(scene, S.FORWARDED)
    basel = make_user(Role.CO_BROKER, cluster="BASEL")
    sign_in(scene.broker).send(f"/staff/introductions/{row.id}/note", {"note-note": "Agency secret."})
    sign_in(scene.boston).send(f"/staff/introductions/{row.id}/note", {"note-note": "Boston secret."})
    read = {
        who.email: [word in sign_in(who).page(url).get_text() for word in ("Agency secret.", "Boston secret.")]
        for who, url in (
            (scene.broker, f"/staff/introductions/{row.id}"), (scene.boston, f"/staff/introductions/{row.id}"),
            (scene.kim, f"/introductions/{row.id}"), (scene.lee, f"/introductions/{row.id}"),
        )
    }  # fmt: skip
    assert read == {
        scene.broker.email: [True, True], scene.boston.email: [False, True],
        scene.kim.email: [False, False], scene.lee.email: [False, False],
    }  # fmt: skip
    sign_in(basel).page(f"/staff/introductions/{row.id}", status=404)


def test_a_broker_puts_a_colleague_in_charge_but_nobody_else(app, sign_in):
    scene = make_scene()
    row = brought_to(scene, S.SUBMITTED)
    broker = sign_in(scene.broker)
    url = f"/staff/introductions/{row.id}/assign"
    broker.send(url, {"assign-version": row.version, "assign-broker": scene.kim.id}, status=422)
    broker.send(url, {"assign-version": row.version, "assign-broker": scene.boston.id}, status=422)
    broker.send(url, {"assign-version": row.version, "assign-broker": scene.colleague.id})
    assert (row.broker_id, row.state) == (scene.colleague.id, S.SUBMITTED)


def test_the_answer_of_an_organisation_without_members_is_recorded_with_its_note(app, sign_in):
    scene = make_scene(partner_member=False)
    row = brought_to(scene, S.FORWARDED)
    broker = sign_in(scene.broker)
    url = f"/staff/introductions/{row.id}/answer"
    broker.send(url, {"answer-version": row.version, "answer-answer": "yes"}, status=422)
    broker.send(url, {"answer-version": row.version, "answer-answer": "no", "answer-note": "By phone."}, status=422)
    broker.send(url, {"answer-version": row.version, "answer-answer": "yes", "answer-note": "By phone on 3 December."})
    assert row.state is S.INTRODUCED
    step = db.session.query(IntroductionStep).filter_by(to_state="accepted").one()
    assert (step.on_behalf_of_id, step.note, step.actor_id) == (
        scene.partner.id,
        "By phone on 3 December.",
        scene.broker.id,
    )
    contacts = {address for kind, address in kinds() if kind == "introduction_introduced"}
    assert contacts == {"kim@firm-a.example", "smith@partner-b.example"}


def test_the_agency_does_not_answer_for_those_who_can_but_a_co_broker_does_for_its_own(app, sign_in):
    scene = make_scene()
    row = brought_to(scene, S.FORWARDED)
    said = {
        "answer-version": row.version,
        "answer-answer": "no",
        "answer-reason": "not_priority",
        "answer-note": "Call.",
    }
    sign_in(scene.broker).send(f"/staff/introductions/{row.id}/answer", said, status=409)
    sign_in(scene.boston).send(f"/staff/introductions/{row.id}/answer", said)
    assert (row.state, row.decline_reason) == (S.DECLINED, "not_priority")


def test_a_co_broker_never_forwards_returns_or_refuses(app, sign_in):
    scene = make_scene()
    row = brought_to(scene, S.SUBMITTED)
    boston = sign_in(scene.boston)
    boston.page(f"/staff/introductions/{row.id}")
    for act in ("take", "forward"):
        boston.send(f"/staff/introductions/{row.id}/{act}", {"version": row.version}, status=403)
    data = {"send_back-version": row.version, "send_back-words": "More."}
    boston.send(f"/staff/introductions/{row.id}/return", data, status=403)
    assert row.state is S.SUBMITTED


def test_withdrawing_for_the_requester_is_noted_and_told(app, sign_in):
    scene = make_scene()
    row = brought_to(scene, S.FORWARDED)
    data = {"withdraw-version": row.version, "withdraw-note": "Asked by phone."}
    sign_in(scene.broker).send(f"/staff/introductions/{row.id}/withdraw", data)
    assert row.state is S.WITHDRAWN
    told = {kind: address for kind, address in kinds() if "withdrawn" in kind}
    assert told == {
        "introduction_withdrawn": "lee@partner-b.example",
        "introduction_withdrawn_for_you": "kim@firm-a.example",
    }


def test_a_contact_and_an_invitation_are_for_organisations_without_members(app, sign_in):
    scene = make_scene(partner_member=False)
    row = brought_to(scene, S.SUBMITTED)
    broker = sign_in(scene.broker)
    url = f"/staff/introductions/{row.id}/contact/{scene.partner.id}"
    broker.page(url)
    new = {"contact-name": "Dr Novak", "contact-email": "NOVAK@partner-b.example", "contact-language": "en"}
    broker.send(url, new | {"contact-email": "not an address"}, status=422)
    broker.send(url, new)
    assert "novak@partner-b.example" in {contact.email for contact in scene.partner.contacts}
    broker.send(url, {"invite-email": "x@", "invite-language": "en"}, status=422)
    broker.send(url, {"invite-email": "novak@partner-b.example", "invite-language": "en"})
    mail = db.session.query(OutboxMail).filter_by(kind="introduction_invitation").one()
    assert (mail.to_address, "Partner B Therapeutics" in mail.body, "/sign-up" in mail.body) == (
        "novak@partner-b.example", True, True,
    )  # fmt: skip
    broker.page(f"/staff/introductions/{row.id}/contact/{scene.firm.id}", status=409)
    sign_in(scene.boston).page(f"/staff/introductions/{row.id}/contact/{scene.firm.id}", status=404)


def test_the_queue_shows_what_waits_longest_first_and_marks_what_is_late(app, sign_in):
    scene = make_scene()
    row = brought_to(scene, S.SUBMITTED)
    row.submitted_at = now() - timedelta(days=9)
    page = sign_in(scene.broker).page("/staff/introductions")
    assert "Firm A Bio" in page.get_text()
    assert "Late" in page.get_text()
    assert "Firm A Bio" not in sign_in(scene.broker).page("/staff/introductions?whose=mine").get_text()
    assert "Firm A Bio" not in sign_in(scene.broker).page("/staff/introductions?state=forwarded").get_text()
    assert "Firm A Bio" in sign_in(scene.broker).page("/staff/introductions?state=nonsense").get_text()


def test_drafts_of_members_are_not_shown_to_staff(app, sign_in):
    scene = make_scene()
    row = brought_to(scene, S.DRAFT)
    sign_in(scene.broker).page(f"/staff/introductions/{row.id}", status=404)
    assert "Firm A Bio" not in sign_in(scene.broker).page("/staff/introductions?state=all").get_text()


def test_the_queue_costs_the_same_for_one_row_and_for_three(app, sign_in, count_queries):
    scene = make_scene()
    brought_to(scene, S.SUBMITTED)
    broker = sign_in(scene.broker)
    broker.page("/staff/introductions")
    one = count_queries(lambda: broker.page("/staff/introductions"))
    from tests.introductions.test_views import make_scene_beside

    for _ in range(2):
        brought_to(make_scene_beside(scene, "sent"), S.SUBMITTED)
    broker.page("/staff/introductions")
    assert count_queries(lambda: broker.page("/staff/introductions")) == one


@pytest.mark.parametrize("state", [state for state in S if state is not S.ACCEPTED and state is not S.DRAFT])
def test_every_state_has_its_page(app, sign_in, state):
    scene = make_scene()
    row = brought_to(scene, state)
    page = sign_in(scene.broker).page(f"/staff/introductions/{row.id}")
    assert "What happens next" in page.get_text()
    for language in ("ko", "en"):
        reader = sign_in(scene.kim)
        with reader.session_transaction() as session:
            session["locale"] = language
        reader.page(f"/introductions/{row.id}")


@pytest.mark.parametrize(
    ("deed", "form", "field"),
    [("return", "send_back", "words"), ("refuse", "refuse", "words"), ("question", "ask", "question")],
)
def test_a_brokers_words_do_not_name_the_counterpart_early_and_stay_in_the_form(app, sign_in, deed, form, field):
    scene = make_scene()
    row = brought_to(scene, S.BROKER_REVIEW)
    words = "Partner B Therapeutics asks for more."
    data = {f"{form}-version": row.version, f"{form}-{field}": words, f"{form}-reason": "other"}
    page = sign_in(scene.broker).send(f"/staff/introductions/{row.id}/{deed}", data, status=422)
    assert "leave the name out" in page.text
    assert words in page.text
    assert row.state is S.BROKER_REVIEW


def test_a_co_broker_reads_the_other_side_without_its_people(app, sign_in):
    scene = make_scene()
    row = brought_to(scene, S.INTRODUCED)
    address = f"/staff/introductions/{row.id}"
    lines = {who: sign_in(who).page(address).select_one(".timeline").get_text() for who in (scene.boston, scene.broker)}
    assert {name: name in lines[scene.boston] for name in ("Kim Gildong", "Firm A Bio", "Lee Partner")} == {
        "Kim Gildong": False, "Firm A Bio": True, "Lee Partner": True,
    }  # fmt: skip
    assert "Kim Gildong" in lines[scene.broker]
