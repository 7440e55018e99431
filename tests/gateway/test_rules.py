"""Counting, balance, hybrids, shares and medians."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from matchmaker.gateway.rules import (
    STEPS,
    Line,
    Share,
    Step,
    Wait,
    balances,
    funnel,
    is_hybrid,
    is_shown,
    small_firms,
    waits,
)
from matchmaker.opportunities.rules import Gateway

COUNTS = st.dictionaries(st.sampled_from(STEPS), st.integers(0, 500))


def test_a_funnel_says_how_many_of_the_step_before_went_on() -> None:
    lines = funnel({Step.SUGGESTED: 8, Step.INTEREST: 3, Step.MET: 1}, {Step.INTEREST: 2})
    assert [(line.pairs, line.went_on, line.before, line.share) for line in lines] == [
        (8, 0, 0, None), (3, 2, 8, 0.25), (0, 0, 3, 0.0), (1, 0, 0, None), (0, 0, 1, 0.0), (0, 0, 0, None),
    ]  # fmt: skip
    assert lines[0] == Line(Step.SUGGESTED, 8, 0, 0)


@given(COUNTS, COUNTS)
def test_the_balance_is_the_ratio_of_both_funnels_at_each_step(out: dict[Step, int], into: dict[Step, int]) -> None:
    found = balances({Gateway.OUTBOUND: out, Gateway.INBOUND: into})
    assert {step: (one.outbound, one.inbound, one.ratio) for step, one in found.items()} == {
        step: (out.get(step, 0), into.get(step, 0), out.get(step, 0) / into[step] if into.get(step) else None)
        for step in STEPS
    }


@pytest.mark.parametrize(("count", "shown"), [(0, True), (1, False), (2, False), (3, True), (100, True)])
def test_a_number_that_points_at_somebody_is_not_told(count: int, shown: bool) -> None:
    assert is_shown(count) is shown


@pytest.mark.parametrize(
    ("areas", "hybrid"),
    [
        ({"AIDD", "CGT", "QC"}, True),
        ({"AIMFG", "BIOPHARMA", "AUTO", "EDU"}, True),
        ({"AIDD", "CGT"}, False),
        ({"CGT", "BPE"}, False),
        ({"AIMFG", "MPE"}, False),
        (set(), False),
    ],
)
def test_a_hybrid_covers_artificial_intelligence_bio_and_equipment(areas: set[str], hybrid: bool) -> None:
    assert is_hybrid(areas) is hybrid


def test_small_firms_are_those_below_250_people() -> None:
    found = small_firms(["micro", "small", "medium", "large", "university", None])
    assert (found, found.rate, Share(0, 0).rate) == (Share(3, 6), 0.5, None)


@given(st.lists(st.integers(0, 400), min_size=1))
def test_the_median_wait_is_that_of_a_sorted_list(days: list[int]) -> None:
    start = datetime(2026, 3, 1, tzinfo=UTC)
    listed, middle = sorted(days), len(days) // 2
    expected = listed[middle] if len(days) % 2 else (listed[middle - 1] + listed[middle]) / 2
    assert waits((start, start + timedelta(days=day)) for day in days) == Wait(expected, len(days))


def test_what_never_happened_took_no_time_at_all() -> None:
    start = datetime(2026, 3, 1, tzinfo=UTC)
    assert (waits([]), waits([(start, start - timedelta(days=2))])) == (Wait(None, 0), Wait(0.0, 1))
