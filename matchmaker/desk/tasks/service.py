"""What staff do with tasks."""

from dataclasses import dataclass
from datetime import date

import sqlalchemy as sa

from matchmaker.desk.care import cared_ids, colleague
from matchmaker.desk.models import DeskTask
from matchmaker.desk.rules import TASK_NOTE_MAX, TASK_TITLE_MAX, TaskState, check_task_move
from matchmaker.desk.tasks import queries
from matchmaker.foundation import audit, outbox
from matchmaker.foundation.database import db, now
from matchmaker.foundation.errors import NotFound, RuleViolation
from matchmaker.foundation.permissions import Actor
from matchmaker.foundation.versions import check_version
from matchmaker.organisations import queries as organisation_queries
from matchmaker.organisations.models import Organisation


@dataclass(frozen=True, slots=True)
class Wanted:
    """What a task says: what is to be done, by when, by whom."""

    title: str
    due_on: date
    assignee_id: int
    note: str = ""


def get(staff: Actor, task_id: int) -> DeskTask:
    """A task that this person may read. Raises NotFound."""
    found = db.session.scalars(queries.readable(staff).where(DeskTask.id == task_id)).first()
    if found is None:
        raise NotFound("not_found")
    return found


def add(
    wanted: Wanted, *, staff: Actor, introduction_id: int | None = None, organisation_id: int | None = None
) -> DeskTask:
    """Note a task down, and mail it to whoever is to do it unless that is its writer. Raises RuleViolation, NotFound.

    A task about a pair is about nothing else: then `organisation_id` is left out.
    """
    check_subject(staff, introduction_id, organisation_id)
    task = DeskTask(introduction_id=introduction_id, organisation_id=None if introduction_id else organisation_id,
                    created_by_id=staff.user_id, state=TaskState.OPEN)  # fmt: skip
    _write(task, wanted, staff)
    db.session.add(task)
    audit.record("desk.task_added", task, actor_id=staff.user_id, details={"introduction_id": introduction_id})
    if task.assignee_id != staff.user_id:
        _tell("task_given", task)
    return task


def check_subject(staff: Actor, introduction_id: int | None, organisation_id: int | None) -> None:
    """Raise NotFound unless what the task is about is in this person's care."""
    if introduction_id is not None and not _is_there(cared_ids(staff), introduction_id):
        raise NotFound("not_found")
    organisations = organisation_queries.in_care_of(staff).with_only_columns(Organisation.id)
    if organisation_id is not None and not _is_there(organisations, organisation_id):
        raise NotFound("not_found")


def _is_there(ids: sa.Select[int], one: int) -> bool:
    return bool(db.session.scalar(sa.select(sa.literal(one).in_(ids))))


def _write(task: DeskTask, wanted: Wanted, staff: Actor) -> None:
    title, note = wanted.title.strip(), wanted.note.strip()
    if not title:
        raise RuleViolation("desk.task_title_needed")
    if len(title) > TASK_TITLE_MAX or len(note) > TASK_NOTE_MAX:
        raise RuleViolation("desk.task_too_long", most=TASK_TITLE_MAX if len(title) > TASK_TITLE_MAX else TASK_NOTE_MAX)
    task.title, task.note, task.due_on = title, note, wanted.due_on
    task.assignee = colleague(staff, wanted.assignee_id)


def change(task: DeskTask, wanted: Wanted, *, staff: Actor, version: int | None) -> None:
    """Write a task anew; whoever gets it from another is told. Raises RuleViolation `changed_meanwhile`."""
    check_version(task, version)
    before = task.assignee_id
    _write(task, wanted, staff)
    db.session.flush()
    audit.record("desk.task_changed", task, actor_id=staff.user_id)
    if task.assignee_id not in {before, staff.user_id}:
        _tell("task_given", task)


def move(task: DeskTask, new: TaskState, *, staff: Actor, version: int | None) -> None:
    """Done, dropped, or open again. Raises RuleViolation."""
    check_version(task, version)
    check_task_move(task.state, new)
    task.state = new
    task.done_at = now() if new is TaskState.DONE else None
    audit.record(f"desk.task_{new.value}", task, actor_id=staff.user_id)


def remind(today: date) -> int:
    """Mail each task that is due to whoever is to do it, once for each due day; how many."""
    due = list(db.session.scalars(queries.to_remind(today)))
    for task in due:
        task.reminded_on = task.due_on
        if task.assignee is not None and task.assignee.is_active:
            _tell("task_due", task)
    return len(due)


def _tell(kind: str, task: DeskTask) -> None:
    person = task.assignee
    if person is None:
        return
    db.session.flush()
    outbox.post(kind, to=person.email, locale=person.locale, name=person.full_name, task=task)
