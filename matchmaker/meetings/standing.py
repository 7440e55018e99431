"""Where a meeting stands, in words: its state, what happens next and by whom."""

from collections.abc import Mapping
from datetime import datetime

from flask_babel import LazyString
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from matchmaker.meetings.models import Meeting, MeetingParticipant, SlotProposal
from matchmaker.meetings.people import side_of
from matchmaker.meetings.rules import MeetingState, ParticipantAnswer, ParticipantRole
from matchmaker.meetings.times.slots import FROM
from matchmaker.organisations.models import Organisation

M = MeetingState
KINDS: Mapping[MeetingState, str] = {
    M.PROPOSED: "warning", M.CONFIRMED: "success", M.HELD: "primary", M.NO_SHOW: "danger", M.CANCELLED: "gray",
}  # fmt: skip
LABELS: Mapping[MeetingState, LazyString] = {
    M.PROPOSED: _l("Time not agreed yet"), M.CONFIRMED: _l("Confirmed"), M.HELD: _l("Held"),
    M.NO_SHOW: _l("Somebody did not come"), M.CANCELLED: _l("Cancelled"),
}  # fmt: skip
ROLES: Mapping[ParticipantRole, LazyString] = {
    ParticipantRole.HOST: _l("For its side"), ParticipantRole.GUEST: _l("For its side"),
    ParticipantRole.BROKER: _l("Broker"), ParticipantRole.INTERPRETER: _l("Interpreter"),
    ParticipantRole.OBSERVER: _l("Observer"),
}  # fmt: skip


def state_label(meeting: Meeting) -> str:
    """The state in the reader's language."""
    return str(LABELS[meeting.state])


def suits(slot: SlotProposal, meeting: Meeting, organisation_id: int) -> bool:
    """Whether the side of an organisation has said that the time suits it."""
    return slot.suits_from if side_of(meeting.introduction, organisation_id) == FROM else slot.suits_to


def is_asked(meeting: Meeting, organisation: Organisation) -> bool:
    """Whether it is this side's turn: times are on the table and it has not answered."""
    if meeting.state is not M.PROPOSED:
        return False
    answers = {one.answer for one in meeting.people_of(organisation.id)}
    return not answers & {ParticipantAnswer.YES, ParticipantAnswer.NO}


def refused_by(meeting: Meeting) -> MeetingParticipant | None:
    """Whoever said that no time suits."""
    return next((one for one in meeting.participants if one.answer is ParticipantAnswer.NO), None)


def has_time_left(meeting: Meeting, moment: datetime) -> bool:
    """Whether one of the times on the table is still to come."""
    return any(slot.starts_at > moment for slot in meeting.slots)


def what_next(meeting: Meeting, reader: Organisation | None, other: str, moment: datetime) -> str:
    """What happens next and by whom; `other` is what the reader may call the other side, or both for staff."""
    if meeting.state is M.PROPOSED:
        return _while_proposed(meeting, reader, other, moment)
    if meeting.state is M.CONFIRMED and meeting.ends_at is not None and meeting.ends_at <= moment:
        return str(_("The time is over. Record whether the meeting took place."))
    words = {
        M.CONFIRMED: _("The time is agreed. Everybody who takes part has an invitation for the calendar."),
        M.HELD: _("The meeting took place."),
        M.NO_SHOW: _("Somebody did not come. The broker gets in touch with both sides."),
        M.CANCELLED: _("The meeting is off. New times can be proposed from the introduction."),
    }
    return str(words[meeting.state])


def _while_proposed(meeting: Meeting, reader: Organisation | None, other: str, moment: datetime) -> str:
    refused = refused_by(meeting)
    if refused is not None:
        if reader is not None and refused.organisation_id == reader.id:
            return str(_("You asked for other times. You will be told as soon as there are some."))
        return str(_("None of the times suits. Propose others."))
    if not has_time_left(meeting, moment):
        return str(_("All times on the table have passed. Propose others."))
    if reader is None:
        return str(_("The sides pick a time; once one suits both, it is confirmed."))
    if is_asked(meeting, reader):
        return str(_("Pick the time that suits you, or ask for others."))
    return str(_("%(other)s picks a time now. You will be told.", other=other))
