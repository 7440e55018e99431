"""What an index holds: its rows and their vectors in one term space; built whole, or changed in places."""

from collections import Counter
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np
from scipy.sparse import csr_array, vstack

from matchmaker.matching.language.analysis import Analyser
from matchmaker.matching.language.text import Language
from matchmaker.matching.listing import Listing
from matchmaker.matching.score import Vectors
from matchmaker.matching.semantic.changes import Placement, changed_meaning
from matchmaker.matching.semantic.encoder import Encoder
from matchmaker.matching.semantic.lexicon import Heard, Lexicon, induced
from matchmaker.matching.semantic.meaning import (
    Meaning,
    encoded,
    known_share,
    whole_meaning,
)
from matchmaker.matching.settings import Settings
from matchmaker.matching.table import Roles, Row, Table, analysed, row_of, surface_table
from matchmaker.matching.vectors import TermSpace, mean_length

Progress = Callable[[int, int], None]

ROLES = ("offer", "need", "profile", "names")
_BATCH = 100


@dataclass(frozen=True, slots=True)
class Contents:
    """Rows, and by role (`ROLES`) a matrix rows x terms. `words` are the surfaces behind `profile.data`.

    `lengths` are the mean text lengths by role that the vectors were normalised with.
    """

    table: Table
    space: TermSpace
    matrices: Mapping[str, csr_array]
    words: tuple[str, ...]
    lengths: Mapping[str, float]
    meaning: Meaning
    lexicon: Lexicon

    @property
    def vectors(self) -> Vectors:
        """The matrices that make scores."""
        return Vectors(
            offer=self.matrices["offer"],
            need=self.matrices["need"],
            profile=self.matrices["profile"],
            states_offer=self.table.flags("states_offer"),
            is_profile=self.table.flags("is_profile"),
            texts=self.meaning.texts,
        )

    def word(self, row: int, column: int) -> str:
        """The words with which a listing says a term, '' when it does not."""
        profile = self.matrices["profile"]
        first, last = profile.indptr[row], profile.indptr[row + 1]
        place = first + int(np.searchsorted(profile.indices[first:last], column))
        return self.words[place] if place < last and profile.indices[place] == column else ""


def build(
    listings: Sequence[Listing],
    analyser: Analyser,
    encoder: Encoder | None,
    settings: Settings,
    *,
    remembered: Mapping[str, np.ndarray],
    progress: Progress | None,
    encoding: Progress | None,
) -> Contents:
    """Contents of a new index. `remembered` are vectors of texts by this encoder, which need not be encoded again.

    `progress` is called with listings analysed and in all, `encoding` with texts encoded and to encode.
    """
    rows = Table.of([row_of(listing) for listing in listings])
    by_id = {listing.id: listing for listing in listings}
    ordered = [by_id[row.listing.id] for row in rows.rows]
    roles: list[Roles] = []
    for start in range(0, len(ordered), _BATCH):
        roles.extend(analysed(ordered[start : start + _BATCH], analyser, settings))
        if progress is not None:
            progress(len(roles), len(ordered))
    known = _known(roles)
    lexicon = induced(map(_heard, roles), encoder, settings.lexicon)
    roles = [found.extended(lexicon) for found in roles]
    space = TermSpace.fit([{**found.profile, **found.names} for found in roles])
    lengths = {role: mean_length([getattr(found, role) for found in roles]) for role in ROLES}
    matrices = _matrices(roles, space, lengths, settings)
    words = _words(roles, space, matrices["profile"])
    spans = encoded([found.spans for found in roles], encoder, remembered=remembered, progress=encoding)
    meaning = whole_meaning(spans, known, rows.flags("is_domestic"), settings.meaning)
    return Contents(rows, space, matrices, tuple(words), lengths, meaning, lexicon)


