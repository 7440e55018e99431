"""States, limits and dates."""

from datetime import UTC, date, datetime, timedelta

import pytest

from matchmaker.foundation.errors import RuleViolation
from matchmaker.opportunities.rules import (
    EDITABLE,
    NEXT,
    OpportunityState,
    check_deletable,
    check_editable,
    check_move,
    default_gateway,
    expiry_of,
    extended_expiry,
    next_reference,
    reference_prefix,
)

START = datetime(2026, 11, 22, 9, tzinfo=UTC)


@pytest.mark.parametrize("current", list(OpportunityState))
@pytest.mark.parametrize("new", list(OpportunityState))
def test_only_the_moves_of_the_table_are_possible(current: OpportunityState, new: OpportunityState) -> None:
    if new in NEXT[current]:
        check_move(current, new)
    else:
        with pytest.raises(RuleViolation, match=r"opportunity\.bad_move"):
            check_move(current, new)


def test_every_state_can_be_left_and_reached() -> None:
    assert all(NEXT[state] for state in OpportunityState)
    assert {new for reached in NEXT.values() for new in reached} == set(OpportunityState)


def test_the_owner_edits_neither_what_is_under_review_nor_what_is_closed() -> None:
    closed = {OpportunityState.SUBMITTED, OpportunityState.WITHDRAWN, OpportunityState.REFUSED}
    assert set(OpportunityState) - EDITABLE == closed
    check_editable(OpportunityState.SUBMITTED, by_staff=True)
    for state in closed:
        with pytest.raises(RuleViolation):
            check_editable(state, by_staff=False)


def test_what_was_published_once_is_never_deleted() -> None:
    check_deletable(OpportunityState.DRAFT, None)
    for state, reference in ((OpportunityState.DRAFT, "SH-TO-KR-20261122-001"), (OpportunityState.PUBLISHED, None)):
        with pytest.raises(RuleViolation, match=r"opportunity\.not_deletable"):
            check_deletable(state, reference)


@pytest.mark.parametrize(
    ("deadline", "ends"),
    [
        (None, START + timedelta(days=365)),
        (date(2027, 3, 1), datetime(2027, 3, 2, tzinfo=UTC)),
        (date(2030, 1, 1), START + timedelta(days=365)),
    ],
)
def test_a_publication_ends_after_its_days_or_with_its_call(deadline: date | None, ends: datetime) -> None:
    assert expiry_of(START, 365, deadline) == ends


def test_a_publication_is_extended_once_within_its_last_thirty_days() -> None:
    def longer(at: datetime, *, extended: bool = False, deadline: date | None = None) -> datetime:
        return extended_expiry(START, at, days=365, extended=extended, call_deadline=deadline)

    assert longer(START - timedelta(days=30)) == START + timedelta(days=365)
    for at, extended, deadline, code in (
        (START - timedelta(days=30, seconds=1), False, None, "opportunity.extension_too_early"),
        (START - timedelta(days=1), True, None, "opportunity.extended_already"),
        (START - timedelta(days=1), False, START.date() - timedelta(days=1), "opportunity.call_over"),
    ):
        with pytest.raises(RuleViolation, match=code):
            longer(at, extended=extended, deadline=deadline)


def test_references_count_up_within_type_country_and_day() -> None:
    prefix = reference_prefix("TO", "KR", date(2026, 11, 22))
    assert prefix == "SH-TO-KR-20261122-"
    assert next_reference(prefix, None) == "SH-TO-KR-20261122-001"
    assert next_reference(prefix, "SH-TO-KR-20261122-041") == "SH-TO-KR-20261122-042"
    assert next_reference(prefix, "SH-TO-KR-20261122-999") == "SH-TO-KR-20261122-1000"


def test_korean_organisations_go_out_and_the_others_come_in() -> None:
    assert [default_gateway(country).value for country in ("KR", "US")] == ["outbound", "inbound"]
