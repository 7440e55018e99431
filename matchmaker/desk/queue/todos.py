"""What the home page of staff says of the queue."""

from collections.abc import Sequence

from flask import url_for
from flask_babel import ngettext

from matchmaker.accounts.models import User
from matchmaker.desk.queue.gathering import gathered, in_order
from matchmaker.desk.queue.items import MINE, counts, narrowed
from matchmaker.introductions.panels import Todo
from matchmaker.organisations.models import Organisation


def overdue(user: User, _organisation: Organisation | None) -> Sequence[Todo]:
    """One line when something of one's own is overdue, with the way to it."""
    staff = user.as_actor()
    if not staff.is_staff:
        return ()
    figures = counts(in_order(narrowed(gathered(staff), whose=MINE, user_id=user.id)))
    if not figures.late:
        return ()
    words = ngettext("%(num)s thing in your queue is overdue", "%(num)s things in your queue are overdue", figures.late)
    return (Todo(words, url_for("desk_queue.show", whose=MINE), is_late=True),)
