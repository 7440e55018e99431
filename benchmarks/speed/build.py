"""Building an index: analysed, made into vectors, stored; beside what others do with words that are there already."""

import os
import shutil
import tempfile
import time
from collections.abc import Mapping, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass, replace
from datetime import date
from multiprocessing import get_context
from pathlib import Path
from typing import Any, Protocol

import bm25s
import joblib
from sklearn.feature_extraction.text import TfidfVectorizer

from benchmarks.listings import generated
from benchmarks.speed.ceiling import ceiling
from benchmarks.speed.markets import Source
from benchmarks.speed.results import Figure, Task
from benchmarks.speed.rounds import above
from benchmarks.speed.statistics import spread
from benchmarks.speed.workers import Memory, Remote, Skipped, forget_peak, memory
from matchmaker.matching import Listing, MatchIndex, Side, store
from matchmaker.vocabulary import vocabulary

ON = date(2026, 11, 22)
OURS = "ours"
_RANKED = 200
CEILING = "ceiling"
"""Among the figures of two processes: what two are worth that share nothing."""


@dataclass(frozen=True, slots=True)
class Built:
    """Seconds of the whole and of its parts, words read, and memory on top of an empty process.

    `ranking` is what a pair of listings takes to be scored and ranked afterwards.
    """

    seconds: float
    analysis: float
    storing: float
    words: int
    memory: Memory
    ranking: float = 0.0


class Builder(Protocol):
    """A way to build, in a process of its own."""

    name: str

    def run(self, target: Path) -> Built:
        """Build once and store in `target`."""


@dataclass
class Engine:
    """The engine, its analysis on so many processes."""

    source: Source
    processes: int
    name: str = OURS

    def run(self, target: Path) -> Built:
        """From listings to a stored index; one process has one processor, or a library's threads would use two."""
        if self.processes == 1:
            os.sched_setaffinity(0, sorted(os.sched_getaffinity(0))[:1])
        listings = _composed_elsewhere(self.source.count)
        words = len(self.source.opened().words)
        before = memory()
        forget_peak()
        start = time.perf_counter()
        analysed = start

        def note(_done: int, _total: int) -> None:
            nonlocal analysed
            analysed = time.perf_counter()

        index = MatchIndex.build(listings, vocabulary=vocabulary(), on=ON, processes=self.processes, progress=note)
        made = time.perf_counter()
        stored = store.save(index, target)
        done = time.perf_counter()
        found = Built(done - start, analysed - start, done - made, words, above(memory(), before))
        return replace(found, ranking=_ranking(stored))


def _composed_elsewhere(count: int) -> list[Listing]:
    """Listings from another process: composing them takes an analyser, and this one is to begin without."""
    with ProcessPoolExecutor(1, mp_context=get_context("spawn")) as other:
        return other.submit(_composed, count).result()


def _composed(count: int) -> list[Listing]:
    return list(generated(count))


def _ranking(index: MatchIndex) -> float:
    """Seconds of one processor for a pair of listings, when organisations are ranked with everybody."""
    mine, others = (index.names_of(side) for side in Side)
    places = index.base.contents.table.places
    list(index.ranked(mine[:1]))
    pairs = sum(len(places[name]) for name in mine[:_RANKED]) * sum(len(places[name]) for name in others)
    start = time.process_time()
    list(index.ranked(mine[:_RANKED]))
    return (time.process_time() - start) / pairs if pairs else 0.0


@dataclass
class Tfidf:
    """scikit-learn's TF-IDF of the same words, stored by joblib."""

    source: Source
    name: str = "TfidfVectorizer, words given"

    def run(self, target: Path) -> Built:
        """From lists of words to a stored matrix."""
        documents = _texts(self.source)
        before = memory()
        forget_peak()
        start = time.perf_counter()
        vectorizer = TfidfVectorizer(analyzer=_same)
        matrix = vectorizer.fit_transform(documents)
        made = time.perf_counter()
        target.mkdir(parents=True, exist_ok=True)
        joblib.dump({"vectorizer": vectorizer, "matrix": matrix}, target / "tfidf.joblib")
        done = time.perf_counter()
        return Built(done - start, 0.0, done - made, sum(map(len, documents)), above(memory(), before))


