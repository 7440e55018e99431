"""A soft landing as it is begun and worked through."""

from dataclasses import dataclass
from datetime import date, timedelta

from matchmaker.foundation import audit
from matchmaker.foundation.database import db, now
from matchmaker.foundation.errors import RuleViolation
from matchmaker.foundation.versions import check_version
from matchmaker.landing.checklists import queries, rules
from matchmaker.landing.checklists.models import LandingTask, SoftLanding
from matchmaker.landing.checklists.rules import SETTLED, OwnerKind, TaskState
from matchmaker.landing.checklists.templates import chosen
from matchmaker.organisations.days import today
from matchmaker.organisations.models import Organisation
from matchmaker.organisations.readers import Reader
from matchmaker.organisations.rules import VettingState


@dataclass(frozen=True, slots=True, kw_only=True)
class Start:
    """How an organisation comes in."""

    kind: str
    target_on: date
    laboratory: bool = False
    staff_abroad: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """What is said of a task."""

    state: TaskState
    due_on: date
    owner_kind: OwnerKind
    owner_name: str = ""
    note: str = ""


def begin(organisation: Organisation, said: Start, *, by: Reader) -> SoftLanding:
    """Begin with the tasks of the template. Raises RuleViolation when there is one already, or in the past."""
    if organisation.state is not VettingState.APPROVED:
        raise RuleViolation("landing.not_vetted")
    if said.target_on < today():
        raise RuleViolation("landing.in_the_past")
    if db.session.scalars(queries.of_organisation(organisation.id)).first() is not None:
        raise RuleViolation("landing.begun_already")
    row = SoftLanding(organisation=organisation, kind=said.kind, target_on=said.target_on,
                      laboratory=said.laboratory, staff_abroad=said.staff_abroad)  # fmt: skip
    found = chosen(said.kind, organisation.country, laboratory=said.laboratory, staff_abroad=said.staff_abroad)
    for place, one in enumerate(found):
        due = max(today(), said.target_on + timedelta(days=one.days))
        row.tasks.append(LandingTask(position=place, key=one.key, after=list(one.after), owner_kind=one.owner,
                                     state=TaskState.TODO, due_on=due))  # fmt: skip
    db.session.add(row)
    db.session.flush()
    audit.record("landing.begun", row, actor_id=by.actor.user_id, details={"kind": said.kind, "tasks": len(found)})
    return row


def change(task: LandingTask, said: Change, *, by: Reader, version: int | None) -> None:
    """Say how far a task is, who sees to it, until when. Raises RuleViolation when something comes first."""
    check_version(task, version)
    if (said.owner_kind is OwnerKind.NAMED) != bool(said.owner_name):
        raise RuleViolation("landing.owner_name")
    if said.state is not task.state:
        rules.check_state(task.task(), said.state, [one.task() for one in task.landing.tasks])
        task.settled_at = now() if said.state in SETTLED else None
    task.state, task.due_on, task.note = said.state, said.due_on, said.note
    task.owner_kind, task.owner_name = said.owner_kind, said.owner_name
    db.session.flush()
    audit.record("landing.task_changed", task, actor_id=by.actor.user_id, details={"state": said.state.value})


def add(row: SoftLanding, title: str, due_on: date, *, by: Reader) -> LandingTask:
    """Add a task of one's own. Raises RuleViolation when there are too many."""
    if len(row.tasks) >= rules.TASKS_LIMIT:
        raise RuleViolation("landing.too_many", most=rules.TASKS_LIMIT)
    place = max((one.position for one in row.tasks), default=0) + 1
    owner = OwnerKind.AGENCY if by.by_staff else OwnerKind.MEMBER
    task = LandingTask(position=place, key=f"own_{place}", title=title, after=[], owner_kind=owner,
                       state=TaskState.TODO, due_on=due_on)  # fmt: skip
    row.tasks.append(task)
    db.session.flush()
    audit.record("landing.task_added", task, actor_id=by.actor.user_id)
    return task
