"""What one piece of an index holds: its rows and their vectors in one term space. Never changed in place."""

from collections.abc import Iterable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field, replace
from functools import cached_property
from itertools import product

import numpy as np
from scipy.sparse import csr_array, vstack

from matchmaker.matching.batches import ROLES
from matchmaker.matching.kernels import entries_of
from matchmaker.matching.listing import Side
from matchmaker.matching.matrices import arrays_of, rows_of, stored_matrix, widened
from matchmaker.matching.retrieval import Postings, Retriever
from matchmaker.matching.score import Vectors, turned
from matchmaker.matching.semantic.changes import Part
from matchmaker.matching.semantic.changes import joined as joined_meaning
from matchmaker.matching.semantic.files import arrays_of as meaning_arrays
from matchmaker.matching.semantic.files import stored_meaning
from matchmaker.matching.semantic.lexicon import Lexicon
from matchmaker.matching.semantic.meaning import Meaning
from matchmaker.matching.strings import Arrays
from matchmaker.matching.table import Table
from matchmaker.matching.vectors import TermSpace
from matchmaker.matching.wording import Words

_SEARCHED = ("names",)
"""Roles whose transposed matrices a search by name goes through."""
_THREADS = 2


@dataclass(frozen=True)
class Contents:
    """Rows, and by role (`ROLES`) a matrix rows x terms. `words` stand behind the entries of the profile matrix.

    `lengths` are the mean text lengths by role that the vectors were normalised with. `stored` are the arrays that
    it was opened from, transposed matrices and posting lists among them; without them these are made when asked for.
    `piece` names the file of these arrays.
    """

    table: Table
    space: TermSpace
    matrices: Mapping[str, csr_array]
    words: Words
    lengths: Mapping[str, float]
    meaning: Meaning
    lexicon: Lexicon
    stored: Arrays = field(default_factory=dict)
    piece: str = ""

    @classmethod
    def of_arrays(
        cls, arrays: Arrays, *, lengths: Mapping[str, float], documents: int, behind: TermSpace | None = None
    ) -> "Contents":
        """The contents that `arrays` made, in a space that goes on from `behind`, or in one of their own.

        ValueError or KeyError when the arrays do not belong together.
        """
        table, space = Table.stored(arrays), TermSpace.stored(arrays, documents, behind=behind)
        shape = len(table), len(space.terms)
        matrices = {role: stored_matrix(arrays, role, shape) for role in ROLES}
        return cls(
            table=table,
            space=space,
            matrices=matrices,
            words=Words.stored(arrays, len(matrices["profile"].data)),
            lengths=lengths,
            meaning=stored_meaning(arrays, rows=len(table)),
            lexicon=Lexicon.stored(arrays),
            stored=arrays,
        )

    def arrays(self, *, behind: TermSpace | None = None) -> dict[str, np.ndarray]:
        """What is stored of it, with everything that opening must not have to make; not what `behind` has stored.

        Transposed matrices have an entry for every term there is. Behind a space they would be most of what a changed
        listing writes, so there only those are stored that a search asks for.
        """
        found = self.table.arrays() | self.space.arrays(behind=behind) | self.words.arrays()
        found |= meaning_arrays(self.meaning) | self.lexicon.arrays()
        for role, matrix in self.matrices.items():
            found |= arrays_of(matrix, role)
        asked = list(product(Side, ROLES if behind is None else _SEARCHED))
        # Compiled loops and those of scipy let other threads go on.
        with ThreadPoolExecutor(_THREADS) as pool:
            for (side, role), matrix in zip(asked, pool.map(lambda one: self.by_term(*one), asked), strict=True):
                found |= arrays_of(matrix, f"{role}.{side}")
            for side, postings in zip(Side, pool.map(self._postings, Side), strict=True):
                found |= {f"postings.{side}.{name}": array for name, array in postings.arrays().items()}
        return found

    def __len__(self) -> int:
        return len(self.table)

    @cached_property
    def vectors(self) -> Vectors:
        """The matrices that make scores."""
        return Vectors(
            offer=self.matrices["offer"],
            need=self.matrices["need"],
            profile=self.matrices["profile"],
            states_offer=self.table.flags("states_offer"),
            is_profile=self.table.flags("is_profile"),
            texts=self.meaning.texts,
            channels=self.table.channels,
        )

    def by_term(self, side: Side, role: str) -> csr_array:
        """The transposed matrix of the rows of one side in a role."""
        if (side, role) not in self._by_term:
            self._by_term[side, role] = self._turned(side, role)
        return self._by_term[side, role]

    def retriever(self, side: Side) -> Retriever:
        """Finds the profiles of one side."""
        return self._retrievers[side]

    def said(self, rows: np.ndarray, columns: np.ndarray) -> list[str]:
        """The words with which each of `rows` says the term in the same place of `columns`, '' where it does not."""
        profile = self.matrices["profile"]
        places = np.zeros(len(rows), dtype=np.int64)
        entries_of(profile.indptr, profile.indices, rows, columns, places)
        said = np.flatnonzero(places >= 0)
        found = [""] * len(rows)
        for at, words in zip(said.tolist(), self.words.all_at(places[said]), strict=True):
            found[at] = words
        return found

    @cached_property
    def _by_term(self) -> dict[tuple[Side, str], csr_array]:
        return {}

    def _turned(self, side: Side, role: str) -> csr_array:
        rows, name = self.table.rows_of(side), f"{role}.{side}"
        if f"{name}.data" not in self.stored:
            return turned(rows_of(self.matrices[role], rows))
        return stored_matrix(self.stored, name, (len(self.space.terms), rows.stop - rows.start))

    @cached_property
    def _retrievers(self) -> Mapping[Side, Retriever]:
        return {side: self._retriever(side) for side in Side}

    def _retriever(self, side: Side) -> Retriever:
        return Retriever(self._postings(side), rows_of(self.matrices["profile"], self.table.rows_of(side)))

    def _postings(self, side: Side) -> Postings:
        if not self.stored:
            return Postings.of(rows_of(self.matrices["profile"], self.table.rows_of(side)))
        begin = f"postings.{side}."
        kept = {name.removeprefix(begin): array for name, array in self.stored.items() if name.startswith(begin)}
        return Postings.from_arrays(kept)


