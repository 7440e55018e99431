"""The batches of a build put together: one list of terms, one of words, and arrays over all listings."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from itertools import islice

import numpy as np
from scipy.sparse import csr_array

from matchmaker.matching.batches import ROLES, Bags, Batch
from matchmaker.matching.language.text import Language
from matchmaker.matching.roles import Roles
from matchmaker.matching.semantic.induction import Heard
from matchmaker.matching.semantic.lexicon import Lexicon
from matchmaker.matching.semantic.spans import ROLES as SPOKEN
from matchmaker.matching.semantic.spans import Span
from matchmaker.matching.settings import Settings
from matchmaker.matching.vectors import Counted, TermSpace, mean_of
from matchmaker.matching.wording import Words

_BATCH = 100
_THREADS = 2


@dataclass(frozen=True, slots=True)
class Gathered:
    """All batches as one: what `Batch` holds, `terms` and `words` with the place of each."""

    terms: Mapping[str, int]
    holders: np.ndarray
    bags: Mapping[str, Bags]
    words: Mapping[str, int]
    said: np.ndarray
    known: Mapping[str, np.ndarray]
    spans: Sequence[tuple[Span, ...]]

    @classmethod
    def of(cls, batches: Iterable[Batch]) -> "Gathered":
        """The batches in their order; what they have of their own is let go as they come in."""
        terms: dict[str, int] = {}
        words: dict[str, int] = {}
        parts = [_Part.of(batch, terms, words) for batch in batches]
        places = _together([part.terms for part in parts], np.int32)
        holders = _together([part.batch.holders for part in parts], np.int32)
        return cls(
            terms=terms,
            holders=np.bincount(places, weights=holders, minlength=len(terms)),
            bags={role: _bags([part.batch.bags[role] for part in parts]) for role in ROLES},
            words=words,
            said=_together([part.batch.said for part in parts], np.int32),
            known={role: _together([part.batch.known[role] for part in parts], np.float64) for role in SPOKEN},
            spans=[spans for part in parts for spans in part.batch.spans],
        )

    def heard(self) -> Iterator[Heard]:
        """Each listing as the lexicon hears it."""
        return (Heard(one.profile, one.surfaces, _language(one.spans)) for one in self._roles())

    def extended(self, lexicon: Lexicon) -> "Gathered":
        """The same listings with the English terms that `lexicon` knows for their words, at less weight."""
        if not lexicon.links:
            return self
        roles = (one.extended(lexicon) for one in self._roles())
        batches = iter(lambda: list(islice(roles, _BATCH)), [])
        return replace(Gathered.of(map(Batch.of, batches)), known=self.known)

    def space(self) -> TermSpace:
        """All terms in alphabetical order, weighted by how few listings hold them."""
        terms = sorted(self.terms)
        places = np.fromiter(map(self.terms.__getitem__, terms), dtype=np.int32, count=len(terms))
        return TermSpace.fitted(terms, self.holders[places], len(self.spans))

    def lengths(self) -> dict[str, float]:
        """Mean length by role of the texts that say anything."""
        return {role: mean_of(bags.lengths[bags.counts > 0]) for role, bags in self.bags.items()}

    def vectors(
        self, space: TermSpace, lengths: Mapping[str, float], settings: Settings
    ) -> tuple[dict[str, csr_array], Words]:
        """Matrices by role in a space that has all terms, and the words behind the entries of the profiles."""
        columns = np.fromiter(map(space.columns.__getitem__, self.terms), dtype=np.int32, count=len(self.terms))
        entries = {role: _entries(bags, columns, len(space.terms)) for role, bags in self.bags.items()}
        words = Words.placed(self.words, self.said[entries["profile"].data])
        for role, found in entries.items():
            found.data = self.bags[role].weights[found.data]

        def weighed(role: str) -> csr_array:
            counted = Counted(entries[role], self.bags[role].lengths)
            return space.weighed(counted, mean_length=lengths[role], k1=settings.k1, b=settings.b)

        # Loops over arrays let other threads go on.
        with ThreadPoolExecutor(_THREADS) as pool:
            matrices = dict(zip(entries, pool.map(weighed, entries), strict=True))
        return matrices, words

    def _roles(self) -> Iterator[Roles]:
        """What each listing says, as it was before it was put into arrays."""
        terms, words = list(self.terms), list(self.words)
        texts = {role: _texts(bags, terms) for role, bags in self.bags.items()}
        first = 0
        for spans in self.spans:
            said = {role: next(found) for role, found in texts.items()}
            last = first + len(said["profile"])
            written = map(words.__getitem__, self.said[first:last].tolist())
            surfaces = {term: word for term, word in zip(said["profile"], written, strict=True) if word}
            yield Roles(**said, surfaces=surfaces, spans=spans)
            first = last


@dataclass(frozen=True, slots=True)
class _Part:
    """A batch whose places are those of all listings, and the places of its own terms."""

    batch: Batch
    terms: np.ndarray

    @classmethod
    def of(cls, batch: Batch, terms: dict[str, int], words: dict[str, int]) -> "_Part":
        """The batch with its new terms and words put behind the others."""
        places, said = _placed(batch.terms, terms), _placed(batch.words, words)
        bags = {role: replace(found, places=places[found.places]) for role, found in batch.bags.items()}
        return cls(replace(batch, terms=(), bags=bags, words=(), said=said[batch.said]), places)


def _placed(strings: Sequence[str], known: dict[str, int]) -> np.ndarray:
    for string in strings:
        known.setdefault(string, len(known))
    return np.fromiter(map(known.__getitem__, strings), dtype=np.int32, count=len(strings))


def _together(parts: Sequence[np.ndarray], kind: type[np.generic]) -> np.ndarray:
    return np.concatenate([np.zeros(0, dtype=kind), *parts])


def _bags(parts: Sequence[Bags]) -> Bags:
    return Bags(
        _together([one.places for one in parts], np.int32),
        _together([one.weights for one in parts], np.float64),
        _together([one.counts for one in parts], np.int32),
        _together([one.lengths for one in parts], np.float64),
    )


def _entries(bags: Bags, columns: np.ndarray, width: int) -> csr_array:
    """Texts x terms: which entry of the bags stands there."""
    indptr = np.concatenate([[0], np.cumsum(bags.counts)]).astype(np.int32)
    numbers = np.arange(len(bags.places), dtype=np.int32)
    found = csr_array((numbers, columns[bags.places], indptr), shape=(len(bags.counts), width))
    found.sort_indices()
    return found


def _texts(bags: Bags, terms: Sequence[str]) -> Iterator[dict[str, float]]:
    first = 0
    for count in bags.counts.tolist():
        names = map(terms.__getitem__, bags.places[first : first + count].tolist())
        yield dict(zip(names, bags.weights[first : first + count].tolist(), strict=True))
        first += count


def _language(spans: Sequence[Span]) -> Language:
    """The language that most of a listing is in."""
    lengths: Counter[Language] = Counter()
    for span in spans:
        lengths[span.language] += len(span.text)
    return max(Language, key=lambda found: lengths[found]) if lengths else Language.EN
