"""The glossary: one concept, its words in four languages."""

import unicodedata
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from matchmaker.vocabulary.codes import LANGUAGES

PREFERENCE = ("en", "ko", "ja", "de")


def surface_key(term: str) -> str:
    """What makes two spellings the same term: NFKC, case, spaces and hyphens do not count."""
    folded = unicodedata.normalize("NFKC", unicodedata.normalize("NFKC", term).casefold())
    return "".join(char for char in folded if not _is_joint(char))


def _is_joint(char: str) -> bool:
    return char.isspace() or char == "\N{MINUS SIGN}" or unicodedata.category(char) == "Pd"


@dataclass(frozen=True, slots=True)
class Concept:
    """One meaning: `terms` by language with the preferred term first, `broader` holds concept ids."""

    id: str
    topic: str
    terms: Mapping[str, tuple[str, ...]] = field(hash=False)
    abbreviations: tuple[str, ...] = ()
    broader: tuple[str, ...] = ()
    core: bool = False

    def preferred(self, lang: str) -> str:
        """The term to show a reader of `lang`; English, then Korean, where that language has none."""
        for candidate in (lang[:2].lower(), *PREFERENCE):
            if terms := self.terms.get(candidate):
                return terms[0]
        return self.id

    def surfaces(self, lang: str) -> tuple[str, ...]:
        """Every way to write it in `lang`: terms, then abbreviations (valid in all languages)."""
        return tuple(dict.fromkeys((*self.terms.get(lang, ()), *self.abbreviations)))


@dataclass(frozen=True, slots=True)
class Glossary:
    """All concepts, sorted by id."""

    concepts: tuple[Concept, ...]
    by_id: Mapping[str, Concept] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        ordered = tuple(sorted(self.concepts, key=lambda concept: concept.id))
        object.__setattr__(self, "concepts", ordered)
        object.__setattr__(self, "by_id", {concept.id: concept for concept in ordered})

    def __iter__(self) -> Iterator[Concept]:
        return iter(self.concepts)

    def __len__(self) -> int:
        return len(self.concepts)

    def surfaces(self, lang: str) -> dict[str, str]:
        """Surface form as written -> concept id, for one language, abbreviations included."""
        return {surface: concept.id for concept in self.concepts for surface in concept.surfaces(lang)}

    def ancestors(self, concept_id: str) -> tuple[str, ...]:
        """Ids of all broader concepts, nearest first."""
        found: dict[str, None] = {}
        waiting = list(self.by_id[concept_id].broader)
        while waiting:
            parent = waiting.pop(0)
            if parent not in found:
                found[parent] = None
                waiting.extend(self.by_id[parent].broader)
        return tuple(found)

    def term_counts(self) -> dict[str, int]:
        """Number of terms by language, abbreviations counted apart."""
        counts = {lang: sum(len(c.terms.get(lang, ())) for c in self.concepts) for lang in LANGUAGES}
        return {**counts, "abbreviations": sum(len(c.abbreviations) for c in self.concepts)}
