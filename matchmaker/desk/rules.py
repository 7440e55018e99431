"""Rules of the desk: the stage of a pair, which column a card may be moved to, when something is late, tasks."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from matchmaker.foundation.errors import RuleViolation
from matchmaker.introductions.rules import Act, IntroductionState

TASK_TITLE_MAX = 200
TASK_NOTE_MAX = 1000
VIEW_NAME_MAX = 80
VIEW_QUERY_MAX = 1000
BULK_MOST = 200
"""Introductions that one bulk action may touch: what a person can still read before pressing the button."""

S = IntroductionState


class Stage(StrEnum):
    """Columns of the pipeline, from left to right."""

    SUBMITTED = "submitted"
    REVIEW = "review"
    NEED_INFO = "need_info"
    FORWARDED = "forwarded"
    INTRODUCED = "introduced"
    MEETING = "meeting"
    CLAIMED = "outcome_claimed"
    AUDITED = "outcome_audited"
    CLOSED = "closed"


BY_STATE: Mapping[IntroductionState, Stage] = {
    S.DRAFT: Stage.NEED_INFO, S.SUBMITTED: Stage.SUBMITTED, S.BROKER_REVIEW: Stage.REVIEW,
    S.NEED_INFO: Stage.NEED_INFO, S.FORWARDED: Stage.FORWARDED, S.ACCEPTED: Stage.INTRODUCED,
    S.INTRODUCED: Stage.INTRODUCED, S.DECLINED: Stage.CLOSED, S.WITHDRAWN: Stage.CLOSED, S.EXPIRED: Stage.CLOSED,
}  # fmt: skip
"""Stage by the state alone. A draft that staff proposed waits for its requester, as one that was returned does."""


@dataclass(frozen=True, slots=True)
class Progress:
    """What came of an introduction so far."""

    has_meeting: bool = False
    """A meeting that was not cancelled."""
    has_claim: bool = False
    """An outcome that waits to be audited."""
    has_audit: bool = False
    """An outcome that was audited."""
    is_closed: bool = False
    """It was recorded that nothing came of it."""


def stage_of(state: IntroductionState, progress: Progress) -> Stage:
    """The column in which a pair stands: what was proved counts more than what is claimed."""
    stage = BY_STATE[state]
    if stage is not Stage.INTRODUCED:
        return stage
    if progress.is_closed:
        return Stage.CLOSED
    if progress.has_audit:
        return Stage.AUDITED
    if progress.has_claim:
        return Stage.CLAIMED
    return Stage.MEETING if progress.has_meeting else Stage.INTRODUCED


ACT_TOWARDS: Mapping[Stage, Act] = {
    Stage.REVIEW: Act.TAKE, Stage.NEED_INFO: Act.RETURN, Stage.FORWARDED: Act.FORWARD, Stage.CLOSED: Act.REFUSE,
}  # fmt: skip
"""The deed that brings a card into a column; the other columns are reached by what happens, not by moving cards."""
AT_ONCE = frozenset({Act.TAKE, Act.FORWARD, Act.APPROVE})
"""Deeds that need no words: a press is enough. The others lead to their form."""


def act_towards(stage: Stage, acts: frozenset[Act]) -> Act | None:
    """The deed among `acts` that brings a card into `stage`; a co-broker's approval leads to forwarding too."""
    if stage is Stage.FORWARDED and Act.FORWARD not in acts:
        return Act.APPROVE if Act.APPROVE in acts else None
    act = ACT_TOWARDS.get(stage)
    return act if act in acts else None


def targets(stage: Stage, acts: frozenset[Act]) -> tuple[Stage, ...]:
    """Columns to which a card in `stage` may be moved by somebody who may do `acts`, from left to right."""
    return tuple(new for new in Stage if new is not stage and act_towards(new, acts))


class Urgency(StrEnum):
    """How pressing something is."""

    LATE = "late"
    SOON = "soon"
    OPEN = "open"


def urgency(due: date | None, today: date, tomorrow: date) -> Urgency:
    """Late after its day; soon on its day and on the working day before (`tomorrow`: the next working day)."""
    if due is None:
        return Urgency.OPEN
    if due < today:
        return Urgency.LATE
    return Urgency.SOON if due <= tomorrow else Urgency.OPEN


class TaskState(StrEnum):
    """Where a task stands."""

    OPEN = "open"
    DONE = "done"
    DROPPED = "dropped"


TASK_NEXT: Mapping[TaskState, frozenset[TaskState]] = {
    TaskState.OPEN: frozenset({TaskState.DONE, TaskState.DROPPED}),
    TaskState.DONE: frozenset({TaskState.OPEN}),
    TaskState.DROPPED: frozenset({TaskState.OPEN}),
}
"""Done and dropped can both be undone."""


def check_task_move(current: TaskState, new: TaskState) -> None:
    """Raise RuleViolation unless a task may go from `current` to `new`."""
    if new not in TASK_NEXT[current]:
        raise RuleViolation("desk.task_moved", current=current.value, new=new.value)
