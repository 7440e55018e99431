"""The words with which listings say their terms."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import repeat

import numpy as np
from scipy.sparse import csr_array

from matchmaker.matching.strings import Arrays, Strings


@dataclass(frozen=True, slots=True)
class Words:
    """For each stored entry of a matrix the words behind it: a place (`used`, int32) in the sorted `table`."""

    table: Sequence[str]
    used: np.ndarray

    @classmethod
    def of(cls, words: Sequence[str]) -> "Words":
        """The words behind each entry, in their order."""
        table = sorted(set(words))
        places = {word: place for place, word in enumerate(table)}
        return cls(table, np.fromiter(map(places.__getitem__, words), dtype=np.int32, count=len(words)))

    @classmethod
    def behind(cls, matrix: csr_array, terms: Sequence[str], surfaces: Sequence[Mapping[str, str]]) -> "Words":
        """The words behind the entries of `matrix`; `surfaces` are by term, one mapping for each row."""
        words: list[str] = []
        for row, of_row in enumerate(surfaces):
            columns = matrix.indices[matrix.indptr[row] : matrix.indptr[row + 1]].tolist()
            words.extend(map(of_row.get, map(terms.__getitem__, columns), repeat("")))
        return cls.of(words)

    @classmethod
    def stored(cls, arrays: Arrays, entries: int) -> "Words":
        """The words that `arrays` made. ValueError when they are not of as many entries."""
        if len(arrays["used"]) != entries:
            raise ValueError("words and matrix do not fit each other")
        return cls(Strings.stored(arrays, "words"), arrays["used"])

    def arrays(self) -> dict[str, np.ndarray]:
        """What is stored of it."""
        return {"used": self.used, **Strings.of(self.table).arrays("words")}

    def __getitem__(self, place: int) -> str:
        return self.table[int(self.used[place])]

    def all_at(self, places: np.ndarray) -> list[str]:
        """The words behind these entries."""
        used = self.used[places]
        distinct, back = np.unique(used, return_inverse=True)
        words = [self.table[place] for place in distinct.tolist()]
        return [words[place] for place in back.tolist()]
