"""Introductions that wait too long: the counterpart is reminded once, then they lapse and everybody is told."""

from datetime import datetime, timedelta

from matchmaker.accounts.models import User
from matchmaker.foundation import audit
from matchmaker.foundation.database import db, now
from matchmaker.introductions import letters, queries
from matchmaker.introductions.models import Introduction
from matchmaker.introductions.moves import add_step, move
from matchmaker.introductions.rules import (
    ANSWER_WORKING_DAYS,
    REMIND_AFTER_WORKING_DAYS,
    IntroductionState,
)
from matchmaker.organisations.rules import working_days


def remind(moment: datetime) -> int:
    """Remind counterparts who have not answered for `REMIND_AFTER_WORKING_DAYS`; how many introductions."""
    waiting = db.session.scalars(
        queries.forwarded_before(moment - timedelta(days=REMIND_AFTER_WORKING_DAYS))
        .where(Introduction.reminded_at.is_(None))
        .with_for_update(skip_locked=True)
    )
    late = [row for row in waiting if working_days(_since(row), moment) >= REMIND_AFTER_WORKING_DAYS]
    for introduction in late:
        introduction.reminded_at = moment
        db.session.flush()
        letters.to_members("introduction_reminder", introduction, introduction.to_organisation)
    return len(late)


def lapse(moment: datetime) -> int:
    """End what nobody answered or completed for `ANSWER_WORKING_DAYS`; how many introductions."""
    before = moment - timedelta(days=ANSWER_WORKING_DAYS)
    statements = (queries.forwarded_before(before), queries.returned_before(before))
    waiting = [row for one in statements for row in db.session.scalars(one.with_for_update(skip_locked=True))]
    late = [row for row in waiting if working_days(_since(row), moment) > ANSWER_WORKING_DAYS]
    for introduction in late:
        _expire(introduction)
    return len(late)


def _since(introduction: Introduction) -> datetime:
    waits_for_counterpart = introduction.state is IntroductionState.FORWARDED
    return (introduction.forwarded_at if waits_for_counterpart else introduction.returned_at) or introduction.updated_at


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
    """Remind, then let lapse, as of now."""
    moment = now()
    remind(moment)
    lapse(moment)
