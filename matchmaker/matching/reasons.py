"""Takes the score of one pair of organisations apart into what made it."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import chain
from typing import NamedTuple

import numpy as np
from scipy.sparse import csr_array

from matchmaker.matching.channels import SHARED, Channel
from matchmaker.matching.explanation import (
    Basis,
    Contribution,
    ContributionKind,
    Direction,
    Explanation,
    RequirementCheck,
    scaled,
    shortened,
)
from matchmaker.matching.language.analysis import Analyser
from matchmaker.matching.listing import struck
from matchmaker.matching.ranking import basis_of
from matchmaker.matching.requirements import Verdict, check, rests_on_text
from matchmaker.matching.score import Parts, Scorer
from matchmaker.matching.segment import Segment

COMPETITOR = "competitor"
MEANING = "meaning"

_QUOTED = 300

Way = tuple[str, str, Direction]
"""Role of mine, role of theirs, and what to call the direction."""

_FORWARD: Way = ("offer", "need", Direction.FORWARD)
_BACKWARD: Way = ("need", "offer", Direction.BACKWARD)
_PROFILES: Way = ("profile", "profile", Direction.BOTH)


class Share(NamedTuple):
    """What a cosine of shared words counts in the score, and what meaning adds to it."""

    words: float
    meaning: float


@dataclass(frozen=True, slots=True)
class Both:
    """Evidence of words and of meaning of one pair, and what they come to together."""

    words: float
    meaning: float
    joined: float

    def share(self, weight: float) -> Share:
        """Both parts get the share of the joined evidence that is theirs, times `weight`."""
        total = self.words + self.meaning
        unit = weight * self.joined / total if total else 0.0
        return Share(unit, unit * self.meaning)


@dataclass(frozen=True, slots=True)
class Cell:
    """What the score of one pair of listings is made of."""

    forward: Both
    backward: Both
    similarity: Both
    rivalry: float
    reach: float


class Reasons:
    """Explains pairs of one index."""

    def __init__(self, segment: Segment, analyser: Analyser) -> None:
        self._contents, self._vectors, self._analyser = segment.contents, segment.contents.vectors, analyser
        self._constraints, self._settings = segment.constraints, segment.settings

    def explain_all(self, mine: str, partners: Sequence[str]) -> Iterator[Explanation]:
        """Why the best pair of listings of one organisation and each of `partners` has its score.

        All of them share one block of scores: cutting rows out of sparse matrices costs more than adding up.
        """
        if not partners:
            return
        table, settings = self._contents.table, self._settings
        rows = np.array(table.places[mine], dtype=np.int64)
        theirs = [table.places[name] for name in partners]
        columns = np.fromiter(chain.from_iterable(theirs), dtype=np.int64)
        parts = Scorer.of(self._vectors[columns], settings).parts(self._vectors[rows])
        scores = parts.scores(settings)
        allowed = self._constraints.allowed(rows, self._constraints, columns, table.blocked)
        allowed &= self._crosses_sides(rows, columns)
        start = 0
        for places in theirs:
            block = slice(start, start + len(places))
            start = block.stop
            yield self._best_of(rows, columns, parts, scores, allowed, block)

    def _best_of(
        self,
        rows: np.ndarray,
        columns: np.ndarray,
        parts: Parts,
        scores: np.ndarray,
        allowed: np.ndarray,
        block: slice,
    ) -> Explanation:
        """The explanation of the best pair among `rows` and the columns of one partner."""
        own, may = scores[:, block], allowed[:, block]
        row, offset = divmod(int(np.where(may, own, own - 2.0).argmax()), own.shape[1])
        left, right = int(rows[row]), int(columns[block][offset])
        is_allowed = bool(may[row, offset])
        table = self._contents.table
        return Explanation(
            score=float(own[row, offset]) if is_allowed else 0.0,
            basis=basis_of(self._vectors, left, self._vectors, right),
            listing_mine=table.ids[left],
            listing_theirs=table.ids[right],
            pairs=int((may & (own > 0)).sum()),
            contributions=self._contributions(left, right, _cell(parts, row, block.start + offset))
            if is_allowed
            else (),
            requirements=tuple(self._checks(left, right)),
            exclusions=() if is_allowed else self._constraints.exclusions(left, right, table.blocked),
        )

    def _crosses_sides(self, rows: np.ndarray, columns: np.ndarray) -> np.ndarray:
        crosses: np.ndarray = np.not_equal.outer(
            rows < self._contents.table.domestic, columns < self._contents.table.domestic
        )
        return crosses

    def _contributions(self, left: int, right: int, cell: Cell) -> tuple[Contribution, ...]:
        settings = self._settings
        ways = list(self._ways(left, right, cell))
        terms = shortened(
            scaled(chain.from_iterable(self._shared(*way, left, right) for way in ways), settings.text_weight),
            limit=settings.explained_terms,
            hidden=self._names(left, right),
        )
        meant = scaled((self._meant(*way, left, right) for way in ways), settings.text_weight)
        codes = scaled(self._codes(left, right), settings.code_weight * cell.reach)
        found = [*terms, *meant, *sorted(codes, key=lambda code: (-code.value, code.key, code.direction))]
        taken = settings.competitor_penalty * cell.rivalry * sum(part.value for part in found)
        if taken > 0.0:
            penalty = Contribution(ContributionKind.PENALTY, COMPETITOR, Direction.BOTH, -taken)
            found.append(penalty)
        return tuple(found)

    def _ways(self, left: int, right: int, cell: Cell) -> Iterator[tuple[Way, Share]]:
        """The directions in which two rows are compared, and what a unit of evidence counts in each."""
        settings = self._settings
        if basis_of(self._vectors, left, self._vectors, right) is Basis.SIMILARITY:
            yield _PROFILES, cell.similarity.share(settings.similarity_ceiling)
            return
        share, forward, backward = settings.stronger_share, cell.forward, cell.backward
        ahead = share if forward.joined >= backward.joined else 1.0 - share
        yield _FORWARD, forward.share(ahead)
        yield _BACKWARD, backward.share(1.0 - ahead)

    def _shared(self, way: Way, share: Share, left: int, right: int) -> Iterator[Contribution]:
        mine_role, theirs_role, direction = way
        first, second = (getattr(self._vectors, role) for role in (mine_role, theirs_role))
        for column, value in _common(first, second, left, right):
            key = self._contents.space.terms[column]
            mine, theirs = (self._contents.word(row, column) for row in (left, right))
            yield Contribution(ContributionKind.TERM, key, direction, value * share.words, mine, theirs)

    def _meant(self, way: Way, share: Share, left: int, right: int) -> Contribution:
        mine_role, theirs_role, direction = way
        mine = theirs = ""
        if share.meaning:
            names = frozenset(filter(self._is_telling, self._names(left, right)))
            nearest = self._contents.meaning.closest(left, mine_role, right, theirs_role)
            mine, theirs = (_quoted(struck(sentence, names)) for sentence in nearest)
        return Contribution(ContributionKind.MEANING, MEANING, direction, share.meaning, mine, theirs)

    def _is_telling(self, name: str) -> bool:
        """Whether a word of a name tells whose it is: `cell` of `Northmere Cell Ltd` does not."""
        return not self._analyser.is_of_glossary(name)

    def _names(self, left: int, right: int) -> frozenset[str]:
        rows = self._contents.table.rows
        return rows[left].names | rows[right].names

    def _codes(self, left: int, right: int) -> Iterator[Contribution]:
        share = self._settings.stronger_share
        for channel in self._contents.table.channels:
            weight = self._settings.code_weights[channel.name]
            forward = dict(_capped(channel.supply, channel.demand, left, right))
            if channel.name in SHARED:
                yield from _code_lines(channel, forward, Direction.BOTH, weight)
                continue
            backward = dict(_capped(channel.demand, channel.supply, left, right))
            ahead = share if sum(forward.values()) >= sum(backward.values()) else 1.0 - share
            yield from _code_lines(channel, forward, Direction.FORWARD, weight * ahead)
            yield from _code_lines(channel, backward, Direction.BACKWARD, weight * (1.0 - ahead))

    def _checks(self, left: int, right: int) -> Iterator[RequirementCheck]:
        rows, on = self._contents.table.rows, self._constraints.on
        for asks, answers, is_mine in ((left, right, True), (right, left, False)):
            facts = rows[answers].listing.facts
            for requirement in rows[asks].listing.requirements:
                verdict = check(requirement, facts, on=on)
                is_read = verdict is Verdict.MATCH and rests_on_text(requirement, facts)
                yield RequirementCheck(requirement, is_mine, verdict, is_read)


def _quoted(sentence: str) -> str:
    return sentence if len(sentence) <= _QUOTED else f"{sentence[: _QUOTED - 1].rstrip()}…"


def _cell(parts: Parts, row: int, column: int) -> Cell:
    forward, backward, similarity = (
        Both(float(found.words[row, column]), float(found.meaning[row, column]), float(found.joined[row, column]))
        for found in (parts.forward, parts.backward, parts.similarity)
    )
    return Cell(forward, backward, similarity, float(parts.rivalry[row, column]), float(parts.reach[row, column]))


def _common(first: csr_array, second: csr_array, left: int, right: int) -> Iterator[tuple[int, float]]:
    """Columns that a row of each matrix shares, with the product of their values."""
    a, b = (slice(matrix.indptr[row], matrix.indptr[row + 1]) for matrix, row in ((first, left), (second, right)))
    columns, mine, theirs = np.intersect1d(first.indices[a], second.indices[b], assume_unique=True, return_indices=True)
    values = first.data[a][mine] * second.data[b][theirs]
    yield from zip(columns.tolist(), values.tolist(), strict=True)


def _capped(first: csr_array, second: csr_array, left: int, right: int) -> list[tuple[int, float]]:
    """As `_common`, scaled down so that the values add up to 1 at most."""
    found = list(_common(first, second, left, right))
    total = sum(value for _, value in found)
    return [(column, value / max(total, 1.0)) for column, value in found]


def _code_lines(channel: Channel, values: dict[int, float], way: Direction, weight: float) -> Iterator[Contribution]:
    for column, value in values.items():
        yield Contribution(ContributionKind.CODE, channel.codes[column], way, value * weight)
