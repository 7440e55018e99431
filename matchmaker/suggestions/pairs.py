"""Which pairs are stored, and what is stored of each."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from matchmaker.matching import (
    Basis,
    ContributionKind,
    Direction,
    Explanation,
    MatchIndex,
)
from matchmaker.suggestions import rules
from matchmaker.suggestions.listings import opportunity_id
from matchmaker.suggestions.rankings import Place

Pair = tuple[int, int]

_OTHER_WAY = {
    Direction.FORWARD: Direction.BACKWARD,
    Direction.BACKWARD: Direction.FORWARD,
    Direction.BOTH: Direction.BOTH,
}
_LEAST = {ContributionKind.TERM: 0.0, ContributionKind.REST: 0.0, ContributionKind.MEANING: 0.01}
"""Kinds of contribution that come from the texts, and what each must count: any two texts have some likeness."""
_OF_TEXT = _LEAST.keys()

_AT_ONCE = 1_000
"""Pairs whose reasons are made together."""


@dataclass(frozen=True, slots=True)
class Choices:
    """What people said that decides on the pairs to keep: candidates by organisation id."""

    dismissed: Mapping[int, frozenset[int]] = field(default_factory=dict)
    kept: Mapping[int, frozenset[int]] = field(default_factory=dict)
    """Saved, dismissed or shortlisted: kept with their reasons wherever they rank."""


def wanted(index: MatchIndex, organisation: int, ranked: Sequence[int], choices: Choices, *, limit: int) -> list[int]:
    """Candidates to store for `organisation`: the best `limit` that it did not dismiss, and those that are kept.

    `ranked` are its best, `limit` or more; others are asked for only if too many of them are dismissed.
    """
    dismissed = choices.dismissed.get(organisation, frozenset())
    found = [candidate for candidate in ranked if candidate not in dismissed]
    if len(found) < limit <= len(ranked):
        more = best(index, organisation, limit + len(dismissed))
        found = [candidate for candidate in more if candidate not in dismissed]
    return with_kept(found[:limit], choices.kept.get(organisation, frozenset()))


def with_kept(chosen: Sequence[int], kept: frozenset[int]) -> list[int]:
    """The candidates `chosen`, and behind them those `kept` that are not among them."""
    return [*chosen, *sorted(kept.difference(chosen))]


def best(index: MatchIndex, organisation: int, limit: int) -> list[int]:
    """Ids of the best partners of an organisation; none when it is not in the index."""
    if not index.has(str(organisation)):
        return []
    return [int(one.partner) for one in index.best_for(str(organisation), limit)]


def ranked(index: MatchIndex, organisations: Iterable[int], limit: int) -> Iterator[tuple[int, list[Place]]]:
    """The best partners of each of `organisations`, which are in the index, with their scores; side by side."""
    names = sorted(map(str, organisations), key=lambda name: (index.side_of(name), name))
    for name, found in index.ranked(names, limit):
        yield int(name), [(int(one.partner), one.score) for one in found]


def explained(index: MatchIndex, pairs: Iterable[Pair]) -> Iterator[dict[str, Any]]:
    """Values of `Suggestion` for each pair that may be suggested; a pair wanted by both sides is computed once."""
    wanted_pairs = set(pairs)
    ordered = sorted({min(pair, pair[::-1]) for pair in wanted_pairs})
    for start in range(0, len(ordered), _AT_ONCE):
        for pair, found in _explained(index, ordered[start : start + _AT_ONCE]):
            if pair in wanted_pairs:
                yield values(pair, found)
            if pair[::-1] in wanted_pairs:
                yield values(pair[::-1], mirrored(found))


def _explained(index: MatchIndex, pairs: Sequence[Pair]) -> Iterator[tuple[Pair, Explanation]]:
    """Why the two of each pair suit each other, without those that the index has not or that must not be paired."""
    known = [pair for pair in pairs if all(index.has(str(one)) for one in pair)]
    explanations = index.explain_all([(str(mine), str(theirs)) for mine, theirs in known])
    for pair, found in zip(known, explanations, strict=True):
        if found.score > 0 and shares_words(found):
            yield pair, found


def shares_words(explanation: Explanation) -> bool:
    """Whether the two texts have anything in common; codes alone are no reason that a reader could follow."""
    return any(part.kind in _OF_TEXT and part.value >= _LEAST[part.kind] for part in explanation.contributions)


def values(pair: Pair, explanation: Explanation) -> dict[str, Any]:
    """What a row of `Suggestion` holds of an explanation, seen from the first of `pair`."""
    return {
        "organisation_id": pair[0],
        "candidate_id": pair[1],
        "opportunity_id": opportunity_id(explanation.listing_mine),
        "candidate_opportunity_id": opportunity_id(explanation.listing_theirs),
        "score": explanation.score,
        "basis": rules.Basis(explanation.basis.value),
        "direction": direction_of(explanation),
        "explanation": explanation.to_dict(),
        "is_promised": False,
    }


def pair_of(row: Mapping[str, Any]) -> Pair:
    """The pair that values of `Suggestion` are of."""
    return row["organisation_id"], row["candidate_id"]


def direction_of(explanation: Explanation) -> rules.Direction:
    """Who gives to whom in the best pair, from the weight of what the texts share each way."""
    weights = dict.fromkeys(Direction, 0.0)
    for part in explanation.contributions:
        if part.kind in _OF_TEXT:
            weights[part.direction] += part.value
    has_need = explanation.basis is not Basis.SIMILARITY
    return rules.direction_of(weights[Direction.FORWARD], weights[Direction.BACKWARD], has_need=has_need)


def mirrored(explanation: Explanation) -> Explanation:
    """The same explanation as the other organisation sees it."""
    return replace(
        explanation,
        listing_mine=explanation.listing_theirs,
        listing_theirs=explanation.listing_mine,
        contributions=tuple(part.seen_from(_OTHER_WAY[part.direction]) for part in explanation.contributions),
        requirements=tuple(replace(check, is_mine=not check.is_mine) for check in explanation.requirements),
    )
