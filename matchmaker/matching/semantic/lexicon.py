"""A bilingual lexicon: which English word of the index a foreign word of the index means.

For words that the glossary does not know. It is made with the index (`semantic.induction`); afterwards it is an
ordinary weighted dictionary, so the words it joins can be shown and weighed like any others.
"""

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

import numpy as np

from matchmaker.matching.strings import Arrays, Lookup, Strings

Links = Mapping[str, tuple[tuple[str, float], ...]]


@dataclass(frozen=True, slots=True)
class Lexicon:
    """`links` lead from a foreign term to English ones with their weights (cosine x `LexiconSettings.share`)."""

    links: Links

    @classmethod
    def stored(cls, arrays: Arrays) -> "Lexicon":
        """The lexicon that `arrays` made. ValueError when the arrays do not belong together."""
        terms, lines = (Strings.stored(arrays, f"lexicon.{part}") for part in ("terms", "links"))
        if len(terms) != len(lines):
            raise ValueError("the parts of the lexicon do not fit each other")
        return cls(StoredLinks(Lookup.stored(terms, arrays, "lexicon"), lines))

    def arrays(self) -> dict[str, np.ndarray]:
        """What is stored of it."""
        terms = sorted(self.links)
        lines = Strings.of(json.dumps(self.links[term], ensure_ascii=False) for term in terms)
        found = Strings.of(terms).arrays("lexicon.terms") | lines.arrays("lexicon.links")
        return found | Lookup.of(terms).arrays("lexicon")

    def extended(
        self, frequencies: Mapping[str, float], surfaces: Mapping[str, str]
    ) -> tuple[Mapping[str, float], Mapping[str, str]]:
        """Frequencies and surfaces with the English terms added, which the foreign word then stands for."""
        added: dict[str, float] = {}
        words = dict(surfaces)
        for term, weight in frequencies.items():
            for pivot, share in self.links.get(term, ()):
                added[pivot] = added.get(pivot, 0.0) + weight * share
                words.setdefault(pivot, surfaces.get(term, term))
        if not added:
            return frequencies, surfaces
        return {**frequencies, **{term: frequencies.get(term, 0.0) + weight for term, weight in added.items()}}, words


EMPTY = Lexicon({})


class StoredLinks(Mapping[str, tuple[tuple[str, float], ...]]):
    """Links kept as JSON, found by their term."""

    def __init__(self, lookup: Lookup, lines: Strings) -> None:
        self._lookup, self._lines = lookup, lines

    def __getitem__(self, term: str) -> tuple[tuple[str, float], ...]:
        return tuple((pivot, float(share)) for pivot, share in json.loads(self._lines[self._lookup[term]]))

    def __iter__(self) -> Iterator[str]:
        return iter(self._lookup)

    def __len__(self) -> int:
        return len(self._lookup)
