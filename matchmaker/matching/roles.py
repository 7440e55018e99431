"""What the listings say in each role: weighted terms, and the spans that an encoder reads."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from matchmaker.matching.language.analysis import Analyser, Analysis, Passage
from matchmaker.matching.language.words import is_bare_figure
from matchmaker.matching.listing import Kind, Listing, Stance, analysed_fields, is_written, name_words, words_in
from matchmaker.matching.semantic.lexicon import Lexicon
from matchmaker.matching.semantic.spans import Span, spans_of
from matchmaker.matching.settings import Settings

_PROFILE_FIELDS = ("summary", "offer", "need", "profile")


@dataclass(frozen=True, slots=True)
class Roles:
    """Term frequencies of a listing: as an offer, as a need, all of it, and its names (for search only).

    `spans` are its fields and sentences, for an encoder; there are none where nobody reads them.
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


def analysed(listings: Sequence[Listing], analyser: Analyser, settings: Settings, *, with_spans: bool) -> list[Roles]:
    """Roles of each listing, in order; the texts of all listings go to the analyser in one go."""
    fields = [analysed_fields(listing) for listing in listings]
    found = analyser.analyse_many([passages for texts in fields for passages in texts.values()])
    return [
        _roles(listing, texts, {name: next(found) for name in texts}, settings, with_spans=with_spans)
        for listing, texts in zip(listings, fields, strict=True)
    ]


def _roles(
    listing: Listing,
    texts: Mapping[str, Sequence[Passage]],
    analyses: Mapping[str, Analysis],
    settings: Settings,
    *,
    with_spans: bool,
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
        spans=spans_of(texts, {"offer": offer, "need": need, "profile": whole}) if with_spans else (),
    )


def _weights(listing: Listing, role: Stance, settings: Settings) -> dict[str, float]:
    """Weights of the text fields of a listing as an offer or as a need; none when it states no such thing."""
    if not is_written(listing, role.value):
        return {}
    if listing.stance not in (role, Stance.BOTH):
        return {role.value: 1.0}
    states_both = is_written(listing, "offer") and is_written(listing, "need")
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
