"""Tasks of a soft landing: who does what, in which order, how far it is; pure."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from matchmaker.foundation.errors import RuleViolation

TITLE_MAX = 200
NOTE_MAX = 2000
OWNER_MAX = 120
TASKS_LIMIT = 60


class TaskState(StrEnum):
    """How far a task is."""

    TODO = "todo"
    DOING = "doing"
    DONE = "done"
    NOT_NEEDED = "not_needed"


class OwnerKind(StrEnum):
    """Who sees to a task."""

    MEMBER = "member"
    AGENCY = "agency"
    NAMED = "named"


SETTLED = frozenset({TaskState.DONE, TaskState.NOT_NEEDED})


@dataclass(frozen=True, slots=True)
class Task:
    """A task by its key, its state, and the keys of what comes first."""

    key: str
    state: TaskState
    after: tuple[str, ...] = ()
    due_on: date | None = None


def waits_for(task: Task, tasks: Iterable[Task]) -> tuple[str, ...]:
    """Keys of what has to be settled before `task` can be; what is not on the list holds nobody up."""
    states = {one.key: one.state for one in tasks}
    return tuple(key for key in task.after if key in states and states[key] not in SETTLED)


def check_state(task: Task, new: TaskState, tasks: Collection[Task]) -> None:
    """Raise RuleViolation when `task` is begun or done before what comes first."""
    if new in {TaskState.DOING, TaskState.DONE} and waits_for(task, tasks):
        raise RuleViolation("landing.waits")


@dataclass(frozen=True, slots=True)
class Progress:
    """Tasks done among those that are needed."""

    done: int
    needed: int
    late: int

    @property
    def percent(self) -> int:
        """0 to 100; nothing needed is all done."""
        return round(100 * self.done / self.needed) if self.needed else 100

    @property
    def is_complete(self) -> bool:
        """Whether nothing is left."""
        return self.done == self.needed


def progress(tasks: Sequence[Task], today: date) -> Progress:
    """How far a list is."""
    needed = [one for one in tasks if one.state is not TaskState.NOT_NEEDED]
    done = sum(one.state is TaskState.DONE for one in needed)
    late = sum(is_late(one.state, one.due_on, today) for one in needed)
    return Progress(done, len(needed), late)


def is_late(state: TaskState, due_on: date | None, today: date) -> bool:
    """Whether its day has passed and it is not settled."""
    return state not in SETTLED and due_on is not None and due_on < today


def in_order(after: Mapping[str, Sequence[str]]) -> list[str]:
    """Keys so that each comes behind what it waits for. Raises ValueError for a circle."""
    found: list[str] = []
    left = dict(after)
    while left:
        free = [key for key, first in left.items() if not any(one in left for one in first)]
        if not free:
            raise ValueError(f"tasks wait for each other: {', '.join(sorted(left))}")
        found += free
        left = {key: first for key, first in left.items() if key not in free}
    return found
