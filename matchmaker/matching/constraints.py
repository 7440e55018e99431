"""Pairs that must never be suggested, whatever their score: asked before anything is ranked."""

from collections.abc import Collection, Mapping
from datetime import date

import numpy as np
from scipy.sparse import csr_array

from matchmaker.matching.conditions import Conditions
from matchmaker.matching.explanation import Exclusion
from matchmaker.matching.matrices import rows_of
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

    def exclusions(self, mine: int, theirs: int, closed: Mapping[str, Collection[str]]) -> tuple[Exclusion, ...]:
        """Every reason against one pair of rows of this table."""
        rows, columns = np.array([mine]), np.array([theirs])
        left, right = self.table.rows[mine].listing, self.table.rows[theirs].listing
        has_gap = self._gap(rows, self, columns) | self._gap(columns, self, rows).T
        reasons = {
            Exclusion.SAME_SIDE: left.side is right.side,
            Exclusion.BLOCKED: right.organisation in closed.get(left.organisation, ()),
            Exclusion.PARTNERSHIP_TYPE: bool(self._unfit_types(rows, self, columns)[0, 0]),
            Exclusion.REQUIREMENT: bool(has_gap[0, 0]),
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
