"""Words for what waits."""

from collections.abc import Mapping

from flask_babel import LazyString
from flask_babel import lazy_gettext as _l

from matchmaker.desk.queue.items import Kind

_KINDS: Mapping[Kind, LazyString] = {
    Kind.FIRST_TOUCH: _l("Take up"), Kind.DECISION: _l("Decide"), Kind.APPROVAL: _l("Approve"),
    Kind.QUESTION: _l("Answer a question"), Kind.LAPSING: _l("About to lapse"), Kind.MESSAGE: _l("Unread message"),
    Kind.MEETING_OWNER: _l("Meeting without an owner"), Kind.RECONFIRM: _l("Meeting not reconfirmed"),
    Kind.RATING: _l("Say how the meeting went"), Kind.AUDIT: _l("Audit an outcome"),
    Kind.PROMISE: _l("Enter the obligations"), Kind.OVERDUE: _l("Obligation overdue"), Kind.TASK: _l("Task"),
    Kind.MAIL: _l("Mails not delivered"),
}  # fmt: skip


def kind_label(kind: Kind) -> str:
    """What is to be done, in words."""
    return str(_KINDS[kind])
