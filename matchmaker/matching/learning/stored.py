"""The stored organisations as pools: the same features as for labelled collections, from a match index."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
from scipy.sparse import csr_array
from sklearn.preprocessing import normalize

from matchmaker.matching.contents import Contents
from matchmaker.matching.index import MatchIndex
from matchmaker.matching.learning.features import Pool
from matchmaker.matching.learning.samples import Sample
from matchmaker.matching.listing import OTHER_SIDE, Side
from matchmaker.matching.score import Parts
from matchmaker.matching.segment import Segment

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
    segment = index.whole.base
    texts = _texts(segment.contents)
    places = {name: place for place, name in enumerate(index.organisations)}
    rows = [places[name] for name in organisations]
    found = {name: np.zeros((len(rows), len(places))) for name in ("scores", *_CHANNELS)}
    sides = {side: _Measured(segment, OTHER_SIDE[side]) for side in Side}
    for row, name in enumerate(organisations):
        for partner, values in sides[segment.contents.table.side_of(name)].pairs(name):
            for channel, value in values.items():
                found[channel][row, places[partner]] = value
    scores = found.pop("scores")
    if not segment.contents.meaning.dimensions:
        del found["meaning"]
    return Pool(segment.contents.space.terms, texts[rows], texts, scores, found, is_open=scores > 0)


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


def _texts(contents: Contents) -> csr_array:
    """All that an organisation says in its listings, organisations by name x terms, rows of length one."""
    places = contents.table.places
    names = sorted(places)
    owners = np.concatenate(
        [np.zeros(0, dtype=np.int64), *(np.full(len(places[name]), n) for n, name in enumerate(names))]
    )
    members = np.concatenate([np.zeros(0, dtype=np.int64), *(np.array(places[name]) for name in names)])
    shape = (len(names), len(contents))
    summed = csr_array(
        csr_array((np.ones(len(members)), (owners, members)), shape=shape) @ contents.matrices["profile"]
    )
    return csr_array(normalize(summed)) if summed.nnz else summed


class _Measured:
    """Measures organisations against all of one side."""

    def __init__(self, segment: Segment, side: Side) -> None:
        self._segment, self._table, self._side = segment, segment.contents.table, side
        self._owners = segment.owners(side)

    def pairs(self, organisation: str) -> Iterator[tuple[str, dict[str, float]]]:
        """Each partner that may be suggested, with the engine's score and the channels of the best pair of listings."""
        rows, columns = np.array(self._table.places[organisation]), self._table.rows_of(self._side)
        if not self._owners.names:
            return
        segment, constraints = self._segment, self._segment.constraints
        parts = segment.scorer(self._side).parts(segment.contents.vectors[rows])
        allowed = constraints.allowed(rows, constraints, columns, self._table.blocked)
        scores = np.where(allowed, parts.scores(segment.settings), 0.0)
        measured = {"scores": scores, **_channels(parts)}
        for place, partner in enumerate(self._owners.names):
            own = self._owners.columns_of(place)
            row, column = divmod(int(scores[:, own].argmax()), own.stop - own.start)
            if scores[row, own.start + column] > 0:
                yield partner, {name: float(values[row, own.start + column]) for name, values in measured.items()}


def _channels(parts: Parts) -> dict[str, np.ndarray]:
    evidence = (parts.forward, parts.backward, parts.similarity)
    return {
        "words": np.maximum.reduce([one.words for one in evidence]),
        "meaning": np.maximum.reduce([one.meaning for one in evidence]),
        "codes": parts.codes,
        "rivalry": parts.rivalry,
        "reach": parts.reach,
    }
