"""What listings are about: themes, each a few concepts of one area with the codes that go with them."""

import functools
import random
from collections import Counter, defaultdict
from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from benchmarks.listings.templates import Slot, templates
from matchmaker.vocabulary import vocabulary

THEMES = 540
NEIGHBOURS = 4
_CONCEPTS = 26
_ZIPF = 0.75

_TOPICS: Mapping[str, str] = {
    "CGT": "cell_gene_therapy bioprocess diseases",
    "BIOPHARMA": "biopharma bioprocess diseases",
    "BPE": "bioprocess equipment",
    "AUTO": "manufacturing equipment",
    "QC": "quality diagnostics equipment",
    "MPE": "manufacturing bioprocess equipment",
    "AIDD": "ai_drug_discovery biopharma",
    "AIMFG": "ai_drug_discovery manufacturing bioprocess",
    "PRECMED": "diagnostics diseases biopharma",
    "DIGHEALTH": "digital_health medical_devices diseases",
    "REGEN": "cell_gene_therapy medical_devices diseases",
    "MEDDEV": "medical_devices equipment diseases",
    "IVD": "diagnostics medical_devices diseases",
    "BIOSENSOR": "diagnostics equipment medical_devices",
    "BIOPRINT": "cell_gene_therapy manufacturing medical_devices",
    "CLINICAL": "clinical diseases biopharma",
    "REGSCI": "regulatory quality clinical",
    "EDU": "business bioprocess quality",
}
"""Topics of the glossary that listings of an area speak of."""


@dataclass(frozen=True, slots=True)
class Theme:
    """An area and its concepts, the one it is about first, and the topics of the glossary they come from."""

    area: str
    concepts: tuple[str, ...]
    topics: tuple[str, ...]


@dataclass(frozen=True)
class Themes:
    """All themes, the most popular first; `popularity` adds up to 1, `near` holds related themes of each."""

    themes: tuple[Theme, ...]
    popularity: np.ndarray
    near: np.ndarray


@functools.cache
def themes(seed: int) -> Themes:
    """The themes of a seed, popularity falling by Zipf's law."""
    source = random.Random(f"themes/{seed}")  # noqa: S311
    company = _company()
    by_topic = _by_topic()
    found = [_theme(source, area, company, by_topic) for area in source.choices(*_area_weights(), k=THEMES)]
    ranks = np.arange(1, THEMES + 1, dtype=np.float64)
    popularity = (ranks + 8.0) ** -_ZIPF
    return Themes(tuple(found), popularity / popularity.sum(), _near(found))


def _area_weights() -> tuple[list[str], list[float]]:
    areas = [code.code for code in vocabulary().lists["area"]]
    return areas, [1.0 / (place + 4.0) for place in range(len(areas))]


def _by_topic() -> dict[str, list[str]]:
    topics: defaultdict[str, list[str]] = defaultdict(list)
    for concept in vocabulary().glossary:
        topics[concept.topic].append(concept.id)
    return topics


def _company() -> dict[str, list[str]]:
    """Concepts that stand with each concept: in one sentence of the demo cluster, or broader and narrower ones."""
    known = vocabulary().glossary.by_id
    company: defaultdict[str, Counter[str]] = defaultdict(Counter)
    for template in templates().everything():
        together = {part.concept for part in template.parts if isinstance(part, Slot)}
        for one in together:
            company[one].update(together - {one})
    for concept in known.values():
        for broader in concept.broader:
            company[concept.id][broader] += 1
            company[broader][concept.id] += 1
    return {name: sorted(counts, key=lambda other: (-counts[other], other)) for name, counts in company.items()}


def _theme(
    source: random.Random, area: str, company: Mapping[str, list[str]], by_topic: Mapping[str, list[str]]
) -> Theme:
    topics = _TOPICS[area].split()
    main = source.choice(by_topic[topics[0]])
    known = vocabulary().glossary.by_id
    near = [name for name in company.get(main, []) if known[name].topic in topics]
    found = [main, *near[: _CONCEPTS // 2]]
    while len(found) < _CONCEPTS:
        topic = source.choices(topics, weights=(5, 3, 2)[: len(topics)])[0]
        name = source.choice(by_topic[topic])
        if name not in found:
            found.append(name)
    return Theme(area, tuple(found), tuple(topics))


def _near(found: list[Theme]) -> np.ndarray:
    """The themes that share most concepts with each, of the same area first; themes x `NEIGHBOURS`, int16."""
    said = [set(theme.concepts) for theme in found]
    near = np.empty((len(found), NEIGHBOURS), dtype=np.int16)
    for place, theme in enumerate(found):
        likeness = [
            (-len(said[place] & said[other]) - 2 * (theme.area == found[other].area), other)
            for other in range(len(found))
            if other != place
        ]
        near[place] = [other for _, other in sorted(likeness)[:NEIGHBOURS]]
    return near
