"""Invitations, updates and cancellations as parts of mails."""

from matchmaker.foundation.outbox import Part
from matchmaker.meetings.calendars.entries import attendee_of, entry_of, reader_of
from matchmaker.meetings.calendars.files import Method, calendar_file
from matchmaker.meetings.models import Meeting, MeetingParticipant


def invitation(meeting: Meeting, recipient: MeetingParticipant) -> Part:
    """The meeting for the recipient's calendar; the same UID with a higher SEQUENCE replaces what is there."""
    return _part(Method.REQUEST, "invite.ics", meeting, recipient)


def cancellation(meeting: Meeting, recipient: MeetingParticipant) -> Part:
    """Takes the meeting out of the recipient's calendar; the meeting still has the time that is given up."""
    return _part(Method.CANCEL, "cancel.ics", meeting, recipient)


def _part(method: Method, file_name: str, meeting: Meeting, recipient: MeetingParticipant) -> Part:
    entry = entry_of(meeting, reader_of(recipient), (attendee_of(recipient),), cancelled=method is Method.CANCEL)
    return Part(file_name, f"text/calendar; method={method.value}; charset=utf-8", calendar_file(method, [entry]))
