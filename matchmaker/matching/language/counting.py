"""How often a text says a term, when saying it again does not count again."""

from collections import defaultdict
from collections.abc import Mapping, Sequence


class SentenceCount:
    """What a sentence, or a stretch of an endless one, says. A word repeated at once is not said twice."""

    def __init__(self, repeat_distance: int) -> None:
        self.weights: dict[str, float] = {}
        self._distance = repeat_distance
        self._last: dict[str, int] = {}

    def add(self, place: int, term: str, weight: float) -> None:
        """Count a term found at a place, counted in pieces of text."""
        last = self._last.get(term)
        if last is None or place - last > self._distance:
            self.weights[term] = self.weights.get(term, 0.0) + weight
        self._last[term] = place


def frequencies(said: Sequence[Mapping[str, float]]) -> dict[str, float]:
    """Sum over the sentences that say something the others do not: saying it again does not weigh more."""
    distinct = {frozenset(weights): weights for weights in reversed(said) if weights}
    holders: defaultdict[str, list[frozenset[str]]] = defaultdict(list)
    for terms in distinct:
        for term in terms:
            holders[term].append(terms)
    total: defaultdict[str, float] = defaultdict(float)
    for terms, weights in reversed(distinct.items()):
        fewest = min((holders[term] for term in weights), key=len)
        if any(terms < other for other in fewest):
            continue
        for term, weight in weights.items():
            total[term] += weight
    return dict(total)
