"""Meetings of somebody who leaves: a colleague of the same side comes instead, or everybody is told that it is off.

Nothing confirmed stays without somebody who sees to it, and a broker finds each such meeting among the things to do.
"""

from collections.abc import Sequence

from flask_babel import gettext as _

from matchmaker.accounts.models import User
from matchmaker.foundation import audit
from matchmaker.foundation.database import db, now
from matchmaker.foundation.errors import NotFound
from matchmaker.foundation.versions import hold
from matchmaker.introductions import queries as introductions
from matchmaker.meetings import booking, letters
from matchmaker.meetings.leaving import queries
from matchmaker.meetings.models import Meeting, MeetingParticipant
from matchmaker.meetings.packs.bilingual import both
from matchmaker.meetings.people import By, sides_of, speakers_of
from matchmaker.meetings.reminders import due, held_fast
from matchmaker.meetings.rules import SIDES, MeetingState, ParticipantAnswer, ParticipantRole, Upset


def hand_over_meetings(user: User) -> None:
    """See to every meeting to come that this person was to come to or saw to, before or after the account is shut."""
    db.session.flush()
    for meeting_id in due(queries.coming_of(user.id, now())):
        meeting = held_fast(meeting_id)
        if meeting is not None:
            _without(meeting, user)


def seen_to(meeting: Meeting, *, by: By, version: int | None) -> None:
    """A broker has looked after what somebody's leaving did to the meeting."""
    hold(meeting, version)
    if by.side is not None:
        raise NotFound("not_found")
    meeting.upset = None
    audit.record("meeting.seen_to", meeting, actor_id=by.user.id)


def _without(meeting: Meeting, user: User) -> None:
    row = next((one for one in meeting.participants if one.user_id == user.id), None)
    is_owned = meeting.owner_id == user.id
    owner = _next_owner(meeting, user) if is_owned else meeting.owner
    instead = _stand_in(meeting, row, owner) if row is not None else None
    if owner is None or (row is not None and _is_missed(meeting, row, instead)):
        _call_off(meeting, user, owner)
        return
    meeting.owner, meeting.upset = owner, Upset.REPLACED
    if row is not None:
        _give_place(meeting, row, instead)
    if is_owned:
        letters.owner_changed(meeting)
    audit.record("meeting.handed_over", meeting, actor_id=None, details={"owner": is_owned, "place": row is not None})


def _is_missed(meeting: Meeting, row: MeetingParticipant, instead: User | None) -> bool:
    """Whether nobody would speak for the side of `row` without the person."""
    return row.role in SIDES and instead is None and sum(one.role is row.role for one in meeting.participants) == 1


def _stand_in(meeting: Meeting, row: MeetingParticipant, owner: User | None) -> User | None:
    """Who can come in the place of `row`: a colleague of the same side, or the broker who sees to the meeting."""
    if row.role is ParticipantRole.BROKER:
        candidates = [owner] if owner is not None and owner.as_actor().is_staff else []
    else:
        sides = [side for _name, side in sides_of(meeting.introduction) if side.id == row.organisation_id]
        candidates = [user for side in sides for user in speakers_of(side)]
    known = {one.user_id for one in meeting.participants}
    return next(iter(_free([user for user in candidates if user.id not in known], meeting)), None)


def _free(users: Sequence[User], meeting: Meeting) -> list[User]:
    """Those who are not booked elsewhere at the meeting's time; they cannot be until the transaction ends."""
    if meeting.starts_at is None or meeting.ends_at is None or not users:
        return list(users)
    ids = [user.id for user in users]
    booking.take_turns(ids)
    busy = booking.busy_spans(ids, meeting.starts_at, meeting.ends_at)
    return [user for user in users if user.id not in busy]


def _give_place(meeting: Meeting, row: MeetingParticipant, instead: User | None) -> None:
    """Take the person out and let `instead` come; who was left out of a booking is free again."""
    name = row.full_name
    meeting.participants.remove(row)
    new = None
    if instead is not None:
        new = MeetingParticipant(
            user=instead, organisation_id=row.organisation_id, role=row.role,
            answer=row.answer if meeting.state is MeetingState.PROPOSED else ParticipantAnswer.NONE,
        )  # fmt: skip
        meeting.participants.append(new)
    meeting.updated_at = now()
    db.session.flush()
    if meeting.state is not MeetingState.CONFIRMED:
        return
    if new is not None and instead is not None:
        booking.book(meeting, [instead.id])
        letters.taken_over(meeting, new, name)
    letters.person_changed(meeting, name, new)


def _call_off(meeting: Meeting, user: User, owner: User | None) -> None:
    invited = meeting.state is MeetingState.CONFIRMED
    reason = both(lambda _language: _("A person who was to come has left the service, and nobody could come instead."))
    meeting.state, meeting.reason, meeting.cancelled_at = MeetingState.CANCELLED, f"{reason.ko} / {reason.en}", now()
    meeting.upset, meeting.owner = Upset.CALLED_OFF, owner
    meeting.sequence += invited
    booking.release(meeting)
    audit.record("meeting.cancelled", meeting, actor_id=None, details={"sequence": meeting.sequence})
    letters.cancelled(meeting, By(user, None), letters.cancellations(meeting) if invited else {})


def _next_owner(meeting: Meeting, user: User) -> User | None:
    """Who sees to the meeting instead: the broker in charge, a colleague of the same office or side, any broker."""
    broker = meeting.introduction.broker
    candidates = [broker] if broker is not None and broker.as_actor().is_staff else []
    if user.as_actor().is_staff:
        co_brokers = introductions.co_brokers_of([user.cluster]) if user.cluster else None
        candidates += db.session.scalars(co_brokers).all() if co_brokers is not None else []
    else:
        own = {one.organisation_id for one in meeting.participants if one.user_id == user.id}
        sides = [side for _name, side in sides_of(meeting.introduction) if side.id in own]
        candidates += [one for side in sides for one in speakers_of(side)]
    candidates += db.session.scalars(queries.brokers_by_load(now())).all()
    return next((one for one in candidates if one.id != user.id and one.is_active), None)
