"""The stage of a pair as the database reckons it: the same as `rules.stage_of`."""

import sqlalchemy as sa

from matchmaker.desk.rules import BY_STATE, Stage
from matchmaker.foundation.permissions import Actor
from matchmaker.introductions import queries
from matchmaker.introductions.models import Introduction
from matchmaker.introductions.rules import IntroductionState
from matchmaker.meetings.models import Meeting
from matchmaker.meetings.rules import MeetingState
from matchmaker.outcomes.models import Closing, Outcome
from matchmaker.outcomes.rules import OutcomeState

MADE = (IntroductionState.ACCEPTED, IntroductionState.INTRODUCED)


def _has_outcome(state: OutcomeState) -> sa.Exists:
    return sa.exists().where(Outcome.introduction_id == Introduction.id, Outcome.state == state)


def stage_column() -> sa.ColumnElement[str]:
    """The stage of `Introduction`, by its state, its meetings and its outcomes."""
    is_made = Introduction.state.in_(MADE)
    has_meeting = sa.exists().where(Meeting.introduction_id == Introduction.id, Meeting.state != MeetingState.CANCELLED)
    is_closed = sa.exists().where(Closing.introduction_id == Introduction.id, Closing.reopened_at.is_(None))
    return sa.case(
        (sa.and_(is_made, is_closed), Stage.CLOSED.value),
        (sa.and_(is_made, _has_outcome(OutcomeState.AUDITED)), Stage.AUDITED.value),
        (sa.and_(is_made, _has_outcome(OutcomeState.CLAIMED)), Stage.CLAIMED.value),
        (sa.and_(is_made, has_meeting), Stage.MEETING.value),
        *((Introduction.state == state, stage.value) for state, stage in BY_STATE.items()),
        else_=Stage.CLOSED.value,
    )


def in_stage(statement: sa.Select[Introduction], stage: Stage) -> sa.Select[Introduction]:
    """Those of `statement` that stand in `stage`."""
    states = [state for state, by_state in BY_STATE.items() if by_state is stage]
    if stage in {Stage.MEETING, Stage.CLAIMED, Stage.AUDITED}:
        states = list(MADE)
    elif stage is Stage.CLOSED:
        states += MADE
    return statement.where(Introduction.state.in_(states), stage_column() == stage.value)


def staged(staff: Actor) -> sa.Select[Introduction]:
    """Everything in the person's care, one row for each introduction."""
    return queries.in_care_of(staff)
