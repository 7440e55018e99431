"""Passages that were read already: the latest of them, bounded by their length."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import Generic, TypeVar

from matchmaker.matching.language.reading import Passage

Read = TypeVar("Read")


class Memory(Generic[Read]):
    """What was made of each of the latest passages, as many as have together `characters`."""

    def __init__(self, characters: int) -> None:
        self._room = characters
        self._kept: dict[Passage, Read] = {}

    def each(self, passages: Sequence[Passage], read: Callable[[Iterable[Passage]], Iterator[Read]]) -> Iterator[Read]:
        """What `read` makes of each of `passages`, which it gets once each, and only those that are not kept."""
        wanted = dict.fromkeys(passages)
        new = [passage for passage in wanted if passage not in self._kept]
        found = {passage: self._taken(passage) for passage in wanted if passage in self._kept}
        found.update(zip(new, read(new), strict=True))
        for passage in wanted:
            self._keep(passage, found[passage])
        return map(found.__getitem__, passages)

    def _taken(self, passage: Passage) -> Read:
        self._room += len(passage.text)
        return self._kept.pop(passage)

    def _keep(self, passage: Passage, read: Read) -> None:
        self._kept[passage] = read
        self._room -= len(passage.text)
        while self._room < 0:
            self._taken(next(iter(self._kept)))
