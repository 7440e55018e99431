"""Japanese morphemes by Sudachi with its small dictionary (memory-mapped, shared between processes)."""

import os
import re
import threading
from collections.abc import Iterator, Sequence
from functools import lru_cache
from itertools import groupby

from sudachipy import Dictionary, SplitMode
from sudachipy import Morpheme as SudachiMorpheme
from sudachipy.errors import SudachiError

from matchmaker.matching.language.folding import fold
from matchmaker.matching.language.morphemes import Morpheme

_MAX_CHUNK = 4_000
_NOUNS = frozenset({"普通名詞", "固有名詞"})
_OTHER_CONTENT = frozenset({("動詞", "一般"), ("形容詞", "一般"), ("形状詞", "一般")})
_KATAKANA = re.compile(r"[\u30a1-\u30fa\u30fc-\u30ff]+")
_MIN_WORD = 3


class Morphology:
    """Cuts Japanese into its shortest words; runs of katakana that the dictionary does not know stay whole."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._dictionary: Dictionary | None = None
        self._process = 0

    def analyse(self, texts: Sequence[str]) -> Iterator[list[Morpheme]]:
        """Morphemes of each text, in order, `form` in the dictionary's one spelling. Safe in threads and forks.

        A text that Sudachi refuses has no morphemes.
        """
        if not texts:
            return
        with self._lock:
            tokenizer = self._loaded().tokenizer(mode=SplitMode.A)
        for text in texts:
            yield [morpheme for start in range(0, len(text), _MAX_CHUNK) for morpheme in _cut(tokenizer, text, start)]

    def _loaded(self) -> Dictionary:
        if self._dictionary is None or self._process != os.getpid():
            self._process = os.getpid()
            self._dictionary = Dictionary(dict="small")
        return self._dictionary


@lru_cache(maxsize=1)
def morphology() -> Morphology:
    """The shared analyser; the dictionary is opened by the first Japanese text (90 MB of it stay in memory)."""
    return Morphology()


def _cut(tokenizer: object, text: str, start: int) -> list[Morpheme]:
    # Old forms of characters become today's, one for one, so that places in the text stay.
    try:
        found = tokenizer.tokenize(fold(text[start : start + _MAX_CHUNK]))  # type: ignore[attr-defined]
    except SudachiError:
        return []
    cut: list[Morpheme] = []
    for is_katakana, run in groupby(found, key=lambda token: _KATAKANA.fullmatch(token.surface()) is not None):
        tokens = list(run)
        if is_katakana and any(token.is_oov() or len(token.surface()) < _MIN_WORD for token in tokens):
            cut.append(_whole(tokens, start))
        else:
            cut.extend(_morpheme(token, start) for token in tokens)
    return cut


def _whole(tokens: Sequence[SudachiMorpheme], start: int) -> Morpheme:
    surface = "".join(token.surface() for token in tokens)
    form = tokens[0].normalized_form() if len(tokens) == 1 else surface
    return Morpheme(form, start + tokens[0].begin(), start + tokens[-1].end(), is_content=True, is_noun=True)


def _morpheme(token: SudachiMorpheme, start: int) -> Morpheme:
    kind, sort, *_ = token.part_of_speech()
    is_noun = kind == "名詞" and sort in _NOUNS
    is_content = is_noun or (kind, sort) in _OTHER_CONTENT
    return Morpheme(token.normalized_form(), start + token.begin(), start + token.end(), is_content, is_noun)
