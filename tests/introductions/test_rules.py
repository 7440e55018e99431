"""States, who may do what, clocks, and what must not stand in a message."""

from datetime import UTC, date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from matchmaker.foundation.errors import RuleViolation
from matchmaker.introductions.rules import (
    ACTS,
    NEXT,
    OPEN,
    Act,
    IntroductionState,
    Party,
    check_move,
    due_day,
    language_of,
    may,
    names_a_contact,
)
from matchmaker.organisations.rules import working_days
from matchmaker.vocabulary import vocabulary

S = IntroductionState
MOMENTS = st.integers(1_767_225_600, 1_893_456_000).map(lambda second: datetime.fromtimestamp(second, UTC))


def test_states_are_those_of_the_vocabulary():
    assert {state.value for state in S} == {code.code for code in vocabulary().codes("introduction_state")}


def test_every_state_can_be_reached_from_a_draft():
    reached, edge = {S.DRAFT}, [S.DRAFT]
    while edge:
        fresh = NEXT[edge.pop()] - reached
        reached |= fresh
        edge += fresh
    assert reached == set(S)


def test_moves_that_are_not_in_the_table_are_refused():
    for current in S:
        for new in S:
            if new in NEXT[current]:
                check_move(current, new)
            else:
                with pytest.raises(RuleViolation, match=r"introduction\.bad_move"):
                    check_move(current, new)


def test_what_has_ended_without_an_introduction_is_open_to_a_new_one():
    assert set(S) - OPEN == {S.DRAFT, S.DECLINED, S.WITHDRAWN, S.EXPIRED}


def test_only_the_agency_forwards():
    forwarding = {party for party in Party for state in S if may(party, Act.FORWARD, state)}
    assert forwarding == {Party.AGENCY}


def test_nobody_does_anything_but_note_after_the_end():
    ended = {S.DECLINED, S.WITHDRAWN, S.EXPIRED}
    left = {act for party in Party for act in Act for state in ended if may(party, act, state)}
    assert left == {Act.NOTE}


def test_whoever_may_withdraw_can():
    for party, acts in ACTS.items():
        for state in acts.get(Act.WITHDRAW, ()):
            assert S.WITHDRAWN in NEXT[state], (party, state)


@pytest.mark.parametrize(
    "text",
    ["kim@firm.example", "Mail: Kim.Gil+1 @firm.co.kr now", "Tel. 031-310-1234", "+82 31 310 1234", "(02) 123-4567",
     "010 1234 5678", "+1 (617) 555-0100"],
)  # fmt: skip
def test_addresses_and_telephone_numbers_are_found(text):
    assert names_a_contact(text)


@pytest.mark.parametrize(
    "text",
    ["200 L at 37 °C, 2026-12-03", "We made 1 200 000 vials in 2025.", "0.05 % at pH 7.4", "Budget 300 000 000 KRW",
     "세포치료제 공정 3단계, 2027년 1월부터", "Grade A/B, ISO 14644-1", "@ 4 °C"],
)  # fmt: skip
def test_ordinary_figures_are_no_contact(text):
    assert not names_a_contact(text)


@given(st.text(max_size=600))
def test_looking_for_contacts_and_language_never_fails(text):
    assert names_a_contact(text) in {True, False}
    assert language_of(text) in {"ko", "ja", None}


@given(MOMENTS, st.integers(1, 30))
def test_the_due_day_lies_so_many_working_days_ahead(start, days):
    day = due_day(start, days)
    assert day.weekday() < 5
    assert working_days(start, datetime(day.year, day.month, day.day, 3, tzinfo=UTC)) == days


def test_ten_working_days_from_a_friday_are_two_weeks():
    assert due_day(datetime(2026, 11, 20, 3, tzinfo=UTC), 10) == date(2026, 12, 4)
