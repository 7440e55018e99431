"""What follows a meeting, as boxes on its page and as things to do on the home pages."""

from datetime import datetime

from flask import url_for
from flask_babel import gettext as _
from flask_babel import ngettext

from matchmaker.accounts.models import User
from matchmaker.foundation.codes import code_label
from matchmaker.foundation.database import db, now
from matchmaker.foundation.i18n import locale
from matchmaker.introductions.panels import Panel, Todo
from matchmaker.meetings import queries as meetings
from matchmaker.meetings.afterwards import queries
from matchmaker.meetings.afterwards.models import MeetingRating
from matchmaker.meetings.afterwards.rating import both_see_cooperation, no_shows_of, ratings_of_meeting
from matchmaker.meetings.afterwards.reconfirming import is_sure, missing
from matchmaker.meetings.afterwards.rules import EARLY, LATE, Side, is_disputed
from matchmaker.meetings.models import Meeting, MeetingParticipant
from matchmaker.meetings.naming import pair_for, pairs_for
from matchmaker.meetings.rules import TIMED, MeetingState, ParticipantAnswer
from matchmaker.organisations.models import Organisation

Said = dict[Side, MeetingRating]
RECORDED = TIMED - {MeetingState.CONFIRMED}
"""Of a meeting that nobody has said a word on, the room's own list of things to do reminds already."""


def reconfirmation(meeting: Meeting, _reader: Organisation | None) -> Panel | None:
    """Until it begins: who cannot come, and in the last 72 hours who is sure to."""
    moment = now()
    if meeting.state is not MeetingState.CONFIRMED or meeting.starts_at is None or meeting.starts_at <= moment:
        return None
    near = meeting.starts_at <= moment + EARLY
    unsure = [one for one in missing(meeting) if near or one.answer is ParticipantAnswer.NO]
    lines = [_line(one) for one in unsure] or [
        _("Everybody has said that they will come.") if near
        else _("Everybody is asked three days and one day before. If you cannot come, say so at once.")
    ]  # fmt: skip
    url = url_for("meetings.reconfirm", meeting_id=meeting.id)
    badge = ngettext("%(num)s open", "%(num)s open", len(unsure)) if unsure else ""
    return Panel(_("Will everybody come?"), url, _("Say whether you will come"), tuple(lines), badge)


def _line(one: MeetingParticipant) -> str:
    if one.answer is ParticipantAnswer.NO:
        return str(_("%(name)s cannot come.", name=one.full_name))
    return str(_("%(name)s has not answered yet.", name=one.full_name))


def afterwards(meeting: Meeting, reader: Organisation | None) -> Panel | None:
    """Once it is over: how it went, by the reader's own word; for staff by everybody's."""
    if meeting.state not in TIMED or meeting.ends_at is None or meeting.ends_at > now():
        return None
    said = ratings_of_meeting(meeting)
    url = url_for("meetings.rate", meeting_id=meeting.id)
    if reader is None:
        lines, badge = _for_staff(meeting, said)
        return Panel(_("How it went"), url, _("Read and record"), lines, badge)
    own = said.get(Side.FROM if meeting.introduction.from_id == reader.id else Side.TO)
    if own is None:
        return Panel(_("How it went"), url, _("Say how it went"), (_("It takes a minute; only the agency reads it."),),
                     _("To do"))  # fmt: skip
    line = _("Your word: %(outcome)s", outcome=code_label("meeting_outcome", own.outcome))
    return Panel(_("How it went"), url, _("Change it"), (line,))


def _for_staff(meeting: Meeting, said: Said) -> tuple[tuple[str, ...], str]:
    introduction = meeting.introduction
    sides = {Side.FROM: introduction.from_organisation, Side.TO: introduction.to_organisation}
    missed = no_shows_of([one.id for one in sides.values()])
    lines = []
    for side, organisation in sides.items():
        word = code_label("meeting_outcome", said[side].outcome) if side in said else _("no word yet")
        lines.append(_("%(name)s: %(outcome)s", name=organisation.name(locale()), outcome=word))
        if missed[organisation.id]:
            lines.append(
                ngettext("%(name)s has missed %(num)s meeting so far.", "%(name)s has missed %(num)s meetings so far.",
                         missed[organisation.id], name=organisation.name(locale()))
            )  # fmt: skip
    lines += [_absence(one) for one in meeting.participants if one.attended is False]
    if both_see_cooperation(said.values()):
        lines.append(_("Both sides hold that they can work together: record the next step under outcomes."))
    if is_disputed({side: (one.absent, one.absentees) for side, one in said.items()}):
        return (_("The two sides disagree on who came. Your word decides."), *lines), _("Disagreement")
    return tuple(lines), "" if Side.AGENCY in said else _("To do")


def _absence(one: MeetingParticipant) -> str:
    """Somebody did not come; whoever said so before is no no-show."""
    if one.answer is ParticipantAnswer.NO:
        return str(_("%(name)s did not come, as announced.", name=one.full_name))
    return str(_("%(name)s did not come.", name=one.full_name))


def todos(user: User, organisation: Organisation | None) -> list[Todo]:
    """What waits for this person: meetings to reconfirm and to rate."""
    moment = now()
    found = []
    for row, meeting in db.session.execute(queries.to_reconfirm_by(user.id, moment)):
        if not is_sure(row, meeting):
            late = meeting.starts_at is not None and meeting.starts_at - moment <= LATE
            url = url_for("meetings.reconfirm", meeting_id=meeting.id)
            found.append(Todo(_("Say whether you will come to your next meeting"), url, late))
    if user.as_actor().is_staff:
        return found + _todos_of_staff(user)
    if organisation is None:
        return found
    return found + _to_rate(queries.to_rate_by(organisation.id, moment), organisation)


def _todos_of_staff(user: User) -> list[Todo]:
    moment, staff = now(), user.as_actor()
    found = db.session.scalars(meetings.whole(queries.unsure(staff, moment))).unique()
    unsure = [_unsure(meeting, moment) for meeting in found if missing(meeting)]
    return unsure + _to_rate(queries.to_rate_in_care(staff, moment), None)


def _unsure(meeting: Meeting, moment: datetime) -> Todo:
    """Who cannot come is said first: that cannot wait for the last days."""
    pair, url = pair_for(meeting.introduction, None, locale()), url_for("meetings.reconfirm", meeting_id=meeting.id)
    is_late = meeting.starts_at is not None and meeting.starts_at - moment <= LATE
    refused = [one.full_name for one in meeting.participants if one.answer is ParticipantAnswer.NO]
    if refused:
        return Todo(_("%(pair)s: %(names)s cannot come", pair=pair, names=", ".join(refused)), url, is_late)
    words = ngettext(
        "%(pair)s: %(num)s person has not said that they will come",
        "%(pair)s: %(num)s people have not said that they will come", len(missing(meeting)), pair=pair,
    )  # fmt: skip
    return Todo(words, url, is_late)


def _to_rate(statement: meetings.Found, reader: Organisation | None) -> list[Todo]:
    found = [one for one in db.session.scalars(meetings.whole(statement)).unique() if one.state in RECORDED]
    names = pairs_for(found, reader, locale())
    return [
        Todo(_("Say how the meeting went: %(other)s", other=names[one.id]), url_for("meetings.rate", meeting_id=one.id))
        for one in found
    ]
