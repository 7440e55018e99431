"""The whole story of a pair, in one line of time: every room adds what it knows."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, time
from enum import StrEnum

import sqlalchemy as sa
from flask import url_for
from flask_babel import LazyString, format_date
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from sqlalchemy.orm import joinedload

from matchmaker.desk.rules import TaskState
from matchmaker.desk.tasks import queries as tasks
from matchmaker.foundation.codes import code_label
from matchmaker.foundation.database import db
from matchmaker.foundation.i18n import locale
from matchmaker.foundation.permissions import Actor
from matchmaker.introductions.history import staff_history
from matchmaker.introductions.models import Introduction
from matchmaker.meetings import queries as meetings
from matchmaker.meetings.afterwards.rating import ratings_of
from matchmaker.meetings.afterwards.rules import Side
from matchmaker.meetings.standing import state_label as meeting_state
from matchmaker.outcomes import queries as outcomes
from matchmaker.outcomes.rules import ObligationState
from matchmaker.outcomes.wording import OBLIGATION_STATES
from matchmaker.suggestions.models import Suggestion
from matchmaker.suggestions.showing import first_shown
from matchmaker.threads import queries as threads
from matchmaker.threads.models import ThreadMessage
from matchmaker.threads.rules import Lane, Reader, excerpt


class EntryKind(StrEnum):
    """What an entry is about; the filters of the page."""

    SUGGESTION = "suggestion"
    STEP = "step"
    NOTE = "note"
    MESSAGE = "message"
    MEETING = "meeting"
    OUTCOME = "outcome"
    OBLIGATION = "obligation"
    TASK = "task"


LABELS: dict[EntryKind, LazyString] = {
    EntryKind.SUGGESTION: _l("Suggestion"), EntryKind.STEP: _l("Steps taken"), EntryKind.NOTE: _l("Internal notes"),
    EntryKind.MESSAGE: _l("Messages"), EntryKind.MEETING: _l("Meetings"), EntryKind.OUTCOME: _l("Outcomes"),
    EntryKind.OBLIGATION: _l("Obligations"), EntryKind.TASK: _l("Tasks"),
}  # fmt: skip


_LANES: dict[Lane, LazyString] = {
    Lane.ALL: _l("Message to everybody"), Lane.REQUESTER: _l("Message between the requester and the brokers"),
    Lane.COUNTERPART: _l("Message between the counterpart and the brokers"), Lane.NOTES: _l("Note among the brokers"),
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Entry:
    """Something that happened: when, what, in whose words, by whom, and where it is read in full."""

    at: datetime
    kind: EntryKind
    title: str
    text: str = ""
    by: str = ""
    url: str = ""
    label: str = ""

    @classmethod
    def of(cls, kind: EntryKind, at: datetime, title: str, text: str = "", by: str = "", url: str = "") -> "Entry":
        """An entry with the name of its kind."""
        return cls(at, kind, title, text, by, url, str(LABELS[kind]))


def suggestions(introduction: Introduction, _staff: Actor) -> Iterator[Entry]:
    """The suggestion that stands now, in the direction of the requester, and when each side first saw the other's."""
    asking, asked = introduction.from_organisation, introduction.to_organisation
    url = url_for("staff_suggestions.show", organisation_id=asking.id, candidate_id=asked.id)
    found = sa.select(Suggestion.refreshed_at, Suggestion.score).where(
        Suggestion.organisation_id == asking.id, Suggestion.candidate_id == asked.id
    )
    for at, score in db.session.execute(found):
        yield Entry.of(EntryKind.SUGGESTION, at, _("Suggested with a score of %(score)s", score=round(score * 100)),
                       url=url)  # fmt: skip
    for viewer, candidate in ((asking, asked), (asked, asking)):
        seen_at = first_shown(viewer.id, candidate.id)
        if seen_at is not None:
            shown = _("Shown to %(name)s as a suggestion for the first time", name=viewer.name(locale()))
            yield Entry.of(EntryKind.SUGGESTION, seen_at, shown)


def steps(introduction: Introduction, staff: Actor) -> Iterator[Entry]:
    """Moves, questions and internal notes; those of another cluster stay there."""
    for event in staff_history(introduction.steps, introduction, staff.cluster):
        kind = EntryKind.NOTE if event.internal else EntryKind.STEP
        yield Entry.of(kind, event.at, event.title, event.text, event.by)


def said(introduction: Introduction, staff: Actor) -> Iterator[Entry]:
    """Messages of the lanes that this person may read."""
    url = url_for("threads_staff.show", introduction_id=introduction.id)
    found = threads.of_introduction(Reader(staff), introduction.id).options(joinedload(ThreadMessage.author))
    for message in db.session.scalars(found):
        who = message.author.full_name if message.author else ""
        text = _("Deleted") if message.deleted_at else excerpt(message.body)
        yield Entry.of(EntryKind.MESSAGE, message.created_at, str(_LANES[message.lane]), text, who, url)


