"""What of a listing is encoded: each field as a whole, which is compared, and each sentence, which explains."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from matchmaker.matching.language.analysis import Passage
from matchmaker.matching.language.figures import figures
from matchmaker.matching.language.text import Language, clean, detect_language, language_of, sentences

ROLES = ("offer", "need", "profile")

_MAX_SPANS = 200
_MAX_LENGTH = 2_000
_MIN_LETTERS = 2
_PERCENT = re.compile(r"\d+(?:[.,]\d+)*\s?[%％]")
_LATIN = frozenset({Language.EN, Language.DE})


@dataclass(frozen=True, slots=True)
class Span:
    """A field (`is_whole`) or a sentence of it, with its weight as an offer, as a need and as a profile.

    A weight is that of the field times the number of characters: a sentence of ten words says less than one of forty.
    """

    text: str
    language: Language
    is_whole: bool
    weights: tuple[float, float, float]

    @property
    def said(self) -> str:
        """The text without its amounts (`2,000 L`, `60 %`): encoders take any two of them for the same thing.

        The words compare amounts, as terms and as requirements.
        """
        kept, reached = "", 0
        for amount in figures(self.text, self.language, 0, len(self.text)):
            if amount.terms:
                kept, reached = kept + self.text[reached : amount.start], amount.end
        return " ".join(_PERCENT.sub(" ", kept + self.text[reached:]).split()) or self.text


def spans_of(fields: Mapping[str, Sequence[Passage]], weights: Mapping[str, Mapping[str, float]]) -> tuple[Span, ...]:
    """Spans of a listing, fields first, at most 200, each at most 2,000 characters; a longer field makes several.

    `weights` are by role (`ROLES`) and field. What is said again, in whatever field, is taken once, with the greater
    weights.
    """
    found: dict[tuple[str, bool], Span] = {}
    for name in sorted(fields):
        share = tuple(weights.get(role, {}).get(name, 0.0) for role in ROLES)
        for passage in fields[name] if any(share) else ():
            for text, language, is_whole in _cut(passage):
                span = _span(text, language, is_whole, share, found.get((text, is_whole)))
                found[text, is_whole] = span
    return tuple(sorted(found.values(), key=lambda span: not span.is_whole))[:_MAX_SPANS]


def _cut(passage: Passage) -> Iterator[tuple[str, Language, bool]]:
    text = clean(passage.text)
    stated = language_of(text, passage.lang)
    whole = " ".join(text.split())
    for start in range(0, len(whole), _MAX_LENGTH):
        if _says_something(piece := whole[start : start + _MAX_LENGTH]):
            yield piece, stated, True
    for start, end in sentences(text):
        sentence = " ".join(text[start:end].split())[:_MAX_LENGTH]
        if _says_something(sentence):
            yield sentence, _language(sentence, stated), False


def _span(text: str, language: Language, is_whole: bool, share: Sequence[float], before: Span | None) -> Span:
    own = [part * len(text) for part in share]
    if before is not None:
        own = [max(pair) for pair in zip(own, before.weights, strict=True)]
    return Span(text, language, is_whole, (own[0], own[1], own[2]))


def _says_something(text: str) -> bool:
    return sum(map(str.isalpha, text)) >= _MIN_LETTERS


def _language(sentence: str, stated: Language) -> Language:
    """Language of one sentence; the script decides, but short German and English look alike."""
    found = detect_language(sentence)
    return stated if {found, stated} <= _LATIN else found
