"""Which pairs stand at which step of which funnel: the statements that both count and list them."""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import InstrumentedAttribute, aliased

from matchmaker.foundation.permissions import Actor, Role
from matchmaker.gateway.rules import Step
from matchmaker.introductions.models import Introduction
from matchmaker.meetings.models import Meeting
from matchmaker.meetings.rules import TAKEN_PLACE
from matchmaker.opportunities import queries as opportunity_queries
from matchmaker.opportunities.models import Opportunity
from matchmaker.opportunities.rules import Gateway
from matchmaker.organisations.models import Organisation, OrganisationCode
from matchmaker.organisations.rules import DOMESTIC_COUNTRY, KOREA
from matchmaker.outcomes.models import Outcome
from matchmaker.outcomes.rules import OutcomeState
from matchmaker.suggestions.models import Suggestion

Column = InstrumentedAttribute[Any] | sa.ColumnElement[Any]


@dataclass(frozen=True, slots=True)
class Scope:
    """What is counted: days in Korea, included on both ends, and pairs with a side in each of `clusters`."""

    first: date | None = None
    last: date | None = None
    clusters: tuple[str, ...] = ()


EVERYTHING = Scope()


def in_care(staff: Actor, scope: Scope) -> Scope:
    """`scope`, for co-brokers narrowed to pairs with a side in their own cluster."""
    if staff.role is not Role.CO_BROKER:
        return scope
    return Scope(scope.first, scope.last, (*scope.clusters, staff.cluster or ""))


def _start_of(day: date) -> datetime:
    return datetime.combine(day, time(), KOREA)


def within(statement: sa.Select[Any], at: Column, scope: Scope, *, is_day: bool = False) -> sa.Select[Any]:
    """`statement` with `at`, a moment or (`is_day`) a day, in the days of `scope`."""
    if scope.first is not None:
        statement = statement.where(at >= (scope.first if is_day else _start_of(scope.first)))
    if scope.last is not None:
        after = scope.last + timedelta(days=1)
        statement = statement.where(at < (after if is_day else _start_of(after)))
    return statement


def _sides(step: Step) -> tuple[Column, Column, Column, Column]:
    """Whoever brings the pair about and the other side, and what each of them brings in."""
    if step is Step.SUGGESTED:
        return (
            Suggestion.organisation_id, Suggestion.candidate_id, Suggestion.opportunity_id,
            Suggestion.candidate_opportunity_id,
        )  # fmt: skip
    return (
        Introduction.from_id, Introduction.to_id, Introduction.from_opportunity_id, Introduction.to_opportunity_id,
    )  # fmt: skip


def _moment(step: Step) -> tuple[Column, bool]:
    """When the step was made, and whether that is a day and no moment."""
    asked = sa.func.coalesce(Introduction.submitted_at, Introduction.forwarded_at)
    moments: dict[Step, tuple[Column, bool]] = {
        Step.SUGGESTED: (Suggestion.refreshed_at, False), Step.INTEREST: (asked, False),
        Step.INTRODUCED: (Introduction.introduced_at, False), Step.MET: (Meeting.starts_at, False),
        Step.CLAIMED: (Outcome.happened_on, True), Step.AUDITED: (Outcome.audited_at, False),
    }  # fmt: skip
    return moments[step]


def _of_step(step: Step, columns: list[Any]) -> sa.Select[Any]:
    """`columns` of the rows that show that the step was made."""
    found = sa.select(*columns)
    if step is Step.SUGGESTED:
        return found.select_from(Suggestion)
    found = found.select_from(Introduction)
    if step is Step.MET:
        return found.join(Meeting, Meeting.introduction_id == Introduction.id).where(Meeting.state.in_(TAKEN_PLACE))
    if step in {Step.CLAIMED, Step.AUDITED}:
        states = [OutcomeState.AUDITED] if step is Step.AUDITED else [OutcomeState.CLAIMED, OutcomeState.AUDITED]
        return found.join(Outcome, Outcome.introduction_id == Introduction.id).where(Outcome.state.in_(states))
    return found.where(_moment(step)[0].is_not(None))


