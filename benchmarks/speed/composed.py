"""An index of a market without its texts: for sizes at which analysing every text would take an hour."""

from dataclasses import dataclass
from pathlib import Path

import numpy as np
from scipy.sparse import csr_array
from sklearn.preprocessing import normalize

from benchmarks.listings import corpus
from benchmarks.speed.build import ON
from benchmarks.speed.markets import Source
from matchmaker.matching import Analyser, Kind, Listing, MatchIndex, Settings, Side, store
from matchmaker.matching.batches import ROLES
from matchmaker.matching.contents import Contents
from matchmaker.matching.listing import Row
from matchmaker.matching.segment import Segment
from matchmaker.matching.semantic.lexicon import EMPTY
from matchmaker.matching.semantic.meaning import encoded, whole_meaning
from matchmaker.matching.table import Table
from matchmaker.matching.vectors import TermSpace
from matchmaker.matching.wording import Words
from matchmaker.vocabulary import vocabulary

_EACH = 3
"""Listings of an organisation: its profile first."""


@dataclass(frozen=True)
class Composed:
    """Stores the index of a market; runs in a process of its own."""

    source: Source
    target: Path

    def store(self) -> int:
        """Offers and needs as the market has them, both together as profiles; the number of listings."""
        found, settings = corpus(self.source.count, cache=self.source.cache), Settings()
        count, width = map(int, found.offers.shape)
        matrices = {
            "offer": found.offers,
            "need": found.needs,
            "profile": csr_array(normalize(found.offers + found.needs)),
            "names": csr_array((count, width)),
        }
        table = Table.of(_rows(count))
        spans = encoded([()] * count, None, remembered={})
        known = {role: np.zeros(count) for role in ("offer", "need", "profile")}
        contents = Contents(
            table=table,
            space=TermSpace.of(list(found.terms), np.ones(width), count),
            matrices=matrices,
            words=Words([""], np.zeros(matrices["profile"].nnz, dtype=np.int32)),
            lengths=dict.fromkeys(ROLES, 1.0),
            meaning=whole_meaning(spans, known, table.flags("is_domestic"), settings.meaning),
            lexicon=EMPTY,
        )
        words = vocabulary()
        analyser = Analyser(words.glossary, settings.text)
        store.save(MatchIndex(Segment(contents, settings, ON), lambda: analyser, words.digest), self.target)
        return count


def _rows(count: int) -> list[Row]:
    """Rows in the order of the market, the first half domestic."""
    half = count // (2 * _EACH) * _EACH
    return [
        Row(
            Listing(
                id=f"{number:09d}",
                organisation=f"{number // _EACH:09d}",
                side=Side.DOMESTIC if number < half else Side.OVERSEAS,
                kind=Kind.OPPORTUNITY if number % _EACH else Kind.ORGANISATION,
            ),
            frozenset(),
            states_offer=True,
            states_need=True,
        )
        for number in range(count)
    ]
