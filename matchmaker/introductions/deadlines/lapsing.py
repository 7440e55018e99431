"""Introductions that wait too long: reminded, then warned, then they lapse and everybody is told."""

from collections.abc import Callable
from datetime import datetime, timedelta

from matchmaker.accounts.models import User
from matchmaker.foundation import audit
from matchmaker.foundation.database import db, now
from matchmaker.foundation.working_days import working_days
from matchmaker.introductions import letters, queries
from matchmaker.introductions.deadlines import clocks
from matchmaker.introductions.deadlines.clocks import Clock, ClockKind
from matchmaker.introductions.models import Introduction
from matchmaker.introductions.moves import add_step, move
from matchmaker.introductions.rules import REMIND_AFTER_WORKING_DAYS, WARN_WORKING_DAYS, IntroductionState
from matchmaker.organisations.models import Organisation


def remind(moment: datetime) -> int:
    """Remind counterparts who have been silent for `REMIND_AFTER_WORKING_DAYS`, once; how many introductions."""

    def is_due(row: Introduction, clock: Clock) -> bool:
        since, _days = clocks.running(row)[clock.kind]
        waited = working_days(since, moment, clocks.places_of(row))
        is_new = row.reminded_at is None and row.warned_at is None and not (clock.is_soon or clock.is_late)
        return clock.kind is ClockKind.ANSWER and is_new and waited >= REMIND_AFTER_WORKING_DAYS

    def work(row: Introduction, clock: Clock) -> None:
        row.reminded_at = moment
        db.session.flush()
        letters.to_members("introduction_reminder", row, row.to_organisation, due=clock.due)

    return _for_each(moment, REMIND_AFTER_WORKING_DAYS, is_due, work)


def warn(moment: datetime) -> int:
    """Tell those who must move, and the broker in charge, that it lapses soon; once. How many introductions."""

    def work(row: Introduction, clock: Clock) -> None:
        row.warned_at = moment
        db.session.flush()
        letters.to_members("introduction_lapses_soon", row, _must_move(row), clock=clock)
        letters.to_brokers("introduction_lapses_soon_staff", row, clock=clock)

    days = max(clocks.answer_working_days() - WARN_WORKING_DAYS, 0)
    return _for_each(moment, days, lambda row, clock: row.warned_at is None and clock.is_soon, work)


def lapse(moment: datetime) -> int:
    """End what nobody answered or completed in time; how many introductions."""
    days = clocks.answer_working_days()
    return _for_each(moment, days, lambda _row, clock: clock.is_late, lambda row, _clock: _expire(row))


def _for_each(
    moment: datetime,
    days: int,
    is_due: Callable[[Introduction, Clock], bool],
    work: Callable[[Introduction, Clock], None],
) -> int:
    """Do `work` on what has waited at least `days` for a side and `is_due`; how many introductions."""
    before = moment - timedelta(days=max(days - 1, 0))
    rows = db.session.scalars(queries.lapsing(before).with_for_update(skip_locked=True)).all()
    found = [(row, clock) for row in rows if (clock := clocks.lapse_clock(row, moment)) and is_due(row, clock)]
    for row, clock in found:
        work(row, clock)
    return len(found)


def _must_move(introduction: Introduction) -> Organisation:
    is_answering = introduction.state is IntroductionState.FORWARDED and introduction.asked_at is None
    return introduction.to_organisation if is_answering else introduction.from_organisation


def _expire(introduction: Introduction) -> None:
    known_to_both = introduction.state is IntroductionState.FORWARDED
    move(introduction, IntroductionState.EXPIRED, actor_id=None)
    letters.to_members("introduction_expired", introduction, introduction.from_organisation, asked=True)
    if known_to_both:
        letters.to_members("introduction_expired", introduction, introduction.to_organisation, asked=False)


def release_of(user: User) -> None:
    """When a broker leaves: what was in their hands waits for a colleague again."""
    for introduction in db.session.scalars(queries.held_by(user.id)):
        introduction.broker_id = None
        state = introduction.state
        add_step(introduction, state, state, actor_id=user.id, note="→ –", internal=True)
        audit.record("introduction.released", introduction, actor_id=user.id)
    db.session.flush()


def sweep() -> None:
    """Remind, warn, then let lapse, as of now."""
    moment = now()
    remind(moment)
    warn(moment)
    lapse(moment)
