"""How long things take: from sign-up to approval, from interest to introduction, to the meeting, to the outcome."""

from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import aliased

from matchmaker.accounts.models import User
from matchmaker.foundation.database import db
from matchmaker.gateway.funnels.queries import Scope, within
from matchmaker.gateway.rules import Wait, waits
from matchmaker.introductions.models import Introduction
from matchmaker.meetings.models import Meeting
from matchmaker.meetings.rules import TAKEN_PLACE
from matchmaker.organisations.models import Membership, Organisation
from matchmaker.organisations.rules import VettingState
from matchmaker.outcomes.models import Outcome
from matchmaker.outcomes.queries import STANDING


@dataclass(frozen=True, slots=True)
class Speed:
    """Medians in days of what ended within a period."""

    approval: Wait
    """From the sign-up of its first person to the approval of an organisation."""
    introduction: Wait
    """From interest expressed to the introduction."""
    meeting: Wait
    """From the introduction to the first meeting held."""
    outcome: Wait
    """From the first meeting held to the first outcome that stands."""


def speed(scope: Scope) -> Speed:
    """The four medians over what ended in `scope`."""
    return Speed(*(waits(_spans(found)) for found in (_approvals(scope), *_of_pairs(scope))))


def _spans(statement: sa.Select[Any]) -> list[tuple[datetime, datetime]]:
    return [(start, _moment(end)) for start, end in db.session.execute(statement)]


def _moment(end: datetime | date) -> datetime:
    """Noon of a day (UTC), where only the day is known."""
    return end if isinstance(end, datetime) else datetime.combine(end, time(12), UTC)


def _approvals(scope: Scope) -> sa.Select[Any]:
    joined = (
        sa.select(Membership.organisation_id, sa.func.min(User.created_at).label("at"))
        .join(User, User.id == Membership.user_id)
        .group_by(Membership.organisation_id)
        .subquery()
    )
    found = sa.select(joined.c.at, Organisation.decided_at).join(joined, joined.c.organisation_id == Organisation.id)
    found = found.where(Organisation.state == VettingState.APPROVED, Organisation.decided_at.is_not(None))
    for cluster in scope.clusters:
        found = found.where(Organisation.cluster == cluster)
    return within(found, Organisation.decided_at, scope)


def _of_pairs(scope: Scope) -> tuple[sa.Select[Any], ...]:
    asked = sa.func.coalesce(Introduction.submitted_at, Introduction.forwarded_at)
    held = _first(Meeting.introduction_id, Meeting.starts_at, Meeting.state.in_(TAKEN_PLACE))
    came = _first(Outcome.introduction_id, Outcome.happened_on, STANDING)
    return (
        within(_of_clusters(asked, Introduction.introduced_at, scope), Introduction.introduced_at, scope)
        .where(asked.is_not(None), Introduction.introduced_at.is_not(None)),
        within(_of_clusters(Introduction.introduced_at, held.c.at, scope), held.c.at, scope)
        .join(held, held.c.introduction_id == Introduction.id).where(Introduction.introduced_at.is_not(None)),
        within(_of_clusters(held.c.at, came.c.at, scope), came.c.at, scope, is_day=True)
        .join(held, held.c.introduction_id == Introduction.id).join(came, came.c.introduction_id == Introduction.id),
    )  # fmt: skip


def _first(introduction_id: Any, at: Any, condition: sa.ColumnElement[bool]) -> sa.Subquery:
    found = sa.select(introduction_id.label("introduction_id"), sa.func.min(at).label("at"))
    return found.where(condition).group_by(introduction_id).subquery()


def _of_clusters(start: Any, end: Any, scope: Scope) -> sa.Select[Any]:
    asking, asked = aliased(Organisation), aliased(Organisation)
    found = sa.select(start, end).select_from(Introduction)
    found = found.join(asking, asking.id == Introduction.from_id).join(asked, asked.id == Introduction.to_id)
    for cluster in scope.clusters:
        found = found.where(sa.or_(asking.cluster == cluster, asked.cluster == cluster))
    return found
