"""The gate in the rooms that disclose, answers and decisions, as people meet them."""

from uuid import uuid4

import pytest
import sqlalchemy as sa

from matchmaker.compliance import queries, service
from matchmaker.compliance.lights import for_reader, standing_of
from matchmaker.compliance.models import ComplianceDecision
from matchmaker.compliance.panels import waiting
from matchmaker.compliance.rules import Answer, Colour, Crossing, Light
from matchmaker.compliance.service import Given, require_clear
from matchmaker.foundation import files
from matchmaker.foundation.database import db
from matchmaker.foundation.errors import Forbidden, NotFound, RuleViolation
from matchmaker.foundation.models import AuditEntry, OutboxMail
from matchmaker.introductions.rules import IntroductionState
from matchmaker.meetings.packs import sending
from matchmaker.organisations.rules import VettingState
from matchmaker.threads import service as threads
from matchmaker.threads.rules import Lane
from tests.compliance.scenes import mark, scene_with
from tests.factories import make_opportunity, make_organisation
from tests.introductions.scenes import brought_to, make_scene, staff
from tests.meetings.scenes import confirmed, introduced, introduction_of
from tests.threads.conversations import PDF, reader_of, say


def refusal(call):
    with pytest.raises(RuleViolation) as caught:
        call()
    return caught.value.code


def seen(row, light):
    return service.fingerprint(service.covers_of(standing_of(row), light))


def decide(scene, row, light=Light.TECHNOLOGY, who=None):
    decision = service.decide(row, light, "Checked with the ministry.", staff=staff(who or scene.broker),
                              seen=seen(row, light))  # fmt: skip
    db.session.flush()
    return decision


def send_file(scene, row, user):
    kept = files.take("plan.pdf", PDF, area="threads")
    draft = threads.Draft(Lane.ALL, "See the plan.", uuid4().hex, (kept,), may_share=True)
    return threads.write(row, draft, reader=reader_of(user), author=user)


def test_a_profile_flagged_unknown_cannot_send_attachments_abroad(app):
    scene, row = scene_with("unknown")
    assert refusal(lambda: send_file(scene, row, scene.kim)) == "compliance.core_technology_unknown"
    assert refusal(lambda: send_file(scene, row, scene.broker)) == "compliance.core_technology_unknown"
    assert say(row, scene.kim, Lane.ALL, "Words pass.").id
    assert send_file(scene, row, scene.lee).attachments, "what comes to Korea does not leave it"

    service.answer(row, scene.firm, {"national_core_tech": Given(Answer.NO)}, actor_id=scene.kim.id, version=0)
    assert send_file(scene, row, scene.kim).attachments


def test_red_holds_back_files_of_both_sides_until_the_agency_decides_and_again_when_it_takes_that_back(app):
    scene, row = scene_with("national_core_tech")
    for user in (scene.kim, scene.lee):
        assert refusal(lambda user=user: send_file(scene, row, user)) == "compliance.red"
    decision = decide(scene, row)
    sent = send_file(scene, row, scene.kim)
    assert threads.open_file(row, sent.attachments[0].id, reader=reader_of(scene.lee))[1] == PDF

    service.revoke(row, decision.id, "The licence ran out.", staff=staff(scene.colleague))
    opened = lambda who: threads.open_file(row, sent.attachments[0].id, reader=reader_of(who))  # noqa: E731
    assert refusal(lambda: opened(scene.lee)) == "compliance.red"
    assert opened(scene.kim)[1] == PDF, "the side that sent it keeps it"


def test_contacts_are_not_given_while_a_light_is_red(app):
    scene = make_scene()
    mark(scene.firm_offer, "national_core_tech")
    assert refusal(lambda: brought_to(scene, IntroductionState.INTRODUCED)) == "compliance.red"


