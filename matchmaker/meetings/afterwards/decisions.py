"""What meetings teach about pairs: how each side found it, and who did not come without a word."""

from collections.abc import Iterator

import sqlalchemy as sa
from sqlalchemy.orm import aliased

from matchmaker.foundation.database import db
from matchmaker.introductions.models import Introduction
from matchmaker.matching.learning import JudgedPair
from matchmaker.meetings.afterwards.models import MeetingRating
from matchmaker.meetings.afterwards.rules import Side
from matchmaker.meetings.models import Meeting, MeetingParticipant
from matchmaker.meetings.rules import SIDES, MeetingState, ParticipantAnswer
from matchmaker.suggestions.decisions import add_source

GRADES = {"insufficient_interest": 0, "informative": 1, "cooperation_possible": 2}
"""What a side says of a meeting (`meeting_outcome`), as a grade of the other; the latest meeting has the last word."""
MISSED = 1
"""Grade of an organisation that did not come and has met nobody of the pair since: "perhaps", where a yes was 2."""


@add_source
def ratings() -> Iterator[JudgedPair]:
    """How each side found the other at their meetings."""
    columns = sa.select(Introduction.from_id, Introduction.to_id, MeetingRating.side, MeetingRating.outcome)
    found = columns.join(Meeting, Meeting.id == MeetingRating.meeting_id).join(
        Introduction, Introduction.id == Meeting.introduction_id
    )
    by_sides = found.where(MeetingRating.side != Side.AGENCY, MeetingRating.outcome.in_(sorted(GRADES)))
    for one, other, side, outcome in db.session.execute(by_sides.order_by(Meeting.starts_at, MeetingRating.id)):
        viewer, seen = (one, other) if side is Side.FROM else (other, one)
        yield JudgedPair(str(viewer), str(seen), GRADES[outcome])


@add_source
def missed() -> Iterator[JudgedPair]:
    """Sides that did not come and never said so before: a little less wanted by the side that waited for them."""
    later = aliased(Meeting)
    met_since = sa.exists().where(
        later.introduction_id == Meeting.introduction_id, later.state == MeetingState.HELD,
        later.starts_at > Meeting.starts_at,
    )  # fmt: skip
    absent = (
        sa.select(Introduction.from_id, Introduction.to_id, MeetingParticipant.organisation_id)
        .join(Meeting, Meeting.introduction_id == Introduction.id)
        .join(MeetingParticipant, MeetingParticipant.meeting_id == Meeting.id)
        .where(
            Meeting.state == MeetingState.NO_SHOW, MeetingParticipant.role.in_(SIDES), ~met_since,
            MeetingParticipant.attended.is_(False), MeetingParticipant.answer != ParticipantAnswer.NO,
        )
        .distinct()
    )  # fmt: skip
    for one, other, who in db.session.execute(absent.order_by(Introduction.from_id, Introduction.to_id)):
        yield JudgedPair(str(other if who == one else one), str(who), MISSED)
