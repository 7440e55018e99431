"""What is around the time of a meeting: its place or link, who owns it, who else takes part."""

from dataclasses import dataclass

from matchmaker.accounts.models import User
from matchmaker.foundation import audit
from matchmaker.foundation.database import db, now
from matchmaker.foundation.errors import Forbidden, NotFound, RuleViolation
from matchmaker.foundation.versions import hold
from matchmaker.introductions.queries import brokers, co_brokers_of
from matchmaker.meetings import booking, letters
from matchmaker.meetings.calendars.parts import cancellation
from matchmaker.meetings.models import Meeting, MeetingParticipant
from matchmaker.meetings.people import By, sides_of, speakers_of
from matchmaker.meetings.rules import (
    HELPERS,
    MOST_PEOPLE,
    SIDES,
    MeetingState,
    ParticipantRole,
    check_not_over,
    check_open,
)


@dataclass(frozen=True, slots=True)
class Arrangements:
    """Where a meeting is and who sees to it."""

    title: str
    place: str
    video_link: str
    owner_id: int | None


@dataclass(frozen=True, slots=True)
class Helper:
    """Somebody from outside who takes part: an interpreter or an observer."""

    name: str
    email: str
    language: str
    role: ParticipantRole


def check_arrangeable(meeting: Meeting) -> None:
    """Raise RuleViolation when the meeting is off or over."""
    check_open(meeting.state)
    check_not_over(meeting.ends_at, now())


def owners_for(meeting: Meeting) -> list[User]:
    """Who can own the meeting: brokers of the agency and of both clusters, and people who speak for one of the sides.

    Whoever owns it at present is among them only as long as the person is here.
    """
    members = [user for _side, organisation in sides_of(meeting.introduction) for user in speakers_of(organisation)]
    present = [meeting.owner] if meeting.owner and meeting.owner.is_active else []
    return list({user.id: user for user in [*present, *_staff_for(meeting), *members]}.values())


def _staff_for(meeting: Meeting) -> list[User]:
    """Brokers in whose care the meeting is."""
    clusters = [organisation.cluster for _side, organisation in sides_of(meeting.introduction)]
    return [*db.session.scalars(brokers()), *db.session.scalars(co_brokers_of(clusters))]


def arrange(meeting: Meeting, wanted: Arrangements, *, by: By, version: int | None) -> None:
    """Change title, place, link or owner; once a time is agreed, everybody's calendar learns of it.

    Raises RuleViolation `meeting.owner_needed` when nobody would own a meeting whose time is agreed.
    """
    hold(meeting, version)
    check_arrangeable(meeting)
    if _give(meeting, wanted.owner_id, by) and meeting.owner_id != by.user.id:
        letters.owner_changed(meeting)
    old = (meeting.title, meeting.place, meeting.video_link)
    meeting.title, meeting.place, meeting.video_link = wanted.title, wanted.place, wanted.video_link
    if meeting.state is MeetingState.CONFIRMED and old != (meeting.title, meeting.place, meeting.video_link):
        meeting.sequence += 1
        db.session.flush()
        letters.changed(meeting)


def give_to(meeting: Meeting, owner_id: int, *, by: By, version: int | None) -> None:
    """Let somebody own the meeting from now on, also one that is over and not recorded yet; mails nobody.

    Raises RuleViolation `meeting.owner_needed` for somebody who cannot.
    """
    hold(meeting, version)
    check_open(meeting.state)
    _give(meeting, owner_id, by)


def _give(meeting: Meeting, owner_id: int | None, by: By) -> bool:
    """Whether the owner is somebody else than before."""
    owner = next((user for user in owners_for(meeting) if user.id == owner_id), None)
    if owner is None:
        raise RuleViolation("meeting.owner_needed")
    is_new = meeting.owner_id != owner.id
    meeting.owner = owner
    audit.record("meeting.arranged", meeting, actor_id=by.user.id, details={"owner": owner.id})
    db.session.flush()
    return is_new


def add_helper(meeting: Meeting, helper: Helper, *, by: By, version: int | None) -> None:
    """Let an interpreter or observer from outside take part."""
    hold(meeting, version)
    if helper.role not in HELPERS - {ParticipantRole.BROKER}:
        raise RuleViolation("meeting.unknown_role")
    if any(one.address.lower() == helper.email.lower() for one in meeting.participants):
        raise RuleViolation("meeting.takes_part_already")
    row = MeetingParticipant(
        name=helper.name, email=helper.email, language=helper.language, role=helper.role,
        organisation_id=by.side.id if by.side else None,
    )  # fmt: skip
    _join(meeting, row, by)


def add_person(meeting: Meeting, user_id: int, *, by: By, version: int | None) -> None:
    """Let a colleague take part: another member of the own side, or a broker. Booked if the time is agreed."""
    hold(meeting, version)
    user = next((one for one in colleagues_for(meeting, by) if one.id == user_id), None)
    if user is None:
        raise NotFound("not_found")
    _join(meeting, MeetingParticipant(user=user, organisation_id=by.side.id if by.side else None,
                                      role=_role_for(meeting, by)), by)  # fmt: skip


def colleagues_for(meeting: Meeting, by: By) -> list[User]:
    """Whom one can add: members of the own side, or brokers, who do not take part yet."""
    known = {one.user_id for one in meeting.participants}
    found = speakers_of(by.side) if by.side else [by.user, *_staff_for(meeting)]
    return [user for user in dict.fromkeys(found) if user.id not in known]


def remove(meeting: Meeting, participant_id: int, *, by: By, version: int | None) -> None:
    """Let somebody take part no longer. Raises RuleViolation for the last person of a side."""
    hold(meeting, version)
    check_arrangeable(meeting)
    row = next((one for one in meeting.participants if one.id == participant_id), None)
    if row is None:
        raise NotFound("not_found")
    if by.side is not None and row.organisation_id != by.side.id:
        raise Forbidden("forbidden")
    if row.role in SIDES and sum(one.role is row.role for one in meeting.participants) == 1:
        raise RuleViolation("meeting.last_of_side")
    _leave(meeting, row)
    audit.record("meeting.person_removed", meeting, actor_id=by.user.id, details={"role": row.role.value})


def may_remove(meeting: Meeting, row: MeetingParticipant, by: By) -> bool:
    """Whether `remove` would let this person go."""
    last = row.role in SIDES and sum(one.role is row.role for one in meeting.participants) == 1
    return not last and (by.side is None or row.organisation_id == by.side.id)


def _join(meeting: Meeting, row: MeetingParticipant, by: By) -> None:
    check_arrangeable(meeting)
    if len(meeting.participants) >= MOST_PEOPLE:
        raise RuleViolation("meeting.too_many_people", most=MOST_PEOPLE)
    meeting.participants.append(row)
    meeting.updated_at = now()
    db.session.flush()
    if meeting.state is MeetingState.CONFIRMED:
        booking.book(meeting, [row.user_id] if row.user_id else [])
        letters.invited(meeting, row)
    audit.record("meeting.person_added", meeting, actor_id=by.user.id, details={"role": row.role.value})


def _leave(meeting: Meeting, row: MeetingParticipant) -> None:
    if meeting.state is MeetingState.CONFIRMED:
        meeting.sequence += 1
        letters.left(meeting, row, cancellation(meeting, row))
    meeting.participants.remove(row)
    meeting.updated_at = now()
    db.session.flush()


def _role_for(meeting: Meeting, by: By) -> ParticipantRole:
    if by.side is None:
        return ParticipantRole.BROKER
    return ParticipantRole.HOST if meeting.introduction.from_id == by.side.id else ParticipantRole.GUEST
