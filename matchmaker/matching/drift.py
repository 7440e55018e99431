"""How far the weights of terms had moved away from the listings by the time of a full build."""

from dataclasses import dataclass

import numpy as np

from matchmaker.matching.index import MatchIndex


@dataclass(frozen=True, slots=True)
class Moved:
    """`mean` and `largest` are differences of the IDF of terms that both indexes have, `largest_term` whose it is.

    `unseen` is the share of terms that the earlier index did not have.
    """

    mean: float
    largest: float
    largest_term: str
    unseen: float


def moved(before: MatchIndex, after: MatchIndex) -> Moved:
    """What a full build changed in the weights of terms, the base of `before` against that of `after`."""
    old, new = before.base.contents.space, after.base.contents.space
    places = np.fromiter((old.columns.get(term, -1) for term in new.terms), dtype=np.int64, count=len(new.terms))
    known = np.flatnonzero(places >= 0)
    if not len(known):
        return Moved(0.0, 0.0, "", float(len(places) > 0))
    differences = np.abs(new.idf[known] - old.idf[places[known]])
    most = int(differences.argmax())
    term = new.terms[int(known[most])]
    return Moved(float(differences.mean()), float(differences[most]), term, 1.0 - len(known) / len(places))