def pairs(step: Step, scope: Scope = EVERYTHING) -> sa.Subquery:
    """One row for each pair across the border and direction: gateway, domestic_id, overseas_id, at (first time).

    The direction is that of what the side brings in that brings the pair about (the reader of a suggestion, whoever
    asks for an introduction); if it brings in nothing, that of what the other side brings in; else a Korean
    organisation goes out and any other comes in. Two organisations on one side of the border pass no gateway.
    """
    own_id, other_id, brought, met = _sides(step)
    own, other = aliased(Organisation), aliased(Organisation)
    ours, theirs = aliased(Opportunity), aliased(Opportunity)
    own_is_domestic = own.country == DOMESTIC_COUNTRY
    by_country = sa.case((own_is_domestic, Gateway.OUTBOUND.value), else_=Gateway.INBOUND.value)
    gateway = sa.func.coalesce(sa.cast(ours.gateway, sa.String), sa.cast(theirs.gateway, sa.String), by_country)
    at, is_day = _moment(step)
    rows = _of_step(
        step,
        [
            gateway.label("gateway"), sa.case((own_is_domestic, own.id), else_=other.id).label("domestic_id"),
            sa.case((own_is_domestic, other.id), else_=own.id).label("overseas_id"), at.label("at"),
        ],
    )  # fmt: skip
    rows = rows.join(own, own.id == own_id).join(other, other.id == other_id)
    rows = rows.outerjoin(ours, ours.id == brought).outerjoin(theirs, theirs.id == met)
    rows = rows.where(own_is_domestic != (other.country == DOMESTIC_COUNTRY))
    for cluster in scope.clusters:
        rows = rows.where(sa.or_(own.cluster == cluster, other.cluster == cluster))
    every = within(rows, at, scope, is_day=is_day).subquery()
    key = (every.c.gateway, every.c.domestic_id, every.c.overseas_id)
    return sa.select(*key, sa.func.min(every.c.at).label("at")).group_by(*key).subquery()


def counted(step: Step, scope: Scope) -> sa.Select[str, int]:
    """(gateway, number of pairs) at `step`."""
    found = pairs(step, scope)
    return sa.select(found.c.gateway, sa.func.count()).group_by(found.c.gateway)


def gone_on(step: Step, before: Step, scope: Scope) -> sa.Select[str, int]:
    """(gateway, number of pairs) that stand at `step` as well as at the step `before`."""
    now, then = pairs(step, scope), pairs(before, scope)
    same = sa.and_(
        now.c.gateway == then.c.gateway, now.c.domestic_id == then.c.domestic_id,
        now.c.overseas_id == then.c.overseas_id,
    )  # fmt: skip
    return sa.select(now.c.gateway, sa.func.count()).join(then, same).group_by(now.c.gateway)


def listed(step: Step, gateway: Gateway, scope: Scope) -> sa.Select[Any]:
    """(domestic organisation, overseas organisation, at) of the pairs that `counted` counts, the latest first."""
    found = pairs(step, scope)
    domestic, overseas = aliased(Organisation), aliased(Organisation)
    return (
        sa.select(domestic, overseas, found.c.at)
        .join_from(found, domestic, domestic.id == found.c.domestic_id)
        .join(overseas, overseas.id == found.c.overseas_id)
        .where(found.c.gateway == gateway.value)
        .order_by(found.c.at.desc(), found.c.domestic_id, found.c.overseas_id)
    )


def flows(step: Step, scope: Scope) -> sa.Select[Any]:
    """(gateway, area of the domestic side, cluster of the overseas side, number of pairs), the most first.

    An organisation of several areas counts in each.
    """
    found = pairs(step, scope)
    carries = sa.and_(OrganisationCode.organisation_id == found.c.domestic_id, OrganisationCode.list_name == "area")
    key = (found.c.gateway, OrganisationCode.code, Organisation.cluster)
    number = sa.func.count()
    return (
        sa.select(*key, number)
        .join_from(found, OrganisationCode, carries)
        .join(Organisation, Organisation.id == found.c.overseas_id)
        .group_by(*key)
        .order_by(number.desc(), *key)
    )


def open_now(scope: Scope) -> sa.Select[Gateway, int, int]:
    """(gateway, number of organisations, number of their open offers and needs)."""
    found = opportunity_queries.published().with_only_columns(
        Opportunity.gateway, sa.func.count(Opportunity.organisation_id.distinct()), sa.func.count()
    )
    for cluster in scope.clusters:
        found = found.where(Organisation.cluster == cluster)
    return found.group_by(Opportunity.gateway)


def introductions_of(keys: list[tuple[int, int]]) -> sa.Select[int, int, int]:
    """(first_id, second_id, latest introduction's id) of pairs given by their smaller and greater id."""
    pair = sa.tuple_(Introduction.first_id, Introduction.second_id)
    return (
        sa.select(Introduction.first_id, Introduction.second_id, sa.func.max(Introduction.id))
        .where(pair.in_(keys))
        .group_by(Introduction.first_id, Introduction.second_id)
    )
