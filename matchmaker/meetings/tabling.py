"""Times on the table: checked, weighed, and put in the place of those before."""

from collections.abc import Collection, Sequence
from datetime import datetime, timedelta

from matchmaker.foundation.database import db, now
from matchmaker.foundation.errors import RuleViolation
from matchmaker.meetings.models import Meeting, SlotProposal
from matchmaker.meetings.people import By, free_time, side_of
from matchmaker.meetings.rules import MOST_SLOTS, SIDES, ParticipantAnswer, check_span
from matchmaker.meetings.times.slots import FROM, TO, Person, burdens, is_quiet


def put_on_table(meeting: Meeting, starts: Collection[datetime], by: By) -> None:
    """Propose these times, and no others. Raises RuleViolation for a time that cannot be."""
    if not starts:
        raise RuleViolation("meeting.times_needed")
    if len(set(starts)) > MOST_SLOTS:
        raise RuleViolation("meeting.too_many_times", most=MOST_SLOTS)
    length = timedelta(minutes=meeting.duration_minutes)
    spans = sorted((at, at + length) for at in set(starts))
    people = free_time(meeting.participants, meeting.introduction, spans[0][0], spans[-1][1], but=meeting.id)
    for begin, end in spans:
        _check_time(people, begin, end)
    side = side_of(meeting.introduction, by.side.id) if by.side else ""
    weighed = sorted(((burdens(people, a, b), a, b) for a, b in spans), key=lambda row: (sum(row[0].values()), row[1]))
    new = [
        SlotProposal(
            starts_at=begin, ends_at=end, rank=rank, burden_from=burden[FROM], burden_to=burden[TO],
            suits_from=side == FROM, suits_to=side == TO,
        )
        for rank, (burden, begin, end) in enumerate(weighed, start=1)
    ]  # fmt: skip
    if meeting.id is not None:
        meeting.slots.clear()
        db.session.flush()  # a time may be proposed again: the old row goes first
    meeting.slots.extend(new)
    meeting.proposed_at, meeting.proposed_by_id = now(), by.user.id
    meeting.proposed_by_organisation_id = by.side.id if by.side else None
    _ask_anew(meeting, by)


def _ask_anew(meeting: Meeting, by: By) -> None:
    """Nobody has answered to the new times yet, but those who proposed them."""
    for one in meeting.participants:
        own = by.side is not None and one.role in SIDES and one.organisation_id == by.side.id
        one.answer = ParticipantAnswer.YES if own else ParticipantAnswer.NONE
        one.reconfirmed_72_at = one.reconfirmed_24_at = None


def _check_time(people: Sequence[Person], begin: datetime, end: datetime) -> None:
    check_span(begin, end, moment=now())
    if any(is_quiet(begin, end, person.zone) for person in people):
        raise RuleViolation("meeting.quiet_hours")
    if any(a < end and begin < b for person in people for a, b in person.busy):
        raise RuleViolation("meeting.slot_taken")
