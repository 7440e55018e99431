"""What pages of meetings show, and to whom: times on the reader's clock first, people, what can be done."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from flask_babel import gettext as _

from matchmaker.foundation.codes import country_name
from matchmaker.foundation.i18n import locale
from matchmaker.foundation.working_days import holiday_name
from matchmaker.introductions.models import Introduction
from matchmaker.meetings.arranging import may_remove
from matchmaker.meetings.models import Meeting
from matchmaker.meetings.naming import pair_for, side_name, tiers_of
from matchmaker.meetings.people import By, sides_of, speakers_of, zones_of
from matchmaker.meetings.rules import OPEN, SIDES, MeetingState, Upset
from matchmaker.meetings.standing import KINDS, ROLES, is_asked, state_label, suits, what_next
from matchmaker.meetings.times.reading import Times, place_of, read
from matchmaker.meetings.times.slots import FROM, TO, Slot
from matchmaker.meetings.times.zones import local
from matchmaker.organisations.models import Organisation
from matchmaker.organisations.rules import Tier


@dataclass(frozen=True, slots=True)
class Line:
    """A meeting in a list."""

    id: int
    title: str
    subject: str
    state: str
    kind: str
    times: Times | None
    what_next: str
    owner: str


@dataclass(frozen=True, slots=True)
class SlotView:
    """A time on the table, or one that could be put there."""

    id: int | None
    value: str
    times: Times
    notes: tuple[str, ...]
    suits_own: bool = False
    suits_other: bool = False
    suits: tuple[str, ...] = ()
    is_past: bool = False


@dataclass(frozen=True, slots=True)
class PersonView:
    """Somebody who takes part."""

    id: int
    name: str
    role: str
    organisation: str
    removable: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class MeetingView:
    """A meeting as one reader sees it."""

    id: int
    introduction_id: int
    version: int
    state: MeetingState
    state_label: str
    kind: str
    pair: str
    title: str
    what_next: str
    times: Times | None
    place: str
    video_link: str
    owner: str
    reason: str
    slots: tuple[SlotView, ...]
    people: tuple[PersonView, ...]
    asked: bool
    is_open: bool
    can_move: bool
    for_staff: bool
    upset: Upset | None
    confirmable: frozenset[int]


def lines(meetings: Sequence[Meeting], reader: Organisation | None, zone: str, moment: datetime) -> list[Line]:
    """Meetings for a list, the other side named by the tier reached."""
    tiers = tiers_of(meetings, reader)
    return [_line(meeting, reader, tiers.get(meeting.id), zone, moment) for meeting in meetings]


def _line(meeting: Meeting, reader: Organisation | None, tier: Tier | None, zone: str, moment: datetime) -> Line:
    other = pair_for(meeting.introduction, reader.id if reader else None, locale(), tier)
    return Line(
        meeting.id, other, meeting.title, state_label(meeting), KINDS[meeting.state], times_of(meeting, zone, moment),
        what_next(meeting, reader, other, moment), meeting.owner.full_name if meeting.owner else "",
    )  # fmt: skip


def times_of(meeting: Meeting, zone: str, moment: datetime) -> Times | None:
    """The agreed time on the clock of `zone` first, then on those of both sides; of what is past without warnings."""
    if meeting.starts_at is None or meeting.ends_at is None:
        return None
    zones = [zone, *zones_of(meeting.introduction, meeting)]
    is_ahead = meeting.state is MeetingState.CONFIRMED and meeting.starts_at > moment
    return read(meeting.starts_at, meeting.ends_at, zones, since=meeting.proposed_at if is_ahead else None)


def meeting_view(meeting: Meeting, by: By, moment: datetime) -> MeetingView:
    """`meeting` for somebody of one of its sides, or for staff."""
    reader, introduction = by.side, meeting.introduction
    other = pair_for(introduction, reader.id if reader else None, locale())
    ahead = meeting.starts_at is None or meeting.starts_at > moment
    over = meeting.ends_at is not None and meeting.ends_at <= moment
    return MeetingView(
        id=meeting.id, introduction_id=introduction.id, version=meeting.version, state=meeting.state,
        state_label=state_label(meeting), kind=KINDS[meeting.state], pair=other, title=meeting.title,
        what_next=what_next(meeting, reader, other, moment), times=times_of(meeting, by.user.time_zone, moment),
        place=meeting.place, video_link=meeting.video_link,
        owner=meeting.owner.full_name if meeting.owner else "", reason=meeting.reason,
        slots=tuple(_slots(meeting, by, moment)) if meeting.state is MeetingState.PROPOSED else (),
        people=tuple(_people(meeting, by, over=over)), asked=reader is not None and is_asked(meeting, reader),
        is_open=meeting.state in OPEN and not over, can_move=meeting.state in OPEN and ahead, for_staff=reader is None,
        upset=meeting.upset if reader is None else None,
        confirmable=_confirmable(meeting) if reader is None else frozenset(),
    )  # fmt: skip


def _slots(meeting: Meeting, by: By, moment: datetime) -> Iterable[SlotView]:
    zones = [by.user.time_zone, *zones_of(meeting.introduction, meeting)]
    sides = [organisation for _side, organisation in sides_of(meeting.introduction)]
    for slot in sorted(meeting.slots, key=lambda one: one.starts_at):
        happy = [one for one in sides if suits(slot, meeting, one.id)]
        own = by.side is not None and by.side in happy
        times = read(slot.starts_at, slot.ends_at, zones, since=moment)
        notes = _notes(meeting, slot.starts_at, {FROM: slot.burden_from, TO: slot.burden_to})
        yield SlotView(
            slot.id, slot.starts_at.isoformat(), times, notes, own, any(one is not by.side for one in happy),
            tuple(one.name(locale()) for one in happy) if by.side is None else (), slot.starts_at <= moment,
        )  # fmt: skip


def _notes(meeting: Meeting, at: datetime, burdens: dict[str, int]) -> tuple[str, ...]:
    return notes_of(meeting.introduction, zones_of(meeting.introduction, meeting), at, burdens)


def notes_of(
    introduction: Introduction, zones: tuple[str, str], at: datetime, burdens: Mapping[str, int]
) -> tuple[str, ...]:
    """What speaks against a time: a holiday of one of the countries, hours outside 09-18 of one of the places."""
    found = []
    for (side, organisation), zone in zip(sides_of(introduction), zones, strict=True):
        holiday = holiday_name(local(at, zone).date(), organisation.country, locale())
        if holiday:
            country = country_name(organisation.country)
            found.append(_("Holiday in %(country)s: %(name)s", country=country, name=holiday))
        if burdens[side]:
            found.append(_("Outside office hours in %(place)s", place=place_of(zone)))
    return tuple(found)


def offered(
    slots: Sequence[Slot], introduction: Introduction, zone: str, zones: tuple[str, str], since: datetime
) -> list[SlotView]:
    """Times that could be proposed, on the reader's clock first."""
    return [
        SlotView(
            None, slot.starts_at.isoformat(), read(slot.starts_at, slot.ends_at, [zone, *zones], since=since),
            notes_of(introduction, zones, slot.starts_at, slot.burdens),
        )
        for slot in slots
    ]  # fmt: skip


def _people(meeting: Meeting, by: By, *, over: bool) -> Iterable[PersonView]:
    for one in meeting.participants:
        side = side_name(one.organisation, meeting.introduction, by.side, locale())
        role = "" if one.role in SIDES else str(ROLES[one.role])
        removable = meeting.state in OPEN and not over and may_remove(meeting, one, by)
        yield PersonView(one.id, one.full_name, role, side, removable)


def _confirmable(meeting: Meeting) -> frozenset[int]:
    """Ids of times that staff can confirm: each side has picked it, or has nobody here to do so."""
    if meeting.state is not MeetingState.PROPOSED:
        return frozenset()
    sides = [organisation for _side, organisation in sides_of(meeting.introduction)]
    ids, silent = [one.id for one in sides], {one.id for one in sides if not speakers_of(one)}
    return frozenset(
        slot.id for slot in meeting.slots if silent and all(one in silent or suits(slot, meeting, one) for one in ids)
    )
