"""Times that are offered: in everybody's hours, never at night, on a holiday or over a booking, kind to both sides."""

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from matchmaker.foundation.working_days import holiday_name
from matchmaker.meetings.times.slots import (
    FROM,
    OFFICE_WINDOWS,
    TO,
    Deviation,
    Person,
    Slot,
    Window,
    find,
    free_spans,
    is_free,
    is_quiet,
    merge,
    shortlist,
    subtract,
)
from matchmaker.meetings.times.zones import local, minute_of, read_local

COUNTRIES = {"Asia/Seoul": "KR", "America/New_York": "US", "Europe/Zurich": "CH", "Asia/Tokyo": "JP"}
PAIRS = [(a, b) for a in COUNTRIES for b in COUNTRIES if a < b]
NOBODY = {FROM: 0, TO: 0}
YEAR = [date(2026, 1, 1) + timedelta(days=n) for n in range(-3, 370)]
HOLIDAYS = {c: frozenset(day for day in YEAR if holiday_name(day, c, "en")) for c in COUNTRIES.values()}


def somebody(side, zone, **values):
    facts = {"windows": OFFICE_WINDOWS, "holidays": HOLIDAYS[COUNTRIES[zone]]}
    return Person(side, zone, **(facts | values))


def span(day, days=14):
    first = datetime(day.year, day.month, day.day, tzinfo=UTC)
    return {"first": first, "last": first + timedelta(days=days)}


def keeps_hours(person, slot, *, kind):
    """Whether a slot lies in the person's hours of one local day, checked the slow way."""
    begin, end = local(slot.starts_at, person.zone), local(slot.ends_at, person.zone)
    windows = [Window(day, 420, 1320) for day in range(5)] if kind else person.windows
    return begin.date() not in person.holidays and any(
        w.weekday == begin.weekday() and w.starts <= minute_of(begin) and minute_of(end) <= w.ends
        for w in windows
    ) and begin.date() == end.date()  # fmt: skip


@pytest.mark.parametrize("pair", PAIRS)
def test_in_each_week_of_a_year_every_time_offered_keeps_the_hours_of_both(pair):
    people = [somebody(FROM, pair[0]), somebody(TO, pair[1])]
    seen = 0
    for week in range(52):
        found = find(people, **span(date(2026, 1, 1) + timedelta(weeks=week), 7), minutes=30, borne=NOBODY)
        assert found.shared == sum(slot.in_hours for slot in found.slots)
        for slot in found.slots:
            seen += 1
            assert all(keeps_hours(person, slot, kind=not slot.in_hours) for person in people), slot
            assert not any(is_quiet(slot.starts_at, slot.ends_at, zone) for zone in pair)
            for zone in pair:
                there = local(slot.starts_at, zone)
                assert read_local(there.date(), minute_of(there), zone).exists
    assert seen > 100


@pytest.mark.parametrize("pair", PAIRS)
@pytest.mark.parametrize("day", [date(2026, 3, 4), date(2026, 3, 25), date(2026, 10, 21), date(2026, 10, 28)])
def test_around_each_change_of_clocks_nobody_keeps_other_hours_than_before(pair, day):
    people = [somebody(FROM, pair[0]), somebody(TO, pair[1])]
    for slot in find(people, **span(day, 10), minutes=60, borne=NOBODY).slots:
        assert all(keeps_hours(person, slot, kind=not slot.in_hours) for person in people)


def test_seoul_and_basel_share_the_late_afternoon_and_seoul_and_boston_no_office_hour():
    winter = span(date(2026, 1, 19), 5)
    basel = find([somebody(FROM, "Asia/Seoul"), somebody(TO, "Europe/Zurich")], **winter, minutes=60, borne=NOBODY)
    shared = [slot for slot in basel.slots if slot.in_hours]
    assert {f"{local(slot.starts_at, 'Asia/Seoul'):%H:%M}" for slot in shared} == {"17:00"}
    boston = find([somebody(FROM, "Asia/Seoul"), somebody(TO, "America/New_York")], **winter, minutes=60, borne=NOBODY)
    assert boston.shared == 0
    assert boston.is_few
    assert f"{local(boston.slots[0].starts_at, 'Asia/Seoul'):%H:%M}" == "08:00"
    assert f"{local(boston.slots[0].starts_at, 'America/New_York'):%H:%M}" == "18:00"


def test_the_side_that_bore_the_burden_before_is_spared_the_next_time():
    people = [somebody(FROM, "Asia/Seoul"), somebody(TO, "America/New_York")]
    wanted = {**span(date(2026, 1, 19), 5), "minutes": 30}
    after_boston = find(people, **wanted, borne={FROM: 0, TO: 240}).slots[0].burdens
    after_seoul = find(people, **wanted, borne={FROM: 240, TO: 0}).slots[0].burdens
    assert after_boston[FROM] > after_boston[TO]
    assert after_seoul[TO] > after_seoul[FROM]