def held(introduction: Introduction, _staff: Actor) -> Iterator[Entry]:
    """Meetings: when they were proposed, and when they take or took place."""
    for meeting in db.session.scalars(meetings.of_introduction(introduction)):
        url = url_for("meetings.show", meeting_id=meeting.id)
        title = meeting.title or _("Meeting")
        yield Entry.of(EntryKind.MEETING, meeting.proposed_at, _("Times proposed: %(title)s", title=title), url=url)
        if meeting.cancelled_at:
            yield Entry.of(EntryKind.MEETING, meeting.cancelled_at, meeting_state(meeting), meeting.reason, url=url)
        elif meeting.starts_at:
            yield Entry.of(EntryKind.MEETING, meeting.starts_at, f"{title} · {meeting_state(meeting)}",
                           meeting.place or meeting.video_link, url=url)  # fmt: skip


def rated(introduction: Introduction, staff: Actor) -> Iterator[Entry]:
    """What each side and the agency said of a meeting; a co-broker reads the words of its own side only."""
    sides = {Side.FROM: introduction.from_organisation, Side.TO: introduction.to_organisation}
    for rating in ratings_of(introduction):
        side = sides.get(rating.side)
        is_read = staff.cluster is None or (side is not None and staff.serves(side.cluster))
        title = _("How the meeting went: %(outcome)s", outcome=code_label("meeting_outcome", rating.outcome))
        yield Entry.of(EntryKind.MEETING, rating.updated_at, title, rating.comment if is_read else "",
                       side.name(locale()) if side else _("The agency"),
                       url_for("meetings.show", meeting_id=rating.meeting_id))  # fmt: skip


def results(introduction: Introduction, _staff: Actor) -> Iterator[Entry]:
    """Outcomes, as they were claimed and audited."""
    for row in db.session.scalars(outcomes.outcomes_of([introduction.id])):
        url = url_for("outcomes_staff.show", outcome_id=row.id)
        kind = code_label("outcome_kind", row.kind)
        yield Entry.of(EntryKind.OUTCOME, row.created_at, _("Claimed: %(kind)s", kind=kind), row.title, url=url)
        if row.audited_at:
            yield Entry.of(EntryKind.OUTCOME, row.audited_at, _("Audited: %(kind)s", kind=kind), row.title, url=url)


def promises(introduction: Introduction, _staff: Actor) -> Iterator[Entry]:
    """What was promised, and what became of it."""
    for row in db.session.scalars(outcomes.obligations_of([introduction.id])):
        url = url_for("outcomes_staff.obligation", obligation_id=row.id)
        due = _("Obligation, due on %(day)s", day=format_date(row.due_on, "medium"))
        yield Entry.of(EntryKind.OBLIGATION, row.created_at, due, row.text, url=url)
        if row.settled_on and row.state is not ObligationState.OPEN:
            at = datetime.combine(row.settled_on, time(3), UTC)
            state = str(OBLIGATION_STATES[row.state])
            yield Entry.of(EntryKind.OBLIGATION, at, state, row.text, url=url)


def to_do(introduction: Introduction, staff: Actor) -> Iterator[Entry]:
    """Tasks, as they were noted and done."""
    for task in db.session.scalars(tasks.of_introduction(staff, introduction.id)):
        who = task.assignee.full_name if task.assignee else ""
        url = url_for("desk_tasks.edit", task_id=task.id)
        yield Entry.of(
            EntryKind.TASK, task.created_at, _("Task noted: %(title)s", title=task.title), task.note, who, url
        )
        if task.state is TaskState.DONE and task.done_at:
            yield Entry.of(EntryKind.TASK, task.done_at, _("Task done: %(title)s", title=task.title), "", who, url)


Teller = Callable[[Introduction, Actor], Iterable[Entry]]
TELLERS: tuple[Teller, ...] = (suggestions, steps, said, held, rated, results, promises, to_do)


def story(introduction: Introduction, staff: Actor) -> list[Entry]:
    """Everything this person may know of the pair, the latest first."""
    found = [entry for tell in TELLERS for entry in tell(introduction, staff)]
    return sorted(found, key=lambda entry: entry.at, reverse=True)


def of_kind(entries: Sequence[Entry], kind: str) -> list[Entry]:
    """Those of one kind; all for a kind that is none."""
    return [one for one in entries if one.kind.value == kind] if kind in list(EntryKind) else list(entries)
