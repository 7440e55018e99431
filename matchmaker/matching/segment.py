"""A piece of an index, ready to be scored: contents, with what is kept at hand for them while they are open."""

from dataclasses import dataclass
from datetime import date
from functools import cached_property

import numpy as np

from matchmaker.matching.constraints import Constraints
from matchmaker.matching.contents import Contents
from matchmaker.matching.listing import Side
from matchmaker.matching.score import Scorer
from matchmaker.matching.semantic.spans import ROLES
from matchmaker.matching.settings import Settings


@dataclass(frozen=True)
class Segment:
    """Contents with the settings and the day that pairs are scored by."""

    contents: Contents
    settings: Settings
    on: date

    @cached_property
    def constraints(self) -> Constraints:
        """The hard constraints of its rows."""
        return Constraints(self.contents.table, on=self.on)

    def scorer(self, side: Side) -> Scorer:
        """Scores pairs with all rows of one side."""
        if side not in self._scorers:
            columns = self.contents.vectors[self.contents.table.rows_of(side)]
            by_term = {role: self.contents.by_term(side, role) for role in ROLES}
            self._scorers[side] = Scorer(columns, self.settings, by_term)
        return self._scorers[side]

    def owners(self, side: Side) -> "Owners":
        """The organisations of one side and their columns."""
        if side not in self._owners:
            table = self.contents.table
            names, rows = table.names_of(side), table.rows_of(side)
            first = int(np.searchsorted(table.starts, rows.start)) if side is Side.OVERSEAS else 0
            starts = np.asarray(table.starts[first : first + len(names) + 1], dtype=np.int64) - rows.start
            self._owners[side] = Owners(tuple(names), starts)
        return self._owners[side]

    @cached_property
    def _scorers(self) -> dict[Side, Scorer]:
        return {}

    @cached_property
    def _owners(self) -> "dict[Side, Owners]":
        return {}


@dataclass(frozen=True, slots=True)
class Owners:
    """Organisations in order, and the first column of each; `starts` has the end of the last one too."""

    names: tuple[str, ...]
    starts: np.ndarray

    def columns_of(self, place: int) -> slice:
        """The columns of one organisation."""
        return slice(int(self.starts[place]), int(self.starts[place + 1]))


@dataclass(frozen=True, slots=True)
class Drift:
    """What has changed since the last full build, whose weights of terms still hold.

    Listings built then, those of them that left or were replaced, and those that came.
    """

    built: int
    left: int
    came: int

    @property
    def share(self) -> float:
        """Listings that left or came, as a share of those built; 0 for an index that was empty."""
        return max(self.left, self.came) / self.built if self.built else 0.0