@dataclass
class Bm25:
    """bm25s of the same words, stored by itself."""

    source: Source
    name: str = "bm25s, words given"

    def run(self, target: Path) -> Built:
        """From lists of words to a stored index."""
        documents = _texts(self.source)
        before = memory()
        forget_peak()
        start = time.perf_counter()
        index = bm25s.BM25()
        index.index(documents, show_progress=False)
        made = time.perf_counter()
        index.save(str(target), show_progress=False)
        done = time.perf_counter()
        return Built(done - start, 0.0, done - made, sum(map(len, documents)), above(memory(), before))


def _texts(source: Source) -> list[list[str]]:
    return [[f"t{word}" for word in words.tolist()] for words in source.opened().words_of()]


def _same(words: Any) -> Any:
    return words


def builds(source: Source, kept: Path, *, rounds: int, patience: float) -> list[Figure]:
    """Figures of all ways to build; the index of the engine's last run stays in `kept`."""
    ways: list[tuple[str, Builder]] = [
        ("1 process", Engine(source, 1)),
        ("2 processes", Engine(source, 2)),
        ("1 process", Tfidf(source)),
        ("1 process", Bm25(source)),
    ]
    found: list[list[Built]] = [[] for _ in ways]
    reasons = ["" for _ in ways]
    for _ in range(rounds):
        for place, (_variant, way) in enumerate(ways):
            if reasons[place]:
                continue
            try:
                found[place].append(_once(way, kept, patience))
            except Skipped as reason:
                reasons[place] = str(reason)
    figures = [
        _figure(source.count, variant, way.name, runs, reason)
        for (variant, way), runs, reason in zip(ways, found, reasons, strict=True)
    ]
    most = _ceiling(source.count, patience)
    return [_with_ceiling(one, most) if one.is_ours and one.variant == "2 processes" else one for one in figures]


def _ceiling(count: int, patience: float) -> Mapping[str, float]:
    try:
        return {CEILING: ceiling(count, patience=patience)}
    except Skipped:
        return {}


def _with_ceiling(figure: Figure, most: Mapping[str, float]) -> Figure:
    return replace(figure, extra={**figure.extra, **most})


def make(source: Source, kept: Path, *, patience: float) -> None:
    """The engine's index of a market's listings in `kept`, as two processes build it. Raises Skipped."""
    _once(Engine(source, 2), kept, patience)


def _once(way: Builder, kept: Path, patience: float) -> Built:
    """One run in a new process: nothing is left of an earlier one."""
    remote = Remote(way)
    target = Path(tempfile.mkdtemp(prefix="speed-")) / "index"
    try:
        built: Built = remote.ask("run", target, timeout=patience)
        if way.name == OURS:
            shutil.rmtree(kept, ignore_errors=True)
            kept.parent.mkdir(parents=True, exist_ok=True)
            shutil.move(target, kept)
        return built
    finally:
        remote.end()
        shutil.rmtree(target.parent, ignore_errors=True)


def _figure(count: int, variant: str, name: str, runs: Sequence[Built], reason: str) -> Figure:
    if not runs:
        return Figure(task=Task.BUILD, size=count, variant=variant, method=name, is_ours=name == OURS, skipped=reason)
    seconds = spread([run.seconds for run in runs])
    middle = sorted(runs, key=lambda run: run.seconds)[len(runs) // 2]
    parts = {"words": float(middle.words), "words a second": middle.words / seconds.median}
    parts |= {"storing": middle.storing / middle.seconds}
    if name == OURS:
        parts |= {"analysis": middle.analysis / middle.seconds, "ranking": middle.ranking}
    return Figure(
        task=Task.BUILD, size=count, variant=variant, method=name, is_ours=name == OURS, seconds=seconds,
        peak=max(run.memory.peak for run in runs), resident=runs[-1].memory.resident, extra=parts,
    )  # fmt: skip
