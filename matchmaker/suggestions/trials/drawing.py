"""Draws the lists of a comparison from a match index: which organisations, which partners, in which order."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import chain, zip_longest

import numpy as np

from matchmaker.matching import Contribution, ContributionKind, Explanation, MatchIndex
from matchmaker.matching.learning import Reranker, pool_of, rerank
from matchmaker.matching.variants import rescored
from matchmaker.suggestions.listings import opportunity_id
from matchmaker.suggestions.pairs import shares_words
from matchmaker.suggestions.trials.interleaving import Pick, interleaved
from matchmaker.suggestions.trials.rules import LEARNED, Team

_WORDS = 12
_REORDERED = 100
_TRIED = 10
"""So many times the wanted number of organisations are looked at before a draw is content with fewer."""

Ranking = Mapping[int, Explanation]
"""Partners of one organisation, best first, and why."""


@dataclass(frozen=True, slots=True)
class Plan:
    """What to draw: names of two variants, how many organisations, how long each list, and the seed."""

    first: str
    second: str
    organisations: int
    length: int
    seed: int


@dataclass(frozen=True, slots=True)
class Setting:
    """An index that scores as a variant says, and what reorders its best partners, if anything."""

    index: MatchIndex
    reranker: Reranker | None = None


@dataclass(frozen=True, slots=True)
class DrawnPair:
    """A pair to be judged: its place in the interleaved list, who contributed it, and its ranks (from 1) in both.

    `words` are the words that both sides share, heaviest first; `opportunities` those that either setting compared.
    """

    organisation: int
    candidate: int
    position: int
    team: Team
    rank_a: int | None
    rank_b: int | None
    words: tuple[tuple[str, str], ...]
    opportunities: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Draw:
    """Pairs in the order of judging; `alike` organisations were passed over, as both settings list the same."""

    pairs: tuple[DrawnPair, ...]
    alike: int

    @property
    def organisations(self) -> int:
        """How many organisations have a list."""
        return len({pair.organisation for pair in self.pairs})


def draw(index: MatchIndex, plan: Plan, sides: Sequence[Sequence[int]], reranker: Reranker | None = None) -> Draw:
    """Interleaved lists of organisations drawn by chance, in turn from each of `sides` while both last.

    An organisation needs suggestions under both settings. One that has the very same list under both tells nothing:
    another one takes its place. Within an organisation pairs are shuffled, so that the order of judging tells no
    rank. Same index, plan, sides and re-ranker: same draw. KeyError for `learned` without a re-ranker.
    """
    first, second = (setting(index, name, reranker) for name in (plan.first, plan.second))
    found: list[list[DrawnPair]] = []
    alike = 0
    for organisation in _in_turn(sides, plan):
        rankings = tuple(ranking(one, organisation, plan.length) for one in (first, second))
        if list(rankings[0]) == list(rankings[1]):
            alike += bool(rankings[0])
        elif rankings[0] and rankings[1]:
            found.append(_pairs(organisation, rankings[0], rankings[1], plan))
        if len(found) == plan.organisations:
            break
    return Draw(tuple(chain.from_iterable(found)), alike)


def _in_turn(sides: Sequence[Sequence[int]], plan: Plan) -> Iterator[int]:
    """Organisations in the order of the draw, no more than are worth looking at."""
    chance = np.random.default_rng(plan.seed)
    shuffled = [chance.permutation(sorted(side)).tolist() for side in sides]
    mixed = [one for turn in zip_longest(*shuffled) for one in turn if one is not None]
    yield from mixed[: _TRIED * plan.organisations]


def setting(index: MatchIndex, name: str, reranker: Reranker | None) -> Setting:
    """What is compared under a name. KeyError for an unknown one, and for `learned` without a re-ranker."""
    if name == LEARNED and reranker is not None:
        return Setting(index, reranker)
    return Setting(rescored(index, name))


def ranking(compared: Setting, organisation: int, length: int) -> dict[int, Explanation]:
    """The best partners as they would be suggested: those without a shared word are left out, as they are there."""
    index = compared.index
    if not index.has(str(organisation)):
        return {}
    reach = 2 * length if compared.reranker is None else _REORDERED
    partners = [one.partner for one in index.best_for(str(organisation), reach)]
    if compared.reranker is not None:
        partners = _reordered(index, organisation, partners, compared.reranker)[: 2 * length]
    explained = zip(partners, index.explain_all([(str(organisation), one) for one in partners]), strict=True)
    kept = [(int(partner), found) for partner, found in explained if found.score > 0 and shares_words(found)]
    return dict(kept[:length])


def _reordered(index: MatchIndex, organisation: int, partners: list[str], reranker: Reranker) -> list[str]:
    if not partners:
        return []
    found = rerank(reranker, pool_of(index, [str(organisation)]))[0]
    likelihoods = dict(zip(index.organisations, found.tolist(), strict=True))
    return sorted(partners, key=lambda partner: -likelihoods[partner])


def _pairs(organisation: int, first: Ranking, second: Ranking, plan: Plan) -> list[DrawnPair]:
    chance = np.random.default_rng([plan.seed, organisation])
    picks = interleaved(list(first), list(second), plan.length, chance)
    drawn = [_pair(organisation, place, pick, first, second) for place, pick in enumerate(picks, start=1)]
    return [drawn[place] for place in chance.permutation(len(drawn)).tolist()]


def _pair(organisation: int, position: int, pick: Pick, first: Ranking, second: Ranking) -> DrawnPair:
    reasons = [ranking[pick.item] for ranking in (first, second) if pick.item in ranking]
    return DrawnPair(
        organisation=organisation,
        candidate=pick.item,
        position=position,
        team=pick.team,
        rank_a=_rank(pick.item, first),
        rank_b=_rank(pick.item, second),
        words=_shared_words(reasons),
        opportunities=_opportunities(reasons),
    )


def _rank(item: int, found: Ranking) -> int | None:
    return list(found).index(item) + 1 if item in found else None


def _opportunities(reasons: Sequence[Explanation]) -> tuple[int, ...]:
    listings = {listing for found in reasons for listing in (found.listing_mine, found.listing_theirs)}
    return tuple(sorted(one for listing in listings if (one := opportunity_id(listing)) is not None))


def _shared_words(reasons: Sequence[Explanation]) -> tuple[tuple[str, str], ...]:
    """Each pair of words once, by its greatest share of a score, so that no setting's own weights show."""
    shares: dict[tuple[str, str], float] = {}
    written: dict[tuple[str, str], tuple[str, str]] = {}
    for found in reasons:
        for part in found.contributions:
            if part.kind is ContributionKind.TERM and _says_something(part):
                key = (part.mine.casefold(), part.theirs.casefold())
                written.setdefault(key, (part.mine, part.theirs))
                shares[key] = max(shares.get(key, 0.0), part.value / found.score)
    best = sorted(shares, key=lambda key: (-shares[key], key))[:_WORDS]
    return tuple(written[key] for key in best)


def _says_something(part: Contribution) -> bool:
    return any(sign.isalpha() for sign in part.mine) and any(sign.isalpha() for sign in part.theirs)
