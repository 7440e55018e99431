"""A meeting comes about: times are proposed, one of them suits both sides, it is moved or called off."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import uuid4

from sqlalchemy.exc import IntegrityError

from matchmaker.foundation import audit
from matchmaker.foundation.database import db, now
from matchmaker.foundation.errors import Forbidden, RuleViolation
from matchmaker.foundation.versions import hold
from matchmaker.introductions.models import Introduction
from matchmaker.introductions.moves import check_still_possible
from matchmaker.introductions.rules import IntroductionState
from matchmaker.meetings import booking, letters, queries
from matchmaker.meetings.models import Meeting, SlotProposal
from matchmaker.meetings.people import (
    By,
    default_owner,
    first_people,
    let_come,
    side_of,
    sides_of,
    speakers_of,
    user_ids,
)
from matchmaker.meetings.rules import (
    MeetingState,
    ParticipantAnswer,
    check_move,
    check_open,
    check_reason,
    check_span,
)
from matchmaker.meetings.tabling import put_on_table
from matchmaker.meetings.times.slots import FROM, TO

M = MeetingState


@dataclass(frozen=True, slots=True)
class Plan:
    """What a new meeting is to be."""

    minutes: int
    title: str = ""
    place: str = ""
    video_link: str = ""


def meetings_of(introduction: Introduction) -> Sequence[Meeting]:
    """All meetings of an introduction, the oldest first."""
    return db.session.scalars(queries.of_introduction(introduction)).all()


def borne_by(introduction: Introduction) -> dict[str, int]:
    """What each side bore in earlier meetings of the introduction (weighted minutes outside 09-18)."""
    row = db.session.execute(queries.borne(introduction.id)).one()
    return {FROM: row[0] or 0, TO: row[1] or 0}


def propose(introduction: Introduction, starts: Collection[datetime], plan: Plan, *, by: By) -> Meeting:
    """Propose times for a meeting of the two sides; those of a side suit it already.

    Raises RuleViolation when the two are not introduced, a time cannot be, or times are on the table already.
    """
    if introduction.state is not IntroductionState.INTRODUCED:
        raise RuleViolation("meeting.not_introduced")
    check_still_possible(introduction)
    meeting = Meeting(
        introduction=introduction, state=M.PROPOSED, owner=default_owner(introduction, by), title=plan.title,
        duration_minutes=plan.minutes, place=plan.place, video_link=plan.video_link, uid=f"{uuid4()}@meeting",
        created_by_id=by.user.id, participants=first_people(introduction, by), proposed_at=now(),
    )  # fmt: skip
    with db.session.no_autoflush:
        put_on_table(meeting, starts, by)
    try:
        with db.session.begin_nested():
            db.session.add(meeting)
    except IntegrityError as error:
        raise RuleViolation("meeting.already_proposed") from error
    audit.record("meeting.proposed", meeting, actor_id=by.user.id, details={"times": len(meeting.slots)})
    letters.proposed(meeting, by)
    return meeting


def propose_others(meeting: Meeting, starts: Collection[datetime], *, by: By, version: int | None) -> None:
    """Put other times in the place of those on the table."""
    hold(meeting, version)
    if meeting.state is not M.PROPOSED:
        raise RuleViolation("meeting.bad_move", current=meeting.state.value, new=M.PROPOSED.value)
    put_on_table(meeting, starts, by)
    meeting.reason = ""
    audit.record("meeting.proposed", meeting, actor_id=by.user.id, details={"times": len(meeting.slots)})
    letters.proposed(meeting, by)


def ask_for_others(meeting: Meeting, words: str, *, by: By, version: int | None) -> None:
    """Say that none of the times suits the side."""
    hold(meeting, version)
    if by.side is None:
        raise Forbidden("forbidden")
    if meeting.state is not M.PROPOSED:
        raise RuleViolation("meeting.bad_move", current=meeting.state.value, new=M.PROPOSED.value)
    meeting.reason = check_reason(words)
    for one in meeting.people_of(by.side.id):
        one.answer = ParticipantAnswer.NO
    audit.record("meeting.others_wanted", meeting, actor_id=by.user.id)
    letters.others_wanted(meeting, by)


def pick(meeting: Meeting, slot_id: int, *, by: By, version: int | None) -> None:
    """Say for a side that a time suits it; once it suits both, it is confirmed."""
    hold(meeting, version)
    if by.side is None:
        raise Forbidden("forbidden")
    slot = _slot(meeting, slot_id)
    let_come(meeting, by)
    _suits(slot, side_of(meeting.introduction, by.side.id))
    for one in meeting.people_of(by.side.id):
        one.answer = ParticipantAnswer.YES
    audit.record("meeting.picked", meeting, actor_id=by.user.id)
    if slot.suits_from and slot.suits_to:
        _confirm(meeting, slot, by)
    else:
        meeting.updated_at = now()  # so that the version rises: who confirms must have seen the answer
        letters.picked(meeting, slot, by)


def confirm_for(meeting: Meeting, slot_id: int, *, by: By, version: int | None) -> None:
    """Staff confirm a time for the sides for which nobody speaks here; the others must have picked it themselves."""
    hold(meeting, version)
    slot = _slot(meeting, slot_id)
    for side, organisation in sides_of(meeting.introduction):
        picked = slot.suits_from if side == FROM else slot.suits_to
        if not picked and speakers_of(organisation):
            raise RuleViolation("meeting.side_answers_itself")
        _suits(slot, side)
    _confirm(meeting, slot, by)


def reschedule(meeting: Meeting, starts: Collection[datetime], reason: str, *, by: By, version: int | None) -> None:
    """Give the time of a confirmed meeting up and propose others; everybody is told at once."""
    hold(meeting, version)
    check_move(meeting.state, M.PROPOSED)
    _check_ahead(meeting)
    if meeting.starts_at in starts:
        raise RuleViolation("meeting.same_time")
    meeting.reason = check_reason(reason)
    meeting.sequence += 1
    parts = letters.cancellations(meeting)
    old = (meeting.starts_at, meeting.ends_at)
    booking.release(meeting)
    try:
        with db.session.begin_nested():
            meeting.state, meeting.starts_at, meeting.ends_at = M.PROPOSED, None, None
    except IntegrityError as error:
        raise RuleViolation("meeting.already_proposed") from error
    put_on_table(meeting, starts, by)
    audit.record("meeting.rescheduled", meeting, actor_id=by.user.id, details={"sequence": meeting.sequence})
    letters.rescheduled(meeting, by, old, parts)


def cancel(meeting: Meeting, reason: str, *, by: By, version: int | None) -> None:
    """Call a meeting off, with a reason that everybody is told."""
    hold(meeting, version)
    check_move(meeting.state, M.CANCELLED)
    _check_ahead(meeting)
    reason = check_reason(reason)
    invited = meeting.state is M.CONFIRMED
    meeting.state, meeting.reason, meeting.cancelled_at = M.CANCELLED, reason, now()
    meeting.sequence += invited
    booking.release(meeting)
    audit.record("meeting.cancelled", meeting, actor_id=by.user.id, details={"sequence": meeting.sequence})
    letters.cancelled(meeting, by, letters.cancellations(meeting) if invited else {})


def close(meeting: Meeting, new: MeetingState, *, actor_id: int | None, version: int | None) -> None:
    """Record after its end that a meeting was held, or that somebody did not come; or correct that record."""
    hold(meeting, version)
    check_move(meeting.state, new)
    if meeting.ends_at is None or meeting.ends_at > now():
        raise RuleViolation("meeting.not_over")
    meeting.state = new
    booking.release(meeting)
    audit.record(f"meeting.{new.value}", meeting, actor_id=actor_id)


def check_movable(meeting: Meeting) -> None:
    """Raise RuleViolation unless other times can be proposed for the meeting."""
    check_open(meeting.state)
    _check_ahead(meeting)


def _check_ahead(meeting: Meeting) -> None:
    """What has begun cannot be moved or called off any more: its result is recorded."""
    if meeting.starts_at is not None and meeting.starts_at <= now():
        raise RuleViolation("meeting.has_begun")


def _slot(meeting: Meeting, slot_id: int) -> SlotProposal:
    if meeting.state is not M.PROPOSED:
        check_open(meeting.state)
        raise RuleViolation("meeting.bad_move", current=meeting.state.value, new=M.CONFIRMED.value)
    found = next((slot for slot in meeting.slots if slot.id == slot_id), None)
    if found is None:
        raise RuleViolation("meeting.unknown_time")
    return found


def _suits(slot: SlotProposal, side: str) -> None:
    if side == FROM:
        slot.suits_from = True
    elif side == TO:
        slot.suits_to = True


def _confirm(meeting: Meeting, slot: SlotProposal, by: By) -> None:
    """The time is agreed: everybody is booked and invited."""
    check_move(meeting.state, M.CONFIRMED)
    if meeting.owner_id is None:
        raise RuleViolation("meeting.owner_needed")
    check_still_possible(meeting.introduction)
    check_span(slot.starts_at, slot.ends_at, moment=now())
    for other in meeting.slots:
        other.chosen = other is slot
    meeting.starts_at, meeting.ends_at, meeting.state = slot.starts_at, slot.ends_at, M.CONFIRMED
    meeting.sequence += meeting.confirmed_at is not None
    meeting.confirmed_at, meeting.reason = now(), ""
    meeting.upset = None
    booking.book(meeting, user_ids(meeting))
    audit.record("meeting.confirmed", meeting, actor_id=by.user.id, details={"sequence": meeting.sequence})
    letters.confirmed(meeting)
