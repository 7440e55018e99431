"""Stages, moves of cards, urgency and tasks."""

from datetime import date

import pytest

from matchmaker.desk.rules import (
    BY_STATE,
    Progress,
    Stage,
    TaskState,
    Urgency,
    act_towards,
    check_task_move,
    stage_of,
    targets,
    urgency,
)
from matchmaker.foundation.errors import RuleViolation
from matchmaker.introductions.rules import Act, IntroductionState

S = IntroductionState


def test_every_state_has_a_stage():
    assert set(BY_STATE) == set(IntroductionState)


def test_what_was_proved_counts_more_than_what_is_claimed():
    steps = [
        Progress(), Progress(has_meeting=True), Progress(has_meeting=True, has_claim=True),
        Progress(has_meeting=True, has_claim=True, has_audit=True), Progress(has_audit=True, is_closed=True),
    ]  # fmt: skip
    assert [stage_of(S.INTRODUCED, step) for step in steps] == [
        Stage.INTRODUCED, Stage.MEETING, Stage.CLAIMED, Stage.AUDITED, Stage.CLOSED,
    ]  # fmt: skip


def test_before_both_agreed_only_the_state_counts():
    whole = Progress(has_meeting=True, has_claim=True, has_audit=True, is_closed=True)
    assert {state: stage_of(state, whole) for state in (S.SUBMITTED, S.FORWARDED, S.DECLINED)} == {
        S.SUBMITTED: Stage.SUBMITTED, S.FORWARDED: Stage.FORWARDED, S.DECLINED: Stage.CLOSED,
    }  # fmt: skip


def test_cards_go_only_where_a_deed_leads():
    acts = frozenset({Act.TAKE, Act.FORWARD, Act.RETURN, Act.REFUSE, Act.NOTE})
    assert targets(Stage.SUBMITTED, acts) == (Stage.REVIEW, Stage.NEED_INFO, Stage.FORWARDED, Stage.CLOSED)
    assert targets(Stage.REVIEW, acts) == (Stage.NEED_INFO, Stage.FORWARDED, Stage.CLOSED)
    assert targets(Stage.INTRODUCED, frozenset({Act.NOTE})) == ()


def test_a_co_broker_approves_where_the_agency_forwards():
    assert act_towards(Stage.FORWARDED, frozenset({Act.APPROVE})) is Act.APPROVE
    assert act_towards(Stage.FORWARDED, frozenset({Act.APPROVE, Act.FORWARD})) is Act.FORWARD
    assert act_towards(Stage.MEETING, frozenset(Act)) is None


def test_late_soon_and_open():
    friday, monday = date(2026, 11, 20), date(2026, 11, 23)
    days = [date(2026, 11, 19), friday, monday, date(2026, 11, 24), None]
    assert [urgency(day, friday, monday) for day in days] == [
        Urgency.LATE, Urgency.SOON, Urgency.SOON, Urgency.OPEN, Urgency.OPEN,
    ]  # fmt: skip


@pytest.mark.parametrize("state", [TaskState.DONE, TaskState.DROPPED])
def test_what_was_put_away_can_be_opened_again_and_nothing_else(state):
    check_task_move(state, TaskState.OPEN)
    with pytest.raises(RuleViolation, match="task_moved"):
        check_task_move(state, TaskState.DONE if state is TaskState.DROPPED else TaskState.DROPPED)