def joined(first: Contents, kept: Sequence[int], second: Contents, added: Sequence[int]) -> Contents:
    """Some rows of two contents in one, in the space of the second, which must be that of the first or go on from it.

    Everything else is as in the second.
    """
    places = np.array(kept, dtype=np.int64), np.array(added, dtype=np.int64)
    table, order = Table.joined(first.table, places[0], second.table, places[1])
    width = len(second.space.terms)
    matrices = {
        role: _stacked(widened(rows_of(first.matrices[role], places[0]), width),
                       rows_of(second.matrices[role], places[1]), order)
        for role in ROLES
    }  # fmt: skip
    return Contents(
        table=table,
        space=second.space,
        matrices=matrices,
        words=_words((first, second), places, order.tolist()),
        lengths=second.lengths,
        meaning=joined_meaning(Part(first.meaning, kept), Part(second.meaning, added), order.tolist()),
        lexicon=second.lexicon,
    )


def emptied(contents: Contents) -> Contents:
    """The same space, lexicon and means without any row."""
    return joined(contents, (), contents, ())


def trimmed(contents: Contents, *, base: TermSpace | None = None) -> Contents:
    """The same contents without the terms that no row has: nothing stays of what those wrote who left.

    With a `base`, the space that theirs goes on from, its columns stay as they are and only those behind are trimmed.
    """
    is_used = np.zeros(len(contents.space.terms), dtype=bool)
    is_used[: len(base.terms) if base else 0] = True
    for matrix in contents.matrices.values():
        is_used[matrix.indices] = True
    if is_used.all():
        return contents
    kept = np.flatnonzero(is_used)
    space = contents.space.only(kept) if base is None else _going_on(base, contents.space, kept)
    places = np.cumsum(is_used, dtype=np.int32) - np.int32(1)
    matrices = {
        role: csr_array((matrix.data, places[matrix.indices], matrix.indptr), shape=(matrix.shape[0], len(space.terms)))
        for role, matrix in contents.matrices.items()
    }
    if base is not None:
        return replace(contents, space=space, matrices=matrices)
    links = {term: found for term, found in contents.lexicon.links.items() if term in space.columns}
    return replace(contents, space=space, matrices=matrices, lexicon=Lexicon(links))


def _going_on(base: TermSpace, space: TermSpace, columns: np.ndarray) -> TermSpace:
    more = columns[np.searchsorted(columns, len(base.terms)) :]
    return base.with_more([space.terms[column] for column in more.tolist()])


def _words(parts: Sequence[Contents], rows: Sequence[np.ndarray], order: Sequence[int]) -> Words:
    """The words behind each entry of the profile matrix: those of some rows of each part, put in order."""
    said = []
    for part, own in zip(parts, rows, strict=True):
        indptr = part.matrices["profile"].indptr
        said.append((part.words, [np.arange(indptr[row], indptr[row + 1]) for row in own.tolist()]))
    together = Words.chosen([(words, _joined(entries)) for words, entries in said])
    ends = np.cumsum([0, *(len(one) for _, entries in said for one in entries)])
    return Words(together.table, together.used[_joined([np.arange(*ends[place : place + 2]) for place in order])])


def _joined(parts: Iterable[np.ndarray]) -> np.ndarray:
    return np.concatenate([np.zeros(0, dtype=np.int64), *parts])


def _stacked(first: csr_array, second: csr_array, order: np.ndarray) -> csr_array:
    stacked = csr_array(vstack([first, second], format="csr"))[order]
    stacked.sort_indices()
    return stacked
