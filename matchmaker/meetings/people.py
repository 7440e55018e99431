"""Who comes to a meeting for which side, who may act for it, and when all of them can."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from matchmaker.accounts.models import User
from matchmaker.foundation.codes import code_extra
from matchmaker.foundation.database import db
from matchmaker.foundation.errors import NotFound
from matchmaker.foundation.permissions import STAFF, Actor
from matchmaker.introductions.letters import contacts_of
from matchmaker.introductions.models import Introduction
from matchmaker.meetings import queries
from matchmaker.meetings.models import Meeting, MeetingParticipant
from matchmaker.meetings.rules import ParticipantRole
from matchmaker.meetings.times.availability import Somebody, persons
from matchmaker.meetings.times.slots import FROM, TO, Person
from matchmaker.organisations.models import Organisation
from matchmaker.organisations.queries import brokers_of
from matchmaker.organisations.rules import DOMESTIC_COUNTRY
from matchmaker.organisations.service import organisation_of

_DEFAULT_ZONES = {"KR": "Asia/Seoul", "US": "America/New_York", "CH": "Europe/Zurich", "JP": "Asia/Tokyo"}


@dataclass(frozen=True, slots=True)
class By:
    """Who acts: a person, and the side that the person speaks for; None for staff."""

    user: User
    side: Organisation | None


def reach(asker: Actor, own: Organisation | None, meeting_id: int) -> Meeting:
    """A meeting that the asker may see: of its own organisation, or in its care. Raises NotFound."""
    if asker.is_staff:
        statement = queries.in_care_of(asker)
    elif own is not None:
        statement = queries.of_organisation(own.id)
    else:
        raise NotFound("not_found")
    found = db.session.scalars(queries.whole(statement.where(Meeting.id == meeting_id))).unique().first()
    if found is None:
        raise NotFound("not_found")
    return found


def sides_of(introduction: Introduction) -> tuple[tuple[str, Organisation], tuple[str, Organisation]]:
    """Both sides: the one that asked, and the one that was asked."""
    return (FROM, introduction.from_organisation), (TO, introduction.to_organisation)


def side_of(introduction: Introduction, organisation_id: int | None) -> str:
    """FROM or TO; empty for whoever is on neither side."""
    return {introduction.from_id: FROM, introduction.to_id: TO}.get(organisation_id or 0, "")


def speakers_of(organisation: Organisation) -> list[User]:
    """Who speaks for the organisation here; empty when only its contacts are known."""
    return list(db.session.scalars(queries.speakers_of(organisation.id)))


def zone_of(organisation: Organisation, users: Iterable[User] = ()) -> str:
    """The clock of a side: that of who comes for it, else of its profile, of its cluster, or of its country."""
    first = next(iter(users), None)
    own = first.time_zone if first else organisation.time_zone
    return (
        own
        or code_extra("cluster", organisation.cluster, "time_zone")
        or _DEFAULT_ZONES.get(organisation.country, "Asia/Seoul")
    )


def zones_of(introduction: Introduction, meeting: Meeting) -> tuple[str, str]:
    """The clocks of both sides: those of who comes for them."""
    first, second = (
        zone_of(organisation, (one.user for one in meeting.people_of(organisation.id) if one.user))
        for _side, organisation in sides_of(introduction)
    )
    return first, second


def first_people(introduction: Introduction, by: By) -> list[MeetingParticipant]:
    """Who is expected when times are proposed: the proposer, and who came first on each other side."""
    return [one for side, organisation in sides_of(introduction) for one in _first_of(side, organisation, by)]


def _first_of(side: str, organisation: Organisation, by: By) -> list[MeetingParticipant]:
    role = ParticipantRole.HOST if side == FROM else ParticipantRole.GUEST
    own = by.side is not None and by.side.id == organisation.id
    users = [by.user] if own else speakers_of(organisation)[:1]
    if users:
        return [MeetingParticipant(user=users[0], organisation_id=organisation.id, role=role)]
    outsiders = [one for one in contacts_of(organisation) if one.email][:1]
    return [
        MeetingParticipant(
            name=one.name, email=one.email, language=one.language or "en", organisation_id=organisation.id, role=role
        )
        for one in outsiders
    ]


def who_can(meeting_people: Sequence[MeetingParticipant], introduction: Introduction) -> list[Somebody]:
    """Participants whose free time is known, with their side and country."""
    return [
        Somebody(one.user, side_of(introduction, one.organisation_id), _country(one, introduction))
        for one in meeting_people
        if one.user is not None
    ]


def _country(one: MeetingParticipant, introduction: Introduction) -> str:
    for _side, organisation in sides_of(introduction):
        if one.organisation_id == organisation.id:
            return organisation.country
    cluster = one.user.cluster if one.user else None  # brokers of a partner cluster keep its country's holidays
    return code_extra("cluster", cluster or "", "country") or DOMESTIC_COUNTRY


def free_time(
    people: Sequence[MeetingParticipant],
    introduction: Introduction,
    first: datetime,
    last: datetime,
    *,
    but: int | None = None,
) -> list[Person]:
    """What is known of when `people` can come between `first` and `last`; `but`: a meeting left out."""
    return persons(who_can(people, introduction), first, last, but=but)


def user_ids(meeting: Meeting) -> list[int]:
    """Participants who are people of the service and so can be booked."""
    return sorted(one.user_id for one in meeting.participants if one.user_id is not None)


def comes_for(meeting: Meeting, by: By) -> MeetingParticipant | None:
    """The row of a person who acts for a side, if the person is expected already."""
    return next((one for one in meeting.participants if one.user_id == by.user.id), None)


def let_come(meeting: Meeting, by: By) -> None:
    """Whoever agrees to a time for a side comes, in the place of the colleague who was expected."""
    if by.side is None or comes_for(meeting, by) is not None:
        return
    expected = meeting.people_of(by.side.id)
    if expected:
        expected[0].user, expected[0].name, expected[0].email = by.user, "", ""
        return
    role = ParticipantRole.HOST if side_of(meeting.introduction, by.side.id) == FROM else ParticipantRole.GUEST
    meeting.participants.append(MeetingParticipant(user=by.user, organisation_id=by.side.id, role=role))


def side_id_of(meeting: Meeting, user: User) -> int | None:
    """The side that a person belongs to, who may see to the meeting without taking part; None for staff."""
    own = None if user.as_actor().is_staff else organisation_of(user.id)
    return own.id if own is not None and side_of(meeting.introduction, own.id) else None


def those_in_charge(meeting: Meeting) -> list[User]:
    """Whoever sees to the meeting, and the broker in charge; where neither is of the staff, all who could be."""
    introduction = meeting.introduction
    found = [user for user in (meeting.owner, introduction.broker) if user is not None and user.is_active]
    if not any(user.as_actor().is_staff for user in found):
        found += [user for _side, one in sides_of(introduction) for user in db.session.scalars(brokers_of(one.cluster))]
    return list({user.id: user for user in found}.values())


def default_owner(introduction: Introduction, by: By) -> User:
    """Who owns a new meeting: the broker in charge, else whoever proposes it."""
    broker = introduction.broker
    return broker if broker is not None and broker.is_active and broker.role in STAFF else by.user
