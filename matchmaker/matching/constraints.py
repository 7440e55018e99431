"""Pairs that must never be suggested, whatever their score: asked before anything is ranked."""

from collections.abc import Sequence
from datetime import date

import numpy as np
from scipy.sparse import csr_array

from matchmaker.matching.explanation import Exclusion
from matchmaker.matching.requirements import Requirement, Strength, Verdict, check, relevant_facts
from matchmaker.matching.score import says_something
from matchmaker.matching.table import Row, Table


class Constraints:
    """Hard constraints of one table, as of the day `on` (the day counts for standards that expire)."""

    def __init__(self, table: Table, *, on: date) -> None:
        self._table, self.on = table, on
        musts = [_musts(row) for row in table.rows]
        distinct = list(dict.fromkeys(must for found in musts for must in found))
        place = {must: number for number, must in enumerate(distinct)}
        self._gaps = _gaps(distinct, table.rows, on)
        self._demanded = _incidence([[place[must] for must in found] for found in musts], len(distinct))
        self._families = _families(table.rows)
        self._states_family = says_something(self._families)

    def allowed(self, rows: np.ndarray, columns: np.ndarray) -> np.ndarray:
        """Which pairs of a block may be suggested; columns must be of the other side."""
        fits: np.ndarray = ~self._unfit_types(rows, columns) & ~self._has_gap(rows, columns)
        organisations = [self._table.rows[place].listing.organisation for place in columns]
        for number, place in enumerate(rows):
            closed = self._table.blocked.get(self._table.rows[place].listing.organisation)
            if closed:
                fits[number, [name in closed for name in organisations]] = False
        return fits

    def exclusions(self, mine: int, theirs: int) -> tuple[Exclusion, ...]:
        """Every reason against one pair of rows."""
        rows, columns = np.array([mine]), np.array([theirs])
        left, right = self._table.rows[mine].listing, self._table.rows[theirs].listing
        reasons = {
            Exclusion.SAME_SIDE: left.side is right.side,
            Exclusion.BLOCKED: right.organisation in self._table.blocked.get(left.organisation, ()),
            Exclusion.PARTNERSHIP_TYPE: bool(self._unfit_types(rows, columns)[0, 0]),
            Exclusion.REQUIREMENT: bool(self._has_gap(rows, columns)[0, 0]),
        }
        return tuple(reason for reason, holds in reasons.items() if holds)

    def _unfit_types(self, rows: np.ndarray, columns: np.ndarray) -> np.ndarray:
        both: np.ndarray = np.outer(self._states_family[rows], self._states_family[columns])
        if not both.any():
            return both
        unfit: np.ndarray = both & ((self._families[rows] @ self._families[columns].T).toarray() == 0)
        return unfit

    def _has_gap(self, rows: np.ndarray, columns: np.ndarray) -> np.ndarray:
        forward = self._demanded[rows] @ self._gaps[:, columns]
        backward = (self._demanded[columns] @ self._gaps[:, rows]).T
        has_gap: np.ndarray = (forward > 0) | (backward > 0)
        return has_gap


def _families(rows: Sequence[Row]) -> csr_array:
    """Rows x families of partnership types."""
    stated = [row.listing.codes.get("partnership_family", frozenset()) for row in rows]
    place = {family: number for number, family in enumerate(sorted(frozenset().union(*stated)))}
    return _incidence([[place[family] for family in families] for families in stated], len(place))


def _musts(row: Row) -> list[Requirement]:
    return [demand for demand in row.listing.requirements if demand.strength is Strength.MUST]


def _gaps(requirements: Sequence[Requirement], rows: Sequence[Row], on: date) -> np.ndarray:
    """Requirements x rows, 1 where the facts of the row fall short."""
    gaps = np.zeros((len(requirements), len(rows)), dtype=np.int32)
    for number, requirement in enumerate(requirements):
        known: dict[object, bool] = {}
        for place, row in enumerate(rows):
            facts = relevant_facts(requirement, row.listing.facts)
            if facts not in known:
                known[facts] = check(requirement, row.listing.facts, on=on) is Verdict.GAP
            gaps[number, place] = known[facts]
    return gaps


def _incidence(rows: Sequence[Sequence[int]], width: int) -> csr_array:
    indptr = np.cumsum([0, *(len(found) for found in rows)])
    indices = np.array([place for found in rows for place in sorted(found)], dtype=np.int32)
    return csr_array((np.ones(len(indices), dtype=np.int32), indices, indptr), shape=(len(rows), width))
