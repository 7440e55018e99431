"""Hours that can be booked, calendars and utilisation, by numbers counted by hand."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from matchmaker.assets.capacity.rules import (
    Day,
    Span,
    Timetable,
    Use,
    bookable_hours,
    calendar_of,
    free_unit,
    hour_number,
    hours_asked,
    in_words,
    last_of_month,
    months_before,
    place_of,
)
from matchmaker.assets.capacity.timetables import timetable_of, usage
from matchmaker.assets.models import AssetClosure, AssetHours
from matchmaker.assets.requests.models import AssetRequest, AssetUse
from matchmaker.assets.requests.rules import RequestState
from matchmaker.assets.rules import LegalStatus
from matchmaker.foundation.database import db
from matchmaker.foundation.errors import RuleViolation
from tests.assets.test_views import make_asset
from tests.factories import make_organisation

NINE_TO_FIVE = {day: frozenset(range(9, 17)) for day in range(5)}
MONDAY = date(2026, 11, 23)


@given(day=st.dates(date(1971, 1, 1), date(2100, 1, 1)), hour=st.integers(0, 23))
def test_an_hour_has_one_number_and_the_next_hour_the_next(day: date, hour: int) -> None:
    number = hour_number(day, hour)
    assert place_of(number) == (day, hour)
    following = place_of(number + 1)
    assert following == ((day, hour + 1) if hour < 23 else (day + timedelta(days=1), 0))


def test_the_first_hour_of_the_epoch_in_korea_is_nine_before_utc() -> None:
    assert hour_number(date(1970, 1, 1), 9) == 0


@pytest.mark.parametrize(
    ("span", "refusal"),
    [
        (Span(MONDAY, MONDAY, 9, 9), "asset_request.ends_before_start"),
        (Span(MONDAY, MONDAY - timedelta(days=1), 9, 10), "asset_request.ends_before_start"),
        (Span(MONDAY, MONDAY + timedelta(days=92), 9, 10), "asset_request.too_long"),
        (Span(MONDAY, MONDAY, 8, 10), "asset_request.outside_hours"),
        (Span(date(2026, 11, 28), date(2026, 11, 29), 9, 10), "asset_request.no_hours"),
        (Span(date(2026, 12, 1), date(2026, 12, 2), 9, 10), "asset_request.no_hours"),
        (Span(date(2026, 12, 25), date(2026, 12, 25), 9, 10), "asset_request.no_hours"),
    ],
)
def test_what_cannot_be_booked_is_refused(span: Span, refusal: str) -> None:
    timetable = Timetable(NINE_TO_FIVE, ((date(2026, 12, 1), date(2026, 12, 2)),), lambda day: day.day == 25)
    with pytest.raises(RuleViolation) as refused:
        hours_asked(span, timetable)
    assert refused.value.code == refusal


def test_a_week_leaves_the_weekend_out() -> None:
    span = Span(date(2026, 11, 27), date(2026, 11, 30), 10, 12)  # Friday to Monday
    assert [place_of(hour) for hour in hours_asked(span, Timetable(NINE_TO_FIVE))] == [
        (date(2026, 11, 27), 10), (date(2026, 11, 27), 11), (date(2026, 11, 30), 10), (date(2026, 11, 30), 11),
    ]  # fmt: skip


def test_a_calendar_says_what_is_free() -> None:
    taken = {hour_number(MONDAY, 9): 2, hour_number(MONDAY, 10): 1}
    days = calendar_of(MONDAY, date(2026, 11, 28), Timetable(NINE_TO_FIVE), taken, units=2)
    assert (days[0], days[1].free, days[5]) == (
        Day(MONDAY, 16, 3, "10:00–17:00", False), "09:00–17:00", Day(date(2026, 11, 28), 0, 0, "", False),
    )  # fmt: skip


def test_small_measures() -> None:
    assert in_words({9, 10, 14}) == "09:00–11:00, 14:00–15:00"
    assert (free_unit({0, 2}, 3), free_unit({0, 1}, 2)) == (1, None)
    assert months_before(date(2027, 1, 31), 3) == [date(2026, 11, 1), date(2026, 12, 1), date(2027, 1, 1)]
    assert [last_of_month(date(2028, month, 1)).day for month in (2, 4, 12)] == [29, 30, 31]
    assert bookable_hours(MONDAY, date(2026, 11, 29), Timetable(NINE_TO_FIVE), units=2) == 5 * 8 * 2


def test_utilisation_is_used_of_bookable_hours_against_the_target() -> None:
    assert [Use(MONDAY, 160, 40.0, target).met for target in (25, 26, None)] == [True, False, None]
    assert (Use(MONDAY, 160, 41.5, 25).percent, Use(MONDAY, 0, 0.0, 25).percent) == (25.9, None)


def test_the_use_log_of_a_month_counts_against_the_hours_that_could_be_booked(app) -> None:
    asset = make_asset("bench", legal_status=LegalStatus.OPEN, available_from="2026-10-05", utilisation_target=20)
    asset.hours = [AssetHours(weekday=0, first_hour=9, end_hour=17)]
    asset.closures = [AssetClosure(first_day=date(2026, 10, 12), last_day=date(2026, 10, 12), reason_ko="점검",
                                   reason_en="Service")]  # fmt: skip
    request = AssetRequest(
        asset=asset, organisation=make_organisation(), kind="use", purpose="x", state=RequestState.IN_USE,
        first_day=date(2026, 10, 19), last_day=date(2026, 10, 26), first_hour=9, end_hour=17,
    )  # fmt: skip
    db.session.add(request)
    db.session.flush()
    for day, minutes in ((19, 240), (26, 90)):
        request.uses.append(AssetUse(asset_id=asset.id, day=date(2026, 10, day), minutes=minutes, who="Kim", what="x"))
    db.session.flush()

    october, november = usage([asset], date(2026, 11, 9), months=2)[asset.id]

    # October: Mondays 5, 19, 26 (the 12th is closed; the 5th is a holiday in lieu or not, as the calendar says)
    mondays = [day for day in (5, 19, 26) if not timetable_of(asset).is_holiday(date(2026, 10, day))]
    assert (october.bookable, october.used, october.met) == (8 * len(mondays), 5.5, 100 * 5.5 / october.bookable >= 20)
    assert (november.bookable, november.used) == (16, 0.0)  # the 2nd and the 9th: up to today
