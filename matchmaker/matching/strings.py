"""Many strings as two arrays, which can be mapped into memory: nothing is decoded that nobody asks for."""

from abc import abstractmethod
from collections.abc import Iterable, Iterator, Mapping, Sequence
from hashlib import blake2b
from itertools import accumulate
from typing import TypeVar, overload

import numpy as np

T = TypeVar("T")

Arrays = Mapping[str, np.ndarray]
"""What is stored of a part of an index: arrays by name."""


class ByPlace(Sequence[T]):
    """A sequence whose items are made one by one, when somebody asks for them."""

    __slots__ = ()

    @abstractmethod
    def at(self, place: int) -> T:
        """The item at a place."""

    @overload
    def __getitem__(self, place: int) -> T: ...
    @overload
    def __getitem__(self, place: slice) -> list[T]: ...
    def __getitem__(self, place: int | slice) -> T | list[T]:
        if isinstance(place, slice):
            return [self.at(one) for one in range(*place.indices(len(self)))]
        return self.at(place)


class Strings(ByPlace[str]):
    """`text` is the UTF-8 of all strings in a row (uint8), `ends` where each one ends in it (int64)."""

    __slots__ = ("ends", "text")

    def __init__(self, text: np.ndarray, ends: np.ndarray) -> None:
        self.text, self.ends = text, ends

    @classmethod
    def of(cls, values: Iterable[str]) -> "Strings":
        """The strings of `values`, in their order."""
        encoded = [value.encode() for value in values]
        ends = np.fromiter(accumulate(map(len, encoded)), dtype=np.int64, count=len(encoded))
        return cls(np.frombuffer(b"".join(encoded), dtype=np.uint8), ends)

    @classmethod
    def stored(cls, arrays: Arrays, name: str) -> "Strings":
        """The strings that `arrays` made. ValueError when the two arrays do not belong together."""
        text, ends = arrays[f"{name}.text"], arrays[f"{name}.ends"]
        if int(ends[-1] if len(ends) else 0) != len(text):
            raise ValueError(f"{name}.text and {name}.ends do not fit each other")
        return cls(text, ends)

    def arrays(self, name: str) -> dict[str, np.ndarray]:
        """What is stored, under names that begin with `name`."""
        return {f"{name}.text": self.text, f"{name}.ends": self.ends}

    def __len__(self) -> int:
        return len(self.ends)

    def at(self, place: int) -> str:
        """The string at a place. Raises IndexError."""
        if not -len(self) <= place < len(self):
            raise IndexError(place)
        place %= len(self)
        first = int(self.ends[place - 1]) if place else 0
        return self.text[first : int(self.ends[place])].tobytes().decode()

    def __iter__(self) -> Iterator[str]:
        whole, first = self.text.tobytes(), 0
        for end in self.ends.tolist():
            yield whole[first:end].decode()
            first = end


class Joined(ByPlace[str]):
    """Two sequences of strings, one behind the other."""

    __slots__ = ("_head", "_tail")

    def __init__(self, head: Sequence[str], tail: Sequence[str]) -> None:
        self._head, self._tail = head, tail

    def __len__(self) -> int:
        return len(self._head) + len(self._tail)

    def at(self, place: int) -> str:
        """The string at a place. Raises IndexError."""
        head = len(self._head)
        return self._tail[place - head] if place >= head else self._head[place]

    def __iter__(self) -> Iterator[str]:
        yield from self._head
        yield from self._tail


class Lookup(Mapping[str, int]):
    """The place of each string of a sequence, found by its digest: two arrays, no dictionary to build on opening.

    `digests` (uint64, ascending) are the first eight bytes of BLAKE2b, `places` (int32) whose they are. Where two
    strings share a digest both are tried.
    """

    __slots__ = ("digests", "places", "strings")

    def __init__(self, strings: Sequence[str], digests: np.ndarray, places: np.ndarray) -> None:
        self.strings, self.digests, self.places = strings, digests, places

    @classmethod
    def of(cls, strings: Sequence[str]) -> "Lookup":
        """The lookup of `strings`, each of which must be there once."""
        digests = np.fromiter((_digest(one) for one in strings), dtype=np.uint64, count=len(strings))
        order = np.argsort(digests, kind="stable")
        return cls(strings, digests[order], order.astype(np.int32))

    @classmethod
    def stored(cls, strings: Sequence[str], arrays: Arrays, name: str) -> "Lookup":
        """The lookup that `arrays` made. ValueError when it is not one of as many strings."""
        digests, places = arrays[f"{name}.digests"], arrays[f"{name}.places"]
        if not len(digests) == len(places) == len(strings):
            raise ValueError(f"{name}.digests and {name}.places do not fit each other")
        return cls(strings, digests, places)

    def arrays(self, name: str) -> dict[str, np.ndarray]:
        """What is stored, under names that begin with `name`."""
        return {f"{name}.digests": self.digests, f"{name}.places": self.places}

    def __getitem__(self, string: str) -> int:
        digest = np.uint64(_digest(string))
        at = int(np.searchsorted(self.digests, digest))
        while at < len(self.digests) and self.digests[at] == digest:
            place = int(self.places[at])
            if self.strings[place] == string:
                return place
            at += 1
        raise KeyError(string)

    def __iter__(self) -> Iterator[str]:
        return iter(self.strings)

    def __len__(self) -> int:
        return len(self.strings)


class Extended(Mapping[str, int]):
    """The places of some strings, and of more behind them: `more` begins at the place `len(head)`."""

    __slots__ = ("_head", "_more", "_size")

    def __init__(self, head: Mapping[str, int], more: Mapping[str, int]) -> None:
        self._head, self._more, self._size = head, more, len(head)

    def __getitem__(self, string: str) -> int:
        place = self._more.get(string)
        return self._head[string] if place is None else self._size + place

    def __iter__(self) -> Iterator[str]:
        yield from self._head
        yield from self._more

    def __len__(self) -> int:
        return self._size + len(self._more)


def _digest(string: str) -> int:
    return int.from_bytes(blake2b(string.encode(), digest_size=8).digest(), "little")
