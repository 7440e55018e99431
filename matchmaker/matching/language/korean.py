"""Korean morphemes by Kiwi, loaded once and taught the words of the glossary."""

import os
import threading
from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache

from kiwipiepy import Kiwi, Token

from matchmaker.matching.language.morphemes import Morpheme

_USER_WORD_SCORE = 0.0
_NOUNS = frozenset({"NNG", "NNP", "XR", "SH"})
_VERBS = frozenset({"VV", "VA"})


class Morphology:
    """Morphological analyser that keeps `user_words` (compound nouns of the field) in one piece."""

    def __init__(self, user_words: Iterable[str], threads: int) -> None:
        self._threads = threads
        self._words = tuple(sorted(set(user_words)))
        self._lock = threading.Lock()
        self._kiwi: Kiwi | None = None
        self._process = 0

    def analyse(self, texts: Sequence[str]) -> Iterator[list[Morpheme]]:
        """Morphemes of each text, in order. Safe to call from several threads; Kiwi itself uses `threads`."""
        with self._lock:
            kiwi = self._loaded()
            analysed = list(kiwi.tokenize(list(texts)))
        for tokens in analysed:
            yield [_morpheme(token) for token in tokens if token.len]

    def _loaded(self) -> Kiwi:
        # The threads of a dictionary loaded before a fork do not live on in the child.
        if self._kiwi is None or self._process != os.getpid():
            self._process = os.getpid()
            # Without its dictionary of many-word names (films, places), which takes 190 MB and joins words that matter.
            self._kiwi = Kiwi(num_workers=self._threads, load_multi_dict=False)
            for word in self._words:
                self._kiwi.add_user_word(word, "NNG", _USER_WORD_SCORE)
        return self._kiwi


@lru_cache(maxsize=4)
def morphology(user_words: frozenset[str], threads: int = 2) -> Morphology:
    """The shared analyser for one set of user words (a dictionary takes seconds to load)."""
    return Morphology(user_words, threads)


def _morpheme(token: Token) -> Morpheme:
    form: str = token.form
    start: int = token.start
    is_noun, is_verb = _kind(token.tag)
    if is_verb and len(form) > 1:
        return Morpheme(form + "다", start, start + token.len, is_content=True, is_noun=is_noun)
    return Morpheme(form, start, start + token.len, is_noun, is_noun)


@lru_cache(maxsize=200)
def _kind(tag: str) -> tuple[bool, bool]:
    """Whether a part of speech (`VV`, `VV-R` ...) is a noun, and a verb."""
    name = tag.split("-", maxsplit=1)[0]
    return name in _NOUNS, name in _VERBS
