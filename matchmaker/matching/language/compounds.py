"""German compounds: `Zellkulturlabor` is made of words that are known, or it is left alone."""

from collections.abc import Container, Iterator
from functools import lru_cache

from matchmaker.matching.language.text import Language
from matchmaker.matching.language.words import stem

MIN_COMPOUND = 8
_MIN_PART = 4
_LINKS = ("", "s", "n", "en", "es", "er", "e")


class Compounds:
    """Splits by a fixed list of words: it has no guesses, so that `Station` is never `Sta-tion`."""

    def __init__(self, words: Container[str], stems: Container[str]) -> None:
        self._words, self._stems = words, stems
        self.parts = lru_cache(maxsize=50_000)(self._parts)

    def _parts(self, word: str) -> tuple[str, ...]:
        """The fewest known words that make up the whole case-folded `word`, () when it is known itself or none do.

        Between two parts a linking `s`, `n`, `en`, `es`, `er` or `e` may stand.
        """
        if len(word) < MIN_COMPOUND or word in self._words or stem(word, Language.DE) in self._stems:
            return ()
        best: list[tuple[str, ...] | None] = [(), *(None for _ in word)]
        for end in range(_MIN_PART, len(word) + 1):
            covers = [cover for cover in self._covers(word, end, best) if cover is not None]
            best[end] = min(covers, key=lambda cover: (len(cover), [-len(part) for part in cover]), default=None)
        return best[-1] or ()

    def _covers(self, word: str, end: int, best: list[tuple[str, ...] | None]) -> Iterator[tuple[str, ...]]:
        for start in range(end - _MIN_PART + 1):
            before = best[start]
            if before is None or (start == 0 and end == len(word)):
                continue
            part = self._known(word[start:end], is_last=end == len(word))
            if part:
                yield (*before, part)

    def _known(self, written: str, *, is_last: bool) -> str:
        if is_last:
            return written if written in self._words or stem(written, Language.DE) in self._stems else ""
        for link in _LINKS:
            part = written.removesuffix(link)
            if len(part) >= _MIN_PART and written.endswith(link) and (part in self._words or part in self._stems):
                return part
        return ""
