"""The pack as a box on the page of a meeting."""

from flask import url_for
from flask_babel import gettext as _

from matchmaker.introductions.panels import Panel
from matchmaker.meetings.models import Meeting
from matchmaker.meetings.rules import MeetingState
from matchmaker.organisations.models import Organisation


def pack_panel(meeting: Meeting, _reader: Organisation | None) -> Panel | None:
    """The way to the pack; nothing once the meeting is called off."""
    if meeting.state is MeetingState.CANCELLED:
        return None
    lines = [_("In Korean and English: both sides in brief, shared terms, requirements, questions.")]
    if meeting.state is MeetingState.CONFIRMED:
        lines.append(_("It is mailed to everybody 48 hours before the meeting."))
    return Panel(_("Meeting pack"), url_for("meetings.pack", meeting_id=meeting.id), _("Open the pack"), tuple(lines))
