"""The next act for each kind of waiting: a link, or a form of one button."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from flask import url_for
from flask_babel import LazyString, ngettext
from flask_babel import lazy_gettext as _l

from matchmaker.desk.queue.items import Kind, Waiting


@dataclass(frozen=True, slots=True)
class Act:
    """What to press: `version` is set when it is a form that is posted, else it is a link."""

    label: str
    url: str
    version: int | None = None


def _introduction(one: Waiting) -> str:
    return url_for("introductions_staff.show", introduction_id=one.introduction_id)


def _meeting(one: Waiting) -> str:
    return url_for("meetings.show", meeting_id=one.ref_id)


def _rating(one: Waiting) -> str:
    return url_for("meetings.rate", meeting_id=one.ref_id)


def _outcome(one: Waiting) -> str:
    return url_for("outcomes_staff.show", outcome_id=one.ref_id)


def _thread(one: Waiting) -> str:
    return url_for("threads_staff.show", introduction_id=one.introduction_id)


def _obligation(one: Waiting) -> str:
    return url_for("outcomes_staff.obligation", obligation_id=one.ref_id)


_LINKS: Mapping[Kind, tuple[LazyString, Callable[[Waiting], str]]] = {
    Kind.FIRST_TOUCH: (_l("Open and take it"), _introduction), Kind.DECISION: (_l("Open and decide"), _introduction),
    Kind.APPROVAL: (_l("Open and approve"), _introduction), Kind.QUESTION: (_l("Open and answer"), _introduction),
    Kind.LAPSING: (_l("Open and chase"), _introduction), Kind.MESSAGE: (_l("Read and reply"), _thread),
    Kind.MEETING_OWNER: (_l("Open the meeting"), _meeting), Kind.RECONFIRM: (_l("Open the meeting"), _meeting),
    Kind.RATING: (_l("Say how it went"), _rating),
    Kind.AUDIT: (_l("Open and audit"), _outcome), Kind.PROMISE: (_l("Open the outcome"), _outcome),
    Kind.OVERDUE: (_l("Open the obligation"), _obligation),
}  # fmt: skip


def act_of(one: Waiting) -> Act:
    """What to do next about `one`."""
    if one.kind is Kind.TASK:
        return Act(str(_l("Done")), url_for("desk_tasks.move", task_id=one.ref_id, state="done"), one.version)
    if one.kind is Kind.MAIL:
        words = ngettext("See %(num)s mail", "See %(num)s mails", one.count)
        return Act(words, url_for("foundation.mail_outbox", show="failed"))
    label, link = _LINKS[one.kind]
    return Act(str(label), link(one))