def test_a_decision_covers_the_answers_it_had_before_it_and_no_others(app):
    scene, row = scene_with("national_core_tech")
    decide(scene, row)
    service.require_clear(row, Crossing.CONTACTS)

    given = {"strategic_item": Given(Answer.YES)}
    service.answer(row, scene.firm, given, actor_id=scene.kim.id, version=0)
    assert refusal(lambda: service.require_clear(row, Crossing.CONTACTS)) == "compliance.red"
    decide(scene, row)
    service.require_clear(row, Crossing.CONTACTS)
    rows = db.session.scalars(sa.select(ComplianceDecision).order_by(ComplianceDecision.id)).all()
    assert [(len(one.covers), one.revoked_at is None) for one in rows] == [(1, False), (2, True)]


def test_only_the_agency_decides_with_a_reason_about_what_it_saw_and_both_offices_are_told(app):
    scene, row = scene_with("national_core_tech")
    with pytest.raises(Forbidden):
        decide(scene, row, who=scene.boston)
    at = {"staff": staff(scene.broker), "seen": seen(row, Light.TECHNOLOGY)}
    assert refusal(lambda: service.decide(row, Light.TECHNOLOGY, " ", **at)) == "compliance.reason_needed"
    assert refusal(lambda: service.decide(row, Light.PEOPLE, "Why", **at)) == "compliance.nothing_to_decide"
    stale = at | {"seen": "other"}
    assert refusal(lambda: service.decide(row, Light.TECHNOLOGY, "Why", **stale)) == "changed_meanwhile"
    decide(scene, row)
    assert refusal(lambda: decide(scene, row)) == "compliance.decided_already"

    mails = db.session.scalars(sa.select(OutboxMail).where(OutboxMail.kind == "compliance_decided")).all()
    assert {mail.to_address for mail in mails} == {one.email for one in
                                                    (scene.broker, scene.boston, scene.kim, scene.lee)}  # fmt: skip
    actions = db.session.scalars(sa.select(AuditEntry.action).where(AuditEntry.action.startswith("compliance.")))
    assert list(actions) == ["compliance.decided"]


def test_a_permit_is_named_and_turns_the_light_green(app):
    scene, row = scene_with("national_core_tech")
    bare = {"national_core_tech": Given(Answer.PERMITTED)}
    wrong = lambda given: service.answer(row, scene.firm, given, actor_id=scene.kim.id, version=0)  # noqa: E731
    assert refusal(lambda: wrong(bare)) == "compliance.permit_needed"
    assert refusal(lambda: wrong({"home_export_control": Given(Answer.NO)})) == "compliance.unknown_question"
    wrong({"national_core_tech": Given(Answer.PERMITTED, "Approval 2026-17")})
    assert standing_of(row).colour(Light.TECHNOLOGY) is Colour.GREEN
    service.require_clear(row, Crossing.FILE_ABROAD)


def test_of_two_who_answer_the_same_sheet_the_second_is_told(app):
    scene, row = scene_with("unknown")
    given = {"people_stay": Given(Answer.NO)}
    service.answer(row, scene.firm, given, actor_id=scene.kim.id, version=0)
    again = lambda: service.answer(row, scene.firm, given, actor_id=scene.kim.id, version=0)  # noqa: E731
    assert refusal(again) == "changed_meanwhile"


def test_a_pack_goes_without_its_file_while_a_light_is_red(app):
    scene, row = scene_with("national_core_tech")
    meeting = confirmed(scene, row)
    assert sending._parts(meeting, scene.firm) == []
    decide(scene, row)
    assert [part.content_type for part in sending._parts(meeting, scene.firm)] == ["application/pdf"]


def test_staff_answer_only_for_a_side_in_their_care_that_nobody_represents(app):
    scene, row = introduced(partner_member=False)
    assert service.side_without_members(row, scene.partner.id, staff(scene.boston)) is scene.partner
    assert refusal(lambda: service.side_without_members(row, scene.firm.id, staff(scene.broker))) == (
        "compliance.answers_itself"
    )
    stranger = make_organisation()
    for organisation_id, who in ((stranger.id, scene.broker), (scene.firm.id, scene.boston)):
        with pytest.raises(NotFound):
            service.side_without_members(row, organisation_id, staff(who))


