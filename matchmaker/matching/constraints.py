"""Pairs that must never be suggested, whatever their score: asked before anything is ranked."""

from collections.abc import Collection, Mapping
from datetime import date
from itertools import pairwise

import numpy as np
from scipy.sparse import csr_array

from matchmaker.matching.conditions import Conditions
from matchmaker.matching.explanation import Exclusion
from matchmaker.matching.matrices import rows_of
from matchmaker.matching.pairing import Couples
from matchmaker.matching.requirements import Requirement
from matchmaker.matching.score import says_something
from matchmaker.matching.table import Table

Rows = slice | np.ndarray


class Constraints:
    """Hard constraints of the rows of one table, as of the day `on` (the day counts for standards that expire).

    Pairs may be of rows of two tables, one of which has changed since the other was built.
    """

    def __init__(self, table: Table, *, on: date) -> None:
        self.table, self.on = table, on
        self.conditions: Conditions = table.conditions
        self._gaps: dict[Requirement, np.ndarray] = {}

    def allowed(
        self, rows: Rows, theirs: "Constraints", columns: Rows, closed: Mapping[str, Collection[str]]
    ) -> np.ndarray:
        """Which pairs of `rows` and `columns`, rows of `theirs`, may be suggested; they must be of different sides.

        `closed` are the closed doors of each organisation.
        """
        fits: np.ndarray = ~(self._unfit_types(rows, theirs, columns) | self._gap(rows, theirs, columns))
        shut = theirs._gap(columns, self, rows)
        fits &= ~shut.T
        self._close(fits, rows, theirs, columns, closed)
        return fits

    def allowed_pairs(self, couples: Couples, theirs: "Constraints") -> np.ndarray:
        """Which of some pairs, their columns rows of `theirs`, may be suggested; sides and closed doors aside."""
        fits: np.ndarray = ~(self._unfit_pairs(couples, theirs) | self._gap_pairs(couples, theirs))
        return fits

    def exclusions(self, couple: Couples, theirs: "Constraints", *, is_closed: bool) -> tuple[Exclusion, ...]:
        """Every reason against one pair, its column a row of `theirs`."""
        is_domestic = self.table.flags("is_domestic")[couple.rows], theirs.table.flags("is_domestic")[couple.columns]
        reasons = {
            Exclusion.SAME_SIDE: bool((is_domestic[0] == is_domestic[1])[0]),
            Exclusion.BLOCKED: is_closed,
            Exclusion.PARTNERSHIP_TYPE: bool(self._unfit_pairs(couple, theirs)[0]),
            Exclusion.REQUIREMENT: bool(self._gap_pairs(couple, theirs)[0]),
        }
        return tuple(reason for reason, holds in reasons.items() if holds)

    def _close(
        self,
        fits: np.ndarray,
        rows: Rows,
        theirs: "Constraints",
        columns: Rows,
        closed: Mapping[str, Collection[str]],
    ) -> None:
        if not closed:
            return
        places = {row: column for column, row in enumerate(_places(columns, theirs.table).tolist())}
        for number, row in enumerate(_places(rows, self.table).tolist()):
            for other in closed.get(self.table.rows[row].listing.organisation, ()):
                for place in theirs.table.places.get(other, ()):
                    if place in places:
                        fits[number, places[place]] = False

    def _unfit_types(self, rows: Rows, theirs: "Constraints", columns: Rows) -> np.ndarray:
        mine, other = rows_of(self.conditions.families, rows), rows_of(theirs.conditions.families, columns)
        both: np.ndarray = np.outer(says_something(mine), says_something(other))
        if not both.any():
            return both
        shared = mine @ _same(self.conditions.family_names, theirs.conditions.family_names) @ other.T
        unfit: np.ndarray = both & (shared.toarray() == 0)
        return unfit

    def _unfit_pairs(self, couples: Couples, theirs: "Constraints") -> np.ndarray:
        mine = rows_of(self.conditions.families, couples.rows)
        other = rows_of(theirs.conditions.families, couples.columns)
        same = _same(self.conditions.family_names, theirs.conditions.family_names)
        shared = (mine @ same).multiply(other).sum(axis=1)
        unfit: np.ndarray = says_something(mine) & says_something(other) & (np.asarray(shared) == 0)
        return unfit

    def _gap_pairs(self, couples: Couples, theirs: "Constraints") -> np.ndarray:
        """Whether one of each two demands what the facts of the other fall short of."""
        turned = Couples(couples.columns, couples.rows)
        gap: np.ndarray = self._short_pairs(couples, theirs) | theirs._short_pairs(turned, self)
        return gap

    def _short_pairs(self, couples: Couples, theirs: "Constraints") -> np.ndarray:
        """Whether the row of each pair demands what the facts of its column fall short of."""
        demanded = rows_of(self.conditions.demanded, couples.rows)
        asking = np.repeat(np.arange(len(couples)), np.diff(demanded.indptr))
        falls_short = np.zeros(len(couples), dtype=bool)
        order = np.argsort(demanded.indices, kind="stable")
        found, starts = np.unique(demanded.indices[order], return_index=True)
        ends = pairwise([*starts.tolist(), len(order)])
        for must, (first, last) in zip(found.tolist(), ends, strict=True):
            places = asking[order[first:last]]
            columns = couples.columns[places]
            falls_short[places] |= theirs.conditions.falls_short(self.conditions.musts[must], columns, on=self.on)
        return falls_short

    def _gap(self, rows: Rows, theirs: "Constraints", columns: Rows) -> np.ndarray:
        """Rows x columns: whether a row demands what the facts of a column fall short of."""
        demanded, musts = rows_of(self.conditions.demanded, rows), self.conditions.musts
        asked = np.unique(demanded.indices)
        if 2 * len(asked) < len(musts):
            demanded = demanded[:, asked]
        else:
            asked = np.arange(len(musts))
        width = len(_places(columns, theirs.table))
        gaps = np.array([theirs._falls_short(musts[must], columns) for must in asked.tolist()], dtype=np.int32)
        has_gap: np.ndarray = demanded @ gaps.reshape(len(asked), width) > 0
        return has_gap

    def _falls_short(self, must: Requirement, rows: Rows) -> np.ndarray:
        """One boolean per row: whether it falls short of `must`."""
        if must not in self._gaps:
            self._gaps[must] = self.conditions.gaps(must, on=self.on)
        falls_short: np.ndarray = self._gaps[must][self.conditions.answers_on(must)[rows]]
        return falls_short


def _places(rows: Rows, table: Table) -> np.ndarray:
    return np.arange(len(table))[rows]


def _same(mine: Collection[str], theirs: Collection[str]) -> csr_array:
    """Families x families: one where two names are the same."""
    return csr_array(np.array([[one == other for other in theirs] for one in mine], dtype=np.int32).reshape(
        len(mine), len(theirs)))  # fmt: skip
