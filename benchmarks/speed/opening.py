"""Opening a stored index: how long until the first answer, and what one more process of the web server holds."""

import json
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Protocol

import bm25s
import joblib
import numpy as np

from benchmarks.speed.markets import TOP, Source
from benchmarks.speed.peers_words import numbered
from benchmarks.speed.results import Figure, Task
from benchmarks.speed.rounds import above
from benchmarks.speed.statistics import spread
from benchmarks.speed.workers import Memory, Remote, Skipped, end_all, memory
from matchmaker.matching import store
from matchmaker.vocabulary import vocabulary

OURS = "ours"
_ASKED = "single-use bioreactor"
"""What is searched first; of the glossary, so that no language has to be loaded to understand it."""


@dataclass(frozen=True, slots=True)
class Opened:
    """Seconds to open and to the first answers by name, with what they leave; memory on top of the process before."""

    seconds: float
    first: Mapping[str, float]
    memory: Memory


class Opener(Protocol):
    """A way to open, in a process of its own."""

    name: str

    def run(self) -> Opened:
        """Open, ask once, and keep it open."""


@dataclass
class Engine:
    """The engine's store."""

    folder: Path
    name: str = OURS
    _kept: Any = None

    def run(self) -> Opened:
        """Open and search once: all that a web worker does with it, as suggestions are rows of the database."""
        words = vocabulary()
        before = memory()
        seconds, index = _timed(lambda: store.load(self.folder, vocabulary=words))
        self._kept = index
        searched, _hits = _timed(lambda: index.search(_ASKED, lang="en", limit=TOP))
        held = above(memory(), before)
        name = index.organisations[0]
        ranked, _best = _timed(lambda: index.best_for(name, TOP))
        after = above(memory(), before).private
        first = {"first search": searched, "first ranking": ranked, "private after ranking": float(after)}
        return Opened(seconds, first, held)


@dataclass
class Mapped:
    """joblib: the same arrays in one file, mapped."""

    path: Path
    name: str = "joblib.load"
    _kept: Any = None

    def run(self) -> Opened:
        """Open; its arrays answer nothing by themselves."""
        before = memory()
        seconds, self._kept = _timed(lambda: joblib.load(self.path, mmap_mode="r"))
        return Opened(seconds, {}, above(memory(), before))


@dataclass
class Bm25:
    """bm25s: its own index of the same texts' words, mapped."""

    folder: Path
    name: str = "bm25s.load"
    _kept: Any = None

    def run(self) -> Opened:
        """Open and ask once."""
        before = memory()
        seconds, index = _timed(lambda: bm25s.BM25.load(str(self.folder), mmap=True, show_progress=False))
        self._kept = index
        asked, _found = _timed(lambda: index.retrieve([[0]], k=TOP, show_progress=False))
        return Opened(seconds, {"first search": asked}, above(memory(), before))


def _timed(call: Callable[[], Any]) -> tuple[float, Any]:
    start = time.perf_counter()
    found = call()
    return time.perf_counter() - start, found


@dataclass(frozen=True)
class Stored:
    """Puts what the others open beside the engine's index; runs in a process of its own."""

    source: Source
    index: Path
    target: Path

    def arrays(self) -> Path:
        """All arrays of the index in one file."""
        found = {
            f"{path.stem}.{name}": array
            for path in sorted(self.index.rglob("*.safetensors"))
            for name, array in _arrays(path).items()
        }
        self.target.mkdir(parents=True, exist_ok=True)
        joblib.dump(found, self.target / "arrays.joblib")
        return self.target / "arrays.joblib"

    def words(self) -> Path:
        """The words by bm25s."""
        index = bm25s.BM25()
        index.index(numbered(self.source.opened()), show_progress=False)
        index.save(str(self.target / "bm25s"), show_progress=False)
        return self.target / "bm25s"


def _arrays(path: Path) -> dict[str, np.ndarray]:
    """The arrays of a file of the store, as plain bytes: 8 bytes for the header's length, the header, the arrays."""
    whole = np.fromfile(path, dtype=np.uint8)
    start = 8 + int(whole[:8].view("<u8")[0])
    header = json.loads(whole[8:start].tobytes())
    places = {name: entry["data_offsets"] for name, entry in header.items() if name != "__metadata__"}
    return {name: whole[start + first : start + last] for name, (first, last) in places.items()}


def openings(source: Source, index: Path, target: Path, *, rounds: int, patience: float) -> list[Figure]:
    """Figures of all ways to open; each round opens twice at once, and the second process is the one that counts."""
    stored = Remote(Stored(source, index, target))
    try:
        ways: list[Opener] = [
            Engine(index),
            Mapped(stored.ask("arrays", timeout=patience)),
            Bm25(stored.ask("words", timeout=patience)),
        ]
    finally:
        stored.end()
    found: list[list[Opened]] = [[] for _ in ways]
    reasons = ["" for _ in ways]
    for _ in range(rounds):
        for place, way in enumerate(ways):
            try:
                found[place].append(_second(way, patience))
            except Skipped as reason:
                reasons[place] = str(reason)
    return [
        _figure(source.count, way.name, runs, reason) for way, runs, reason in zip(ways, found, reasons, strict=True)
    ]


def _second(way: Opener, patience: float) -> Opened:
    """Opened by a process while another one has it open: pages that both map are not its own."""
    remotes = [Remote(way), Remote(way)]
    try:
        remotes[0].ask("run", timeout=patience)
        opened: Opened = remotes[1].ask("run", timeout=patience)
        return opened
    finally:
        end_all(remotes)


def _figure(count: int, name: str, runs: Sequence[Opened], reason: str) -> Figure:
    if not runs:
        return Figure(task=Task.OPEN, size=count, variant="", method=name, is_ours=name == OURS, skipped=reason)
    first = {part: float(np.median([run.first[part] for run in runs])) for part in runs[0].first}
    private = int(np.median([run.memory.private for run in runs]))
    return Figure(
        task=Task.OPEN, size=count, variant="", method=name, is_ours=name == OURS,
        seconds=spread([run.seconds for run in runs]), resident=int(np.median([run.memory.resident for run in runs])),
        extra={**first, "private": float(private)},
    )  # fmt: skip
