"""States, completeness, bands and working days."""

import pytest

from matchmaker.foundation.errors import RuleViolation
from matchmaker.organisations.rules import (
    NEXT,
    WANTED,
    Step,
    VettingState,
    check_move,
    completeness,
    employees_band,
    missing,
    year_band,
)


@pytest.mark.parametrize("current", VettingState)
@pytest.mark.parametrize("new", VettingState)
def test_only_the_listed_moves_are_allowed(current: VettingState, new: VettingState) -> None:
    if new in NEXT[current]:
        check_move(current, new)
    else:
        with pytest.raises(RuleViolation, match=r"organisation\.bad_move"):
            check_move(current, new)


def test_completeness_goes_from_nothing_to_a_hundred() -> None:
    every = {want.field for want in WANTED}
    assert (completeness([]), completeness(every), completeness(["area", "unknown"])) == (0, 100, 10)
    assert missing(every) == []


def test_what_is_required_is_named_first_with_its_step() -> None:
    left = missing({"org_type", "size_band", "summary", "contact"})
    assert [(want.field, want.step) for want in left[:3]] == [
        ("area", Step.ABOUT), ("description", Step.ABOUT), ("english_text", Step.ABOUT),
    ]  # fmt: skip
    assert [want.field for want in missing({"area"}, required_only=True)] == [
        "summary", "description", "contact", "org_type", "size_band",
    ]  # fmt: skip


def test_numbers_become_bands() -> None:
    assert [year_band(year) for year in (2015, 2019, 2020, None)] == ["2015–2019", "2015–2019", "2020–2024", ""]
    assert [employees_band(count) for count in (0, 10, 11, 249, 250, None)] == [
        "1–10",
        "1–10",
        "11–49",
        "50–249",
        "250+",
        "",
    ]
