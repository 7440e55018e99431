"""Other ways to score what an index holds: settings to compare with each other, no rebuild needed.

A variant changes how stored vectors and codes are weighed against each other. It leaves alone what is worked into
the vectors when an index is built (`text`, `lexicon`, `k1`, `b`, `title_weight`, `shared_heading`).
"""

from collections.abc import Callable
from dataclasses import replace

from matchmaker.matching.index import MatchIndex
from matchmaker.matching.settings import Settings

Variant = Callable[[Settings], Settings]


def current(settings: Settings) -> Settings:
    """The settings of the index as they are."""
    return settings


def words_only(settings: Settings) -> Settings:
    """Shared words decide alone: what the texts mean beyond them counts nothing."""
    return replace(settings, meaning=replace(settings.meaning, weight=0.0))


def no_codes(settings: Settings) -> Settings:
    """Text only: coded fields (areas, stages, partnership types ...) count nothing."""
    return replace(settings, text_weight=1.0, code_weight=0.0)


def one_direction(settings: Settings) -> Settings:
    """Only the better of the two directions counts: nothing is gained by a need that is met the other way too."""
    return replace(settings, stronger_share=1.0)


def no_rivalry(settings: Settings) -> Settings:
    """Competitors, and two who seek the same, are not put behind those who complement each other."""
    return replace(settings, competitor_penalty=0.0)


VARIANTS: dict[str, Variant] = {
    "current": current,
    "words_only": words_only,
    "no_codes": no_codes,
    "one_direction": one_direction,
    "no_rivalry": no_rivalry,
}
"""Variants by the name under which a comparison stores them: a name, once used, keeps its meaning."""


def rescored(index: MatchIndex, name: str) -> MatchIndex:
    """`index` scoring as the variant `name` says; both share their vectors. Raises KeyError for an unknown name."""
    return index.with_settings(VARIANTS[name](index.settings))
