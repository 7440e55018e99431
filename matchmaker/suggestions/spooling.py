"""Explained pairs on disk while a build computes, so that memory stays flat."""

import json
from collections.abc import Collection, Iterator, Mapping
from itertools import islice
from typing import IO, Any

from matchmaker.suggestions.pairs import Pair, pair_of

_CHUNK = 1000


class Spool:
    """Values of suggestions in the order in which they came; `scores` holds the score of each pair."""

    def __init__(self, stream: IO[str]) -> None:
        self._stream = stream
        self.scores: dict[Pair, float] = {}

    def write(self, values: dict[str, Any]) -> None:
        """Put the values of one suggestion aside."""
        self._stream.write(json.dumps(values, ensure_ascii=False) + "\n")
        self.scores[pair_of(values)] = values["score"]

    def chunks(self, likelihoods: Mapping[Pair, float], *, without: Collection[Pair]) -> Iterator[list[dict[str, Any]]]:
        """All values but those of the pairs `without`, with their likelihood if any, a thousand at a time."""
        self._stream.seek(0)
        while lines := list(islice(self._stream, _CHUNK)):
            found = ((pair_of(row), row) for row in map(json.loads, lines))
            yield [{**row, "likelihood": likelihoods.get(pair)} for pair, row in found if pair not in without]
