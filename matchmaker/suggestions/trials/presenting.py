"""A pair as a judge sees it: what both sides wrote and the words they share; no score, no rank, no setting."""

from collections.abc import Iterable
from dataclasses import dataclass

from matchmaker.foundation.database import db
from matchmaker.opportunities import presenting as opportunity_presenting
from matchmaker.opportunities.models import Opportunity
from matchmaker.opportunities.presenting import OpportunityView
from matchmaker.organisations import presenting as organisation_presenting
from matchmaker.organisations.models import Organisation
from matchmaker.organisations.presenting import ProfileView
from matchmaker.organisations.rules import Tier
from matchmaker.suggestions.trials import queries
from matchmaker.suggestions.trials.models import TrialPair


@dataclass(frozen=True, slots=True)
class SideView:
    """One organisation of a pair: its profile, the opportunities that were compared, and its others."""

    profile: ProfileView
    compared: tuple[OpportunityView, ...]
    others: tuple[OpportunityView, ...]


@dataclass(frozen=True, slots=True)
class PairView:
    """What there is to judge."""

    sides: tuple[SideView, SideView]
    words: tuple[str, ...]


def present(pair: TrialPair, language: str) -> PairView:
    """`pair` for a judge who reads `language`, with the names of both, in a fixed number of queries."""
    ids = (pair.organisation_id, pair.candidate_id)
    organisations = {one.id: one for one in db.session.scalars(queries.whole_organisations(*ids))}
    published = db.session.scalars(queries.open_opportunities(*ids)).all()
    first, second = (_side(organisations[one], published, pair.opportunities, language) for one in ids)
    words = (mine if mine.casefold() == theirs.casefold() else f"{mine} ↔ {theirs}" for mine, theirs in pair.words)
    return PairView((first, second), tuple(words))


def _side(
    organisation: Organisation, published: Iterable[Opportunity], compared: Iterable[int], language: str
) -> SideView:
    wanted = frozenset(compared)
    views = [
        opportunity_presenting.present(one, Tier.DOCUMENTS, language)
        for one in published
        if one.organisation_id == organisation.id
    ]
    return SideView(
        profile=organisation_presenting.present(organisation, Tier.NAMED, language),
        compared=tuple(one for one in views if one.id in wanted),
        others=tuple(one for one in views if one.id not in wanted),
    )
