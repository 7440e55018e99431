"""A bilingual lexicon induced from an encoder, from the words of the index alone.

A link needs two words that are near in meaning, and nearer to each other than each is to its next ten (Conneau et al.
2018): what is somewhat near to everything is linked to nothing.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

import numpy as np

from matchmaker.matching.language.text import Language
from matchmaker.matching.semantic.encoder import Encoder
from matchmaker.matching.semantic.fusion import crowding, speaking
from matchmaker.matching.semantic.lexicon import EMPTY, Lexicon
from matchmaker.matching.semantic.meaning import unit
from matchmaker.matching.settings import LexiconSettings

PIVOT = Language.EN
_BLOCK = 256
_MARKED = "#~^"


@dataclass(frozen=True, slots=True)
class Heard:
    """The terms of one text, the words behind them, and the language that most of the text is in."""

    frequencies: Mapping[str, float]
    surfaces: Mapping[str, str]
    language: Language


def induced(texts: Iterable[Heard], encoder: Encoder | None, settings: LexiconSettings) -> Lexicon:
    """The lexicon of the words of `texts`; empty without an encoder."""
    if encoder is None or not settings.most:
        return EMPTY
    words = _words(texts)
    pivots = words.pop(PIVOT, {})
    links: dict[str, tuple[tuple[str, float], ...]] = {}
    for language in sorted(words):
        if pivots:
            links.update(_linked(words[language], pivots, encoder, settings))
    return Lexicon(links)


def _words(texts: Iterable[Heard]) -> dict[Language, dict[str, str]]:
    """By language each term with the way it is most often written."""
    written: defaultdict[str, Counter[str]] = defaultdict(Counter)
    spoken: defaultdict[str, Counter[Language]] = defaultdict(Counter)
    for text in texts:
        for term in text.frequencies:
            if _is_word(term):
                written[term][text.surfaces.get(term, term).casefold()] += 1
                spoken[term][_language(term, text.language)] += 1
    words: defaultdict[Language, dict[str, str]] = defaultdict(dict)
    for term in sorted(written):
        language = min(spoken[term], key=lambda found: (-spoken[term][found], found))
        surface = min(written[term], key=lambda found: (-written[term][found], found))
        words[language][term] = surface if language in (Language.EN, Language.DE) else term
    return dict(words)


def _is_word(term: str) -> bool:
    return len(term) > 1 and term[0] not in _MARKED and " " not in term and not any(map(str.isdigit, term))


def _language(term: str, of_text: Language) -> Language:
    """The script tells; a Latin word in a Korean or Japanese text is an English one."""
    if any("\uac00" <= character <= "\ud7a3" for character in term):
        return Language.KO
    if any("\u3041" <= character <= "\u30ff" or "\u3400" <= character <= "\u9fff" for character in term):
        return Language.JA
    return Language.DE if of_text is Language.DE else Language.EN


def _linked(
    foreign: Mapping[str, str], pivots: Mapping[str, str], encoder: Encoder, settings: LexiconSettings
) -> dict[str, tuple[tuple[str, float], ...]]:
    one, other = _vectors(foreign, encoder), _vectors(pivots, encoder)
    crowds = [
        crowding(mine, [(theirs, speaking(theirs))], settings.nearest) for mine, theirs in ((one, other), (other, one))
    ]
    terms, targets = list(foreign), list(pivots)
    found: dict[str, tuple[tuple[str, float], ...]] = {}
    for start in range(0, len(terms), _BLOCK):
        cosines = one[start : start + _BLOCK] @ other.T
        margins = cosines - 0.5 * (crowds[0][start : start + _BLOCK, None] + crowds[1][None, :])
        best = _best(margins, settings.most)
        for row, places in enumerate(best.tolist()):
            links = tuple(
                (targets[place], round(float(cosines[row, place]) * settings.share, 4))
                for place in places
                if margins[row, place] > settings.margin and cosines[row, place] > settings.cosine
            )
            if links:
                found[terms[start + row]] = links
    return found


def _best(margins: np.ndarray, most: int) -> np.ndarray:
    """Places of the `most` highest values of each row, highest first, ties in order (sorting would take far longer)."""
    left, places = margins.copy(), []
    for _ in range(min(most, margins.shape[1])):
        places.append(left.argmax(axis=1))
        left[np.arange(len(left)), places[-1]] = -np.inf
    return np.stack(places, axis=1)


def _vectors(words: Mapping[str, str], encoder: Encoder) -> np.ndarray:
    """Words x dimensions, relative to the mean of all words of the language."""
    vectors = unit(encoder.encode(list(words.values())))
    return unit(vectors - vectors.mean(axis=0))
