"""Reads of blind comparisons."""

from typing import TypeVarTuple

import sqlalchemy as sa
from sqlalchemy.orm import aliased, joinedload, selectinload

from matchmaker.foundation.permissions import Actor, Role
from matchmaker.opportunities import queries as opportunity_queries
from matchmaker.opportunities.models import Opportunity
from matchmaker.organisations import queries as organisation_queries
from matchmaker.organisations.models import Organisation
from matchmaker.suggestions.trials.models import Trial, TrialJudgement, TrialPair
from matchmaker.suggestions.trials.rules import TrialState, Verdict

Columns = TypeVarTuple("Columns")


def trials() -> sa.Select[Trial]:
    """All comparisons, newest first."""
    return sa.select(Trial).options(joinedload(Trial.started_by)).order_by(Trial.id.desc())


def waiting() -> sa.Select[int]:
    """Ids of comparisons that wait for their lists, oldest first."""
    return sa.select(Trial.id).where(Trial.state == TrialState.PREPARING).order_by(Trial.id)


def pairs_of(trial_id: int) -> sa.Select[TrialPair]:
    """All pairs of a comparison in the order of judging."""
    return sa.select(TrialPair).where(TrialPair.trial_id == trial_id).order_by(TrialPair.place)


def pairs_for(trial_id: int, staff: Actor) -> sa.Select[TrialPair]:
    """Pairs of a comparison of which one side is in the care of `staff`, in the order of judging."""
    return _in_care(pairs_of(trial_id), staff)


def _in_care(statement: sa.Select[*Columns], staff: Actor) -> sa.Select[*Columns]:
    if staff.role is not Role.CO_BROKER:
        return statement
    one, other = aliased(Organisation), aliased(Organisation)
    return (
        statement.join(one, TrialPair.organisation_id == one.id)
        .join(other, TrialPair.candidate_id == other.id)
        .where(sa.or_(one.cluster == staff.cluster, other.cluster == staff.cluster))
    )


def both_ways(pair: TrialPair) -> sa.Select[int]:
    """Ids of `pair` and of the pair of the same two organisations seen from the other one, in a fixed order."""
    sides = [(pair.organisation_id, pair.candidate_id), (pair.candidate_id, pair.organisation_id)]
    same = sa.tuple_(TrialPair.organisation_id, TrialPair.candidate_id).in_(sides)
    return sa.select(TrialPair.id).where(TrialPair.trial_id == pair.trial_id, same).order_by(TrialPair.id)


def not_judged(statement: sa.Select[TrialPair], user_id: int | None = None) -> sa.Select[TrialPair]:
    """`statement` without the pairs that the person, or anybody when none is named, has judged."""
    judged = sa.exists().where(TrialJudgement.pair_id == TrialPair.id)
    return statement.where(~(judged if user_id is None else judged.where(TrialJudgement.user_id == user_id)))


def judged_by(statement: sa.Select[TrialPair], user_id: int) -> sa.Select[TrialPair, Verdict]:
    """Pairs of `statement` that a person has judged, with the verdict and both organisations."""
    return (
        statement.with_only_columns(TrialPair, TrialJudgement.verdict)
        .join(TrialJudgement, TrialJudgement.pair_id == TrialPair.id)
        .where(TrialJudgement.user_id == user_id)
        .options(joinedload(TrialPair.organisation), joinedload(TrialPair.candidate))
    )


def judgement(pair_id: int, user_id: int) -> sa.Select[TrialJudgement]:
    """What a person said of a pair."""
    return sa.select(TrialJudgement).where(TrialJudgement.pair_id == pair_id, TrialJudgement.user_id == user_id)


def with_judgements(statement: sa.Select[TrialPair]) -> sa.Select[TrialPair]:
    """`statement` with all that was said, and both organisations."""
    return statement.options(
        selectinload(TrialPair.judgements), joinedload(TrialPair.organisation), joinedload(TrialPair.candidate)
    )


def whole_organisations(*ids: int) -> sa.Select[Organisation]:
    """Organisations with everything that a profile shows."""
    return organisation_queries.whole(sa.select(Organisation).where(Organisation.id.in_(ids)))


def open_opportunities(*organisation_ids: int) -> sa.Select[Opportunity]:
    """What the organisations have published, whole, newest first."""
    found = opportunity_queries.published().where(Opportunity.organisation_id.in_(organisation_ids))
    return opportunity_queries.whole(found.order_by(Opportunity.published_at.desc(), Opportunity.id.desc()))


def sizes(trial_ids: list[int], staff: Actor) -> sa.Select[int, int, int]:
    """Of each comparison: its id, how many pairs are in the care of `staff`, and how many of them they have judged."""
    mine = sa.and_(TrialJudgement.pair_id == TrialPair.id, TrialJudgement.user_id == staff.user_id)
    return (
        _in_care(sa.select(TrialPair.trial_id, sa.func.count(TrialPair.id), sa.func.count(TrialJudgement.id)), staff)
        .outerjoin(TrialJudgement, mine)
        .where(TrialPair.trial_id.in_(trial_ids))
        .group_by(TrialPair.trial_id)
    )
