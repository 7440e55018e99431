"""Clocks: reminders, lapsing, brokers who leave, organisations that go."""

from datetime import timedelta

import time_machine

from matchmaker.accounts.closing import on_close
from matchmaker.foundation.database import db, now
from matchmaker.foundation.models import OutboxMail
from matchmaker.introductions import lapsing
from matchmaker.introductions.jobs import sweep
from matchmaker.introductions.models import Introduction, IntroductionStep
from matchmaker.introductions.rules import IntroductionState as S
from matchmaker.organisations.models import Disclosure
from tests.introductions.scenes import brought_to, make_scene


def mails():
    rows = db.session.query(OutboxMail).order_by(OutboxMail.id)
    return [(m.kind, m.to_address) for m in rows if m.kind in {"introduction_reminder", "introduction_expired"}]


def test_the_counterpart_is_reminded_once_and_then_it_lapses_for_both(app):
    scene = make_scene()
    row = brought_to(scene, S.FORWARDED)
    start = row.forwarded_at
    lapsing.remind(start + timedelta(days=4))
    assert mails() == []
    for _ in range(2):
        lapsing.remind(start + timedelta(days=7))
    assert mails() == [("introduction_reminder", "lee@partner-b.example")]
    lapsing.lapse(start + timedelta(days=12))
    assert row.state is S.FORWARDED
    for _ in range(2):
        lapsing.lapse(start + timedelta(days=17))
    assert row.state is S.EXPIRED
    assert mails()[1:] == [
        ("introduction_expired", "kim@firm-a.example"),
        ("introduction_expired", "lee@partner-b.example"),
    ]


def test_what_the_requester_never_completed_lapses_without_a_word_to_the_counterpart(app):
    scene = make_scene()
    row = brought_to(scene, S.NEED_INFO)
    lapsing.lapse(row.returned_at + timedelta(days=17))
    assert row.state is S.EXPIRED
    assert mails() == [("introduction_expired", "kim@firm-a.example")]


def test_the_job_may_run_twice(app):
    scene = make_scene()
    row = brought_to(scene, S.FORWARDED)
    db.session.commit()
    with time_machine.travel(now() + timedelta(days=30), tick=False):
        sweep()
        sweep()
    db.session.expire_all()
    assert row.state is S.EXPIRED
    assert len(mails()) == 3


def test_what_waits_is_left_alone(app):
    scene = make_scene()
    row = brought_to(scene, S.SUBMITTED)
    lapsing.lapse(now() + timedelta(days=400))
    assert row.state is S.SUBMITTED


def test_introductions_of_a_broker_who_leaves_wait_for_a_colleague(app):
    scene = make_scene()
    row = brought_to(scene, S.FORWARDED)
    assert lapsing.release_of in on_close
    lapsing.release_of(scene.broker)
    assert (row.broker_id, row.state) == (None, S.FORWARDED)
    assert row.steps[-1].internal


def test_when_an_organisation_is_deleted_its_introductions_go_whole(app, sign_in):
    scene = make_scene()
    brought_to(scene, S.INTRODUCED)
    db.session.commit()
    db.session.delete(scene.partner)
    db.session.commit()
    left = [db.session.query(kind).count() for kind in (Introduction, IntroductionStep, Disclosure)]
    assert left == [0, 0, 0]
    sign_in(scene.kim).page("/introductions?tab=sent")


def test_when_an_opportunity_is_deleted_the_introduction_goes_on_in_general(app, sign_in):
    scene = make_scene()
    row = brought_to(scene, S.FORWARDED)
    db.session.commit()
    db.session.delete(scene.partner_need)
    db.session.commit()
    db.session.expire_all()
    assert (row.to_opportunity_id, row.state) == (None, S.FORWARDED)
    sign_in(scene.lee).page(f"/introductions/{row.id}")


def test_a_member_who_has_left_leaves_the_introduction_readable(app, sign_in):
    scene = make_scene()
    row = brought_to(scene, S.FORWARDED)
    scene.kim.full_name, scene.kim.email = "Closed account", "closed@closed.invalid"
    scene.firm.memberships.clear()
    db.session.commit()
    assert "Closed account" in sign_in(scene.broker).page(f"/staff/introductions/{row.id}").get_text()
    assert "Closed account" not in sign_in(scene.lee).page(f"/introductions/{row.id}").get_text()
