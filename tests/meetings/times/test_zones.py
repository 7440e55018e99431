"""Every hour of a year on four clocks: to UTC and back, the hours left out, the hours that come twice."""

from datetime import UTC, date, datetime, timedelta
from itertools import combinations, pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from matchmaker.meetings.times.zones import clock_change, end_of, local, minute_of, offset_label, read_local

ZONES = ("Asia/Seoul", "America/New_York", "Europe/Zurich", "Asia/Tokyo")
HOURS = [datetime(2026, 1, 1, tzinfo=UTC) + timedelta(hours=n) for n in range(8760)]


@pytest.mark.parametrize("zone", ZONES)
def test_each_hour_of_a_year_comes_back_from_the_clock_of_the_place(zone):
    twice = []
    for at in HOURS:
        there = local(at, zone)
        found = read_local(there.date(), minute_of(there), zone)
        assert found.exists
        if found.is_twice:
            twice.append(at)
            assert at - found.at in {timedelta(0), timedelta(hours=1)}
        else:
            assert found.at == at
    assert len(twice) == (0 if zone.startswith("Asia") else 2)


@pytest.mark.parametrize("pair", list(combinations(ZONES, 2)))
def test_a_time_told_on_one_clock_is_the_same_moment_on_the_other(pair):
    for at in HOURS:
        moments = {read.at for zone in pair if not (read := _read(at, zone)).is_twice}
        assert moments <= {at}


def _read(at, zone):
    there = local(at, zone)
    return read_local(there.date(), minute_of(there), zone)


@pytest.mark.parametrize(
    ("zone", "day"), [("America/New_York", date(2026, 3, 8)), ("Europe/Zurich", date(2026, 3, 29))]
)
def test_the_hour_left_out_in_spring_does_not_exist_and_is_read_as_the_hour_after_it(zone, day):
    reads = [read_local(day, 120 + minute, zone) for minute in (0, 15, 30, 45)]
    assert [one.exists for one in reads] == [False] * 4
    assert [minute_of(local(one.at, zone)) for one in reads] == [180, 195, 210, 225]
    assert read_local(day, 119, zone).exists
    assert read_local(day, 180, zone).exists


@pytest.mark.parametrize(
    ("zone", "day", "minute"), [("America/New_York", date(2026, 11, 1), 60), ("Europe/Zurich", date(2026, 10, 25), 120)]
)
def test_of_the_hour_that_comes_twice_in_autumn_the_first_is_meant_and_its_end_is_the_second(zone, day, minute):
    read = read_local(day, minute + 30, zone)
    assert (read.exists, read.is_twice) == (True, True)
    assert end_of(day, minute + 30, zone) - read.at == timedelta(hours=1)


@given(st.integers(0, 2 * 8760 * 60).map(lambda n: HOURS[0] + timedelta(minutes=n)), st.sampled_from(ZONES))
def test_what_is_read_later_on_a_clock_is_not_earlier_but_for_the_hour_that_comes_twice(at, zone):
    one, two = (_read(moment, zone).at for moment in (at, at + timedelta(hours=2)))
    assert one < two


def test_a_span_of_a_whole_day_has_as_many_hours_as_the_day():
    lengths = {
        day: end_of(day, 1440, "Europe/Zurich") - read_local(day, 0, "Europe/Zurich").at
        for day in (date(2026, 3, 29), date(2026, 7, 1), date(2026, 10, 25))
    }
    assert [length / timedelta(hours=1) for length in lengths.values()] == [23, 24, 25]


def test_clocks_that_change_before_a_meeting_are_told_with_the_hour_before_and_after():
    since, at = datetime(2026, 10, 20, tzinfo=UTC), datetime(2026, 11, 3, 13, tzinfo=UTC)
    change = clock_change("America/New_York", since=since, at=at)
    assert change is not None
    assert change.changes_at == datetime(2026, 11, 1, 6, tzinfo=UTC)
    assert (f"{change.before:%H:%M}", f"{change.after:%H:%M}") == ("09:00", "08:00")
    assert clock_change("Asia/Seoul", since=since, at=at) is None
    assert clock_change("America/New_York", since=datetime(2026, 11, 2, tzinfo=UTC), at=at) is None


@pytest.mark.parametrize("zone", ZONES)
def test_a_change_is_found_exactly_where_the_offset_differs(zone):
    for first, second in pairwise(HOURS[::168]):
        change = clock_change(zone, since=first, at=second)
        assert (change is None) == (local(first, zone).utcoffset() == local(second, zone).utcoffset())
        if change is not None:
            assert first < change.changes_at <= second
            before = local(change.changes_at - timedelta(minutes=1), zone).utcoffset()
            assert before == local(first, zone).utcoffset() != local(change.changes_at, zone).utcoffset()


def test_offsets_are_written_as_people_write_them():
    at = datetime(2026, 12, 1, tzinfo=UTC)
    zones = ("Asia/Seoul", "America/New_York", "Asia/Kolkata", "Europe/London", "America/St_Johns")
    assert [offset_label(at, zone) for zone in zones] == ["UTC+9", "UTC−5", "UTC+5:30", "UTC+0", "UTC−3:30"]
