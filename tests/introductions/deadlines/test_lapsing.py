"""Clocks: reminders, warnings, lapsing, brokers who leave, organisations that go."""

from datetime import UTC, date, datetime, timedelta

import time_machine

from matchmaker.accounts.closing import on_close
from matchmaker.foundation.database import db, now
from matchmaker.foundation.models import OutboxMail
from matchmaker.introductions.deadlines import lapsing
from matchmaker.introductions.deadlines.jobs import sweep
from matchmaker.introductions.holidays import service as holidays
from matchmaker.introductions.models import Introduction, IntroductionStep
from matchmaker.introductions.questions import asking
from matchmaker.introductions.rules import IntroductionState as S
from matchmaker.organisations.models import Disclosure
from tests.introductions.scenes import brought_to, make_scene, staff

MONDAY = datetime(2026, 12, 7, 3, tzinfo=UTC)
"""Noon in Korea, in weeks without a holiday in Korea or Massachusetts: five working days end on the next Monday."""


def mails():
    rows = db.session.query(OutboxMail).order_by(OutboxMail.id)
    kinds = {"reminder", "expired", "lapses_soon", "lapses_soon_staff"}
    found = [(mail.kind.removeprefix("introduction_"), mail.to_address) for mail in rows]
    return [(kind, address) for kind, address in found if kind in kinds]


def sweep_on(day):
    """What the job of `day` days after Monday posts; it may run twice."""
    before = len(mails())
    for _ in range(2):
        for work in (lapsing.remind, lapsing.warn, lapsing.lapse):
            work(MONDAY + timedelta(days=day))
    return mails()[before:]


def test_the_counterpart_is_reminded_and_warned_once_and_then_it_lapses_for_both(app):
    scene = make_scene()
    row = brought_to(scene, S.FORWARDED)
    row.forwarded_at = MONDAY
    days = {day: sweep_on(day) for day in range(9)}
    assert {day: found for day, found in days.items() if found} == {
        2: [("reminder", "lee@partner-b.example")],
        4: [("lapses_soon", "lee@partner-b.example"), ("lapses_soon_staff", scene.broker.email)],
        8: [("expired", "kim@firm-a.example"), ("expired", "lee@partner-b.example")],
    }
    assert row.state is S.EXPIRED


def test_a_holiday_of_either_country_gives_a_day_more(app):
    scene = make_scene()
    row = brought_to(scene, S.FORWARDED)
    row.forwarded_at = MONDAY
    for day in (date(2026, 12, 10), date(2026, 12, 11)):
        holidays.enter("US", day, name_ko="", name_en="Snow", staff=staff(scene.broker))
    lapsing.lapse(MONDAY + timedelta(days=9))
    assert row.state is S.FORWARDED
    lapsing.lapse(MONDAY + timedelta(days=10))
    assert row.state is S.EXPIRED


def test_what_the_requester_never_completed_lapses_without_a_word_to_the_counterpart(app):
    scene = make_scene()
    row = brought_to(scene, S.NEED_INFO)
    row.returned_at = MONDAY
    days = {day: sweep_on(day) for day in range(9)}
    assert {day: found for day, found in days.items() if found} == {
        4: [("lapses_soon", "kim@firm-a.example"), ("lapses_soon_staff", scene.broker.email)],
        8: [("expired", "kim@firm-a.example")],
    }
    assert row.state is S.EXPIRED


def test_with_a_question_the_requester_is_warned_and_its_answer_gives_the_counterpart_the_whole_time_again(app):
    scene = make_scene()
    row = brought_to(scene, S.FORWARDED)
    asking.ask(row, "Which scale?", user=scene.lee, version=row.version)
    row.forwarded_at, row.asked_at = MONDAY - timedelta(days=4), MONDAY
    found = {day: sweep_on(day) for day in range(5)}
    assert [found[day][:1] for day in (2, 4)] == [[], [("lapses_soon", "kim@firm-a.example")]]
    asking.reply(row, "200 litres.", user=scene.kim, version=row.version)
    row.replied_at = MONDAY + timedelta(days=4)
    found = {day: sweep_on(day) for day in range(5, 13)}
    assert [found[day][:1] for day in (8, 10)] == [
        [("reminder", "lee@partner-b.example")], [("lapses_soon", "lee@partner-b.example")],
    ]  # fmt: skip
    assert row.state is S.EXPIRED


def test_a_question_that_stays_without_answer_ends_it(app):
    scene = make_scene()
    row = brought_to(scene, S.FORWARDED)
    asking.ask(row, "Which scale?", user=scene.lee, version=row.version)
    row.asked_at = MONDAY
    assert sweep_on(8)[-2:] == [("expired", "kim@firm-a.example"), ("expired", "lee@partner-b.example")]
    assert (row.state, row.asked_at) == (S.EXPIRED, None)


def test_the_job_may_run_twice(app):
    scene = make_scene()
    row = brought_to(scene, S.FORWARDED)
    db.session.commit()
    with time_machine.travel(now() + timedelta(days=30), tick=False):
        sweep()
        sweep()
    db.session.expire_all()
    assert row.state is S.EXPIRED
    assert [kind for kind, _address in mails()] == ["expired", "expired"]


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
