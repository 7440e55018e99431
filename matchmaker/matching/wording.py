"""The words with which listings say their terms."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

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
    def placed(cls, words: Mapping[str, int], said: np.ndarray) -> "Words":
        """The words behind each entry, told by their places in `words`, all of which are said."""
        table = sorted(words)
        ranks = np.zeros(len(table), dtype=np.int32)
        ranks[[words[word] for word in table]] = np.arange(len(table), dtype=np.int32)
        return cls(table, ranks[said])

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
