"""From listings to contents: a whole piece of an index, or the rows of changed organisations."""

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from matchmaker.matching.analysing import Reading, analysing
from matchmaker.matching.collecting import no_collection
from matchmaker.matching.contents import Contents, joined, trimmed
from matchmaker.matching.gathering import Gathered
from matchmaker.matching.language.analysis import Analyser
from matchmaker.matching.listing import Listing
from matchmaker.matching.semantic.encoder import Encoder
from matchmaker.matching.semantic.induction import induced
from matchmaker.matching.semantic.lexicon import EMPTY
from matchmaker.matching.semantic.meaning import (
    Crowd,
    Either,
    Meaning,
    crowded,
    encoded,
    texts_of,
    whole_meaning,
)
from matchmaker.matching.settings import Settings
from matchmaker.matching.table import Table, place_of, row_of

Progress = Callable[[int, int], None]


@dataclass(frozen=True, slots=True)
class Maker:
    """What it takes to read listings."""

    analyser: Analyser
    encoder: Encoder | None
    settings: Settings

    @property
    def reading(self) -> Reading:
        """How listings are read: without an encoder there is no reason to keep what people wrote."""
        return Reading(self.analyser, self.settings, with_spans=self.encoder is not None)


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
    settings, ordered = maker.settings, _in_order(listings)
    with analysing(ordered, maker.reading, processes=processes, progress=progress) as batches:
        # Other processes read, or start at least, in the meantime.
        table = Table.of([row_of(listing) for listing in ordered])
        plain = Gathered.of(batches)
    lexicon = EMPTY if maker.encoder is None else induced(plain.heard(), maker.encoder, settings.lexicon)
    said = plain.extended(lexicon)
    space, lengths = said.space(), said.lengths()
    matrices, words = said.vectors(space, lengths, settings)
    spans = encoded(said.spans, maker.encoder, remembered=remembered, progress=encoding)
    meaning = whole_meaning(spans, said.known, table.flags("is_domestic"), settings.meaning)
    return Contents(table, space, matrices, words, lengths, meaning, lexicon)


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
    said = Gathered.of([maker.reading.read(ordered)]).extended(old.lexicon)
    table = Table.of([row_of(listing) for listing in ordered])
    space = old.space.with_terms(said.terms)
    matrices, words = said.vectors(space, old.lengths, settings)
    spans = encoded(said.spans, maker.encoder, remembered=remembered)
    texts, sides = texts_of(spans, old.meaning.centres, said.known), table.flags("is_domestic")
    meant = crowded(texts, sides, [*crowds, Crowd(texts, sides)], settings.meaning)
    meaning = Meaning(spans, old.meaning.centres, meant)
    return Contents(table, space, matrices, words, old.lengths, meaning, old.lexicon)


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
