"""Mails never go within the quiet hours, and a digest is never far, on whatever day the clocks are changed."""

from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from matchmaker.accounts.notifications.rules import QuietHours, Rhythm, after_quiet, due_moment, is_quiet

ZONES = ("Asia/Seoul", "America/New_York", "Europe/Zurich", "Asia/Tokyo", "Australia/Lord_Howe", "Asia/Kolkata",
         "America/St_Johns", "Pacific/Apia", "Africa/Casablanca")  # fmt: skip
NIGHT = QuietHours(time(22), time(7))
SEOUL = ZoneInfo("Asia/Seoul")

zones = st.sampled_from(ZONES).map(ZoneInfo)
clocks = st.times().map(lambda clock: clock.replace(second=0, microsecond=0))
spans = st.tuples(clocks, clocks).filter(lambda pair: pair[0] != pair[1]).map(lambda pair: QuietHours(*pair))
quiets = st.none() | spans
START = datetime(2026, 1, 1, tzinfo=UTC)
moments = st.integers(0, 3 * 366 * 24 * 60).map(lambda minute: START + timedelta(minutes=minute))
rhythms = st.sampled_from([rhythm for rhythm in Rhythm if rhythm is not Rhythm.OFF])
hours = st.integers(0, 23)


def at(text: str, zone: str = "Asia/Seoul") -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=ZoneInfo(zone))


@pytest.mark.parametrize(
    ("written", "rhythm", "due"),
    [
        ("2026-11-23 12:00", Rhythm.AT_ONCE, "2026-11-23 12:00"),
        ("2026-11-23 22:00", Rhythm.AT_ONCE, "2026-11-24 07:00"),
        ("2026-11-24 06:59", Rhythm.AT_ONCE, "2026-11-24 07:00"),
        ("2026-11-24 07:00", Rhythm.AT_ONCE, "2026-11-24 07:00"),
        ("2026-11-24 07:59", Rhythm.DAILY, "2026-11-24 08:00"),
        ("2026-11-24 08:00", Rhythm.DAILY, "2026-11-25 08:00"),
        ("2026-11-22 23:00", Rhythm.WEEKLY, "2026-11-23 08:00"),
        ("2026-11-23 08:00", Rhythm.WEEKLY, "2026-11-30 08:00"),
    ],
)
def test_a_mail_written_then_goes_then(written: str, rhythm: Rhythm, due: str) -> None:
    assert due_moment(at(written), rhythm, NIGHT, SEOUL) == at(due)


def test_a_digest_within_quiet_hours_goes_at_their_end() -> None:
    late = QuietHours(time(22), time(9, 30))

    assert due_moment(at("2026-11-24 08:30"), Rhythm.DAILY, late, SEOUL) == at("2026-11-24 09:30")
    assert due_moment(at("2026-11-24 09:30"), Rhythm.DAILY, late, SEOUL) == at("2026-11-25 09:30")


@pytest.mark.parametrize(
    ("written", "due"),
    [
        ("2026-03-07T23:00-05:00", "2026-03-08T07:00-04:00"),  # clocks go forward in the night
        ("2026-10-31T23:00-04:00", "2026-11-01T07:00-05:00"),  # and back
        ("2026-11-01T01:30-04:00", "2026-11-01T07:00-05:00"),  # the first half past one
    ],
)
def test_quiet_hours_are_by_the_clock_on_the_wall(written: str, due: str) -> None:
    zone = ZoneInfo("America/New_York")
    assert after_quiet(datetime.fromisoformat(written), NIGHT, zone) == datetime.fromisoformat(due)


def test_an_end_that_the_clocks_skip_comes_at_the_change_or_after() -> None:
    zone = ZoneInfo("America/New_York")  # 2026-03-08: 02:00 becomes 03:00
    due = after_quiet(datetime.fromisoformat("2026-03-08T01:00-05:00"), QuietHours(time(22), time(2, 30)), zone)

    assert due == datetime.fromisoformat("2026-03-08T03:30-04:00")


def test_what_is_switched_off_is_never_due() -> None:
    with pytest.raises(ValueError, match="switched off"):
        due_moment(at("2026-11-23 12:00"), Rhythm.OFF, None, SEOUL)


@given(now=moments, rhythm=rhythms, quiet=quiets, zone=zones, hour=hours)
@example(datetime(2026, 11, 1, 5, 10, tzinfo=UTC), Rhythm.AT_ONCE, QuietHours(time(0), time(1, 30)),
         ZoneInfo("America/New_York"), 8)  # fmt: skip
@example(datetime(2026, 11, 1, 6, 10, tzinfo=UTC), Rhythm.AT_ONCE, QuietHours(time(0), time(1, 30)),
         ZoneInfo("America/New_York"), 8)  # fmt: skip
@settings(max_examples=400, deadline=None)
def test_nothing_goes_within_quiet_hours_and_nothing_waits_too_long(
    now: datetime, rhythm: Rhythm, quiet: QuietHours | None, zone: ZoneInfo, hour: int
) -> None:
    due = due_moment(now, rhythm, quiet, zone, hour=hour)

    assert due >= now
    assert not is_quiet(due, quiet, zone)
    longest = timedelta(days=7) if rhythm is Rhythm.WEEKLY else timedelta(days=1)
    # a day on which clocks are put back is longer, and an end of quiet hours that clocks skip comes later
    assert due - now <= longest + timedelta(hours=2)


@given(now=moments, zone=zones, hour=hours)
@settings(max_examples=200, deadline=None)
def test_without_quiet_hours_a_digest_goes_at_its_hour_within_a_day_or_a_week(
    now: datetime, zone: ZoneInfo, hour: int
) -> None:
    daily = due_moment(now, Rhythm.DAILY, None, zone, hour=hour)
    weekly = due_moment(now, Rhythm.WEEKLY, None, zone, hour=hour)

    before, after = now.astimezone(zone), daily.astimezone(zone)
    shift = (before.utcoffset() or timedelta()) - (after.utcoffset() or timedelta())
    assert timedelta(0) < daily - now <= timedelta(days=1) + max(shift, timedelta(hours=1))
    assert daily <= weekly
    assert weekly.astimezone(zone).weekday() == 0
    assert weekly - now <= timedelta(days=7, hours=1)
