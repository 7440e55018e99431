"""Vectors kept between runs: encoding is the slowest step, and most texts stay the same from run to run."""

import hashlib
import sqlite3
from collections.abc import Iterator, Sequence
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from matchmaker.matching.semantic.encoder import Encoder

FOLDER = Path(".cache/quality")
_PATIENCE = 60.0
_TABLE = "CREATE TABLE IF NOT EXISTS vectors (digest BLOB PRIMARY KEY, vector BLOB NOT NULL) WITHOUT ROWID"


@dataclass(frozen=True)
class CachedEncoder:
    """An encoder that looks a text up, by the digest of its model's name and the text, before it encodes it."""

    encoder: Encoder
    folder: Path = FOLDER

    @property
    def name(self) -> str:
        """Of the encoder behind."""
        return self.encoder.name

    @property
    def dimensions(self) -> int:
        """Of the encoder behind."""
        return self.encoder.dimensions

    def encode(self, texts: Sequence[str]) -> np.ndarray:
        """Texts x dimensions, float32, rows of length one."""
        digests = [_digest(self.encoder.name, text) for text in texts]
        with self._store() as store:
            known = _stored(store, digests)
        new = {digest: text for digest, text in zip(digests, texts, strict=True) if digest not in known}
        if new:
            vectors = self.encoder.encode(list(new.values())).astype(np.float32)
            known |= dict(zip(new, vectors, strict=True))
            with self._store() as store:
                rows = [(digest, known[digest].tobytes()) for digest in new]
                store.executemany("INSERT OR IGNORE INTO vectors VALUES (?, ?)", rows)
        return np.array([known[digest] for digest in digests], dtype=np.float32).reshape(-1, self.dimensions)

    @contextmanager
    def _store(self) -> Iterator[sqlite3.Connection]:
        self.folder.mkdir(parents=True, exist_ok=True)
        with closing(sqlite3.connect(self.folder / "vectors.sqlite", timeout=_PATIENCE)) as store, store:
            store.execute(_TABLE)
            yield store


def _stored(store: sqlite3.Connection, digests: Sequence[bytes]) -> dict[bytes, np.ndarray]:
    found: dict[bytes, np.ndarray] = {}
    for digest in digests:
        row = store.execute("SELECT vector FROM vectors WHERE digest = ?", (digest,)).fetchone()
        if row is not None:
            found[digest] = np.frombuffer(row[0], dtype=np.float32)
    return found


def _digest(name: str, text: str) -> bytes:
    return hashlib.sha256(f"{name}\0{text}".encode("utf-8", errors="surrogatepass")).digest()
