"""Who is sure to come, and what was said of a meeting, as pages show it."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from flask_babel import gettext as _

from matchmaker.foundation.codes import code_label
from matchmaker.foundation.i18n import locale
from matchmaker.meetings.afterwards.models import MeetingRating
from matchmaker.meetings.afterwards.reconfirming import is_sure
from matchmaker.meetings.afterwards.rules import Side
from matchmaker.meetings.models import Meeting, MeetingParticipant
from matchmaker.meetings.people import By
from matchmaker.meetings.rules import ParticipantAnswer


@dataclass(frozen=True, slots=True)
class Waiting:
    """Somebody who takes part, and whether the person has said that they will come."""

    id: int
    name: str
    state: str
    kind: str
    is_sure: bool
    can_be_noted: bool


@dataclass(frozen=True, slots=True)
class RatingView:
    """What one side, or the agency, says of a meeting; for staff."""

    whose: str
    outcome: str
    absent: str
    comment: str
    author: str
    at: datetime


def waiting_view(meeting: Meeting, who: By) -> list[Waiting]:
    """Everybody who takes part; staff can note what somebody told them."""
    return [_waiting(one, meeting, who) for one in meeting.participants]


def _waiting(one: MeetingParticipant, meeting: Meeting, who: By) -> Waiting:
    sure = is_sure(one, meeting)
    if one.answer is ParticipantAnswer.NO:
        state, kind = _("Cannot come"), "danger"
    else:
        state, kind = (_("Will come"), "success") if sure else (_("Has not answered yet"), "warning")
    return Waiting(one.id, one.full_name, state, kind, sure, who.side is None)


def ratings_view(meeting: Meeting, ratings: Iterable[MeetingRating]) -> list[RatingView]:
    """Everything that was said, for staff."""
    introduction = meeting.introduction
    names = {
        Side.FROM: introduction.from_organisation.name(locale()),
        Side.TO: introduction.to_organisation.name(locale()), Side.AGENCY: _("The agency"),
    }  # fmt: skip
    people = {one.id: one.full_name for one in meeting.participants}
    return [
        RatingView(
            names[one.side], code_label("meeting_outcome", one.outcome),
            ", ".join(people[key] for key in people if key in one.absentees), one.comment,
            one.author.full_name if one.author else "", one.updated_at,
        )
        for one in ratings
    ]  # fmt: skip
