"""Two offices: neither the agency nor a partner cluster's co-broker can disclose anything alone."""

import pytest

from matchmaker.foundation.database import db
from matchmaker.foundation.errors import Forbidden, RuleViolation
from matchmaker.foundation.models import OutboxMail
from matchmaker.foundation.permissions import Role
from matchmaker.introductions import service
from matchmaker.introductions.models import Introduction, IntroductionApproval
from matchmaker.introductions.review import brokering
from matchmaker.introductions.rules import IntroductionState as S
from matchmaker.organisations.models import Disclosure
from tests.factories import make_user
from tests.introductions.scenes import brought_to, make_scene, staff


def mails(kind):
    return [mail.to_address for mail in db.session.query(OutboxMail).filter_by(kind=kind).order_by(OutboxMail.id)]


def approve(row, person):
    act = brokering.approve if person.role is Role.CO_BROKER else brokering.forward
    act(row, staff=staff(person), version=row.version)
    db.session.flush()


@pytest.mark.parametrize("first", ["broker", "boston"])
def test_neither_office_discloses_alone_and_with_the_second_it_is_passed_on(app, sign_in, first):
    scene = make_scene()
    row = brought_to(scene, S.BROKER_REVIEW)
    one, other = (scene.broker, scene.boston) if first == "broker" else (scene.boston, scene.broker)
    approve(row, one)
    assert (row.state, row.forwarded_at) == (S.BROKER_REVIEW, None)
    assert db.session.query(Disclosure).count() == 0
    assert [mails(kind) for kind in ("introduction_forwarded", "introduction_sent_on")] == [[], []]
    assert mails("introduction_approval_wanted") == [other.email]
    sign_in(scene.lee).page(f"/introductions/{row.id}", status=404)
    texts = [sign_in(scene.lee).get(url).text for url in ("/", "/introductions", f"/organisations/{scene.firm.id}")]
    texts += [sign_in(scene.kim).get(url).text for url in ("/", "/introductions?tab=sent", f"/introductions/{row.id}")]
    assert not [text for text in texts[:3] if "Firm A" in text]
    assert not [text for text in texts[3:] if "Partner B" in text]
    approve(row, other)
    assert row.state is S.FORWARDED
    assert db.session.query(Disclosure).count() == 2
    assert mails("introduction_forwarded") == [scene.lee.email]


def test_both_queues_and_pages_say_whose_approval_is_missing(app, sign_in):
    scene = make_scene()
    row = brought_to(scene, S.BROKER_REVIEW)
    approve(row, scene.broker)
    for person in (scene.broker, scene.boston):
        assert (
            "Boston/Massachusetts: approval missing"
            in sign_in(person).page("/staff/introductions").find("table").get_text()
        )
        assert (
            "Boston/Massachusetts: approval missing"
            in sign_in(person).page(f"/staff/introductions/{row.id}").get_text()
        )
    brokering.take_back_approval(row, staff=staff(scene.broker), version=row.version)
    approve(row, scene.boston)
    for person in (scene.broker, scene.boston):
        assert "The agency: approval missing" in sign_in(person).page("/staff/introductions").find("table").get_text()


def test_an_office_approves_once_and_can_take_it_back_until_it_is_passed_on(app, sign_in):
    scene = make_scene()
    row = brought_to(scene, S.BROKER_REVIEW)
    boston = sign_in(scene.boston)
    at = f"/staff/introductions/{row.id}"
    boston.send(f"{at}/approve", {"version": row.version})
    boston.send(f"{at}/approve", {"version": row.version}, status=409)
    boston.send(f"{at}/take-back-approval", {"version": row.version})
    boston.send(f"{at}/take-back-approval", {"version": row.version}, status=409)
    assert db.session.query(IntroductionApproval).count() == 0
    approve(row, scene.broker)
    assert row.state is S.BROKER_REVIEW
    boston.send(f"{at}/approve", {"version": row.version})
    assert row.state is S.FORWARDED
    boston.send(f"{at}/take-back-approval", {"version": row.version}, status=409)


def test_an_old_page_approves_nothing(app):
    scene = make_scene()
    row = brought_to(scene, S.BROKER_REVIEW)
    seen = row.version
    approve(row, scene.broker)
    with pytest.raises(RuleViolation, match="changed_meanwhile"):
        brokering.approve(row, staff=staff(scene.boston), version=seen)


