"""Seats against demand by date."""

from collections import Counter
from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from matchmaker.landing.rules import add_months, last_day_of
from matchmaker.landing.talent import rules
from matchmaker.landing.talent.rules import Course, Need, Plan

TODAY = date(2026, 11, 23)
BY = date(2027, 3, 31)


def course(number, days, free, **values):
    fields = {"skill": "gmp_operation", "language": "ko", "last_day": TODAY + timedelta(days=days)}
    return Course(id=number, free=free, **(fields | values))


def need(people=8, **values):
    return Need(**({"skill": "gmp_operation", "people": people, "by": BY} | values))


def test_eight_operators_by_a_date_take_the_earliest_seats_or_show_the_shortfall():
    courses = [course(1, 60, 4), course(2, 30, 3), course(3, 300, 20)]
    assert rules.plan(need(), courses, TODAY) == Plan(((2, 3), (1, 4)), 1)
    assert rules.plan(need(5), courses, TODAY) == Plan(((2, 3), (1, 2)), 0)
    assert rules.plan(need(covered=6), courses, TODAY) == Plan(((2, 2),), 0)


def test_another_skill_language_or_no_certificate_does_not_help():
    courses = [course(1, 30, 9, skill="research_work"), course(2, 30, 9, language="ja"),
               course(3, 30, 9, has_certificate=False)]  # fmt: skip
    assert rules.plan(need(language="ko", needs_certificate=True), courses, TODAY) == Plan((), 8)


@given(st.lists(st.tuples(st.integers(-30, 200), st.integers(0, 9)), max_size=8), st.integers(1, 30))
def test_a_plan_never_takes_more_than_there_is_nor_less_than_it_could(rows, people):
    courses = [course(number, days, free) for number, (days, free) in enumerate(rows)]
    plan = rules.plan(need(people), courses, TODAY)
    in_time = sum(one.free for one in courses if TODAY <= one.last_day <= BY)
    free = {one.id: one.free for one in courses}
    assert all(0 < count <= free[number] for number, count in plan.seats)
    assert (plan.planned, plan.shortfall) == (min(people, in_time), max(0, people - in_time))


days = st.integers(-40, 400).map(lambda n: TODAY + timedelta(days=n))
numbers = st.lists(st.tuples(st.sampled_from(["a", "b"]), st.integers(1, 9), days), max_size=8)


@given(numbers, numbers)
def test_the_report_is_the_sum_of_what_is_needed_less_the_seats_that_end_by_then(needs, seats):
    months = [add_months(TODAY, n) for n in range(6)]
    found = Counter({(one.month, one.skill): one.short for one in rules.balance(needs, seats, months)})
    for month in months:
        until = last_day_of(month)
        for skill in ("a", "b"):
            asked = sum(n for one, n, day in needs if one == skill and day <= until)
            there = sum(n for one, n, day in seats if one == skill and months[0] <= day <= until)
            assert found[month, skill] == asked - there
