"""Meetings on the page of an introduction and on the home pages."""

from collections.abc import Iterator

from flask import url_for
from flask_babel import gettext as _

from matchmaker.accounts.models import User
from matchmaker.foundation.database import db, now
from matchmaker.foundation.i18n import locale
from matchmaker.introductions.models import Introduction
from matchmaker.introductions.panels import Panel, Todo
from matchmaker.introductions.rules import IntroductionState
from matchmaker.meetings import queries, service
from matchmaker.meetings.models import Meeting
from matchmaker.meetings.naming import pair_for, pairs_for
from matchmaker.meetings.people import zones_of
from matchmaker.meetings.rules import OPEN, MeetingState
from matchmaker.meetings.standing import has_time_left, is_asked, refused_by, state_label, what_next
from matchmaker.meetings.times.reading import read
from matchmaker.organisations.models import Organisation

SHOWN = 20
"""Meetings that the home pages look through."""


def meetings_panel(introduction: Introduction, reader: Organisation | None) -> Panel | None:
    """The meetings of an introduction, or the way to the first; nothing before both sides agreed."""
    meetings = service.meetings_of(introduction)
    if introduction.state is not IntroductionState.INTRODUCED and not meetings:
        return None
    pending = next((one for one in meetings if one.state in OPEN), None)
    lines = tuple(_line(one) for one in meetings if one is not pending)[-3:]
    if pending is None:
        url, act = url_for("meetings.propose", introduction_id=introduction.id), _("Propose times for a meeting")
        return Panel(_("Meetings"), url, act, lines or (_("No meeting yet."),))
    other = pair_for(introduction, reader.id if reader else None, locale())
    words = (*lines, _line(pending), what_next(pending, reader, other, now()))
    badge = _("Your answer is awaited") if reader and is_asked(pending, reader) else ""
    return Panel(_("Meetings"), url_for("meetings.show", meeting_id=pending.id), _("Open the meeting"), words, badge)


def _line(meeting: Meeting) -> str:
    if meeting.starts_at is None or meeting.ends_at is None:
        return state_label(meeting)
    zones = zones_of(meeting.introduction, meeting)
    times = read(meeting.starts_at, meeting.ends_at, zones)
    return f"{state_label(meeting)}: " + " / ".join(str(clock) for clock in times.clocks)


def todos(user: User, organisation: Organisation | None) -> list[Todo]:
    """Times to pick, to propose anew, results to record."""
    if organisation is not None:
        statement = queries.of_organisation(organisation.id)
    elif user.as_actor().is_staff:
        statement = queries.mine_of(queries.in_care_of(user.as_actor()), user.id)
    else:
        return []
    waiting = queries.awaiting(statement, now()).limit(SHOWN)
    found = db.session.scalars(queries.whole(waiting)).unique().all()
    names = pairs_for(found, organisation, locale())
    return [todo for meeting in found for todo in _todos(meeting, organisation, names[meeting.id])]


def _todos(meeting: Meeting, reader: Organisation | None, other: str) -> Iterator[Todo]:
    url = url_for("meetings.show", meeting_id=meeting.id)
    if meeting.state is MeetingState.CONFIRMED:
        yield Todo(_("%(pair)s: record whether the meeting took place", pair=other), url, is_late=True)
        return
    refused, mine = refused_by(meeting), reader is None or meeting.proposed_by_organisation_id == reader.id
    if not has_time_left(meeting, now()):
        yield Todo(_("%(pair)s: all times have passed, propose others", pair=other), url, is_late=True)
    elif refused is not None and mine:
        yield Todo(_("%(pair)s: no time suits, propose others", pair=other), url)
    elif reader is not None and is_asked(meeting, reader):
        yield Todo(_("%(pair)s: pick a time for the meeting", pair=other), url)
