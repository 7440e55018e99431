"""How often a text says a term, when saying it again does not count again; how much of it the glossary knows."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence

_FEW = 30
"""Sentences that are compared one with another; in longer texts that would take too long."""


def counted(
    terms: Iterable[tuple[int, str, float, str]], repeat_distance: int
) -> tuple[dict[str, float], dict[str, str]]:
    """Weight of each term of a sentence, or a stretch of an endless one, and the first words for it.

    `terms` are places (counted in pieces of text), names, weights and words. A word repeated at once is not said twice.
    """
    weights: dict[str, float] = {}
    surfaces: dict[str, str] = {}
    latest: dict[str, int] = {}
    for place, name, weight, written in terms:
        last = latest.get(name)
        if last is None:
            weights[name] = 0.0 + weight
            surfaces[name] = written
        elif place - last > repeat_distance:
            weights[name] += weight
        latest[name] = place
    return weights, surfaces


def frequencies(said: Sequence[Mapping[str, float]]) -> dict[str, float]:
    """Sum over the sentences that say something the others do not: saying it again does not weigh more."""
    if len(said) == 1:
        return dict(said[0])
    distinct = {frozenset(weights): weights for weights in reversed(said) if weights}
    others = _holders(distinct) if len(distinct) > _FEW else None
    total: dict[str, float] = {}
    for terms, weights in reversed(distinct.items()):
        rivals = distinct if others is None else min((others[term] for term in weights), key=len)
        if any(terms < other for other in rivals):
            continue
        for term, weight in weights.items():
            total[term] = total.get(term, 0.0) + weight
    return total


def known_share(frequencies: Mapping[str, float]) -> float:
    """Share of the terms of a text that are concepts of the glossary; how words sound or begin, and pairs, aside."""
    concepts = sum(weight for term, weight in frequencies.items() if term[0] == "#")
    words = sum(weight for term, weight in frequencies.items() if term[0] not in "#~^" and " " not in term)
    return concepts / (concepts + words) if concepts else 0.0


def _holders(sentences: Iterable[frozenset[str]]) -> Mapping[str, Sequence[frozenset[str]]]:
    """The sentences that hold each term: in a long text only those with one's rarest term may say more than it."""
    holders: defaultdict[str, list[frozenset[str]]] = defaultdict(list)
    for terms in sentences:
        for term in terms:
            holders[term].append(terms)
    return holders