def test_without_an_active_co_broker_the_agency_alone_suffices(app, sign_in):
    scene = make_scene()
    scene.boston.enabled = False
    row = brought_to(scene, S.BROKER_REVIEW)
    assert "the agency alone decides" in sign_in(scene.broker).page(f"/staff/introductions/{row.id}").get_text()
    approve(row, scene.broker)
    assert row.state is S.FORWARDED


def test_when_the_co_broker_leaves_meanwhile_the_agency_can_go_on(app):
    scene = make_scene()
    row = brought_to(scene, S.BROKER_REVIEW)
    approve(row, scene.broker)
    scene.boston.enabled = False
    db.session.flush()
    approve(row, scene.broker)
    assert row.state is S.FORWARDED


def test_a_co_broker_of_the_requesters_cluster_has_to_approve_too(app):
    scene = make_scene()
    interest = service.Interest(scene.partner_need.id, scene.firm_offer.id, "Hello.")
    row = service.start(scene.partner, scene.firm, interest, actor_id=scene.lee.id)
    service.send(row, user=scene.lee, version=row.version, consent=False)
    approve(row, scene.broker)
    assert row.state is S.BROKER_REVIEW
    approve(row, scene.boston)
    assert row.state is S.FORWARDED


def test_a_co_broker_refuses_with_a_reason_and_the_agency_is_told(app, sign_in):
    scene = make_scene()
    row = brought_to(scene, S.BROKER_REVIEW)
    boston, url = sign_in(scene.boston), f"/staff/introductions/{row.id}/refuse"
    boston.send(url, {"refuse-version": row.version, "refuse-reason": "no_capacity"}, status=422)
    said = {"refuse-version": row.version, "refuse-reason": "no_capacity", "refuse-words": "Not this year."}
    boston.send(url, said)
    assert (row.state, row.broker_id, row.state_reason) == (S.DECLINED, scene.broker.id, "Not this year.")
    assert [mails(kind) for kind in ("introduction_office_refused", "introduction_refused")] == [
        [scene.broker.email], [scene.kim.email],
    ]  # fmt: skip


def test_a_co_broker_elsewhere_neither_sees_nor_approves(app, sign_in):
    scene = make_scene()
    basel = make_user(Role.CO_BROKER, cluster="BASEL")
    row = brought_to(scene, S.BROKER_REVIEW)
    sign_in(basel).send(f"/staff/introductions/{row.id}/approve", {"version": row.version}, status=404)
    with pytest.raises(Forbidden):
        brokering.approve(row, staff=staff(basel), version=row.version)


def test_what_is_returned_needs_new_approvals(app):
    scene = make_scene()
    row = brought_to(scene, S.BROKER_REVIEW)
    approve(row, scene.boston)
    brokering.send_back(row, "Which scale?", staff=staff(scene.broker), version=row.version)
    service.send(row, user=scene.kim, version=row.version, consent=False)
    approve(row, scene.broker)
    assert row.state is S.BROKER_REVIEW


def test_members_do_not_read_about_approvals_in_the_history(app, sign_in):
    scene = make_scene()
    row = brought_to(scene, S.FORWARDED)
    assert "approved for passing on" in sign_in(scene.boston).page(f"/staff/introductions/{row.id}").get_text()
    for person in (scene.kim, scene.lee):
        assert "approved for passing on" not in sign_in(person).page(f"/introductions/{row.id}").get_text()


def test_the_queue_costs_the_same_for_one_row_and_for_three(app, sign_in, count_queries):
    scene = make_scene()
    approve(brought_to(scene, S.BROKER_REVIEW), scene.broker)
    reader = sign_in(scene.broker)
    reader.page("/staff/introductions")
    one = count_queries(lambda: reader.page("/staff/introductions"))
    for n in range(2):
        scene.kim.email, scene.lee.email = f"kim{n}@x.example", f"lee{n}@x.example"
        scene = make_scene()
        approve(brought_to(scene, S.BROKER_REVIEW), scene.broker)
    reader.page("/staff/introductions")
    assert db.session.query(Introduction).count() == 3
    assert count_queries(lambda: reader.page("/staff/introductions")) == one
