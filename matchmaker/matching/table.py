"""The rows of an index: listings without their texts, and everything that is computed from them."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property

import numpy as np
from scipy.sparse import csr_array

from matchmaker.matching.channels import Channel, channels
from matchmaker.matching.language.analysis import Analyser, Analysis, Passage
from matchmaker.matching.language.words import is_bare_figure
from matchmaker.matching.listing import Kind, Listing, Side, Stance, analysed_fields, name_words, words_in
from matchmaker.matching.quantities import amounts_in
from matchmaker.matching.semantic.lexicon import Lexicon
from matchmaker.matching.semantic.spans import Span, spans_of
from matchmaker.matching.settings import Settings

_PROFILE_FIELDS = ("summary", "offer", "need", "profile")


@dataclass(frozen=True, slots=True)
class Row:
    """A listing without texts, its terms by role, and the words that stood for them.

    `states_offer` and `states_need` tell whether the text was written as such: an organisation without a
    stated offer offers what its profile says.
    """

    listing: Listing
    names: frozenset[str]
    states_offer: bool
    states_need: bool


@dataclass(frozen=True, slots=True)
class Roles:
    """Term frequencies of a listing: as an offer, as a need, all of it, and its names (for search only).

    `spans` are its fields and sentences, for an encoder.
    """

    offer: Mapping[str, float]
    need: Mapping[str, float]
    profile: Mapping[str, float]
    names: Mapping[str, float]
    surfaces: Mapping[str, str]
    spans: tuple[Span, ...]

    def extended(self, lexicon: Lexicon) -> "Roles":
        """The same roles with the English terms that `lexicon` knows for their words."""
        profile, surfaces = lexicon.extended(self.profile, self.surfaces)
        offer, need = (lexicon.extended(found, surfaces)[0] for found in (self.offer, self.need))
        return replace(self, offer=offer, need=need, profile=profile, surfaces=surfaces)


@dataclass(frozen=True)
class Table:
    """Rows sorted by organisation and id, with code channels and places derived from them."""

    rows: tuple[Row, ...]

    @classmethod
    def of(cls, rows: Iterable[Row]) -> "Table":
        """The sorted table; ValueError when an id occurs twice or an organisation has two sides."""
        ordered = sorted(rows, key=lambda row: (row.listing.organisation, row.listing.id))
        ids = [row.listing.id for row in ordered]
        if len(set(ids)) < len(ids):
            raise ValueError("two listings have the same id")
        sides = {(row.listing.organisation, row.listing.side) for row in ordered}
        if len(sides) > len({organisation for organisation, _ in sides}):
            raise ValueError("an organisation has listings on both sides")
        return cls(tuple(ordered))

    @cached_property
    def channels(self) -> tuple[Channel, ...]:
        """Code channels, one row per listing."""
        return channels([row.listing for row in self.rows])

    @cached_property
    def places(self) -> Mapping[str, range]:
        """Rows of each organisation."""
        found: dict[str, range] = {}
        for place, row in enumerate(self.rows):
            first = found.get(row.listing.organisation, range(place, place)).start
            found[row.listing.organisation] = range(first, place + 1)
        return found

    @cached_property
    def candidates(self) -> Mapping[Side, np.ndarray]:
        """Rows that a listing of each side may be paired with: those of the other side."""
        sides = self.flags("is_domestic")
        return {Side.DOMESTIC: np.flatnonzero(~sides), Side.OVERSEAS: np.flatnonzero(sides)}

    @cached_property
    def blocked(self) -> Mapping[str, frozenset[str]]:
        """Closed doors of each organisation, whichever of the two closed them."""
        doors: dict[str, set[str]] = {}
        for row in self.rows:
            for other in row.listing.blocked:
                doors.setdefault(row.listing.organisation, set()).add(other)
                doors.setdefault(other, set()).add(row.listing.organisation)
        return {organisation: frozenset(closed) for organisation, closed in doors.items()}

    def flags(self, name: str) -> np.ndarray:
        """One boolean per row: `states_offer`, `states_need`, `is_profile` or `is_domestic`."""
        if name == "is_domestic":
            return np.array([row.listing.side is Side.DOMESTIC for row in self.rows], dtype=bool)
        if name == "is_profile":
            return np.array([row.listing.kind is Kind.ORGANISATION for row in self.rows], dtype=bool)
        return np.array([getattr(row, name) for row in self.rows], dtype=bool)


def row_of(listing: Listing) -> Row:
    """The row of a listing, its texts left behind; the amounts that its offer names are among its facts."""
    facts = replace(listing.facts, mentioned=amounts_in(_offering(listing)))
    return Row(
        replace(listing, texts={}, facts=facts),
        name_words(listing.texts.get("names", ())),
        states_offer=_is_written(listing, "offer"),
        states_need=_is_written(listing, "need"),
    )


def analysed(listings: Sequence[Listing], analyser: Analyser, settings: Settings) -> list[Roles]:
    """Roles of each listing, in order; the texts of all listings go to the analyser in one go."""
    fields = [analysed_fields(listing) for listing in listings]
    found = analyser.analyse_many([passages for texts in fields for passages in texts.values()])
    return [
        _roles(listing, texts, {name: next(found) for name in texts}, settings)
        for listing, texts in zip(listings, fields, strict=True)
    ]


def _offering(listing: Listing) -> Iterator[Passage]:
    """Passages that speak of what is offered: the heading does unless it may speak of a need."""
    has_heading = listing.stance is Stance.OFFER or (listing.stance is Stance.BOTH and not _is_written(listing, "need"))
    for name in ("title", "summary", "offer") if has_heading else ("offer",):
        yield from listing.texts.get(name, ())


def _is_written(listing: Listing, name: str) -> bool:
    return any(passage.text.strip() for passage in listing.texts.get(name, ()))


def _roles(
    listing: Listing,
    texts: Mapping[str, Sequence[Passage]],
    analyses: Mapping[str, Analysis],
    settings: Settings,
) -> Roles:
    names = name_words(listing.texts.get("names", ()))
    said = {name: _without(analysis, names) for name, analysis in analyses.items() if name != "names"}
    whole = {"title": settings.title_weight, **dict.fromkeys(_PROFILE_FIELDS, 1.0)}
    offer = _weights(listing, Stance.OFFER, settings)
    if not offer and listing.kind is Kind.ORGANISATION:
        offer = {name: weight for name, weight in whole.items() if name != "need"}
    surfaces = {
        term: analyses[name].surfaces[term] for name in said for term in said[name] if term in analyses[name].surfaces
    }
    need = _weights(listing, Stance.NEED, settings)
    telling = {name: _without_figures(found, analyses[name].surfaces) for name, found in said.items()}
    return Roles(
        offer=_sum(telling, offer),
        need=_sum(telling, need),
        profile=_sum(said, whole),
        names=dict(analyses["names"].frequencies) if "names" in analyses else {},
        surfaces=surfaces,
        spans=spans_of(texts, {"offer": offer, "need": need, "profile": whole}),
    )


def _weights(listing: Listing, role: Stance, settings: Settings) -> dict[str, float]:
    """Weights of the text fields of a listing as an offer or as a need; none when it states no such thing."""
    if not _is_written(listing, role.value):
        return {}
    if listing.stance not in (role, Stance.BOTH):
        return {role.value: 1.0}
    states_both = _is_written(listing, "offer") and _is_written(listing, "need")
    share = settings.shared_heading if listing.stance is Stance.BOTH and states_both else 1.0
    return {role.value: 1.0, "title": share * settings.title_weight, "summary": share}


def _without(analysis: Analysis, names: frozenset[str]) -> Mapping[str, float]:
    """Frequencies without the organisation's own name words; glossary concepts stay, they give nobody away."""
    return {
        term: weight
        for term, weight in analysis.frequencies.items()
        if term.startswith("#") or names.isdisjoint(words_in(analysis.surfaces.get(term, "")))
    }


def _without_figures(frequencies: Mapping[str, float], surfaces: Mapping[str, str]) -> Mapping[str, float]:
    """What an offer and a need can meet in: `30`, `μm` and `six months` stand in any two texts."""
    return {
        term: weight
        for term, weight in frequencies.items()
        if not is_bare_figure(surfaces.get(term, "").casefold() if term[0] in "~^#" else term)
    }


def _sum(said: Mapping[str, Mapping[str, float]], weights: Mapping[str, float]) -> dict[str, float]:
    total: dict[str, float] = {}
    for name in sorted(weights):
        for term, weight in said.get(name, {}).items():
            total[term] = total.get(term, 0.0) + weights[name] * weight
    return total


def surface_table(matrix: csr_array, terms: Sequence[str], surfaces: Sequence[Mapping[str, str]]) -> list[str]:
    """The words behind each stored entry of `matrix`, in the order of its data."""
    words: list[str] = []
    for place, of_row in enumerate(surfaces):
        columns = matrix.indices[matrix.indptr[place] : matrix.indptr[place + 1]]
        words.extend(of_row.get(terms[column], "") for column in columns)
    return words
