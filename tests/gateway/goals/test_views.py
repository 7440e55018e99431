"""The vision, its goals, and the public page of progress."""

from datetime import date
from decimal import Decimal

import pytest
import sqlalchemy as sa

from matchmaker.foundation.database import db
from matchmaker.foundation.permissions import Role
from matchmaker.gateway import loading
from matchmaker.gateway.funnels import daily
from matchmaker.gateway.goals import measuring
from matchmaker.gateway.goals.measuring import YearLine
from matchmaker.gateway.models import Goal, GoalYear, Relation, Vision
from matchmaker.gateway.rules import Measure
from tests.factories import make_user
from tests.gateway.scenes import introduce, make_market, make_records

SAID = {"title_ko": "수출", "title_en": "Exports", "unit_ko": "억원", "unit_en": "KRW 100 m", "measure": "manual",
        "source": "City plan", "is_public": "y"}  # fmt: skip


def goal_of(records: dict[str, list[int]]) -> Goal:
    return db.session.get_one(Goal, records["goal_id"][0])


def test_the_vision_and_the_relations_are_loaded_once_and_stay_as_staff_left_them(app):
    assert loading.load() == 3
    vision = db.session.scalars(sa.select(Vision)).one()
    assert vision.title_ko == "세계 1위 바이오 메가 클러스터"
    assert [(year.year, year.target) for year in vision.goals[0].years] == [(2026, 1500), (2027, 1500)]
    vision.title_en = "Changed"
    db.session.flush()
    assert loading.load() == 0
    assert (vision.title_en, db.session.scalar(sa.select(sa.func.count()).select_from(Relation))) == ("Changed", 2)


def test_a_leader_adds_a_goal_and_the_public_sees_target_and_result(app, client, sign_in):
    records = make_records()
    leader = sign_in(make_user(Role.MANAGER))
    leader.page("/staff/goals")
    leader.send(f"/staff/goals/{records['vision_id'][0]}/new", SAID)
    goal = db.session.scalars(sa.select(Goal).where(Goal.title_en == "Exports")).one()
    leader.page(f"/staff/goals/{goal.id}")
    numbers = {"year-year": "2025", "year-target": "120", "year-actual": "90", "year-note": "Customs"}
    leader.send(f"/staff/goals/{goal.id}/years", numbers)
    rows = [[cell.get_text(" ", strip=True) for cell in row.find_all(["th", "td"])]
            for row in client.page("/progress").select("main table")[0].select("tbody tr")]  # fmt: skip
    assert rows == [["2025", "120 KRW 100 m", "90 KRW 100 m", "75%", "Customs"]]


def test_the_numbers_of_a_year_take_the_place_of_those_before(app, sign_in):
    records = make_records()
    leader = sign_in(make_user(Role.MANAGER))
    for target in ("5", "7"):
        leader.send(f"/staff/goals/{records['goal_id'][0]}/years", {"year-year": "2026", "year-target": target})
    assert db.session.execute(sa.select(GoalYear.year, GoalYear.target)).all() == [(2026, Decimal(7))]


@pytest.mark.parametrize(
    "numbers",
    [{"year-year": "1999", "year-target": "1"}, {"year-year": "2026"}, {"year-year": "2026", "year-target": "-1"},
     {"year-year": "x", "year-target": "1"},
     *({"year-year": "2026", "year-target": odd} for odd in ("NaN", "sNaN", "Infinity", "1e999999"))],
)  # fmt: skip
def test_numbers_that_are_none_are_refused(app, sign_in, numbers):
    records = make_records()
    sign_in(make_user(Role.MANAGER)).send(f"/staff/goals/{records['goal_id'][0]}/years", numbers, status=422)
    assert db.session.scalar(sa.select(sa.func.count()).select_from(GoalYear)) == 0


def test_the_result_of_a_counted_goal_is_that_of_the_funnel(app, sign_in):
    records, market = make_records(), make_market()
    goal = goal_of(records)
    goal.measure = Measure.INTRODUCED_OUT
    goal.years.append(GoalYear(year=2025, target=4))
    row = introduce(market.firm, market.boston, market.goes_out)
    row.introduced_at = row.introduced_at.replace(year=2025)
    db.session.flush()
    today = date(2026, 11, 23)
    assert measuring.lines(goal, today, measuring.count([goal], today)) == [
        YearLine(2025, Decimal(4), Decimal(1)), YearLine(2026, None, Decimal(0), is_running=True),
    ]  # fmt: skip
    leader = sign_in(make_user(Role.MANAGER))
    numbers = {"year-year": "2026", "year-target": "5", "year-actual": "5"}
    leader.send(f"/staff/goals/{goal.id}/years", numbers, status=422)


def test_a_goal_for_staff_only_is_not_public(app, client):
    make_records()
    assert "Goal" not in [heading.get_text(strip=True) for heading in client.page("/progress").select("h3")]


def test_two_leaders_do_not_write_over_each_other(app, sign_in):
    records = make_records()
    leader, url = sign_in(make_user(Role.MANAGER)), f"/staff/goals/{records['goal_id'][0]}"
    leader.send(url, SAID | {"version": "1"})
    leader.send(url, SAID | {"version": "1", "title_en": "Other"}, status=409)
    leader.send(f"{url}/remove", {"version": "1"}, status=409)
    leader.send(f"{url}/remove", {"version": "2"})
    assert db.session.scalar(sa.select(sa.func.count()).select_from(Goal)) == 0


@pytest.mark.parametrize("role", [Role.MEMBER, Role.BROKER, Role.CO_BROKER])
def test_only_leaders_keep_goals(app, sign_in, role):
    sign_in(make_user(role)).page("/staff/goals", status=403)


def test_the_stored_day_keeps_what_was_counted_for_goals(app, client):
    records, market = make_records(), make_market()
    goal = goal_of(records)
    goal.measure, goal.is_public = Measure.INTRODUCED_OUT, True
    daily.store()
    introduce(market.firm, market.boston, market.goes_out)
    cells = [cell.get_text(strip=True) for cell in client.page("/progress").select("main table")[0].select("tbody td")]
    assert cells[:2] == ["–", "0"]