def test_a_document_of_another_opportunity_is_held_back_by_its_own_marks(app):
    scene, row = scene_with("none")
    row.from_opportunity = scene.firm_offer
    other = make_opportunity(scene.firm, codes={"sensitivity": ("national_core_tech",)})

    require_clear(row, Crossing.FILE_ABROAD)
    with pytest.raises(RuleViolation, match=r"compliance\.red"):
        require_clear(row, Crossing.FILE_ABROAD, opened=other)


def test_until_the_other_side_was_asked_a_member_reads_its_own_answers_alone(app):
    scene, row = scene_with("national_core_tech")
    row.forwarded_at = None

    assert {one.side_id for one in for_reader(standing_of(row), scene.partner).said} == {scene.partner.id}
    assert {one.side_id for one in for_reader(standing_of(row), None).said} == {scene.firm.id, scene.partner.id}


def test_an_older_red_light_is_found_behind_later_introductions_without_one(app, monkeypatch):
    scene, marked = scene_with("national_core_tech")
    answered = introduction_of(make_organisation(), make_organisation(country="CH", cluster="BASEL"))
    quiet = [introduction_of(make_organisation(), make_organisation(country="US")) for _number in range(3)]
    service.answer(answered, answered.from_organisation, {"strategic_item": Given(Answer.YES)},
                   actor_id=scene.kim.id, version=0)  # fmt: skip
    service.answer(quiet[0], quiet[0].from_organisation, {"people_stay": Given(Answer.YES)},
                   actor_id=scene.kim.id, version=0)  # fmt: skip
    monkeypatch.setattr(queries, "MOST", 2)
    assert {one.introduction.id for one in waiting(staff(scene.broker))} == {marked.id, answered.id}
    assert {one.introduction.id for one in waiting(staff(scene.boston))} == {marked.id}


def test_when_a_side_takes_a_red_answer_back_or_names_a_permit_both_offices_are_told(app):
    scene, row = scene_with("national_core_tech")
    tell = lambda version, **given: service.answer(row, scene.firm, given, actor_id=scene.kim.id, version=version)  # noqa: E731
    eased = sa.select(OutboxMail).where(OutboxMail.kind == "compliance_eased").order_by(OutboxMail.id)
    tell(0, national_core_tech=Given(Answer.NO), strategic_item=Given(Answer.YES), people_stay=Given(Answer.YES))
    assert db.session.scalars(eased).all() == [], "a plain no does not undo the mark, and amber was never red"

    version = service.sheet_version(row, scene.firm)
    tell(version, national_core_tech=Given(Answer.PERMITTED, "2026-17"), strategic_item=Given(Answer.NO))
    mails = db.session.scalars(eased).all()
    assert {mail.to_address for mail in mails} == {scene.broker.email, scene.boston.email}
    assert mails[0].subject == "Compliance answer not red any more: Firm A Bio and Partner B Therapeutics"
    assert "Firm A Bio has changed answers" in mails[0].body
    assert mails[0].body.splitlines()[4:6] == [
        "– National core technology (Korea): Yes, and the permit or consent is in hand",
        "– Strategic or dual-use item: No",
    ]


def test_an_organisation_that_is_suspended_answers_nothing_while_staff_still_write_down_what_it_says(app):
    scene, row = scene_with("unknown")
    scene.firm.state = VettingState.SUSPENDED
    given = {"people_stay": Given(Answer.NO)}
    own = lambda: service.answer(row, scene.firm, given, actor_id=scene.kim.id, version=0)  # noqa: E731
    assert refusal(own) == "introduction.own_not_approved"
    service.answer(row, scene.firm, given, actor_id=scene.broker.id, version=0, by_staff=True)
    assert standing_of(row).sheets[scene.firm.id].by_staff
