"""The match index: built from listings, asked for partners, reasons and texts; never changed in place."""

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import cached_property
from itertools import chain, groupby
from typing import Protocol

import numpy as np

from matchmaker.matching.building import Maker, build, changed, changed_tail, rows_without
from matchmaker.matching.contents import Contents, emptied, joined, trimmed
from matchmaker.matching.explanation import Explanation
from matchmaker.matching.language.analysis import Analyser, Passage
from matchmaker.matching.listing import OTHER_SIDE, Listing, Side
from matchmaker.matching.ranking import Ranker, Suggested
from matchmaker.matching.reasons import Reasons
from matchmaker.matching.searching import Asked, Hit, searched
from matchmaker.matching.segment import Drift, Segment
from matchmaker.matching.semantic.encoder import Encoder
from matchmaker.matching.semantic.meaning import Either
from matchmaker.matching.settings import Settings
from matchmaker.matching.table import both_ways
from matchmaker.vocabulary.glossary import Glossary

Progress = Callable[[int, int], None]

TAIL_FROM = 500
"""From so many listings on changes are kept in a tail; that of a smaller index would be too long after two or three."""

TAIL_SHARE = 0.05
"""A tail, or the listings that it replaces, is at most this share of the base."""


class HasGlossary(Protocol):
    """What the engine needs of a vocabulary."""

    @property
    def glossary(self) -> Glossary:
        """The concepts and their words."""

    @property
    def digest(self) -> str:
        """Changes when the vocabulary does."""


class NotIndexed(KeyError):
    """An organisation that has no listing in the index."""


