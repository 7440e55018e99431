"""People say that they will come, or that they cannot."""

from matchmaker.foundation import audit
from matchmaker.foundation.database import now
from matchmaker.foundation.errors import NotFound, RuleViolation
from matchmaker.foundation.versions import hold
from matchmaker.meetings import letters
from matchmaker.meetings.afterwards.rules import is_late_answer
from matchmaker.meetings.models import Meeting, MeetingParticipant
from matchmaker.meetings.people import By
from matchmaker.meetings.rules import MeetingState, ParticipantAnswer


def place_of(meeting: Meeting, user_id: int) -> MeetingParticipant | None:
    """The person's own place in the meeting."""
    return next((one for one in meeting.participants if one.user_id == user_id), None)


def will_come(meeting: Meeting, participant_id: int, *, by: By | None, version: int | None) -> None:
    """Note that a participant will come: by the person's own word, or by staff to whom it was said.

    `by` None: somebody from outside, whose link says which place is theirs.
    """
    row = _answering(meeting, participant_id, by, version)
    row.answer = ParticipantAnswer.YES
    if meeting.starts_at is not None and is_late_answer(meeting.starts_at, now()):
        row.reconfirmed_24_at = now()
    else:
        row.reconfirmed_72_at = now()
    audit.record("meeting.reconfirmed", meeting, actor_id=_id(by), details={"participant": row.id})


def cannot_come(meeting: Meeting, participant_id: int, *, by: By | None, version: int | None) -> None:
    """Note that a participant cannot come; whoever sees to the meeting is mailed at once. `by` as in `will_come`."""
    row = _answering(meeting, participant_id, by, version)
    has_said_so = row.answer is ParticipantAnswer.NO
    row.answer, row.reconfirmed_72_at, row.reconfirmed_24_at = ParticipantAnswer.NO, None, None
    audit.record("meeting.cannot_come", meeting, actor_id=_id(by), details={"participant": row.id})
    if not has_said_so:
        letters.cannot_come(meeting, row, _id(by))


def _id(by: By | None) -> int | None:
    return by.user.id if by is not None else None


def _answering(meeting: Meeting, participant_id: int, by: By | None, version: int | None) -> MeetingParticipant:
    hold(meeting, version)
    if meeting.state is not MeetingState.CONFIRMED:
        raise RuleViolation("meeting.bad_move", current=meeting.state.value, new=MeetingState.CONFIRMED.value)
    if meeting.starts_at is None or meeting.starts_at <= now():
        raise RuleViolation("meeting.has_begun")
    found = next((one for one in meeting.participants if one.id == participant_id), None)
    if found is None or (by is not None and by.side is not None and found.user_id != by.user.id):
        raise NotFound("not_found")
    return found


def is_sure(row: MeetingParticipant, meeting: Meeting) -> bool:
    """Whether the person has answered the question that was asked last: within 24 hours only that one counts."""
    if meeting.starts_at is not None and is_late_answer(meeting.starts_at, now()):
        return row.reconfirmed_24_at is not None
    return row.reconfirmed_72_at is not None or row.reconfirmed_24_at is not None


def missing(meeting: Meeting) -> list[MeetingParticipant]:
    """Who has not said that they will come, or has said that they cannot."""
    return [one for one in meeting.participants if not is_sure(one, meeting)]
