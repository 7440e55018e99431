"""What computes the blocks, read from one setting."""

import re
from dataclasses import dataclass
from enum import StrEnum

from joblib import cpu_count

_SMALL = 30_000_000
"""Pairs of listings below which nothing is started by itself: they take seconds, and so does the start of a process.

Processes and not threads, which wait for each other's Python and for the memory of one process.
"""

_FORM = re.compile(r"(?P<way>threads|processes)(?::(?P<workers>[1-9][0-9]{0,3}))?")
_ADDRESS = re.compile(r"dask:(?P<address>(?:tcp|tls|ws|wss|ucx|inproc)://\S+)")


class Way(StrEnum):
    """How workers are made: none at all, or in one of three ways; AUTO leaves it to the number of pairs."""

    AUTO = "auto"
    HERE = "here"
    THREADS = "threads"
    PROCESSES = "processes"
    DASK = "dask"


@dataclass(frozen=True, slots=True)
class Compute:
    """`workers` at once (0: known to the cluster alone); `address` is that of a Dask scheduler."""

    way: Way
    workers: int
    address: str = ""

    @classmethod
    def parse(cls, text: str) -> "Compute":
        """Read `auto`, `threads:2`, `processes:2` or `dask:tcp://host:port`; without a number, one for each processor.

        Raises ValueError for anything else.
        """
        if text == Way.AUTO:
            return cls(Way.AUTO, cpu_count())
        if found := _FORM.fullmatch(text):
            return cls(Way(found["way"]), int(found["workers"] or cpu_count()))
        if found := _ADDRESS.fullmatch(text):
            return cls(Way.DASK, 0, found["address"])
        raise ValueError(f"{text!r}: expected auto, threads:N, processes:N or dask:tcp://HOST:PORT")

    def for_work(self, *, blocks: int, pairs: int) -> "Compute":
        """What is worth its start-up for so many blocks and pairs: one block needs no company."""
        if blocks <= 1 or self.workers == 1 or (self.way is Way.AUTO and pairs < _SMALL):
            return Compute(Way.HERE, 1)
        way = Way.PROCESSES if self.way is Way.AUTO else self.way
        return Compute(way, min(self.workers, blocks), self.address)
