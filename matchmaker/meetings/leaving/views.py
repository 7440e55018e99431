"""Brokers say that they have looked after a meeting that somebody's leaving has changed."""

from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from matchmaker.foundation.access import require
from matchmaker.foundation.database import transaction
from matchmaker.foundation.forms import sent_version
from matchmaker.foundation.permissions import Permission
from matchmaker.meetings.leaving import service
from matchmaker.meetings.views import bp, get, shown


@bp.post("/meetings/<int:meeting_id>/seen-to")
@require(Permission.MEETING_BROKER)
def seen_to(meeting_id: int) -> ResponseReturnValue:
    """It is off the list of things to do."""
    meeting, who = get(meeting_id)
    with transaction():
        service.seen_to(meeting, by=who, version=sent_version())
    return shown(meeting_id, _("Noted."))
