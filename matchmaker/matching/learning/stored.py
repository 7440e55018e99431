"""The stored organisations as pools: the same features as for labelled collections, from a match index."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
from scipy.sparse import csr_array
from sklearn.preprocessing import normalize

from matchmaker.matching.constraints import Constraints
from matchmaker.matching.index import MatchIndex
from matchmaker.matching.learning.features import Pool
from matchmaker.matching.learning.samples import Sample
from matchmaker.matching.listing import Side
from matchmaker.matching.score import Parts, Scorer

_CHANNELS = ("words", "meaning", "codes", "rivalry", "reach")


@dataclass(frozen=True, slots=True)
class JudgedPair:
    """What somebody said of `candidate` for `organisation`: grade 0 for "no", 1 for "perhaps", 2 for "yes"."""

    organisation: str
    candidate: str
    grade: int

    def __post_init__(self) -> None:
        if self.grade not in (0, 1, 2):
            raise ValueError(f"grade {self.grade} is not 0, 1 or 2")


def pool_of(index: MatchIndex, organisations: Sequence[str]) -> Pool:
    """Organisations x all organisations of the index (`MatchIndex.organisations`); open where the engine suggests.

    A pair of organisations is measured by its best pair of listings. KeyError for one that is not in the index.
    """
    texts = _texts(index)
    places = {name: place for place, name in enumerate(index.organisations)}
    rows = [places[name] for name in organisations]
    found = {name: np.zeros((len(rows), len(places))) for name in ("scores", *_CHANNELS)}
    sides = {side: _Measured(index, side) for side in Side}
    for row, name in enumerate(organisations):
        first = index.contents.table.places[name].start
        for partner, values in sides[index.contents.table.rows[first].listing.side].pairs(name):
            for channel, value in values.items():
                found[channel][row, places[partner]] = value
    scores = found.pop("scores")
    if not index.contents.meaning.dimensions:
        del found["meaning"]
    return Pool(index.contents.space.terms, texts[rows], texts, scores, found, is_open=scores > 0)


def sample_of_pairs(index: MatchIndex, judged: Sequence[JudgedPair], *, name: str = "stored") -> Sample:
    """Judged pairs as a sample; those of organisations that are not in the index are left out.

    Said more than once, the last word counts.
    """
    places = {one: place for place, one in enumerate(index.organisations)}
    there = [pair for pair in judged if pair.organisation in places and pair.candidate in places]
    organisations = tuple(sorted({pair.organisation for pair in there}))
    pool = pool_of(index, organisations)
    rows = {one: row for row, one in enumerate(organisations)}
    grades, refused = np.zeros(pool.scores.shape), np.zeros(pool.scores.shape, dtype=bool)
    for pair in there:
        place = rows[pair.organisation], places[pair.candidate]
        grades[place], refused[place] = pair.grade, pair.grade == 0
    return Sample(name, pool, grades, refused, organisations, tuple(places))


def _texts(index: MatchIndex) -> csr_array:
    """All that an organisation says in its listings, organisations x terms, rows of length one."""
    places = index.contents.table.places
    owners = np.concatenate(
        [np.zeros(0, dtype=np.int64), *(np.full(len(rows), n) for n, rows in enumerate(places.values()))]
    )
    members = np.concatenate([np.zeros(0, dtype=np.int64), *(np.array(rows) for rows in places.values())])
    shape = (len(places), len(index.contents.table.rows))
    summed = csr_array(
        csr_array((np.ones(len(members)), (owners, members)), shape=shape) @ index.contents.matrices["profile"]
    )
    return csr_array(normalize(summed)) if summed.nnz else summed


class _Measured:
    """Measures the organisations of one side against all of the other side."""

    def __init__(self, index: MatchIndex, side: Side) -> None:
        contents = index.contents
        self._table, self._settings = contents.table, index.settings
        self._scorer = Scorer(contents.table, contents.vectors, index.settings, contents.table.candidates[side])
        self._constraints = Constraints(contents.table, on=index.on)
        self._segments: dict[str, list[int]] = {}
        for column, row in enumerate(self._scorer.columns.tolist()):
            self._segments.setdefault(contents.table.rows[row].listing.organisation, []).append(column)

    def pairs(self, organisation: str) -> Iterator[tuple[str, dict[str, float]]]:
        """Each partner that may be suggested, with the engine's score and the channels of the best pair of listings."""
        rows = np.array(self._table.places[organisation])
        if not self._segments:
            return
        parts = self._scorer.parts(rows)
        allowed = self._constraints.allowed(rows, self._scorer.columns)
        scores = np.where(allowed, parts.scores(self._settings), 0.0)
        measured = {"scores": scores, **_channels(parts)}
        for partner, columns in self._segments.items():
            row, column = divmod(int(scores[:, columns].argmax()), len(columns))
            if scores[row, columns[column]] > 0:
                yield partner, {name: float(values[row, columns[column]]) for name, values in measured.items()}


def _channels(parts: Parts) -> dict[str, np.ndarray]:
    evidence = (parts.forward, parts.backward, parts.similarity)
    return {
        "words": np.maximum.reduce([one.words for one in evidence]),
        "meaning": np.maximum.reduce([one.meaning for one in evidence]),
        "codes": parts.codes,
        "rivalry": parts.rivalry,
        "reach": parts.reach,
    }
