"""What a second processor is worth on this machine: the same analysis alone, and twice side by side."""

import os
import time
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field

from benchmarks.listings import generated
from benchmarks.speed.workers import Remote
from matchmaker.matching import Analyser, Listing, Settings
from matchmaker.matching.analysing import Reading, analysing
from matchmaker.vocabulary import vocabulary

_MOST = 1_000
"""Listings that tell it."""


@dataclass
class Alone:
    """An analysis in one process on one processor, with its dictionaries loaded."""

    count: int
    processor: int
    _listings: list[Listing] = field(default_factory=list, repr=False)

    def load(self) -> None:
        """Listings, and the dictionaries that they take."""
        processors = sorted(os.sched_getaffinity(0))
        os.sched_setaffinity(0, {processors[self.processor % len(processors)]})
        self._listings = list(generated(self.count))
        self._reading = Reading(Analyser(vocabulary().glossary, threads=1), Settings(), with_spans=False)
        self.run()

    def run(self) -> float:
        """Seconds to read all listings."""
        start = time.perf_counter()
        with analysing(self._listings, self._reading, processes=1) as batches:
            for _batch in batches:
                pass
        return time.perf_counter() - start


def ceiling(count: int, *, patience: float) -> float:
    """How many times as much two processes get done as one of them, with nothing to share. Raises Skipped."""
    remotes = [Remote(Alone(min(count, _MOST), processor)) for processor in (0, 1)]
    try:
        with ThreadPoolExecutor(len(remotes)) as threads:
            list(threads.map(lambda remote: remote.ask("load", timeout=patience), remotes))
            single: float = remotes[0].ask("run", timeout=patience)
            both: list[float] = list(threads.map(lambda remote: remote.ask("run", timeout=patience), remotes))
        return sum((single / seconds for seconds in both), 0.0)
    finally:
        for remote in remotes:
            remote.end()
