"""The pack is mailed 48 hours before a meeting, once for each time that the meeting is given."""

from datetime import timedelta

import structlog

from matchmaker.compliance.rules import Crossing
from matchmaker.compliance.service import is_clear
from matchmaker.foundation import jobs
from matchmaker.foundation.database import now, transaction
from matchmaker.foundation.outbox import Part
from matchmaker.meetings.afterwards.queries import starting_within
from matchmaker.meetings.afterwards.rules import Notice
from matchmaker.meetings.models import Meeting
from matchmaker.meetings.notices import is_first, without
from matchmaker.meetings.packs.contents import pack_of
from matchmaker.meetings.packs.pdf import FontsMissing, pack_pdf
from matchmaker.meetings.people import side_id_of
from matchmaker.meetings.reminders import due, held_fast, owner_apart, tell, tell_owner
from matchmaker.meetings.rules import MeetingState
from matchmaker.organisations.models import Organisation

log = structlog.get_logger()
AHEAD = timedelta(hours=48)
KIND = "meeting_pack"


@jobs.job("meetings.send_packs", every_minutes=15)
def send_packs() -> None:
    """Mail the pack of every confirmed meeting of the next 48 hours to those who take part; once for each time."""
    for meeting_id in due(starting_within(now(), AHEAD).where(without(Notice.PACK))):
        with transaction():
            meeting = held_fast(meeting_id)
            if meeting is not None and meeting.state is MeetingState.CONFIRMED and is_first(meeting, Notice.PACK):
                _send(meeting)


def _send(meeting: Meeting) -> None:
    introduction = meeting.introduction
    sides = {one.id: one for one in (introduction.from_organisation, introduction.to_organisation)}
    files: dict[int | None, list[Part]] = {}
    for one in meeting.participants:
        key = one.organisation_id if one.organisation_id in sides else None
        if key not in files:
            files[key] = _parts(meeting, sides.get(key) if key else None)
        tell(KIND, meeting, one, parts=files[key])
    owner = owner_apart(meeting)
    if owner is not None:
        key = side_id_of(meeting, owner)
        own = files[key] if key in files else _parts(meeting, sides.get(key) if key else None)
        tell_owner(KIND, meeting, owner, parts=own)


def _parts(meeting: Meeting, reader: Organisation | None) -> list[Part]:
    """The PDF; without fonts, or while a light is red, none, and the mail has its link alone."""
    if not is_clear(meeting.introduction, Crossing.DOCUMENT):
        return []
    try:
        return [Part(f"meeting-pack-{meeting.id}.pdf", "application/pdf", pack_pdf(pack_of(meeting, reader)))]
    except FontsMissing:
        log.exception("meetings.pack_without_pdf", meeting=meeting.id)
        return []
