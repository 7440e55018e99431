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
class MeaningSettings:
    """How meaning joins the words: see `semantic.fusion`.

    `weight` and `floor` make the trust, `margin_offset` is what a margin may lack of being nearest, `nearest` how many
    neighbours make the crowding, `usual_crowding` stands for missing ones, `centre_prior` is how many texts the mean
    vector of a language must outweigh.
    """

    weight: float = 16.0
    floor: float = 0.1
    margin_offset: float = 0.12
    nearest: int = 10
    usual_crowding: float = 0.4
    centre_prior: float = 3.0


@dataclass(frozen=True, slots=True)
class LexiconSettings:
    """When a foreign word is taken to mean an English one: see `semantic.induction`.

    `most` links a word, none with 0; `share` is what a link keeps of the word's weight; `cosine` and `margin` are what
    it takes, `nearest` how many neighbours make the margin.
    """

    most: int = 2
    share: float = 0.5
    cosine: float = 0.5
    margin: float = 0.15
    nearest: int = 10


@dataclass(frozen=True, slots=True)
class Settings:
    """All settings of a match index.

    `k1` and `b` saturate and length-normalise the term frequency as BM25 does, before the IDF and the L2 norm.
    `text_weight` + `code_weight` is 1; `code_weights` are shares of the code part and add up to 1.
    `title_weight` is for titles; `shared_heading` scales title and summary of a listing that both offers and needs.
    `stronger_share` is the share of the better of the two directions, `similarity_ceiling` bounds pairs in
    which nobody states a need, `competitor_penalty` is taken off when both offer, or both
    seek, exactly the same.
    Every organisation is to be on `minimum_exposure` lists: those on fewer get places behind the first
    `untouched_places` of a list, for scores of `exposure_floor` and more (0.01 reads as 10 points of 100).
    """

    text: TextSettings = field(default_factory=TextSettings)
    meaning: MeaningSettings = field(default_factory=MeaningSettings)
    lexicon: LexiconSettings = field(default_factory=LexiconSettings)
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
    minimum_exposure: int = 3
    untouched_places: int = 10
    exposure_floor: float = 0.01
