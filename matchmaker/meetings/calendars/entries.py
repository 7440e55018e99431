"""A meeting as an entry in the calendar of one reader, in the reader's language, naming nobody beyond the tier."""

from dataclasses import dataclass

from flask import current_app
from flask_babel import gettext as _

from config import Config
from matchmaker.foundation import outbox
from matchmaker.meetings.calendars.files import Address, Answer, Attendee, Entry, Part, Status
from matchmaker.meetings.models import Meeting, MeetingParticipant
from matchmaker.meetings.naming import pair_for
from matchmaker.meetings.people import zones_of
from matchmaker.meetings.rules import MeetingState, ParticipantAnswer, ParticipantRole
from matchmaker.meetings.times.reading import read
from matchmaker.organisations.rules import Tier

_PARTS = {ParticipantRole.INTERPRETER: Part.REQUIRED, ParticipantRole.OBSERVER: Part.OPTIONAL}
_ANSWERS = {
    ParticipantAnswer.NONE: Answer.NONE, ParticipantAnswer.YES: Answer.YES, ParticipantAnswer.NO: Answer.NO,
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Reader:
    """Whose calendar it is; `organisation_id` None for people on neither side, `has_account` False for outsiders."""

    language: str
    organisation_id: int | None
    has_account: bool


def reader_of(participant: MeetingParticipant) -> Reader:
    """A participant as the reader of an invitation."""
    return Reader(_two(participant.locale), participant.organisation_id, participant.user_id is not None)


def entry_of(
    meeting: Meeting, reader: Reader, attendees: tuple[Attendee, ...] = (), *, cancelled: bool | None = None,
    tier: Tier | None = None,
) -> Entry:  # fmt: skip
    """`meeting`, which has or had a time, for `reader`; `cancelled` None: as its state says.

    `tier` is what the reader's side has reached at the other, None: it is looked up. Raises ValueError for a meeting
    without a time.
    """
    if meeting.starts_at is None or meeting.ends_at is None:
        raise ValueError(f"meeting {meeting.id} has no time")
    config: Config = current_app.extensions["config"]
    called_off = meeting.state is MeetingState.CANCELLED if cancelled is None else cancelled
    with outbox.in_language(reader.language):
        return Entry(
            uid=meeting.uid, sequence=meeting.sequence, starts=meeting.starts_at, ends=meeting.ends_at,
            summary=summary_of(meeting, reader, tier), description=_description(meeting, reader),
            location=meeting.place or meeting.video_link,
            url=f"{config.base_url}/meetings/{meeting.id}" if reader.has_account else "",
            organizer=Address(str(_("Siheung Bio Partnering Gateway")), config.mail_from), attendees=attendees,
            status=Status.CANCELLED if called_off else Status.CONFIRMED,
            created=meeting.created_at, last_modified=meeting.updated_at,
        )  # fmt: skip


def attendee_of(participant: MeetingParticipant) -> Attendee:
    """A participant as the one who is invited. Invitations name nobody else by address."""
    return Attendee(
        Address(participant.full_name, participant.address),
        _PARTS.get(participant.role, Part.REQUIRED), _ANSWERS[participant.answer],
    )  # fmt: skip


def summary_of(meeting: Meeting, reader: Reader, tier: Tier | None = None) -> str:
    """What the meeting is called in the reader's calendar: its title if it has one, and whom it is with."""
    title = meeting.title or _("Meeting")
    parties = pair_for(meeting.introduction, reader.organisation_id, reader.language, tier)
    return str(_("%(title)s: %(parties)s", title=title, parties=parties))


def _description(meeting: Meeting, reader: Reader) -> str:
    lines = _clocks(meeting, reader)
    if meeting.place:
        lines.append(str(_("Place: %(place)s", place=meeting.place)))
    if meeting.video_link:
        lines.append(str(_("Video: %(link)s", link=meeting.video_link)))
    if meeting.owner is not None:
        lines.append(str(_("Seen to by: %(name)s", name=meeting.owner.full_name)))
    if meeting.state is MeetingState.CANCELLED:
        lines.append(str(_("Called off: %(reason)s", reason=meeting.reason)))
    if reader.has_account:
        lines.append(str(_("Move it, call it off or say that you will come on its page, not by answering this entry.")))
    return "\n".join(lines)


def _clocks(meeting: Meeting, reader: Reader) -> list[str]:
    """The time on the clocks of both sides, the reader's own side first."""
    if meeting.starts_at is None or meeting.ends_at is None:
        return []
    asking, asked = zones_of(meeting.introduction, meeting)
    zones = [asked, asking] if reader.organisation_id == meeting.introduction.to_id else [asking, asked]
    return [str(clock) for clock in read(meeting.starts_at, meeting.ends_at, zones).clocks]


def _two(language: str) -> str:
    return "ko" if language == "ko" else "en"
