"""Who was absent by whose word, and when people are asked."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from matchmaker.foundation.errors import RuleViolation
from matchmaker.meetings.afterwards.rules import (
    Absent,
    Notice,
    Side,
    attended,
    check_rating,
    due_reconfirmation,
    is_disputed,
    settled,
    sides_missed,
    state_after,
)
from matchmaker.meetings.rules import MeetingState

START = datetime(2026, 12, 3, 0, 0, tzinfo=UTC)
CODES = ("did_not_take_place", "informative", "cooperation_possible", "insufficient_interest")
SAID = st.dictionaries(st.sampled_from(Side), st.sampled_from(Absent))
ABSENTEES = st.dictionaries(st.sampled_from(Side), st.frozensets(st.integers(1, 4)))


@given(SAID)
def test_the_agencys_word_decides_else_what_all_agree_on(said: dict[Side, Absent]) -> None:
    found = settled(said)

    if Side.AGENCY in said:
        assert found is said[Side.AGENCY]
    else:
        assert found is (next(iter(said.values())) if len(set(said.values())) == 1 else None)
    assert is_disputed(said) == (found is None and bool(said))


@given(ABSENTEES, st.integers(1, 4))
def test_nobody_is_called_absent_while_that_is_disputed(said: dict[Side, frozenset[int]], person: int) -> None:
    words = {side: person in absent for side, absent in said.items()}
    expected = words.get(Side.AGENCY, next(iter(words.values()), None) if len(set(words.values())) == 1 else None)

    assert attended(person, said) is (None if expected is None else not expected)


@given(st.sampled_from(CODES), st.frozensets(st.integers(1, 6)))
def test_whoever_is_named_decides_which_side_did_not_come(outcome: str, absent: frozenset[int]) -> None:
    speakers = {Side.FROM: [1, 2], Side.TO: [3]}
    missed = {side for side, ids in speakers.items() if absent & set(ids)}
    if outcome == "did_not_take_place":
        refusal = None if missed else "meeting.who_was_absent"
    else:
        refusal = "meeting.nobody_of_a_side" if absent >= {1, 2} or 3 in absent else None
    if refusal is not None:
        with pytest.raises(RuleViolation, match=refusal):
            sides_missed(outcome, speakers, absent)
    else:
        found = sides_missed(outcome, speakers, absent)
        assert found.sides == (missed if outcome == "did_not_take_place" else set())


def test_a_meeting_is_held_if_nobody_was_absent() -> None:
    assert {absent: state_after(absent) for absent in Absent} == {
        Absent.NOBODY: MeetingState.HELD, Absent.FROM: MeetingState.NO_SHOW, Absent.TO: MeetingState.NO_SHOW,
        Absent.BOTH: MeetingState.NO_SHOW,
    }  # fmt: skip


@pytest.mark.parametrize(
    ("hours", "agreed", "due"),
    [
        (73, 200, None), (72, 200, Notice.RECONFIRM_72), (25, 200, Notice.RECONFIRM_72),
        (24, 200, Notice.RECONFIRM_24), (1, 200, Notice.RECONFIRM_24), (0, 200, None),
        (60, 70, None), (24, 70, Notice.RECONFIRM_24), (10, 20, None),
    ],
)  # fmt: skip
def test_people_are_asked_72_and_24_hours_before_but_not_what_they_just_agreed_to(
    hours: int, agreed: int, due: Notice | None
) -> None:
    assert due_reconfirmation(START, START - timedelta(hours=agreed), START - timedelta(hours=hours)) is due


@pytest.mark.parametrize(
    ("outcome", "comment", "code"),
    [("liked_it", "", "meeting.unknown_outcome"), ("informative", "x" * 1001, "meeting.comment_too_long")],
)
def test_unknown_codes_and_too_many_words_are_refused(outcome: str, comment: str, code: str) -> None:
    with pytest.raises(RuleViolation) as refused:
        check_rating(outcome, comment, CODES)

    assert refused.value.code == code
