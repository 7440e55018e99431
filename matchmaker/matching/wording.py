"""The words with which listings say their terms."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import chain

import numpy as np

from matchmaker.matching.strings import Arrays, Strings


@dataclass(frozen=True, slots=True)
class Words:
    """For each stored entry of a matrix the words behind it: a place (`used`, int32) in the sorted `table`."""

    table: Sequence[str]
    used: np.ndarray

    @classmethod
    def placed(cls, words: Mapping[str, int], said: np.ndarray) -> "Words":
        """The words behind each entry, told by their places in `words`, all of which are said."""
        table = sorted(words)
        ranks = np.zeros(len(table), dtype=np.int32)
        ranks[[words[word] for word in table]] = np.arange(len(table), dtype=np.int32)
        return cls(table, ranks[said])

    @classmethod
    def chosen(cls, parts: Sequence[tuple["Words", np.ndarray]]) -> "Words":
        """The words behind some entries of each part, one part after the other."""
        distinct = [np.unique(part.used[places], return_inverse=True) for part, places in parts]
        told = [
            [part.table[place] for place in found.tolist()]
            for (part, _), (found, _) in zip(parts, distinct, strict=True)
        ]
        table = sorted(set(chain.from_iterable(told)))
        ranks = {word: rank for rank, word in enumerate(table)}
        used = [
            np.fromiter(map(ranks.__getitem__, words), dtype=np.int32, count=len(words))[back]
            for words, (_, back) in zip(told, distinct, strict=True)
        ]
        return cls(table, np.concatenate([np.zeros(0, dtype=np.int32), *used]))

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