@dataclass(frozen=True)
class MatchIndex:
    """Answers in ids and numbers. Safe to share between threads and, loaded from a folder, between processes.

    `tail` holds what has changed since a big `base` was built; of the organisations `gone` the base does not count.
    `reader` gives the analyser, which takes longer to make than an index to open.
    """

    base: Segment
    reader: Callable[[], Analyser]
    vocabulary_digest: str
    encoder: Encoder | None = None
    tail: Segment | None = None
    gone: frozenset[str] = frozenset()

    @classmethod
    def build(  # noqa: PLR0913 - everything that a build can be given
        cls,
        listings: Iterable[Listing],
        *,
        vocabulary: HasGlossary,
        on: date,
        settings: Settings | None = None,
        encoder: Encoder | None = None,
        remembered: Mapping[str, np.ndarray] | None = None,
        progress: Progress | None = None,
        encoding: Progress | None = None,
        processes: int = 1,
    ) -> "MatchIndex":
        """The index of all listings as of the day `on` (standards that ran out before do not count).

        Without an `encoder` words alone decide. `remembered` are vectors of an earlier index by the same encoder
        (`remembered_vectors`), so that only new texts are encoded. `progress` is called with the number of listings
        analysed and of all, `encoding` with that of texts encoded and to encode; many listings are analysed by that
        many `processes`. Raises ValueError when two listings
        have one id, or an organisation has listings on both sides.
        """
        chosen = settings or Settings()
        # With several processes each has a processor, and Kiwi no second thread.
        analyser = Analyser(vocabulary.glossary, chosen.text, threads=2 if processes == 1 else 1)
        maker = Maker(analyser, encoder, chosen)
        contents = build(
            list(listings), maker,
            remembered=remembered or {}, progress=progress, encoding=encoding, processes=processes,
        )  # fmt: skip
        return cls(Segment(contents, chosen, on), lambda: maker.analyser, vocabulary.digest, encoder)

    @property
    def analyser(self) -> Analyser:
        """Turns texts into terms."""
        return self.reader()

    @property
    def settings(self) -> Settings:
        """The settings that pairs are scored by."""
        return self.base.settings

    @property
    def on(self) -> date:
        """The day for which standards are valid or not."""
        return self.base.on

    def remembered_vectors(self) -> Mapping[str, np.ndarray]:
        """Vectors of its encoder by text."""
        base = self.base.contents.meaning.remembered()
        return base if self.tail is None else Either(self.tail.contents.meaning.remembered(), base)

    def with_settings(self, settings: Settings) -> "MatchIndex":
        """The same contents, scored by other settings. Settings of analysis (`text`, `k1`, titles ...) do not apply."""
        tail = replace(self.tail, settings=settings) if self.tail else None
        return replace(self, base=replace(self.base, settings=settings), tail=tail)

    @property
    def segments(self) -> tuple[Segment, ...]:
        """The base, and the tail if there is one."""
        return (self.base,) if self.tail is None else (self.base, self.tail)

    @cached_property
    def organisations(self) -> tuple[str, ...]:
        """Ids of all organisations with a listing, sorted."""
        return tuple(sorted(chain(*(self.names_of(side) for side in Side))))

    @property
    def organisation_count(self) -> int:
        """How many organisations have a listing."""
        return sum(len(one.contents.table.names) for one in self.segments) - len(self.gone)

    def names_of(self, side: Side) -> list[str]:
        """Ids of the organisations of one side, sorted."""
        base = [name for name in self.base.owners(side).names if name not in self.gone]
        return base if self.tail is None else sorted([*base, *self.tail.owners(side).names])

    def side_of(self, organisation: str) -> Side:
        """The side of an organisation. Raises NotIndexed."""
        return self._segment_of(organisation).contents.table.side_of(organisation)

    def __len__(self) -> int:
        places = self.base.contents.table.places
        return sum(len(one.contents) for one in self.segments) - sum(len(places.get(name, ())) for name in self.gone)

    def best_for(self, organisation: str, limit: int | None = 20) -> list[Suggested]:
        """The best partners of one organisation, best first, ties by id. Raises NotIndexed."""
        return next(self.ranked([organisation], limit))[1]

    def ranked(self, organisations: Iterable[str], limit: int | None = 20) -> Iterator[tuple[str, list[Suggested]]]:
        """`best_for` of many organisations, in their order, in blocks. Raises NotIndexed."""
        groups = groupby(organisations, key=lambda name: (self._segment_of(name), self.side_of(name)))
        for (segment, side), names in groups:
            yield from self._rankers[side].ranked(segment, list(names), limit=limit)

    def all_best(
        self, limit: int | None = 20, *, progress: Progress | None = None
    ) -> Iterator[tuple[str, list[Suggested]]]:
        """`best_for` of every organisation, in blocks; `progress` gets organisations done and in all."""
        names = [name for side in Side for name in self.names_of(side)]
        for done, found in enumerate(self.ranked(names, limit), start=1):
            yield found
            if progress is not None:
                progress(done, len(names))

    def counterparts(self, organisation: str) -> list[tuple[str, float]]:
        """Everybody it may be paired with and the score, which both sides share; best first, ties by id.

        Far cheaper than `best_for` without a limit. Raises NotIndexed.
        """
        segment, side = self._segment_of(organisation), self.side_of(organisation)
        return self._rankers[side].counterparts(segment, organisation)

    def explain(self, mine: str, theirs: str) -> Explanation:
        """Why two organisations have their score, or why they must not be paired. Raises NotIndexed."""
        return self.explain_all([(mine, theirs)])[0]

    def explain_all(self, pairs: Sequence[tuple[str, str]]) -> list[Explanation]:
        """`explain` of each of `pairs`, in their order, far faster than one by one."""
        groups: defaultdict[tuple[int, int], list[tuple[str, str]]] = defaultdict(list)
        for mine, theirs in pairs:
            groups[self._place_of(mine), self._place_of(theirs)].append((mine, theirs))
        found: dict[tuple[str, str], Explanation] = {}
        for (one, other), own in groups.items():
            reasons = Reasons(self.segments[one], self.segments[other], self._doors, self.analyser)
            found.update(zip(own, reasons.explain_all(own), strict=True))
        return [found[pair] for pair in pairs]

    def updated(self, changed_listings: Iterable[Listing] = (), removed: Iterable[str] = ()) -> "MatchIndex":
        """A new index with some organisations changed.

        `changed_listings` holds *all* current listings of each organisation that occurs in it (one that was
        withdrawn is simply absent); `removed` are organisations that leave. Weights of terms stay as at the
        last full build, so that the other listings need not be read again. What changes in a big index is kept in
        a `tail` until there is so much of it that a whole index is better.
        """
        listings = list(changed_listings)
        gone = frozenset(removed) | {listing.organisation for listing in listings}
        maker = Maker(self.analyser, self.encoder, self.settings)
        if self.tail is None and len(self.base.contents) < TAIL_FROM:
            return self._with_base(changed(self.base.contents, listings, gone, maker))
        tail = changed_tail(self.base.contents, self._tail_contents, listings, gone, self.gone, maker)
        left = frozenset(name for name in gone if name in self.base.contents.table.places)
        newer = replace(self, tail=replace(self.base, contents=tail), gone=self.gone | left)
        return newer.whole if newer.drift.share > TAIL_SHARE else newer

    @cached_property
    def whole(self) -> "MatchIndex":
        """The same index in one piece."""
        if self.tail is None:
            return self
        base, tail = self.base.contents, self.tail.contents
        kept = rows_without(base, self.gone)
        return self._with_base(trimmed(joined(base, kept, tail, range(len(tail)))))

    @property
    def drift(self) -> Drift:
        """How far the index has moved away from its last full build."""
        places = self.base.contents.table.places
        gone = sum(len(places.get(name, ())) for name in self.gone)
        return Drift(len(self.base.contents), gone, len(self._tail_contents) if self.tail else 0)

    def search(
        self, text: str, *, lang: str | None = None, limit: int = 50, with_names: bool = False, side: Side | None = None
    ) -> list[Hit]:
        """Listings (of one side, or both) that speak of what `text` says, in whatever language; best first, ties by id.

        Names take part only `with_names`: a search by name tells who is behind an anonymous listing.
        """
        analysis = self.analyser.analyse([Passage(text, lang)])
        asked, _surfaces = self.base.contents.lexicon.extended(analysis.frequencies, analysis.surfaces)
        names = analysis.frequencies if with_names else None
        query = Asked.of(self.segments[-1].contents, self.settings, asked, names)
        sides = tuple(Side) if side is None else (side,)
        found = [
            hit
            for place, segment in enumerate(self.segments)
            for hit in searched(segment, sides, query, limit=limit, gone=self.gone if place == 0 else ())
        ]
        return sorted(found, key=lambda hit: (-hit.score, hit.organisation, hit.listing))[:limit]

    def has(self, organisation: str) -> bool:
        """Whether the organisation is in the index."""
        try:
            self._segment_of(organisation)
        except NotIndexed:
            return False
        return True

    def _segment_of(self, organisation: str) -> Segment:
        return self.segments[self._place_of(organisation)]

    def _place_of(self, organisation: str) -> int:
        """In which of `segments` an organisation has its listings."""
        if self.tail is not None and organisation in self.tail.contents.table.places:
            return 1
        if organisation in self.gone or organisation not in self.base.contents.table.places:
            raise NotIndexed(organisation)
        return 0

    def _with_base(self, contents: Contents) -> "MatchIndex":
        return replace(self, base=replace(self.base, contents=contents), tail=None, gone=frozenset())

    @cached_property
    def _tail_contents(self) -> Contents:
        return self.tail.contents if self.tail is not None else emptied(self.base.contents)

    @cached_property
    def _rankers(self) -> dict[Side, Ranker]:
        return {side: Ranker(self.segments, self.gone, self._doors, OTHER_SIDE[side]) for side in Side}

    @cached_property
    def _doors(self) -> Mapping[str, Collection[str]]:
        """Closed doors of each organisation; of those who are gone from the base only what the tail says."""
        base = self.base.contents.table
        if self.tail is None:
            return base.blocked
        kept = (door for door in base.closed if door[0] not in self.gone)
        return both_ways(chain(kept, self.tail.contents.table.closed))
