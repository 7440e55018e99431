"""From listings to contents: a whole piece of an index, or the rows of changed organisations."""

from collections import Counter
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from scipy.sparse import csr_array

from matchmaker.matching.analysing import analysed_all, no_collection
from matchmaker.matching.contents import ROLES, Contents, joined, trimmed
from matchmaker.matching.language.analysis import Analyser
from matchmaker.matching.language.text import Language
from matchmaker.matching.listing import Listing
from matchmaker.matching.roles import Roles, analysed
from matchmaker.matching.semantic.encoder import Encoder
from matchmaker.matching.semantic.lexicon import Heard, induced
from matchmaker.matching.semantic.meaning import (
    Crowd,
    Either,
    Meaning,
    crowded,
    encoded,
    known_share,
    texts_of,
    whole_meaning,
)
from matchmaker.matching.semantic.spans import Span
from matchmaker.matching.settings import Settings
from matchmaker.matching.table import Table, place_of, row_of
from matchmaker.matching.vectors import TermSpace, mean_length
from matchmaker.matching.wording import Words

Progress = Callable[[int, int], None]


@dataclass(frozen=True, slots=True)
class Maker:
    """What it takes to read listings."""

    analyser: Analyser
    encoder: Encoder | None
    settings: Settings


@no_collection()
def build(
    listings: Sequence[Listing],
    maker: Maker,
    *,
    remembered: Mapping[str, np.ndarray],
    progress: Progress | None,
    encoding: Progress | None,
    processes: int,
) -> Contents:
    """Contents of a new index. `remembered` are vectors of texts by this encoder, which need not be encoded again.

    `progress` is called with listings analysed and in all, `encoding` with texts encoded and to encode.
    """
    settings, table = maker.settings, Table.of([row_of(listing) for listing in listings])
    ordered = _in_order(listings)
    roles = analysed_all(ordered, maker.analyser, settings, processes=processes, progress=progress)
    known = _known(roles)
    lexicon = induced(map(_heard, roles), maker.encoder, settings.lexicon)
    if lexicon.links:
        roles = [found.extended(lexicon) for found in roles]
    space = TermSpace.fit([{**found.profile, **found.names} for found in roles])
    lengths = {role: mean_length([getattr(found, role) for found in roles]) for role in ROLES}
    matrices = _matrices(roles, space, lengths, settings)
    spans = encoded(_spoken(roles, maker), maker.encoder, remembered=remembered, progress=encoding)
    meaning = whole_meaning(spans, known, table.flags("is_domestic"), settings.meaning)
    return Contents(table, space, matrices, _words(roles, space, matrices), lengths, meaning, lexicon)


def changed(old: Contents, listings: Sequence[Listing], gone: Collection[str], maker: Maker) -> Contents:
    """Contents with all listings of the organisations `gone` left out and `listings` put in.

    Document frequencies, mean lengths, the lexicon, mean vectors and the crowding of the others stay as they were;
    unseen terms get the highest IDF, and terms that no listing has any more are forgotten.
    """
    added = read(listings, old, maker, crowds=[_crowd(old, gone)], remembered=old.meaning.remembered())
    return trimmed(joined(old, rows_without(old, gone), added, range(len(added))))


def changed_tail(
    base: Contents,
    tail: Contents,
    listings: Sequence[Listing],
    gone: Collection[str],
    gone_before: Collection[str],
    maker: Maker,
) -> Contents:
    """`changed` for what stands behind a base that stays: its space goes on from that of the base.

    `gone_before` are organisations of the base that do not count any more.
    """
    crowds = [_crowd(base, {*gone, *gone_before}), _crowd(tail, gone)]
    remembered = Either(tail.meaning.remembered(), base.meaning.remembered())
    added = read(listings, tail, maker, crowds=crowds, remembered=remembered)
    newer = joined(tail, rows_without(tail, gone), added, range(len(added)))
    return trimmed(newer, base=base.space)


def _crowd(contents: Contents, gone: Collection[str]) -> Crowd:
    is_there = np.zeros(len(contents), dtype=bool)
    is_there[rows_without(contents, gone)] = True
    return Crowd(contents.meaning.texts, contents.table.flags("is_domestic"), is_there)


def read(
    listings: Sequence[Listing],
    old: Contents,
    maker: Maker,
    *,
    crowds: Sequence[Crowd],
    remembered: Mapping[str, np.ndarray],
) -> Contents:
    """Contents of `listings` alone, in the space of `old` and what their own terms add to it.

    They are crowded among each other and `crowds`.
    """
    ordered, settings = _in_order(listings), maker.settings
    plain = analysed(ordered, maker.analyser, settings)
    roles = [found.extended(old.lexicon) for found in plain]
    table = Table.of([row_of(listing) for listing in ordered])
    space = old.space.with_terms_of([{**found.profile, **found.names} for found in roles])
    matrices = _matrices(roles, space, old.lengths, settings)
    spans = encoded(_spoken(roles, maker), maker.encoder, remembered=remembered)
    texts, sides = texts_of(spans, old.meaning.centres, _known(plain)), table.flags("is_domestic")
    meant = crowded(texts, sides, [*crowds, Crowd(texts, sides)], settings.meaning)
    meaning = Meaning(spans, old.meaning.centres, meant)
    return Contents(table, space, matrices, _words(roles, space, matrices), old.lengths, meaning, old.lexicon)


def rows_without(contents: Contents, gone: Collection[str]) -> list[int]:
    """The rows of all organisations but those that are gone."""
    left = np.ones(len(contents), dtype=bool)
    for organisation in gone:
        own = contents.table.places.get(organisation, range(0))
        left[own.start : own.stop] = False
    places: list[int] = np.flatnonzero(left).tolist()
    return places


def _in_order(listings: Sequence[Listing]) -> list[Listing]:
    return sorted(listings, key=place_of)


def _spoken(roles: Sequence[Roles], maker: Maker) -> list[Sequence[Span]]:
    """The spans of each listing for the encoder; without one there is no reason to keep what people wrote."""
    return [found.spans if maker.encoder is not None else () for found in roles]


def _known(roles: Sequence[Roles]) -> dict[str, np.ndarray]:
    return {
        role: np.array([known_share(getattr(found, role)) for found in roles], dtype=np.float64)
        for role in ("offer", "need", "profile")
    }


def _matrices(
    roles: Sequence[Roles], space: TermSpace, lengths: Mapping[str, float], settings: Settings
) -> dict[str, csr_array]:
    return {
        role: space.vectors(
            [getattr(found, role) for found in roles], mean_length=lengths[role], k1=settings.k1, b=settings.b
        )
        for role in ROLES
    }


def _words(roles: Sequence[Roles], space: TermSpace, matrices: Mapping[str, csr_array]) -> Words:
    return Words.behind(matrices["profile"], space.terms, [found.surfaces for found in roles])


def _heard(roles: Roles) -> Heard:
    lengths: Counter[Language] = Counter()
    for span in roles.spans:
        lengths[span.language] += len(span.text)
    language = max(Language, key=lambda found: lengths[found]) if lengths else Language.EN
    return Heard(roles.profile, roles.surfaces, language)
