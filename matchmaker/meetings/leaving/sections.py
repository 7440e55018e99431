"""What somebody's leaving did to meetings: among the things that brokers have to do, and on the meeting's page."""

from flask import url_for
from flask_babel import gettext as _

from matchmaker.accounts.models import User
from matchmaker.foundation.database import db
from matchmaker.foundation.i18n import locale
from matchmaker.introductions.panels import Todo
from matchmaker.meetings import queries as meetings
from matchmaker.meetings.leaving import queries
from matchmaker.meetings.models import Meeting
from matchmaker.meetings.naming import pair_for
from matchmaker.meetings.rules import Upset
from matchmaker.organisations.models import Organisation

SHOWN = 20


def todos(user: User, _organisation: Organisation | None) -> list[Todo]:
    """Meetings to look after; nothing for members."""
    staff = user.as_actor()
    if not staff.is_staff:
        return []
    found = db.session.scalars(meetings.whole(queries.upset(staff).limit(SHOWN))).unique()
    return [_todo(meeting) for meeting in found]


def _todo(meeting: Meeting) -> Todo:
    pair, url = pair_for(meeting.introduction, None, locale()), url_for("meetings.show", meeting_id=meeting.id)
    if meeting.upset is Upset.CALLED_OFF:
        return Todo(_("%(pair)s: called off because somebody left the service, propose it anew", pair=pair), url)
    return Todo(_("%(pair)s: somebody left the service, check who comes and who sees to it", pair=pair), url)