def test_a_time_that_burdens_nobody_comes_first_whoever_bore_what():
    early = tuple(Window(day, 420, 1080) for day in range(5))
    people = [somebody(FROM, "Asia/Seoul", windows=early), somebody(TO, "Asia/Tokyo", windows=early)]
    found = find(people, **span(date(2026, 1, 19), 5), minutes=30, borne={FROM: 900, TO: 0})
    assert found.slots[0].burden == 0


def test_hours_away_are_left_out_and_hours_free_are_added():
    monday = date(2026, 6, 8)
    away, free = Deviation(monday, 540, 720, False), Deviation(monday + timedelta(days=5), 600, 660, True)
    person = Person(FROM, "Asia/Seoul", OFFICE_WINDOWS, (away, free))
    spans = free_spans(person, **span(monday - timedelta(days=1), 7), kind=False)
    told = [(f"{local(a, 'Asia/Seoul'):%a %H:%M}", f"{local(b, 'Asia/Seoul'):%H:%M}") for a, b in spans]
    assert told[:2] == [("Mon 12:00", "18:00"), ("Tue 09:00", "18:00")]
    assert told[-1] == ("Sat 10:00", "11:00")


def test_a_day_entered_as_free_is_still_a_holiday():
    new_year = date(2026, 1, 1)
    person = somebody(FROM, "Asia/Seoul", deviations=(Deviation(new_year, 600, 660, True),))
    assert not is_free(person, read_local(new_year, 600, person.zone).at, read_local(new_year, 660, person.zone).at)


def test_the_shortlist_gives_a_choice_of_days():
    people = [somebody(FROM, "Asia/Seoul"), somebody(TO, "Asia/Tokyo")]
    found = find(people, **span(date(2026, 6, 8), 14), minutes=30, borne=NOBODY)
    kept = shortlist(found.slots, "Asia/Seoul", per_day=2, most=9)
    days = [local(slot.starts_at, "Asia/Seoul").date() for slot in kept]
    assert len(kept) == 9
    assert max(days.count(day) for day in days) == 2


zones = st.sampled_from(sorted(COUNTRIES))
windows = st.lists(
    st.builds(lambda day, start, length: Window(day, start * 15, min(1440, (start + length) * 15)),
              st.integers(0, 6), st.integers(0, 92), st.integers(1, 40)), min_size=1, max_size=6,
).map(tuple)  # fmt: skip
days = st.dates(date(2026, 1, 2), date(2026, 12, 1))


@st.composite
def people_and_span(draw):
    day = draw(days)
    base = datetime(day.year, day.month, day.day, tzinfo=UTC)
    busy = draw(st.lists(st.tuples(st.integers(0, 600), st.integers(1, 8)), max_size=6))
    spans = tuple((base + timedelta(minutes=15 * a), base + timedelta(minutes=15 * (a + n))) for a, n in busy)
    people = [
        somebody(side, draw(zones), windows=draw(windows), busy=spans if draw(st.booleans()) else ())
        for side in (FROM, TO)
    ]
    return people, day, draw(st.sampled_from((15, 30, 45, 60)))


@settings(max_examples=60, deadline=None)
@given(people_and_span())
def test_whatever_people_enter_each_time_offered_keeps_it_and_is_offered_in_the_same_order_again(drawn):
    people, day, minutes = drawn
    found = find(people, **span(day, 7), minutes=minutes, borne=NOBODY)
    assert found == find(people, **span(day, 7), minutes=minutes, borne=NOBODY)
    assert len({slot.starts_at for slot in found.slots}) == len(found.slots)
    for slot in found.slots:
        assert slot.ends_at - slot.starts_at == timedelta(minutes=minutes)
        for person in people:
            if slot.in_hours:
                assert is_free(person, slot.starts_at, slot.ends_at)
            assert not is_quiet(slot.starts_at, slot.ends_at, person.zone)
            assert local(slot.starts_at, person.zone).date() not in person.holidays
            assert not any(a < slot.ends_at and slot.starts_at < b for a, b in person.busy)


moments = st.integers(0, 200).map(lambda n: datetime(2026, 1, 1, tzinfo=UTC) + timedelta(minutes=15 * n))
any_spans = st.lists(st.tuples(moments, st.integers(1, 20)).map(lambda p: (p[0], p[0] + p[1] * timedelta(minutes=15))))


@given(any_spans, any_spans)
def test_spans_are_taken_from_each_other_quarter_by_quarter(one, other):
    def quarters(spans):
        return {a + n * timedelta(minutes=15) for a, b in spans for n in range((b - a) // timedelta(minutes=15))}

    assert quarters(merge(one)) == quarters(one)
    assert quarters(subtract(merge(one), other)) == quarters(one) - quarters(other)


def test_a_slot_without_burdens_burdens_nobody():
    at = datetime(2026, 1, 5, tzinfo=UTC)
    assert Slot(at, at + timedelta(minutes=30)).burden == 0
