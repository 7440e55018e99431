"""A suggestion as a reader sees it: nobody's name before its tier, whatever the engine stored."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from matchmaker.foundation.database import now
from matchmaker.matching import Explanation
from matchmaker.opportunities import presenting as opportunity_presenting
from matchmaker.opportunities import sight
from matchmaker.opportunities.models import Opportunity
from matchmaker.opportunities.presenting import OpportunityView
from matchmaker.opportunities.rules import OpportunityState
from matchmaker.organisations import presenting as organisation_presenting
from matchmaker.organisations import visibility
from matchmaker.organisations.models import Organisation
from matchmaker.organisations.presenting import ProfileView, redactor_of
from matchmaker.organisations.rules import Tier
from matchmaker.suggestions.models import Suggestion
from matchmaker.suggestions.pairs import mirrored
from matchmaker.suggestions.rules import MIRRORED, Basis, Direction
from matchmaker.suggestions.why import Why, why


@dataclass(frozen=True, slots=True)
class Seen:
    """A stored pair turned towards one of its organisations."""

    organisation: Organisation
    candidate: Organisation
    opportunity: Opportunity | None
    candidate_opportunity: Opportunity | None
    score: float
    basis: Basis
    direction: Direction
    explanation: Explanation
    refreshed_at: datetime
    is_promised: bool
    is_learned: bool
    """Whether its place follows what was learned from decisions."""


@dataclass(frozen=True, slots=True)
class SuggestionView:
    """What a page may show of a pair; `mine` and `theirs` are the two opportunities, None for a whole profile.

    `is_promised`: it is shown because the candidate is on few other lists.
    """

    organisation_id: int
    candidate: ProfileView
    mine: OpportunityView | None
    theirs: OpportunityView | None
    basis: Basis
    direction: Direction
    why: Why
    refreshed_at: datetime
    is_promised: bool

    def says(self, wanted: str) -> bool:
        """Whether every word of `wanted` occurs in what the reader may see of it."""
        shown = [self.candidate.title, self.candidate.summary.text, *self.why.chips]
        for one in (self.mine, self.theirs):
            shown += [one.title.text, one.summary.text] if one else []
        text = " ".join(shown).casefold()
        return all(word in text for word in wanted.casefold().split())


def seen_from(organisation_id: int, row: Suggestion) -> Seen:
    """`row` as the organisation with this id, one of its two, sees the pair."""
    explanation = Explanation.from_dict(row.explanation)
    if row.organisation_id == organisation_id:
        return Seen(
            row.organisation, row.candidate, row.opportunity, row.candidate_opportunity, row.score, row.basis,
            row.direction, explanation, row.refreshed_at, row.is_promised, row.likelihood is not None,
        )  # fmt: skip
    return Seen(
        row.candidate, row.organisation, row.candidate_opportunity, row.opportunity, row.score, row.basis,
        MIRRORED[row.direction], mirrored(explanation), row.refreshed_at, False, False,
    )  # fmt: skip


def for_member(viewer: Organisation, pairs: Iterable[Seen], language: str) -> list[SuggestionView]:
    """Pairs of `viewer` at the tiers that it reached with each candidate, in a fixed number of queries."""
    listed = list(pairs)
    named = visibility.tiers_for(viewer, [pair.candidate for pair in listed])
    offered = [one for pair in listed if (one := open_one(pair.candidate_opportunity)) is not None]
    shown = sight.tiers_of(viewer, offered) if offered else {}
    return [_view(pair, _tier(pair, named, shown), language) for pair in listed]


def for_staff(pairs: Iterable[Seen], language: str) -> list[SuggestionView]:
    """Pairs with the names of both sides."""
    return [_view(pair, Tier.NAMED, language) for pair in pairs]


def open_one(opportunity: Opportunity | None) -> Opportunity | None:
    """`opportunity` while it is published; one withdrawn a moment ago is shown no more."""
    if opportunity is None or opportunity.state is not OpportunityState.PUBLISHED:
        return None
    return opportunity if opportunity.expires_at is None or opportunity.expires_at > now() else None


def _tier(pair: Seen, named: dict[int, Tier], shown: dict[int, Tier]) -> Tier:
    """The lower of the tiers of organisation and opportunity: together they must not tell more than each alone."""
    own = named[pair.candidate.id]
    offered = pair.candidate_opportunity
    return min(own, shown.get(offered.id, own)) if offered is not None else own


def _view(pair: Seen, tier: Tier, language: str) -> SuggestionView:
    redact = redactor_of(pair.candidate) if tier < Tier.NAMED else None
    mine, theirs = open_one(pair.opportunity), open_one(pair.candidate_opportunity)
    return SuggestionView(
        organisation_id=pair.organisation.id,
        candidate=organisation_presenting.present(pair.candidate, tier, language),
        mine=opportunity_presenting.present(mine, Tier.DOCUMENTS, language) if mine else None,
        theirs=opportunity_presenting.present(theirs, tier, language) if theirs else None,
        basis=pair.basis,
        direction=pair.direction,
        why=why(pair.explanation, language, tell=redact or _as_it_is),
        refreshed_at=pair.refreshed_at,
        is_promised=pair.is_promised,
    )


def _as_it_is(text: str) -> str:
    return text
