"""Finds organisations that may be one and the same: by number, web domain, name in either script; pure."""

from collections.abc import Hashable, Iterable
from dataclasses import dataclass
from enum import StrEnum
from unicodedata import normalize

from rapidfuzz import fuzz, process

from matchmaker.organisations.names import domain_of, is_shared_domain, name_key, registration_key

SIMILAR_FROM = 88.0
"""Likeness (percent of letters kept, Hangul taken apart) from which two names are shown as similar.

One wrong letter in a name of nine, or one wrong vowel in four syllables, stays above it."""
SHORTEST_SIMILAR = 4
"""Letters below which only equal names count: short names are alike by chance."""


class Reason(StrEnum):
    """Why two organisations may be one, the surest first."""

    REGISTRATION_NUMBER = "registration_number"
    DOMAIN = "domain"
    SAME_NAME = "same_name"
    SIMILAR_NAME = "similar_name"


@dataclass(frozen=True, slots=True)
class Candidate:
    """What is compared of an organisation. `key` tells the caller which one it is: a row's id, a line of a file."""

    key: Hashable
    names: tuple[str, ...]
    country: str | None = None
    website: str | None = None
    registration_number: str | None = None


@dataclass(frozen=True, slots=True)
class Duplicate:
    """An organisation of the pool that may be the one asked about. `likeness` of the names is 0 to 100."""

    candidate: Candidate
    reasons: tuple[Reason, ...]
    likeness: float

    @property
    def is_certain(self) -> bool:
        """Whether it can be taken for the same without asking: by number, or by name together with domain."""
        return Reason.REGISTRATION_NUMBER in self.reasons or {Reason.DOMAIN, Reason.SAME_NAME} <= set(self.reasons)


class DuplicateIndex:
    """A pool of organisations that answers quickly whom a new one resembles; it grows by `add`."""

    def __init__(self, pool: Iterable[Candidate] = ()) -> None:
        self._candidates: list[Candidate] = []
        self._by_number: dict[tuple[str | None, str], list[int]] = {}
        self._by_domain: dict[str, list[int]] = {}
        self._by_name: dict[str, list[int]] = {}
        self._by_length: dict[int, dict[str, str]] = {}
        for candidate in pool:
            self.add(candidate)

    def add(self, candidate: Candidate) -> None:
        """Put one more organisation into the pool."""
        place = len(self._candidates)
        self._candidates.append(candidate)
        if number := registration_key(candidate.registration_number):
            self._by_number.setdefault((candidate.country, number), []).append(place)
        if domain := _own_domain(candidate):
            self._by_domain.setdefault(domain, []).append(place)
        for key in _keys(candidate):
            self._by_name.setdefault(key, []).append(place)
            letters = _letters(key)
            self._by_length.setdefault(len(letters), {})[key] = letters

    def find(self, candidate: Candidate, *, similar: bool = True) -> list[Duplicate]:
        """Organisations of the pool that may be `candidate`, the surest first; never the one with the same key.

        Without `similar` only equal names count, which takes the same time however large the pool is.
        """
        reasons: dict[int, set[Reason]] = {}
        number, domain = registration_key(candidate.registration_number), _own_domain(candidate)
        for place in self._by_number.get((candidate.country, number), ()) if number else ():
            reasons.setdefault(place, set()).add(Reason.REGISTRATION_NUMBER)
        for place in self._by_domain.get(domain, ()) if domain else ():
            reasons.setdefault(place, set()).add(Reason.DOMAIN)
        likeness = self._alike(candidate, similar=similar)
        for place, value in likeness.items():
            reasons.setdefault(place, set()).add(Reason.SAME_NAME if value == 100 else Reason.SIMILAR_NAME)
        found = [
            Duplicate(self._candidates[place], tuple(sorted(why, key=list(Reason).index)), likeness.get(place, 0.0))
            for place, why in reasons.items()
            if self._candidates[place].key != candidate.key
        ]
        return sorted(found, key=lambda one: ([list(Reason).index(reason) for reason in one.reasons], -one.likeness))

    def _alike(self, candidate: Candidate, *, similar: bool) -> dict[int, float]:
        """Places of the organisations with an equal (100) or similar name, with the likeness."""
        best: dict[int, float] = {}
        for key in _keys(candidate):
            for other, value in [(key, 100.0), *(self._similar(key) if similar else ())]:
                for place in self._by_name.get(other, ()):
                    best[place] = max(best.get(place, 0.0), value)
        return best

    def _similar(self, key: str) -> list[tuple[str, float]]:
        """Other name keys alike enough. Only lengths that can reach `SIMILAR_FROM` are looked at."""
        letters = _letters(key)
        if len(letters) < SHORTEST_SIMILAR:
            return []
        share = SIMILAR_FROM / 100
        shortest, longest = int(len(letters) * share / (2 - share)), int(len(letters) * (2 - share) / share) + 1
        found: list[tuple[str, float]] = []
        for length in range(max(shortest, SHORTEST_SIMILAR), longest + 1):
            names = self._by_length.get(length)
            if names:
                hits = process.extract(letters, names, scorer=fuzz.ratio, score_cutoff=SIMILAR_FROM, limit=None)
                found.extend((other, min(value, 99.0)) for _text, value, other in hits if _is_similar(other, key))
        return found


def _keys(candidate: Candidate) -> list[str]:
    return sorted({key for name in candidate.names if (key := name_key(name))})


def _own_domain(candidate: Candidate) -> str | None:
    domain = domain_of(candidate.website)
    return domain if domain and not is_shared_domain(domain) else None


def _is_similar(key: str, other: str) -> bool:
    """Whether two keys differ in letters only: Plant 1 and Plant 2 are two, whatever else they share."""
    return key != other and _digits(key) == _digits(other)


def _digits(key: str) -> str:
    return "".join(letter for letter in key if letter.isdigit())


def _letters(key: str) -> str:
    """`key` with Hangul syllables taken apart, so that one wrong vowel counts as one letter."""
    return normalize("NFD", key)
