"""Deals of small and medium-sized firms, hybrids of AI, bio and manufacturing, and strategic technologies."""

from dataclasses import dataclass

import sqlalchemy as sa
from sqlalchemy.orm import aliased, selectinload

from matchmaker.calls import queries as calls
from matchmaker.demonstrations import queries as demonstrations
from matchmaker.demonstrations.rules import State
from matchmaker.foundation.database import db
from matchmaker.gateway.funnels import queries as funnels
from matchmaker.gateway.funnels.queries import Scope, within
from matchmaker.gateway.rules import Share, Step, is_hybrid, small_firms
from matchmaker.introductions.models import Introduction
from matchmaker.manufacturing.models import SingleSource
from matchmaker.opportunities import queries as opportunity_queries
from matchmaker.opportunities.models import Opportunity, OpportunityCode
from matchmaker.organisations.models import Organisation, OrganisationCode
from matchmaker.organisations.rules import DOMESTIC_COUNTRY
from matchmaker.outcomes.models import Outcome
from matchmaker.outcomes.rules import RESULTS, OutcomeState

STRATEGIC = ("national_core_tech", "national_adv_strategic_tech", "strategic_item")
"""Codes of `sensitivity` that the ministry asks about."""


def deals_of_small_firms(scope: Scope) -> Share:
    """Audited contracts, investments, tenancies and hires whose domestic side is small or medium-sized, of all."""
    asking, asked = aliased(Organisation), aliased(Organisation)
    size = sa.case((asking.country == DOMESTIC_COUNTRY, asking.size_band), else_=asked.size_band)
    found = (
        sa.select(size)
        .select_from(Outcome)
        .join(Introduction, Introduction.id == Outcome.introduction_id)
        .join(asking, asking.id == Introduction.from_id)
        .join(asked, asked.id == Introduction.to_id)
        .where(Outcome.state == OutcomeState.AUDITED, Outcome.kind.in_(sorted(RESULTS)))
        .where(sa.or_(asking.country == DOMESTIC_COUNTRY, asked.country == DOMESTIC_COUNTRY))
    )
    for cluster in scope.clusters:
        found = found.where(sa.or_(asking.cluster == cluster, asked.cluster == cluster))
    return small_firms(db.session.scalars(within(found, Outcome.audited_at, scope)))


@dataclass(frozen=True, slots=True)
class Hybrids:
    """How many open offers and needs, and how many introduced pairs, cover AI, bio and equipment together."""

    opportunities: tuple[Opportunity, ...]
    open: int
    pairs: Share


def hybrids(scope: Scope) -> Hybrids:
    """The hybrids among what is open and what was introduced in `scope`."""
    found = opportunity_queries.published().options(selectinload(Opportunity.codes), selectinload(Opportunity.texts))
    for cluster in scope.clusters:
        found = found.where(Organisation.cluster == cluster)
    rows = db.session.scalars(found.order_by(Opportunity.id)).all()
    mixed = tuple(row for row in rows if is_hybrid(row.codes_of("area")))
    teams = _areas_of_pairs(scope)
    return Hybrids(mixed, len(rows), Share(sum(is_hybrid(areas) for areas in teams), len(teams)))


def _areas_of_pairs(scope: Scope) -> list[frozenset[str]]:
    """The areas of both sides of each introduced pair."""
    pairs = funnels.pairs(Step.INTRODUCED, scope)
    rows = db.session.execute(sa.select(pairs.c.domestic_id, pairs.c.overseas_id).distinct())
    keys = {(domestic, overseas) for domestic, overseas in rows}
    ids = {one for key in keys for one in key}
    codes = sa.select(OrganisationCode.organisation_id, OrganisationCode.code)
    codes = codes.where(OrganisationCode.list_name == "area", OrganisationCode.organisation_id.in_(ids))
    areas: dict[int, set[str]] = {}
    for owner, code in db.session.execute(codes):
        areas.setdefault(owner, set()).add(code)
    return [frozenset(areas.get(one, set()) | areas.get(other, set())) for one, other in sorted(keys)]


@dataclass(frozen=True, slots=True)
class ClusterFigures:
    """What is counted over the whole cluster, whoever asks: awards, demonstrations, materials of one source."""

    awards: Share
    """Calls that small and medium-sized suppliers won, of all awards."""
    demonstrations: Share
    """Demonstrations in two countries that passed, of all that were begun."""
    single_sources: int
    """Open needs with one known source in the world."""


def cluster_figures() -> ClusterFigures:
    """The figures of this moment."""
    begun = (State.RUNNING, State.PASSED, State.FAILED, State.STOPPED)
    passed, all_begun = (
        db.session.scalar(demonstrations.two_country_count(*states)) or 0 for states in ((State.PASSED,), begun)
    )
    marked = opportunity_queries.published().join(SingleSource, SingleSource.opportunity_id == Opportunity.id)
    return ClusterFigures(
        small_firms(db.session.scalars(calls.winners())), Share(passed, all_begun),
        db.session.scalar(marked.with_only_columns(sa.func.count())) or 0,
    )  # fmt: skip


def strategic(scope: Scope) -> dict[str, int]:
    """How many open offers and needs carry each strategic technology."""
    found = opportunity_queries.published().with_only_columns(OpportunityCode.code, sa.func.count())
    found = found.join(OpportunityCode, OpportunityCode.opportunity_id == Opportunity.id)
    found = found.where(OpportunityCode.list_name == "sensitivity", OpportunityCode.code.in_(STRATEGIC))
    for cluster in scope.clusters:
        found = found.where(Organisation.cluster == cluster)
    counts = dict(iter(db.session.execute(found.group_by(OpportunityCode.code))))
    return {code: counts.get(code, 0) for code in STRATEGIC}
