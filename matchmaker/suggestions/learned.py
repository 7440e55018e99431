"""What was learned from decisions, worked into stored suggestions: the re-ranker in use, and likelihoods.

Lists follow the likelihoods that are stored and nothing else, so that the engine's own order is back as soon as these
are forgotten. The suggestions of one organisation have likelihoods all or none.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from threading import Lock

import structlog
from flask import current_app

from config import Config
from matchmaker.foundation import jobs
from matchmaker.foundation.database import transaction
from matchmaker.matching import MatchIndex, store
from matchmaker.matching.learning import Reranker, RerankerError, Shelf, ShelfError, pool_of, rerank
from matchmaker.matching.learning.shelf import CURRENT
from matchmaker.suggestions import indexes, rows
from matchmaker.suggestions.pairs import Pair
from matchmaker.vocabulary import vocabulary

log = structlog.get_logger()

_AT_ONCE = 100
"""So many organisations are measured against all others at a time, which bounds the memory that it takes."""

Stamp = tuple[int, int]


@dataclass(frozen=True, slots=True)
class InUse:
    """The re-ranker in use, its version, and the file that named it."""

    reranker: Reranker
    version: str
    stamp: Stamp


@dataclass(frozen=True, slots=True)
class Rated:
    """Likelihoods of pairs by the re-ranker of a version; without one (None) there are none."""

    version: str | None = None
    likelihoods: Mapping[Pair, float] = field(default_factory=dict)


_read: dict[Path, InUse] = {}
_guard = Lock()


def shelf() -> Shelf:
    """The re-rankers of this installation."""
    return Shelf(_folder())


def _folder() -> Path:
    config: Config = current_app.extensions["config"]
    return config.instance / "rerankers"


def in_use() -> InUse | None:
    """The re-ranker in use, read once per process and again when it was replaced.

    None without one, and with a warning in the log when it cannot be read or was trained with another engine or
    vocabulary.
    """
    try:
        found = _opened()
    except ShelfError as error:
        log.warning("suggestions.reranker_unusable", error=str(error))
        return None
    if found is None:
        return None
    if not found.reranker.fits(engine=store.ENGINE, vocabulary=vocabulary().digest):
        engine = found.reranker.trained.engine
        log.warning("suggestions.reranker_does_not_fit", version=found.version, engine=engine)
        return None
    return found


def _opened() -> InUse | None:
    path = _folder() / CURRENT
    try:
        stat = path.stat()
    except FileNotFoundError:
        return None
    stamp = stat.st_mtime_ns, stat.st_ino
    with _guard:
        known = _read.get(path)
        if known is not None and known.stamp == stamp:
            return known
        _read.pop(path, None)
        reranker = shelf().current()
        if reranker is None:
            return None
        return _read.setdefault(path, InUse(reranker, reranker.version, stamp))


def rated(index: MatchIndex, pairs: Iterable[Pair]) -> Rated:
    """How likely the first of each pair, a viewer, accepts the second; both have to be in `index`."""
    used = in_use()
    if used is None:
        return Rated()
    candidates: dict[str, list[str]] = {}
    for viewer, candidate in sorted(pairs):
        candidates.setdefault(str(viewer), []).append(str(candidate))
    try:
        return Rated(used.version, dict(_rated(used.reranker, index, candidates)))
    except RerankerError as error:
        log.warning("suggestions.reranker_does_not_fit", version=used.version, error=str(error))
        return Rated()


def _rated(reranker: Reranker, index: MatchIndex, candidates: Mapping[str, list[str]]) -> Iterator[tuple[Pair, float]]:
    places = {name: place for place, name in enumerate(index.organisations)}
    viewers = list(candidates)
    for start in range(0, len(viewers), _AT_ONCE):
        part = viewers[start : start + _AT_ONCE]
        found = rerank(reranker, pool_of(index, part))
        for row, viewer in enumerate(part):
            for candidate in candidates[viewer]:
                yield (int(viewer), int(candidate)), float(found[row, places[candidate]])


def confirm(stored: Rated) -> None:
    """Call it once likelihoods are committed: they are forgotten if another re-ranker came into use meanwhile.

    `changed` works in the opposite order, so that of the two at least one sees what the other did.
    """
    used = in_use() if stored.version is not None else None
    if stored.version is not None and (used is None or used.version != stored.version):
        with transaction():
            rows.forget_likelihoods()


def changed() -> bool:
    """Call it once the shelf has changed: the engine's order is back at once.

    A build is asked for where a re-ranker is in use now; True if it was.
    """
    is_build_needed = in_use() is not None and indexes.latest() is not None
    with transaction():
        rows.forget_likelihoods()
        if is_build_needed:
            jobs.after_commit(indexes.BUILD_JOB)
    return is_build_needed


def is_worked_in() -> bool:
    """Whether the stored suggestions have likelihoods if, and only if, a re-ranker is in use."""
    return rows.has_likelihoods() == (in_use() is not None)
