"""Mails of meetings: to everybody who takes part, in their language and on their clock, with the calendar's part."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime

from matchmaker.accounts.models import User
from matchmaker.foundation import outbox
from matchmaker.meetings.calendars.parts import cancellation, invitation
from matchmaker.meetings.guests.links import answer_url
from matchmaker.meetings.models import Meeting, MeetingParticipant, SlotProposal
from matchmaker.meetings.naming import actor_name, pair_for
from matchmaker.meetings.people import By, side_id_of, sides_of, speakers_of, those_in_charge, zones_of
from matchmaker.meetings.times.reading import Times, read
from matchmaker.organisations.models import Organisation

Parts = Mapping[int, outbox.Part]
Span = tuple[datetime | None, datetime | None]
KINDS_ON_TIMES = ("meeting_proposed", "meeting_others_wanted", "meeting_picked")
"""Mails on times that are not fixed yet: a person may choose to get them in a digest."""
KINDS_FIXED = (
    "meeting_confirmed", "meeting_changed", "meeting_rescheduled", "meeting_cancelled", "meeting_left",
    "meeting_taken_over", "meeting_person_changed", "meeting_cannot_come", "meeting_owner",
)  # fmt: skip
"""Mails that calendars and travel hang on: they always go at once."""


@dataclass(frozen=True, slots=True)
class Recipient:
    """Somebody a mail goes to; `zone` None: an outsider, who reads the clocks of both sides."""

    name: str
    email: str
    language: str
    zone: str | None
    organisation_id: int | None
    answer_url: str = ""
    """Where an outsider says whether they will come."""


def proposed(meeting: Meeting, by: By) -> None:
    """Times are on the table: to everybody who can pick one."""
    spans = [(slot.starts_at, slot.ends_at) for slot in meeting.slots]
    for recipient in _askable(meeting, by):
        _write("meeting_proposed", meeting, recipient, spans=spans, by=_called(by, meeting, recipient))


def others_wanted(meeting: Meeting, by: By) -> None:
    """No time suits a side: to the other side and to whoever proposed."""
    for recipient in _others(meeting, by):
        _write("meeting_others_wanted", meeting, recipient, by=_called(by, meeting, recipient))


def picked(meeting: Meeting, slot: SlotProposal, by: By) -> None:
    """A time suits one side of the two: to those who have yet to answer."""
    for recipient in _askable(meeting, by):
        span = [(slot.starts_at, slot.ends_at)]
        _write("meeting_picked", meeting, recipient, spans=span, by=_called(by, meeting, recipient))


def confirmed(meeting: Meeting) -> None:
    """The time is agreed: an invitation for everybody who comes."""
    _to_all("meeting_confirmed", meeting, {one.id: invitation(meeting, one) for one in _comers(meeting)})


def changed(meeting: Meeting) -> None:
    """Place, link, title or people changed: a new invitation for everybody."""
    _to_all("meeting_changed", meeting, {one.id: invitation(meeting, one) for one in _comers(meeting)})


def invited(meeting: Meeting, one: MeetingParticipant) -> None:
    """Somebody joins a meeting whose time is agreed."""
    part = invitation(meeting, one)
    _write("meeting_confirmed", meeting, _recipient(one), spans=_span(meeting), parts=[part])


def left(meeting: Meeting, one: MeetingParticipant, part: outbox.Part) -> None:
    """Somebody does not take part any more."""
    _write("meeting_left", meeting, _recipient(one), spans=_span(meeting), parts=[part])


def cancellations(meeting: Meeting) -> Parts:
    """Takes the meeting out of the calendars; made while the meeting still has its time."""
    return {one.id: cancellation(meeting, one) for one in _comers(meeting)}


def rescheduled(meeting: Meeting, by: By, old: Span, parts: Parts) -> None:
    """The time is given up; others are on the table."""
    spans = [(slot.starts_at, slot.ends_at) for slot in meeting.slots]
    for one in _comers(meeting):
        recipient = _recipient(one)
        called = _called(by, meeting, recipient)
        _write("meeting_rescheduled", meeting, recipient, spans=spans, old=old, parts=_parts(parts, one), by=called)
    _to_owner("meeting_rescheduled", meeting, spans=spans, old=old, by=by)


def cancelled(meeting: Meeting, by: By, parts: Parts) -> None:
    """The meeting is off."""
    for one in _comers(meeting):
        recipient = _recipient(one)
        called = _called(by, meeting, recipient)
        _write("meeting_cancelled", meeting, recipient, spans=_span(meeting), parts=_parts(parts, one), by=called)
    _to_owner("meeting_cancelled", meeting, spans=_span(meeting), by=by)


def taken_over(meeting: Meeting, one: MeetingParticipant, person: str) -> None:
    """Somebody comes in the place of `person`, who has left the service, to a meeting whose time is agreed."""
    part = invitation(meeting, one)
    _write("meeting_taken_over", meeting, _recipient(one), spans=_span(meeting), parts=[part], person=person)


def person_changed(meeting: Meeting, person: str, instead: MeetingParticipant | None) -> None:
    """`person` no longer comes: to everybody else who does, and to those who see to the meeting."""
    comes = instead.full_name if instead else ""
    others = [_recipient(one) for one in _comers(meeting) if one is not instead]
    for recipient in _with_those_in_charge(meeting, others):
        _write("meeting_person_changed", meeting, recipient, spans=_span(meeting), person=person, instead=comes)


def cannot_come(meeting: Meeting, one: MeetingParticipant, actor_id: int | None) -> None:
    """Somebody says that they cannot come: at once to whoever sees to the meeting, but for who noted it."""
    unwanted = {one.user_id, actor_id} - {None}
    for user in those_in_charge(meeting):
        if user.id not in unwanted:
            recipient = _of_user(user, side_id_of(meeting, user))
            _write("meeting_cannot_come", meeting, recipient, spans=_span(meeting), person=one.full_name)


def owner_changed(meeting: Meeting) -> None:
    """Somebody sees to the meeting from now on."""
    if meeting.owner is not None and meeting.owner.is_active:
        recipient = _of_user(meeting.owner, side_id_of(meeting, meeting.owner))
        _write("meeting_owner", meeting, recipient, spans=_span(meeting))


def _with_those_in_charge(meeting: Meeting, recipients: list[Recipient]) -> list[Recipient]:
    known = {one.email for one in recipients}
    in_charge = [_of_user(user, side_id_of(meeting, user)) for user in those_in_charge(meeting)]
    coming = {one.address for one in meeting.participants}
    return recipients + [one for one in in_charge if one.email not in known | coming]


def _comers(meeting: Meeting) -> list[MeetingParticipant]:
    """Everybody who takes part and can be written to."""
    return [one for one in meeting.participants if one.is_reachable]


def _to_all(kind: str, meeting: Meeting, parts: Parts) -> None:
    for one in _comers(meeting):
        _write(kind, meeting, _recipient(one), spans=_span(meeting), parts=_parts(parts, one))
    _to_owner(kind, meeting, spans=_span(meeting))


def _to_owner(
    kind: str, meeting: Meeting, *, spans: Iterable[Span], old: Span | None = None, by: By | None = None
) -> None:
    """The owner hears of it too, without a place in the calendar if the owner does not take part."""
    owner = meeting.owner
    if owner is None or not owner.is_active or any(one.user_id == owner.id for one in meeting.participants):
        return
    recipient = _of_user(owner, side_id_of(meeting, owner))
    _write(kind, meeting, recipient, spans=spans, old=old, by=_called(by, meeting, recipient) if by else "")


def _write(
    kind: str, meeting: Meeting, recipient: Recipient, *, spans: Iterable[Span] = (), old: Span | None = None,
    parts: Iterable[outbox.Part] = (), by: str = "", **facts: str,
) -> None:  # fmt: skip
    with outbox.in_language(recipient.language):
        times = [found for span in spans if (found := _times(meeting, recipient, span))]
        was = _times(meeting, recipient, old) if old else None
    outbox.post(
        kind, to=recipient.email, locale=recipient.language, parts=list(parts), name=recipient.name, meeting=meeting,
        other=pair_for(meeting.introduction, recipient.organisation_id, recipient.language), times=times, was=was,
        by=by, on_site=recipient.zone is not None, answer_url=recipient.answer_url, **facts,
    )  # fmt: skip


def _times(meeting: Meeting, recipient: Recipient, span: Span) -> Times | None:
    if span[0] is None or span[1] is None:
        return None
    zones = [recipient.zone] if recipient.zone else []
    return read(span[0], span[1], [*zones, *zones_of(meeting.introduction, meeting)], since=meeting.proposed_at)


def _askable(meeting: Meeting, by: By) -> list[Recipient]:
    """Everybody who speaks for a side that has yet to answer; of a side without members, whoever is expected."""
    found: list[Recipient] = []
    for _side, organisation in sides_of(meeting.introduction):
        if by.side is None or by.side.id != organisation.id:
            found += _of_side(meeting, organisation)
    return found


def _others(meeting: Meeting, by: By) -> list[Recipient]:
    """The other side, and the broker who proposed or owns the meeting."""
    found = _askable(meeting, by)
    staff = {user.id: user for user in (meeting.proposed_by, meeting.owner) if user and user.as_actor().is_staff}
    return found + [_of_user(user, None) for user in staff.values() if user.is_active]


def _called(by: By, meeting: Meeting, recipient: Recipient) -> str:
    return actor_name(by, meeting.introduction, recipient.organisation_id, recipient.language)


def _of_side(meeting: Meeting, organisation: Organisation) -> list[Recipient]:
    users = speakers_of(organisation)
    if users:
        return [_of_user(user, organisation.id) for user in users]
    return [_recipient(one) for one in meeting.people_of(organisation.id)]


def _recipient(one: MeetingParticipant) -> Recipient:
    return Recipient(one.full_name, one.address, one.locale, one.zone, one.organisation_id, answer_url(one))


def _of_user(user: User, organisation_id: int | None) -> Recipient:
    return Recipient(user.full_name, user.email, user.locale, user.time_zone, organisation_id)


def _span(meeting: Meeting) -> list[Span]:
    return [(meeting.starts_at, meeting.ends_at)]


def _parts(parts: Parts, one: MeetingParticipant) -> list[outbox.Part]:
    return [parts[one.id]] if one.id in parts else []
