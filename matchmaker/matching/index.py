"""The match index: built from listings, asked for partners, reasons and texts; never changed in place."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import cached_property
from typing import Protocol

import numpy as np

from matchmaker.matching.constraints import Constraints
from matchmaker.matching.contents import Contents, build, changed
from matchmaker.matching.explanation import Explanation
from matchmaker.matching.language.analysis import Analyser, Passage
from matchmaker.matching.listing import Listing, Side
from matchmaker.matching.ranking import Ranker, Suggested
from matchmaker.matching.reasons import Reasons
from matchmaker.matching.score import Vectors, dense
from matchmaker.matching.semantic.encoder import Encoder
from matchmaker.matching.settings import Settings
from matchmaker.vocabulary.glossary import Glossary

Progress = Callable[[int, int], None]


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


@dataclass(frozen=True, slots=True)
class Hit:
    """A listing found by free text, score in (0, 1]."""

    listing: str
    organisation: str
    score: float


@dataclass(frozen=True)
class MatchIndex:
    """Answers in ids and numbers. Safe to share between threads and, loaded from a folder, between processes."""

    contents: Contents
    analyser: Analyser
    settings: Settings
    vocabulary_digest: str
    on: date
    encoder: Encoder | None = None

    @classmethod
    def build(
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
    ) -> "MatchIndex":
        """The index of all listings as of the day `on` (standards that ran out before do not count).

        Without an `encoder` words alone decide. `remembered` are vectors of an earlier index by the same encoder
        (`remembered_vectors`), so that only new texts are encoded. `progress` is called with the number of listings
        analysed and of all, `encoding` with that of texts encoded and to encode. Raises ValueError when two listings
        have one id, or an organisation has listings on both sides.
        """
        chosen = settings or Settings()
        analyser = Analyser(vocabulary.glossary, chosen.text)
        contents = build(
            list(listings), analyser, encoder, chosen,
            remembered=remembered or {}, progress=progress, encoding=encoding,
        )  # fmt: skip
        return cls(contents, analyser, chosen, vocabulary.digest, on, encoder)

    def remembered_vectors(self) -> Mapping[str, np.ndarray]:
        """Vectors of its encoder by text."""
        return self.contents.meaning.remembered()

    def with_settings(self, settings: Settings) -> "MatchIndex":
        """The same contents, scored by other settings. Settings of analysis (`text`, `k1`, titles ...) do not apply."""
        return replace(self, settings=settings)

    @property
    def organisations(self) -> tuple[str, ...]:
        """Ids of all organisations with a listing, sorted."""
        return tuple(self.contents.table.places)

    def __len__(self) -> int:
        return len(self.contents.table.rows)

    def best_for(self, organisation: str, limit: int | None = 20) -> list[Suggested]:
        """The best partners of one organisation, best first, ties by id. Raises NotIndexed."""
        side = self._side(organisation)
        return next(self._rankers[side].ranked([organisation], limit=limit))[1]

    def all_best(
        self, limit: int | None = 20, *, progress: Progress | None = None
    ) -> Iterator[tuple[str, list[Suggested]]]:
        """`best_for` of every organisation, in blocks; `progress` gets organisations done and in all."""
        done = 0
        for side in Side:
            mine = [name for name in self.organisations if self._side(name) is side]
            for name, suggested in self._rankers[side].ranked(mine, limit=limit):
                done += 1
                yield name, suggested
                if progress is not None:
                    progress(done, len(self.organisations))

    def affected_by(self, organisation: str, limit: int | None = None) -> list[Suggested]:
        """The suggestion of `organisation` to each counterpart (at most `limit` of them, best first).

        A counterpart that is not in the full list must not, or cannot, be matched with it any more.
        """
        return [suggested.reversed() for suggested in self.best_for(organisation, limit)]

    def explain(self, mine: str, theirs: str) -> Explanation:
        """Why two organisations have their score, or why they must not be paired. Raises NotIndexed."""
        return next(self.explain_all(mine, [theirs]))

    def explain_all(self, mine: str, partners: Sequence[str]) -> Iterator[Explanation]:
        """`explain` of one organisation with each of `partners`, in their order, far faster than one by one."""
        for organisation in (mine, *partners):
            self._side(organisation)
        return self._reasons.explain_all(mine, partners)

    def updated(self, changed_listings: Iterable[Listing] = (), removed: Iterable[str] = ()) -> "MatchIndex":
        """A new index with some organisations changed.

        `changed_listings` holds *all* current listings of each organisation that occurs in it (one that was
        withdrawn is simply absent); `removed` are organisations that leave. Weights of terms stay as at the
        last full build, so that the other listings need not be read again.
        """
        listings = list(changed_listings)
        gone = frozenset(removed) | {listing.organisation for listing in listings}
        contents = changed(self.contents, listings, gone, self.analyser, self.encoder, self.settings)
        return replace(self, contents=contents)

    def search(self, text: str, *, lang: str | None = None, limit: int = 50, with_names: bool = False) -> list[Hit]:
        """Listings that speak of what `text` says, in whatever language; best first, ties by id.

        Names take part only `with_names`: a search by name tells who is behind an anonymous listing.
        """
        analysis = self.analyser.analyse([Passage(text, lang)])
        asked, _surfaces = self.contents.lexicon.extended(analysis.frequencies, analysis.surfaces)
        scores = self._similarity_to(asked, "profile")
        if with_names:
            named = self._similarity_to(analysis.frequencies, "names")
            scores = (scores + self.settings.name_weight * named) / (1.0 + self.settings.name_weight)
        found = np.argsort(-scores, kind="stable")[: np.count_nonzero(scores > 0)][:limit]
        rows = self.contents.table.rows
        return [Hit(rows[n].listing.id, rows[n].listing.organisation, float(scores[n])) for n in found.tolist()]

    def _similarity_to(self, frequencies: Mapping[str, float], role: str) -> np.ndarray:
        contents, settings = self.contents, self.settings
        query = contents.space.vectors([frequencies], mean_length=contents.lengths[role], k1=settings.k1, b=settings.b)
        return dense(contents.matrices[role] @ query.T).ravel()

    def has(self, organisation: str) -> bool:
        """Whether the organisation is in the index."""
        return organisation in self.contents.table.places

    def _side(self, organisation: str) -> Side:
        try:
            first = self.contents.table.places[organisation].start
        except KeyError:
            raise NotIndexed(organisation) from None
        return self.contents.table.rows[first].listing.side

    @cached_property
    def _vectors(self) -> Vectors:
        return self.contents.vectors

    @cached_property
    def _constraints(self) -> Constraints:
        return Constraints(self.contents.table, on=self.on)

    @cached_property
    def _reasons(self) -> Reasons:
        return Reasons(self.contents, self._vectors, self._constraints, self.settings, self.analyser)

    @cached_property
    def _rankers(self) -> dict[Side, Ranker]:
        parts = self.contents.table, self._vectors, self._constraints, self.settings
        return {side: Ranker(*parts, side) for side in Side}
