"""Projects that were handed to the reader's organisation and wait to be confirmed, on the home page."""

from collections.abc import Sequence

from flask import url_for
from flask_babel import gettext as _

from matchmaker.accounts.models import User
from matchmaker.foundation.database import db
from matchmaker.foundation.i18n import locale
from matchmaker.introductions.panels import Todo
from matchmaker.organisations.models import Organisation
from matchmaker.routes import queries


def todos(_user: User, organisation: Organisation | None) -> Sequence[Todo]:
    """One line for each project that waits; staff see theirs on the page of routes."""
    if organisation is None:
        return []
    return [
        Todo(
            _("Confirm the hand-over: %(title)s", title=row.opportunity.title(locale())),
            url_for("routes.handover", handover_id=row.id),
        )
        for row in db.session.scalars(queries.waiting_for(organisation.id))
    ]
