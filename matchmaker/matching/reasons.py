"""Takes the score of one pair of organisations apart into what made it."""

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import accumulate, chain, pairwise
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

Pair = tuple[str, str]
"""Two organisations by name: the one whose view is told, and the other."""

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


@dataclass(frozen=True, slots=True)
class Block:
    """Pairs of the listings of one organisation, `rows`, with those of others, `columns`: all arrays rows x columns.

    `places` are the columns of each of the others.
    """

    rows: np.ndarray
    columns: np.ndarray
    parts: Parts
    scores: np.ndarray
    allowed: np.ndarray
    places: Mapping[str, slice]

    def best(self, partner: str, *, is_turned: bool) -> tuple[int, int]:
        """Row and column of the best pair with one partner; of equals the first from where it is looked at."""
        own = self.places[partner]
        scores = np.where(self.allowed[:, own], self.scores[:, own], self.scores[:, own] - 2.0)
        if is_turned:
            column, row = divmod(int(scores.T.argmax()), len(self.rows))
        else:
            row, column = divmod(int(scores.argmax()), scores.shape[1])
        return row, own.start + column

    def pairs(self, partner: str) -> int:
        """How many pairs with one partner could be suggested."""
        own = self.places[partner]
        return int((self.allowed[:, own] & (self.scores[:, own] > 0)).sum())


def _by_hub(pairs: Sequence[Pair]) -> dict[str, list[Pair]]:
    """Pairs by the one of the two that occurs in more of them."""
    counts = Counter(chain.from_iterable(pairs))
    found: defaultdict[str, list[Pair]] = defaultdict(list)
    for pair in pairs:
        found[max(pair, key=counts.__getitem__)].append(pair)
    return found


def _other(pair: Pair, one: str) -> str:
    return pair[1] if pair[0] == one else pair[0]


class Reasons:
    """Explains pairs of one index."""

    def __init__(self, segment: Segment, analyser: Analyser) -> None:
        self._contents, self._vectors, self._analyser = segment.contents, segment.contents.vectors, analyser
        self._constraints, self._settings = segment.constraints, segment.settings

    def explain_all(self, pairs: Sequence[Pair]) -> list[Explanation]:
        """Why the best pair of listings of two organisations has its score, for each of `pairs`.

        Pairs that share an organisation share a block of scores: cutting rows out of sparse matrices costs more than
        adding up, and what a pair of listings scores is the same from both sides, to the last bit.
        """
        found: dict[Pair, Explanation] = {}
        for hub, of_hub in _by_hub(pairs).items():
            block = self._block(hub, [_other(pair, hub) for pair in of_hub])
            for pair in of_hub:
                found[pair] = self._best_of(block, _other(pair, hub), is_turned=pair[0] != hub)
        return [found[pair] for pair in pairs]

    def _block(self, mine: str, partners: Sequence[str]) -> Block:
        table, settings = self._contents.table, self._settings
        names = list(dict.fromkeys(partners))
        rows = np.array(table.places[mine], dtype=np.int64)
        theirs = [table.places[name] for name in names]
        columns = np.fromiter(chain.from_iterable(theirs), dtype=np.int64)
        parts = Scorer.of(self._vectors[columns], settings).parts(self._vectors[rows])
        allowed = self._constraints.allowed(rows, self._constraints, columns, table.blocked)
        allowed &= self._crosses_sides(rows, columns)
        ends = pairwise(accumulate(map(len, theirs), initial=0))
        places = {name: slice(first, last) for name, (first, last) in zip(names, ends, strict=True)}
        return Block(rows, columns, parts, parts.scores(settings), allowed, places)

    def _best_of(self, block: Block, partner: str, *, is_turned: bool) -> Explanation:
        """The explanation of the best pair of a block with one partner, whose view is told if `is_turned`."""
        table, place = self._contents.table, block.best(partner, is_turned=is_turned)
        left, right = int(block.rows[place[0]]), int(block.columns[place[1]])
        is_allowed, score, cell = bool(block.allowed[place]), float(block.scores[place]), _cell(block.parts, *place)
        if is_turned:
            left, right, cell = right, left, replace(cell, forward=cell.backward, backward=cell.forward)
        return Explanation(
            score=score if is_allowed else 0.0,
            basis=basis_of(self._vectors, left, self._vectors, right),
            listing_mine=table.ids[left],
            listing_theirs=table.ids[right],
            pairs=block.pairs(partner),
            contributions=self._contributions(left, right, cell) if is_allowed else (),
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
