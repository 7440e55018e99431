"""How a meeting went: one word each of the two sides and of the agency, and what follows from them."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass

from sqlalchemy.exc import IntegrityError

from matchmaker.foundation import audit
from matchmaker.foundation.database import db, now
from matchmaker.foundation.errors import NotFound, RuleViolation
from matchmaker.introductions.models import Introduction
from matchmaker.meetings import service
from matchmaker.meetings.afterwards import queries
from matchmaker.meetings.afterwards.models import MeetingAbsence, MeetingRating
from matchmaker.meetings.afterwards.rules import (
    COOPERATION_POSSIBLE,
    Side,
    attended,
    check_rateable,
    check_rating,
    settled,
    sides_missed,
    state_after,
)
from matchmaker.meetings.models import Meeting
from matchmaker.meetings.people import By
from matchmaker.vocabulary import vocabulary


@dataclass(frozen=True, slots=True)
class Word:
    """What somebody says of a meeting: a code of `meeting_outcome`, ids of participants who were absent, and words."""

    outcome: str
    absent: frozenset[int] = frozenset()
    comment: str = ""


def side_of(meeting: Meeting, by: By) -> Side:
    """For whom somebody speaks. Raises NotFound for an organisation that is on neither side."""
    if by.side is None:
        return Side.AGENCY
    introduction = meeting.introduction
    found = {introduction.from_id: Side.FROM, introduction.to_id: Side.TO}.get(by.side.id)
    if found is None:
        raise NotFound("not_found")
    return found


def ratings_of(introduction: Introduction) -> Sequence[MeetingRating]:
    """Every rating of the introduction's meetings: for staff, never for a page that members see."""
    return db.session.scalars(queries.of_introduction(introduction.id)).all()


def ratings_of_meeting(meeting: Meeting) -> dict[Side, MeetingRating]:
    """Ratings by whose they are."""
    return {one.side: one for one in db.session.scalars(queries.of_meeting(meeting.id))}


def both_see_cooperation(ratings: Collection[MeetingRating]) -> bool:
    """Whether both sides hold that they can work together, after the same meeting or different ones."""
    keen = {one.side for one in ratings if one.outcome == COOPERATION_POSSIBLE}
    return {Side.FROM, Side.TO} <= keen


def no_shows_of(organisation_ids: Collection[int]) -> dict[int, int]:
    """Meetings that each organisation missed: for staff only."""
    found = {row[0]: row[1] for row in db.session.execute(queries.no_shows(organisation_ids))}
    return {one: found.get(one, 0) for one in organisation_ids}


def rate(meeting: Meeting, word: Word, *, by: By, version: int | None) -> MeetingRating:
    """Say how the meeting went, or say it anew; the meeting then counts as held or not by what all have said.

    `version` is that of the rating seen, None for none. Raises RuleViolation for a meeting that is not over, for words
    that contradict each other, and for a colleague who was quicker.
    """
    db.session.refresh(meeting, with_for_update={"of": Meeting})
    check_rateable(meeting.state, meeting.ends_at, now())
    check_rating(word.outcome, word.comment, [one.code for one in vocabulary().codes("meeting_outcome")])
    if word.absent - {one.id for one in meeting.participants}:
        raise RuleViolation("changed_meanwhile")
    missed = sides_missed(word.outcome, _speakers(meeting), word.absent)
    row = _row(meeting, side_of(meeting, by), version)
    row.author_id, row.outcome, row.absent, row.comment = by.user.id, word.outcome, missed, word.comment
    row.updated_at = now()  # so that the version rises also where only the absent differ
    try:
        with db.session.begin_nested():
            db.session.add(row)
            db.session.flush()
            row.absences = [MeetingAbsence(participant_id=one) for one in sorted(word.absent)]
    except IntegrityError as error:
        raise RuleViolation("changed_meanwhile") from error
    audit.record("meeting.rated", meeting, actor_id=by.user.id, details={"side": row.side.value})
    _settle(meeting, by)
    return row


def _row(meeting: Meeting, side: Side, version: int | None) -> MeetingRating:
    known = ratings_of_meeting(meeting).get(side)
    if (known.version if known else None) != version:
        raise RuleViolation("changed_meanwhile")
    return known or MeetingRating(meeting_id=meeting.id, side=side)


def _speakers(meeting: Meeting) -> dict[Side, list[int]]:
    introduction = meeting.introduction
    sides = {Side.FROM: introduction.from_id, Side.TO: introduction.to_id}
    return {side: [one.id for one in meeting.people_of(key)] for side, key in sides.items()}


def _settle(meeting: Meeting, by: By) -> None:
    """Bring state and everybody's attendance into line with what was said. While the sides disagree, it is open."""
    said = ratings_of_meeting(meeting)
    for one in meeting.participants:
        one.attended = attended(one.id, {side: word.absentees for side, word in said.items()})
    absent = settled({side: word.absent for side, word in said.items()})
    db.session.flush()
    if absent is not None and meeting.state is not state_after(absent):
        service.close(meeting, state_after(absent), actor_id=by.user.id, version=meeting.version)
