"""Mails about a meeting that go by the clock, to those who take part, in their language and on their clock."""

from collections.abc import Sequence

import sqlalchemy as sa

from matchmaker.accounts.models import User
from matchmaker.foundation import outbox
from matchmaker.foundation.database import db
from matchmaker.meetings import queries
from matchmaker.meetings.guests.links import answer_url
from matchmaker.meetings.models import Meeting, MeetingParticipant
from matchmaker.meetings.naming import pair_for
from matchmaker.meetings.people import side_id_of, zones_of
from matchmaker.meetings.times.reading import Times, read


def due(statement: queries.Found) -> list[int]:
    """Ids of the meetings that `statement` finds, for work on each in a transaction of its own."""
    return list(db.session.scalars(statement.with_only_columns(Meeting.id)))


def held_fast(meeting_id: int) -> Meeting | None:
    """The meeting with what a mail says of it, kept from changing until the transaction ends; None if it is gone."""
    db.session.execute(sa.select(Meeting.id).where(Meeting.id == meeting_id).with_for_update())
    wanted = queries.whole(sa.select(Meeting).where(Meeting.id == meeting_id)).execution_options(populate_existing=True)
    return db.session.scalars(wanted).unique().first()


def tell(kind: str, meeting: Meeting, one: MeetingParticipant, *, parts: Sequence[outbox.Part] = ()) -> None:
    """Write mail `kind` to somebody who takes part, unless the person has left the service."""
    if not one.is_reachable:
        return
    zones = [one.zone] if one.zone else []
    with outbox.in_language(one.locale):
        times = _times(meeting, zones)
    outbox.post(
        kind, to=one.address, locale=one.locale, parts=list(parts), name=one.full_name, meeting=meeting, times=times,
        other=pair_for(meeting.introduction, one.organisation_id, one.locale), on_site=one.user_id is not None,
        answer_url=answer_url(one),
    )  # fmt: skip


def tell_owner(kind: str, meeting: Meeting, owner: User, *, parts: Sequence[outbox.Part] = ()) -> None:
    """Write mail `kind` to whoever sees to the meeting without taking part."""
    with outbox.in_language(owner.locale):
        times = _times(meeting, [owner.time_zone])
    outbox.post(
        kind, to=owner.email, locale=owner.locale, parts=list(parts), name=owner.full_name, meeting=meeting,
        times=times, other=pair_for(meeting.introduction, side_id_of(meeting, owner), owner.locale), on_site=True,
        answer_url="",
    )  # fmt: skip


def owner_apart(meeting: Meeting) -> User | None:
    """Whoever sees to the meeting without taking part."""
    owner = meeting.owner
    if owner is None or not owner.is_active or any(one.user_id == owner.id for one in meeting.participants):
        return None
    return owner


def _times(meeting: Meeting, zones: list[str]) -> Times | None:
    if meeting.starts_at is None or meeting.ends_at is None:
        return None
    return read(meeting.starts_at, meeting.ends_at, [*zones, *zones_of(meeting.introduction, meeting)])
