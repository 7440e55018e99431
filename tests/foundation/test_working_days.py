"""Working days of one country and of two, with the days that staff add."""

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from matchmaker.foundation.working_days import due_day, holiday_name, is_working_day, local_day, working_days

MOMENTS = st.integers(1_704_067_200, 1_922_313_600).map(lambda second: datetime.fromtimestamp(second, UTC))
PLACES = st.sets(st.sampled_from(["KR", "US", "US-MA", "CH", "CH-BS", "JP", "DE", "IL", "ZZ"]), max_size=3)
EXTRA = st.dictionaries(
    st.tuples(st.sampled_from(["KR", "US", "JP"]), st.dates(date(2024, 1, 1), date(2031, 1, 1))),
    st.just({"ko": "임시공휴일", "en": "Temporary holiday"}),
    max_size=20,
)
NO_DAYS: dict[tuple[str, date], dict[str, str]] = {}


def noon(year: int, month: int, day: int) -> datetime:
    """Noon in Korea."""
    return datetime(year, month, day, 3, tzinfo=UTC)


def noon_of(day: date) -> datetime:
    return noon(day.year, day.month, day.day)


@given(start=MOMENTS, days=st.integers(1, 30), places=PLACES, extra=EXTRA)
def test_the_due_day_is_a_working_day_and_lies_so_many_working_days_ahead(start, days, places, extra):
    due = due_day(start, days, places, extra=extra)
    assert is_working_day(due, places, extra=extra)
    assert working_days(start, noon_of(due), places, extra=extra) == days
    assert working_days(start, noon_of(due - timedelta(days=1)), places, extra=extra) == days - 1


@given(start=MOMENTS, length=st.timedeltas(timedelta(0), timedelta(days=800)), places=PLACES, extra=EXTRA)
def test_counting_agrees_with_looking_at_every_day(start, length, places, extra):
    first, last = local_day(start), local_day(start + length)
    days = (first + timedelta(days=n) for n in range(1, (last - first).days + 1))
    one_by_one = sum(is_working_day(day, places, extra=extra) for day in days)
    assert working_days(start, start + length, places, extra=extra) == one_by_one


@given(start=MOMENTS, days=st.integers(0, 20), places=PLACES, more=PLACES, extra=EXTRA)
def test_it_never_gets_earlier_with_more_days_a_later_start_or_another_country(start, days, places, more, extra):
    due = due_day(start, days, places, extra=extra)
    assert due_day(start, days + 1, places, extra=extra) > due
    assert due_day(start + timedelta(hours=20), days, places, extra=extra) >= due
    assert due_day(start, days, places | more | {"KR"}, extra=extra) >= due_day(start, days, ["KR"], extra=extra)


@given(start=MOMENTS, length=st.timedeltas(timedelta(days=-400), timedelta(0)), places=PLACES)
def test_nothing_is_counted_backwards(start, length, places):
    assert working_days(start, start + length, places, extra=NO_DAYS) == 0


@pytest.mark.parametrize(
    ("start", "days", "places", "due"),
    [
        ((2026, 2, 13), 1, ["KR"], (2026, 2, 19)),  # 설날: 16 to 18 February
        ((2026, 9, 23), 1, ["KR"], (2026, 9, 28)),  # 추석: 24 to 26 September
        ((2026, 11, 25), 1, ["KR"], (2026, 11, 26)),
        ((2026, 11, 25), 1, ["KR", "US"], (2026, 11, 27)),  # Thanksgiving
        ((2026, 4, 2), 1, ["KR", "CH"], (2026, 4, 3)),
        ((2026, 4, 2), 1, ["KR", "CH-BS"], (2026, 4, 7)),  # Good Friday and Easter Monday in Basel
        ((2026, 11, 2), 1, ["KR", "JP"], (2026, 11, 4)),  # Culture Day
        ((2026, 4, 17), 1, ["KR", "US-MA"], (2026, 4, 21)),  # Patriots' Day in Massachusetts
        ((2026, 11, 20), 10, ["ZZ"], (2026, 12, 4)),
        ((2026, 11, 19), 2, ["IL"], (2026, 11, 23)),  # Friday and Saturday are the weekend there
        ((2026, 11, 21), 0, ["KR"], (2026, 11, 21)),
    ],
)
def test_holidays_of_every_country_are_skipped(start, days, places, due):
    assert due_day(noon(*start), days, places, extra=NO_DAYS) == date(*due)


def test_a_substitute_holiday_counts_as_one():
    assert not is_working_day(date(2026, 3, 2), extra=NO_DAYS)  # 삼일절 is a Sunday


def test_the_day_is_the_day_in_korea():
    late_in_utc = datetime(2026, 11, 19, 15, tzinfo=UTC)
    assert (local_day(late_in_utc), due_day(late_in_utc, 1, extra=NO_DAYS)) == (date(2026, 11, 20), date(2026, 11, 23))


def test_a_day_that_staff_entered_is_skipped_and_has_its_name():
    extra = {("KR", date(2026, 11, 24)): {"ko": "임시공휴일", "en": ""}}
    assert due_day(noon(2026, 11, 23), 1, extra=extra) == date(2026, 11, 25)
    assert due_day(noon(2026, 11, 23), 1, ["JP"], extra=extra) == date(2026, 11, 24)
    names = [holiday_name(date(2026, 11, 24), "KR", language, extra=extra) for language in ("ko", "en")]
    assert names == ["임시공휴일", "임시공휴일"]


@pytest.mark.parametrize(
    ("day", "country", "language", "name"),
    [
        (date(2026, 9, 25), "KR", "ko", "추석"),
        (date(2026, 9, 25), "KR", "en", "Chuseok"),
        (date(2026, 11, 26), "US-MA", "en", "Thanksgiving Day"),
        (date(2026, 11, 25), "US", "en", None),
        (date(2026, 11, 26), "ZZ", "en", None),
    ],
)
def test_a_holiday_has_a_name_in_the_language_of_the_reader(day, country, language, name):
    assert holiday_name(day, country, language, extra=NO_DAYS) == name
