"""Every number of the engine in one place; an index remembers the settings it was built with."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType

CODE_WEIGHTS: Mapping[str, float] = MappingProxyType(
    {
        "area": 0.15,
        "modality": 0.15,
        "unit_operation": 0.20,
        "therapeutic_area": 0.08,
        "technology_keyword": 0.07,
        "stage": 0.12,
        "partnership_type": 0.08,
        "wish": 0.15,
    }
)


@dataclass(frozen=True, slots=True)
class TextSettings:
    """How text becomes weighted terms. Weights are relative to a plain word of the text (1.0).

    `general_share` is what an everyday concept keeps of that weight,
    `part_weight` is for the parts of a concept's name, `broader_decay` for the next broader concept,
    `phonetic_weight` for how a word sounds, `beginning_weight` for its first letters; a word said again within
    `repeat_distance` words counts once.
    """

    concept_weight: float = 1.5
    general_share: float = 0.8
    part_weight: float = 0.4
    broader_decay: float = 0.4
    bigram_weight: float = 0.3
    phonetic_weight: float = 0.6
    beginning_weight: float = 0.3
    repeat_distance: int = 3


@dataclass(frozen=True, slots=True)
class Settings:
    """All settings of a match index.

    `k1` and `b` saturate and length-normalise the term frequency as BM25 does, before the IDF and the L2 norm.
    `text_weight` + `code_weight` is 1; `code_weights` are shares of the code part and add up to 1.
    `title_weight` is for titles; `shared_heading` scales title and summary of a listing that both offers and needs.
    `stronger_share` is the share of the better of the two directions, `similarity_ceiling` bounds pairs in
    which nobody states a need, `competitor_penalty` is taken off when both offer, or both
    seek, exactly the same.
    """

    text: TextSettings = field(default_factory=TextSettings)
    k1: float = 2.0
    b: float = 0.6
    title_weight: float = 2.0
    shared_heading: float = 0.25
    name_weight: float = 2.0
    text_weight: float = 0.7
    code_weight: float = 0.3
    code_weights: Mapping[str, float] = field(default_factory=lambda: dict(CODE_WEIGHTS))
    stronger_share: float = 0.65
    similarity_ceiling: float = 0.4
    competitor_penalty: float = 0.7
    explained_terms: int = 12
