"""Takes the scores of pairs of organisations apart into what made them."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from itertools import chain

import numpy as np

from matchmaker.matching.best import Best, Cell, Pair, Share, best_of
from matchmaker.matching.explanation import (
    Basis,
    Contribution,
    ContributionKind,
    Direction,
    Exclusion,
    Explanation,
    RequirementCheck,
    shortened,
)
from matchmaker.matching.language.analysis import Analyser
from matchmaker.matching.listing import Row, struck
from matchmaker.matching.pairing import Couples
from matchmaker.matching.requirements import Verdict, check, rests_on_text
from matchmaker.matching.segment import Segment
from matchmaker.matching.semantic.meaning import closest
from matchmaker.matching.sharing import Line, Shared, shared_codes, shared_terms

COMPETITOR = "competitor"
MEANING = "meaning"

_QUOTED = 300
_CELLS = 20_000
"""So many pairs of listings are held against each other at once: some 100 MB with vectors of 512 dimensions."""

Way = tuple[str, str, Direction]
"""Role of mine, role of theirs, and what to call the direction."""

_FORWARD: Way = ("offer", "need", Direction.FORWARD)
_BACKWARD: Way = ("need", "offer", Direction.BACKWARD)
_PROFILES: Way = ("profile", "profile", Direction.BOTH)

_TERM, _CODE = ContributionKind.TERM, ContributionKind.CODE


class _Party:
    """The segment of one of the two; rows that were read once are kept."""

    def __init__(self, segment: Segment) -> None:
        self.segment, self.contents, self.table = segment, segment.contents, segment.contents.table
        self._rows: dict[int, Row] = {}

    def row(self, place: int) -> Row:
        """The row at a place."""
        if place not in self._rows:
            self._rows[place] = self.table.rows[place]
        return self._rows[place]


class Reasons:
    """Explains pairs of organisations, the first of one segment, the second of another or the same.

    `doors` are the closed doors of each organisation.
    """

    def __init__(
        self, mine: Segment, theirs: Segment, doors: Mapping[str, Collection[str]], analyser: Analyser
    ) -> None:
        self._mine, self._theirs = _Party(mine), _Party(theirs)
        self._doors, self._analyser, self._settings, self._on = doors, analyser, mine.settings, mine.on

    def explain_all(self, pairs: Sequence[Pair]) -> list[Explanation]:
        """Why the best pair of listings of two organisations has its score, for each of `pairs`."""
        found: list[Explanation] = []
        for block in self._blocks(pairs):
            found.extend(self._explained(best_of(block, self._mine.segment, self._theirs.segment, self._doors)))
        return found

    def _blocks(self, pairs: Sequence[Pair]) -> Iterator[Sequence[Pair]]:
        """The pairs in blocks of at most `_CELLS` pairs of listings, or of one pair of organisations."""
        mine, theirs = self._mine.table.places, self._theirs.table.places
        first = cells = 0
        for at, (one, other) in enumerate(pairs):
            more = len(mine[one]) * len(theirs[other])
            if cells and cells + more > _CELLS:
                yield pairs[first:at]
                first, cells = at, 0
            cells += more
        if first < len(pairs):
            yield pairs[first:]

    def _explained(self, best: Best) -> Iterator[Explanation]:
        terms, codes = self._terms(best), self._codes(best.couples)
        for at, (left, right) in enumerate(best.couples):
            is_allowed, cell = best.allowed[at], best.cells[at]
            told = [(way, share, terms[way][at]) for way, share in self._ways(best.bases[at], cell)]
            yield Explanation(
                score=best.scores[at] if is_allowed else 0.0,
                basis=best.bases[at],
                listing_mine=self._mine.table.ids[left],
                listing_theirs=self._theirs.table.ids[right],
                pairs=best.counts[at],
                contributions=self._contributions((left, right), told, codes[at], cell) if is_allowed else (),
                requirements=tuple(self._checks(left, right)),
                exclusions=() if is_allowed else self._exclusions(best, at),
            )

    def _exclusions(self, best: Best, at: int) -> tuple[Exclusion, ...]:
        couple = best.couples[np.array([at])]
        return self._mine.segment.constraints.exclusions(
            couple, self._theirs.segment.constraints, is_closed=best.is_closed[at]
        )

    def _terms(self, best: Best) -> dict[Way, Sequence[Sequence[Shared]]]:
        """What each pair shares in each way; profiles only of those that are compared by them."""
        mine, theirs = self._mine.contents, self._theirs.contents
        is_similar = np.array([basis is Basis.SIMILARITY for basis in best.bases], dtype=bool)
        return {
            way: shared_terms(mine, theirs, best.couples, way[:2], only=is_similar == (way is _PROFILES))
            for way in (_FORWARD, _BACKWARD, _PROFILES)
        }

    def _codes(self, couples: Couples) -> Sequence[Sequence[Line]]:
        mine, theirs = self._mine.table.channels, self._theirs.table.channels
        return shared_codes(mine, theirs, couples, self._settings)

    def _ways(self, basis: Basis, cell: Cell) -> Iterator[tuple[Way, Share]]:
        """The directions in which two rows are compared, and what a unit of evidence counts in each."""
        settings = self._settings
        if basis is Basis.SIMILARITY:
            yield _PROFILES, cell.similarity.share(settings.similarity_ceiling)
            return
        share, forward, backward = settings.stronger_share, cell.forward, cell.backward
        ahead = share if forward.joined >= backward.joined else 1.0 - share
        yield _FORWARD, forward.share(ahead)
        yield _BACKWARD, backward.share(1.0 - ahead)

    def _contributions(
        self, rows: tuple[int, int], told: Sequence[tuple[Way, Share, Sequence[Shared]]], codes: Sequence[Line],
        cell: Cell,
    ) -> tuple[Contribution, ...]:  # fmt: skip
        settings = self._settings
        names = self._mine.row(rows[0]).names | self._theirs.row(rows[1]).names
        weight, reach = settings.text_weight, settings.code_weight * cell.reach
        terms = chain.from_iterable(_of_terms(found, way, share.words, weight) for way, share, found in told)
        coded = (Contribution(_CODE, one.code, one.way, one.value * reach) for one in codes if one.value * reach)
        found = [
            *shortened(terms, limit=settings.explained_terms, hidden=names),
            *(self._meant(way, share, rows, names) for way, share, _ in told if share.meaning * weight),
            *sorted(coded, key=lambda code: (-code.value, code.key, code.direction)),
        ]
        taken = settings.competitor_penalty * cell.rivalry * sum(part.value for part in found)
        if taken > 0.0:
            found.append(Contribution(ContributionKind.PENALTY, COMPETITOR, Direction.BOTH, -taken))
        return tuple(found)

    def _meant(self, way: Way, share: Share, rows: tuple[int, int], names: frozenset[str]) -> Contribution:
        mine_role, theirs_role, direction = way
        telling = frozenset(filter(self._is_telling, names))
        one, other = self._mine.contents.meaning, self._theirs.contents.meaning
        nearest = closest(one.sentences(rows[0], mine_role), other.sentences(rows[1], theirs_role))
        mine, theirs = (_quoted(struck(sentence, telling)) for sentence in nearest)
        value = share.meaning * self._settings.text_weight
        return Contribution(ContributionKind.MEANING, MEANING, direction, value, mine, theirs)

    def _is_telling(self, name: str) -> bool:
        """Whether a word of a name tells whose it is: `cell` of `Northmere Cell Ltd` does not."""
        return not self._analyser.is_of_glossary(name)

    def _checks(self, left: int, right: int) -> Iterator[RequirementCheck]:
        mine, theirs = self._mine.row(left).listing, self._theirs.row(right).listing
        for asks, answers, is_mine in ((mine, theirs, True), (theirs, mine, False)):
            for requirement in asks.requirements:
                verdict = check(requirement, answers.facts, on=self._on)
                is_read = verdict is Verdict.MATCH and rests_on_text(requirement, answers.facts)
                yield RequirementCheck(requirement, is_mine, verdict, is_read)


def _of_terms(terms: Sequence[Shared], way: Way, share: float, weight: float) -> Iterator[Contribution]:
    for term in terms:
        value = term.value * share * weight
        if value:
            yield Contribution(_TERM, term.key, way[2], value, term.mine, term.theirs)


def _quoted(sentence: str) -> str:
    return sentence if len(sentence) <= _QUOTED else f"{sentence[: _QUOTED - 1].rstrip()}…"
