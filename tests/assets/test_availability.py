"""When an asset can be used, counted no more kindly than it was published."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from matchmaker.assets.availability import Usable, capabilities, supplies, usable_in
from matchmaker.assets.models import Asset, AssetCode
from matchmaker.assets.rules import LegalStatus

TODAY = date(2026, 11, 23)


def asset(status: LegalStatus, available_from: str = "") -> Asset:
    return Asset(legal_status=status, available_from=available_from)


@pytest.mark.parametrize(
    ("status", "available_from", "first", "last", "answer"),
    [
        ("open", "2025-11-28", "2027-01-01", "2027-03-31", Usable(now=True, from_text="2025-11-28")),
        ("open", "", "2027-01-01", "2027-03-31", Usable(now=True)),
        ("open", "2027-05", "2027-01-01", "2027-03-31",
         Usable(now=False, from_text="2027-05", earliest=date(2027, 5, 1))),
        ("ground_broken", "2029-H2", "2028-01-01", "2029-12-30",
         Usable(now=False, from_text="2029-H2", earliest=date(2029, 12, 31))),
        ("ground_broken", "2029-H2", "2029-10-01", "2030-03-31",
         Usable(now=False, later=True, from_text="2029-H2", earliest=date(2029, 12, 31))),
        ("built", "2026-H1", "2027-01-01", "2027-12-31", Usable(now=False, from_text="2026-H1")),
        ("planned", "", "2035-01-01", "2036-01-01", Usable(now=False)),
    ],
)  # fmt: skip
def test_a_window_is_answered_as_honestly_as_the_source(
    status: str, available_from: str, first: str, last: str, answer: Usable
) -> None:
    window = date.fromisoformat(first), date.fromisoformat(last)
    assert usable_in(asset(LegalStatus(status), available_from), *window, today=TODAY) == answer
    assert answer.ever == (answer.now or answer.later)


@given(
    status=st.sampled_from([status for status in LegalStatus if status is not LegalStatus.OPEN]),
    year=st.integers(2020, 2040), half=st.sampled_from(["", "-H1", "-H2", "-03", "-03-09"]),
    first=st.dates(date(2026, 11, 23), date(2040, 1, 1)), days=st.integers(0, 2000),
)  # fmt: skip
def test_what_is_not_open_is_never_available_now_nor_before_its_date(
    status: LegalStatus, year: int, half: str, first: date, days: int
) -> None:
    last = first + timedelta(days=days)
    found = usable_in(asset(status, f"{year}{half}"), first, last, today=TODAY)
    assert not found.now
    assert not found.later or (found.earliest is not None and TODAY <= found.earliest <= last)


def test_a_window_that_ends_before_it_begins_is_a_mistake() -> None:
    with pytest.raises(ValueError, match="window"):
        usable_in(asset(LegalStatus.OPEN), date(2027, 1, 2), date(2027, 1, 1), today=TODAY)


def test_what_an_asset_supplies_is_in_its_codes() -> None:
    there = asset(LegalStatus.OPEN)
    there.codes = [AssetCode(list_name=name, code=code) for name, code in
                   (("stage", "DEMO"), ("stage", "MANUF"), ("unit_operation", "release_testing"))]  # fmt: skip
    assert (supplies(there), capabilities(there)) == (frozenset({"DEMO", "MANUF"}), frozenset({"release_testing"}))
