"""Mails that go by the clock: will you come, and how did it go."""

import sqlalchemy as sa

from matchmaker.foundation import jobs
from matchmaker.foundation.database import now, transaction
from matchmaker.foundation.working_days import working_days
from matchmaker.meetings.afterwards import queries
from matchmaker.meetings.afterwards.rating import ratings_of_meeting
from matchmaker.meetings.afterwards.reconfirming import is_sure
from matchmaker.meetings.afterwards.rules import EARLY, RATE_AFTER_WORKING_DAYS, Notice, Side, due_reconfirmation
from matchmaker.meetings.models import Meeting
from matchmaker.meetings.notices import is_first, without
from matchmaker.meetings.reminders import due, held_fast, owner_apart, tell, tell_owner
from matchmaker.meetings.rules import SIDES, TIMED, MeetingState, ParticipantAnswer

KINDS = ("meeting_reconfirm", "meeting_rate")


@jobs.job("meetings.reconfirm", every_minutes=15)
def ask_to_reconfirm() -> None:
    """Ask everybody who takes part, 72 and 24 hours before, whether they will come; each once."""
    open_ones = sa.or_(without(Notice.RECONFIRM_72), without(Notice.RECONFIRM_24))
    for meeting_id in due(queries.starting_within(now(), EARLY).where(open_ones)):
        with transaction():
            meeting = held_fast(meeting_id)
            if meeting is not None and meeting.state is MeetingState.CONFIRMED:
                _ask(meeting)


def _ask(meeting: Meeting) -> None:
    starts_at, agreed_at = meeting.starts_at, meeting.confirmed_at or meeting.created_at
    notice = due_reconfirmation(starts_at, agreed_at, now()) if starts_at else None
    if notice is None or not is_first(meeting, notice):
        return
    for one in meeting.participants:
        if not is_sure(one, meeting) and one.answer is not ParticipantAnswer.NO:
            tell("meeting_reconfirm", meeting, one)


@jobs.job("meetings.ask_for_rating", every_minutes=60)
def ask_for_rating() -> None:
    """A working day after a meeting, ask those who have not said how it went; once."""
    over = queries.over(sa.select(Meeting), now()).where(without(Notice.RATE))
    for meeting_id in due(over):
        with transaction():
            meeting = held_fast(meeting_id)
            if meeting is not None and meeting.state in TIMED and _is_time(meeting) and is_first(meeting, Notice.RATE):
                _ask_how_it_went(meeting)


def _is_time(meeting: Meeting) -> bool:
    introduction = meeting.introduction
    countries = {introduction.from_organisation.country, introduction.to_organisation.country}
    return meeting.ends_at is not None and working_days(meeting.ends_at, now(), countries) >= RATE_AFTER_WORKING_DAYS


def _ask_how_it_went(meeting: Meeting) -> None:
    said = ratings_of_meeting(meeting)
    sides = {meeting.introduction.from_id: Side.FROM, meeting.introduction.to_id: Side.TO}
    for one in meeting.participants:
        side = sides.get(one.organisation_id or 0)
        if one.user_id is not None and one.role in SIDES and side is not None and side not in said:
            tell("meeting_rate", meeting, one)
    owner = owner_apart(meeting)
    if owner is not None and owner.as_actor().is_staff and Side.AGENCY not in said:
        tell_owner("meeting_rate", meeting, owner)
