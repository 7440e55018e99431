"""Clocks: who must move by which day, in the calendars of both countries."""

from datetime import UTC, date, datetime, timedelta

import pytest

from matchmaker.foundation.database import db
from matchmaker.foundation.permissions import Role
from matchmaker.introductions.deadlines import clocks
from matchmaker.introductions.deadlines.clocks import Clock, ClockKind
from matchmaker.introductions.holidays import service as holidays
from matchmaker.introductions.questions import asking
from matchmaker.introductions.rules import IntroductionState as S
from tests.factories import make_user
from tests.introductions.scenes import brought_to, make_scene, staff

K = ClockKind
MONDAY = datetime(2026, 11, 23, 3, tzinfo=UTC)
"""Noon in Korea; on Thursday of that week it is Thanksgiving in Boston."""


def at(row, moment=MONDAY):
    """The introduction as if its last move was made at `moment`."""
    for name in ("submitted_at", "forwarded_at", "returned_at", "asked_at", "replied_at"):
        if getattr(row, name) is not None:
            setattr(row, name, moment)
    return row


@pytest.mark.parametrize(
    ("state", "kinds"),
    [
        (S.DRAFT, {}),
        (S.SUBMITTED, {K.FIRST_TOUCH: date(2026, 11, 25), K.DECISION: date(2026, 12, 1)}),
        (S.BROKER_REVIEW, {K.DECISION: date(2026, 12, 1)}),
        (S.NEED_INFO, {K.COMPLETION: date(2026, 12, 1)}),
        (S.FORWARDED, {K.ANSWER: date(2026, 12, 1)}),
        (S.INTRODUCED, {}),
        (S.DECLINED, {}),
        (S.WITHDRAWN, {}),
        (S.EXPIRED, {}),
    ],
)
def test_each_state_has_its_clocks_which_stop_on_holidays_of_both_countries(app, state, kinds):
    row = at(brought_to(make_scene(), state))
    assert {clock.kind: clock.due for clock in clocks.clocks_of(row, MONDAY)} == kinds


def test_a_clock_is_soon_on_the_working_day_before_and_late_on_the_day_after(app):
    row = at(brought_to(make_scene(), S.FORWARDED))
    due = date(2026, 12, 1)
    seen = {day: clocks.lapse_clock(row, MONDAY + timedelta(days=day)) for day in (4, 5, 7, 8, 9)}
    assert seen == {
        4: Clock(K.ANSWER, due, is_late=False, is_soon=False),
        5: Clock(K.ANSWER, due, is_late=False, is_soon=False),
        7: Clock(K.ANSWER, due, is_late=False, is_soon=True),
        8: Clock(K.ANSWER, due, is_late=False, is_soon=True),
        9: Clock(K.ANSWER, due, is_late=True, is_soon=False),
    }


def test_while_a_question_is_open_the_requesters_clock_runs_and_then_the_counterparts_anew(app):
    scene = make_scene()
    row = brought_to(scene, S.FORWARDED)
    asking.ask(row, "Which scale?", user=scene.lee, version=row.version)
    assert [clock.kind for clock in clocks.clocks_of(at(row), MONDAY)] == [K.REPLY]
    asking.reply(row, "200 litres.", user=scene.kim, version=row.version)
    row.replied_at = MONDAY + timedelta(days=4)
    assert [(clock.kind, clock.due) for clock in clocks.clocks_of(row, MONDAY)] == [(K.ANSWER, date(2026, 12, 4))]


def test_what_the_agency_enters_stops_the_clocks_at_once(app):
    scene = make_scene()
    row = at(brought_to(scene, S.FORWARDED))
    holidays.enter("KR", date(2026, 12, 1), name_ko="임시공휴일", name_en="", staff=staff(scene.broker))
    assert clocks.due_of(row) == date(2026, 12, 2)
    entered = holidays.upcoming(date(2026, 1, 1))
    holidays.remove(entered[0].id, staff=staff(scene.broker))
    assert clocks.due_of(row) == date(2026, 12, 1)


@pytest.mark.parametrize(
    ("country", "cluster", "place"),
    [
        ("US", "BOSTON", "US-MA"),
        ("CH", "BASEL", "CH-BS"),
        ("JP", "KOBE", "JP"),
        ("DE", "BASEL", "DE"),
        ("KR", "SIHEUNG", "KR"),
    ],
)
def test_a_cluster_keeps_the_holidays_of_its_part_of_the_country(country, cluster, place):
    assert clocks.place_of(country, cluster) == place


def test_the_agency_enters_and_removes_holidays_on_a_page_and_nobody_else_does(app, sign_in):
    scene = make_scene()
    broker = sign_in(scene.broker)
    good = {"country": "KR", "day": "2026-12-24", "name_ko": "임시공휴일", "name_en": ""}
    broker.send("/staff/holidays", good)
    assert "임시공휴일" in broker.page("/staff/holidays").get_text()
    broker.send("/staff/holidays", good, status=409)
    broker.send("/staff/holidays", good | {"name_ko": ""}, status=422)
    broker.send("/staff/holidays", good | {"day": "24.12."}, status=422)
    url = f"/staff/holidays/{holidays.upcoming(date(2026, 1, 1))[0].id}/remove"
    for person in (scene.kim, scene.boston):
        assert sign_in(person).get("/staff/holidays").status_code == 403
        assert sign_in(person).post(url).status_code == 403
    broker.send(url)
    broker.send(url, status=404)
    db.session.expire_all()
    assert list(holidays.upcoming(date(2026, 1, 1))) == []


def test_the_queue_says_by_when_and_what_is_late(app, sign_in):
    scene = make_scene()
    row = brought_to(scene, S.SUBMITTED)
    row.submitted_at = MONDAY - timedelta(days=400)
    assert "Late" in sign_in(scene.broker).page("/staff/introductions").find("table").get_text()
    basel = make_user(Role.CO_BROKER, cluster="BASEL")
    assert sign_in(basel).page("/staff/introductions").find("table") is None
