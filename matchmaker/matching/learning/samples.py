"""Judged pools: what a re-ranker is trained with, and judged on."""

from collections.abc import Collection
from dataclasses import dataclass, replace

import numpy as np

from matchmaker.matching.evaluation.methods import Clock
from matchmaker.matching.evaluation.reading import Channel, Reading
from matchmaker.matching.learning.features import Pool
from matchmaker.matching.vectors import TermSpace, mean_length


@dataclass(frozen=True, slots=True)
class Sample:
    """A pool with what people said of its pairs.

    `grades` is queries x documents, above 0 for good pairs; `refused` tells of which pairs somebody said that they
    are none (all others are merely unknown). `groups` names the organisation behind each query and `owners` the one
    behind each document: what is learned from an organisation is never judged on it.
    """

    name: str
    pool: Pool
    grades: np.ndarray
    refused: np.ndarray
    groups: tuple[str, ...]
    owners: tuple[str, ...]

    @property
    def pairs(self) -> int:
        """Good pairs that could be suggested."""
        return int(self._good.sum())

    @property
    def _good(self) -> np.ndarray:
        good: np.ndarray = (self.grades > 0) & self.pool.is_open
        return good

    def judged_only(self) -> "Sample":
        """Without the queries of which no good pair is known."""
        rows = np.flatnonzero(self._good.any(axis=1))
        groups = tuple(self.groups[row] for row in rows)
        grades = np.where(self.pool.is_open, self.grades, 0.0)[rows]
        return replace(self, pool=self.pool.only(rows), grades=grades, refused=self.refused[rows], groups=groups)

    def rows_of(self, groups: Collection[str]) -> np.ndarray:
        """Places of the queries of some organisations."""
        return np.array([place for place, group in enumerate(self.groups) if group in groups], dtype=np.int64)

    def hides(self, groups: Collection[str]) -> np.ndarray:
        """One boolean per document: whether it belongs to one of these organisations."""
        return np.array([owner in groups for owner in self.owners], dtype=bool)


def sample_of(reading: Reading) -> Sample:
    """A labelled collection as the engine reads it. A query is no candidate of itself unless it is judged to be."""
    collection, settings = reading.collection, reading.engine.settings
    documents = reading.analysed.documents
    space, length = TermSpace.fit(documents), mean_length(documents)
    rows, queries = (
        space.vectors(texts, mean_length=length, k1=settings.k1, b=settings.b)
        for texts in (documents, reading.analysed.queries)
    )
    channels = {"words": _scores(reading, Channel.LEXICAL)}
    if Channel.SEMANTIC in reading.engine.channels:
        channels["meaning"] = _scores(reading, Channel.SEMANTIC)
    scores = _scores(reading, reading.engine.channels[0])
    grades, itself = _grades(reading)
    pool = Pool(space.terms, queries, rows, scores, channels, is_open=~itself | (grades > 0))
    groups, owners = (
        tuple(f"{collection.name}/{name}" for name in names) for names in (collection.queries, collection.documents)
    )
    return Sample(collection.name, pool, grades, np.zeros(grades.shape, dtype=bool), groups, owners)


def _scores(reading: Reading, channel: Channel) -> np.ndarray:
    return np.vstack(list(reading.scores(channel, Clock())))


def _grades(reading: Reading) -> tuple[np.ndarray, np.ndarray]:
    """Grades, and which document is the query itself; both queries x documents."""
    collection = reading.collection
    places = {name: place for place, name in enumerate(collection.documents)}
    grades = np.zeros((len(collection.queries), len(places)))
    itself = np.zeros(grades.shape, dtype=bool)
    for row, query in enumerate(collection.queries):
        for document, grade in collection.grades[query].items():
            if document in places:
                grades[row, places[document]] = grade
        if query in places:
            itself[row, places[query]] = True
    return grades, itself
