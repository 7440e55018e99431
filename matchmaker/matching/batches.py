"""What a process tells of the listings that it read: arrays, which are quick to send and join, and small to keep."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import chain

import numpy as np

from matchmaker.matching.language.counting import known_share
from matchmaker.matching.roles import Roles
from matchmaker.matching.semantic.spans import ROLES as SPOKEN
from matchmaker.matching.semantic.spans import Span

ROLES = ("offer", "need", "profile", "names")


@dataclass(frozen=True, slots=True)
class Bags:
    """Weighted terms of some texts, each text's in the order in which it says them.

    An entry has a place in a list of terms (`places`, int32) and a weight (`weights`, float64). A text has so many
    entries (`counts`, int32), which weigh so much together (`lengths`, float64).
    """

    places: np.ndarray
    weights: np.ndarray
    counts: np.ndarray
    lengths: np.ndarray

    @classmethod
    def of(cls, texts: Sequence[Mapping[str, float]], terms: Mapping[str, int]) -> "Bags":
        """The bags of `texts`; `terms` has a place for each of their terms."""
        counts = np.fromiter(map(len, texts), dtype=np.int32, count=len(texts))
        entries = int(counts.sum())
        # Millions of steps at a build: `map` and `chain` take them without a line of Python each.
        places = map(terms.__getitem__, chain.from_iterable(texts))
        weights = chain.from_iterable(text.values() for text in texts)
        return cls(
            np.fromiter(places, dtype=np.int32, count=entries),
            np.fromiter(weights, dtype=np.float64, count=entries),
            counts,
            np.array([sum(text.values()) for text in texts], dtype=np.float64),
        )


@dataclass(frozen=True, slots=True)
class Batch:
    """What some listings say: `bags` by role (`ROLES`) with places in `terms`; so many listings hold each (`holders`).

    `said` (int32) tells for each entry of the profiles which of `words` the text has for the term ('' for none).
    `known` is the share of terms that the glossary knows, by role; `spans` are what an encoder reads of each listing.
    """

    terms: Sequence[str]
    holders: np.ndarray
    bags: Mapping[str, Bags]
    words: Sequence[str]
    said: np.ndarray
    known: Mapping[str, np.ndarray]
    spans: Sequence[tuple[Span, ...]]

    @classmethod
    def of(cls, roles: Sequence[Roles]) -> "Batch":
        """The batch of some listings."""
        texts: dict[str, list[Mapping[str, float]]] = {role: [getattr(one, role) for one in roles] for role in ROLES}
        terms = numbered(chain.from_iterable(chain.from_iterable(found) for found in texts.values()))
        holders = Counter(chain.from_iterable({**one.profile, **one.names} for one in roles))
        written = [one.surfaces.get(term, "") for one in roles for term in one.profile]
        words = numbered(written)
        return cls(
            terms=list(terms),
            holders=np.fromiter(map(holders.__getitem__, terms), dtype=np.int32, count=len(terms)),
            bags={role: Bags.of(found, terms) for role, found in texts.items()},
            words=list(words),
            said=np.fromiter(map(words.__getitem__, written), dtype=np.int32, count=len(written)),
            known={role: np.array([known_share(text) for text in texts[role]], dtype=np.float64) for role in SPOKEN},
            spans=[one.spans for one in roles],
        )

    def __len__(self) -> int:
        return len(self.spans)


def numbered(strings: Iterable[str]) -> dict[str, int]:
    """A place for each distinct string, in the order in which they come up."""
    return {string: place for place, string in enumerate(dict.fromkeys(strings))}