def changed(
    old: Contents,
    listings: Sequence[Listing],
    gone: Collection[str],
    analyser: Analyser,
    encoder: Encoder | None,
    settings: Settings,
) -> Contents:
    """Contents with all listings of the organisations `gone` left out and `listings` put in.

    Document frequencies, mean lengths, the lexicon, mean vectors and the crowding of the others stay as they were;
    unseen terms get the highest IDF, and terms that no listing has any more are forgotten.
    """
    kept = [place for place, row in enumerate(old.table.rows) if row.listing.organisation not in gone]
    plain = analysed(listings, analyser, settings)
    roles = [found.extended(old.lexicon) for found in plain]
    space = old.space.with_terms_of([{**found.profile, **found.names} for found in roles])
    rows = [*(old.table.rows[place] for place in kept), *(row_of(listing) for listing in listings)]
    added = _matrices(roles, space, old.lengths, settings)
    order = _order(rows)
    matrices = {
        role: _reordered([_widened(old.matrices[role], len(space.terms))[kept], added[role]], order) for role in ROLES
    }
    words = [*_kept_words(old, kept), *_row_words(_words(roles, space, added["profile"]), added["profile"])]
    flat = tuple(word for place in order for word in words[place])
    table = Table.of(rows)
    spans = encoded([found.spans for found in roles], encoder, remembered=old.meaning.remembered())
    placed = Placement(tuple(kept), tuple(order), table.flags("is_domestic"))
    meaning = changed_meaning(old.meaning, spans, _known(plain), placed, settings.meaning)
    return _in_use(Contents(table, space, matrices, flat, old.lengths, meaning, old.lexicon))


def _in_use(contents: Contents) -> Contents:
    """The same contents without the terms that no row has: nothing stays of what those wrote who left."""
    is_used = np.zeros(len(contents.space.terms), dtype=bool)
    for matrix in contents.matrices.values():
        is_used[matrix.indices] = True
    if is_used.all():
        return contents
    space = contents.space.only(np.flatnonzero(is_used))
    places = np.cumsum(is_used, dtype=np.int32) - np.int32(1)
    matrices = {
        role: csr_array((matrix.data, places[matrix.indices], matrix.indptr), shape=(matrix.shape[0], len(space.terms)))
        for role, matrix in contents.matrices.items()
    }
    links = {term: found for term, found in contents.lexicon.links.items() if term in space.columns}
    return replace(contents, space=space, matrices=matrices, lexicon=Lexicon(links))


def _known(roles: Sequence[Roles]) -> dict[str, np.ndarray]:
    return {
        role: np.array([known_share(getattr(found, role)) for found in roles], dtype=np.float64)
        for role in ("offer", "need", "profile")
    }


def _order(rows: Sequence[Row]) -> list[int]:
    return sorted(range(len(rows)), key=lambda n: (rows[n].listing.organisation, rows[n].listing.id))


def _matrices(
    roles: Sequence[Roles], space: TermSpace, lengths: Mapping[str, float], settings: Settings
) -> dict[str, csr_array]:
    return {
        role: space.vectors(
            [getattr(found, role) for found in roles], mean_length=lengths[role], k1=settings.k1, b=settings.b
        )
        for role in ROLES
    }


def _words(roles: Sequence[Roles], space: TermSpace, profile: csr_array) -> list[str]:
    return surface_table(profile, space.terms, [found.surfaces for found in roles])


def _row_words(words: Sequence[str], matrix: csr_array) -> list[Sequence[str]]:
    return [words[matrix.indptr[n] : matrix.indptr[n + 1]] for n in range(matrix.shape[0])]


def _kept_words(old: Contents, kept: Sequence[int]) -> list[Sequence[str]]:
    by_row = _row_words(old.words, old.matrices["profile"])
    return [by_row[place] for place in kept]


def _widened(matrix: csr_array, width: int) -> csr_array:
    return csr_array((matrix.data, matrix.indices, matrix.indptr), shape=(matrix.shape[0], width))


def _reordered(blocks: Sequence[csr_array], order: Sequence[int]) -> csr_array:
    stacked = csr_array(vstack(blocks, format="csr"))[order]
    stacked.sort_indices()
    return stacked


def _heard(roles: Roles) -> Heard:
    lengths: Counter[Language] = Counter()
    for span in roles.spans:
        lengths[span.language] += len(span.text)
    language = max(Language, key=lambda found: lengths[found]) if lengths else Language.EN
    return Heard(roles.profile, roles.surfaces, language)
