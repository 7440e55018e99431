"""Terms of the trade that both sides use, as the glossary has them in Korean and in English."""

import re
from collections.abc import Iterable, Sequence

from matchmaker.meetings.packs.bilingual import Bilingual
from matchmaker.vocabulary.glossary import Concept, Glossary

MOST_TERMS = 14
EVERYDAY = "general"
"""Topic of the words that the glossary holds besides the terms of a field: "system", "manufacturing"."""
_SHORT = 4
"""Latin words up to so many letters must be written alike: "IT" is not "it"."""


def shared_terms(
    ours: Sequence[str], theirs: Sequence[str], glossary: Glossary, *, first: Iterable[str] = ()
) -> tuple[Bilingual, ...]:
    """Terms that the texts of both sides use, in whatever language; ids in `first` lead, if the glossary has them.

    Only terms of a field with a word in both languages, each once, at most `MOST_TERMS`. A term that is broader than
    another one used comes after it.
    """
    mine, other = " \n ".join(ours), " \n ".join(theirs)
    telling = [concept for concept in glossary.concepts if concept.topic != EVERYDAY]
    folded = [(text, text.casefold()) for text in (mine, other)]
    found = [concept for concept in telling if all(_is_used(concept, *texts) for texts in folded)]
    broader = {name for concept in found for name in concept.broader}
    known = {concept.id: concept for concept in telling}
    ordered = [known[name] for name in first if name in known]
    ordered += sorted(found, key=lambda concept: (concept.id in broader, concept.id))
    pairs = [_pair(concept) for concept in ordered]
    return tuple(dict.fromkeys(pair for pair in pairs if pair is not None))[:MOST_TERMS]


def _is_used(concept: Concept, text: str, folded: str) -> bool:
    """Whether one of the ways to write `concept` stands in `text`, which is given as it is and folded."""
    written = {*(word for words in concept.terms.values() for word in words), *concept.abbreviations}
    return any(_stands(word, text, folded) for word in written)


def _stands(word: str, text: str, folded: str) -> bool:
    if not word.isascii():
        return len(word) > 1 and word.casefold() in folded
    exact = len(word) <= _SHORT
    if (word if exact else word.casefold()) not in (text if exact else folded):
        return False
    pattern = rf"(?<![A-Za-z0-9]){re.escape(word)}s?(?![A-Za-z0-9])"
    return re.search(pattern, text, 0 if exact else re.IGNORECASE) is not None


def _pair(concept: Concept) -> Bilingual | None:
    korean, english = concept.terms.get("ko"), concept.terms.get("en")
    return Bilingual(korean[0], english[0]) if korean and english else None
