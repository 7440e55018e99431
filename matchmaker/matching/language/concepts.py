"""Glossary concepts found in text: the longest term wins, however it is spaced, hyphenated or inflected."""

import re
from bisect import bisect_left
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import NamedTuple

from matchmaker.matching.language.compounds import Compounds
from matchmaker.matching.language.text import Language, clean
from matchmaker.matching.language.tokens import Piece, Script, joined_key, pieces
from matchmaker.matching.language.words import is_stop_word, stem
from matchmaker.vocabulary.glossary import Concept, Glossary

_GAP = re.compile(r"[\s\-‐‑–·・/'’]{0,2}")
_SPACING = re.compile(r"[\s\-‐‑–·・/]+")
_HANGUL_WORD = re.compile(r"[가-힣]{2,12}")
_LATIN_WORD = re.compile(r"[^\W\d_]{4,}")
_MIN_STEM = 4
_CASED_LENGTH = 4
_MIN_COMPOUND_PART = 5
_MIN_KATAKANA = 4

GENERAL = "general"
"""Topic of everyday words, which count less than the terms of a field."""


class Match(NamedTuple):
    """A concept found in the pieces from `first` up to, not including, `last`."""

    concept: str
    first: int
    last: int


@dataclass(frozen=True, slots=True)
class _Form:
    """A written form of a concept; a cased one (`CAR`, `PAT`) is not the lower-case word spelt alike."""

    concept: str
    written: str
    is_cased: bool
    is_short_german: bool


class Beginnings:
    """What some key begins with, the whole key too. Every web worker holds one, so only short ones are kept as such."""

    _SHORT = 6

    def __init__(self, keys: Iterable[str]) -> None:
        self._keys = sorted(keys)
        self._short = {key[:end] for key in self._keys for end in range(1, min(self._SHORT, len(key)) + 1)}

    def __contains__(self, text: str) -> bool:
        if text[: self._SHORT] not in self._short:
            return False
        if len(text) <= self._SHORT:
            return True
        place = bisect_left(self._keys, text)
        return place < len(self._keys) and self._keys[place].startswith(text)


class ConceptTable:
    """All written forms of a glossary, keyed by their joined pieces."""

    def __init__(self, glossary: Glossary) -> None:
        self._concepts: dict[str, Concept] = {concept.id: concept for concept in glossary.concepts}
        self._forms: dict[str, list[_Form]] = {}
        for concept in self._concepts.values():
            for form, language in _written_forms(concept):
                self._add(concept.id, form, language)
        self._compounds = _compounds(glossary)
        self._closest = lru_cache(maxsize=50_000)(self._closest_form)
        self._beginnings = Beginnings(self._forms)
        self._broader = {
            name: tuple(sorted({one for one in concept.broader if one in self._concepts and one != name}))
            for name, concept in self._concepts.items()
        }
        self._parts = {name: self._parts_of(concept) for name, concept in self._concepts.items()}

    @property
    def user_words(self) -> frozenset[str]:
        """Korean compound nouns that the morphological analyser keeps in one piece."""
        written = (
            _SPACING.sub("", form) for concept in self._concepts.values() for form in concept.terms.get("ko", ())
        )
        return frozenset(form for form in written if _HANGUL_WORD.fullmatch(form))

    def is_general(self, concept: str) -> bool:
        """Whether a concept is an everyday word (topic `general`) and no term of a field."""
        return self._concepts[concept].topic == GENERAL

    def broader(self, concept: str) -> tuple[str, ...]:
        """The next broader concepts; those two steps up link what has little in common."""
        return self._broader[concept]

    def parts(self, concept: str) -> tuple[str, ...]:
        """Terms inside the English name of a concept: `#cell` for `cell therapy`, or plain stems."""
        return self._parts[concept]

    def find(self, sequence: Sequence[Piece], text: str) -> list[Match]:
        """Longest matches from left to right; none overlap."""
        found: list[Match] = []
        reached = 0
        for position, piece in enumerate(sequence):
            if position < reached or not (piece.key in self._beginnings or piece.other_key in self._beginnings):
                continue
            match = self._longest(sequence, text, position)
            if match is not None:
                found.append(match)
                reached = match.last
        return found

    def inside(self, word: str) -> Iterator[str]:
        """Terms inside a case-folded German compound: `#cell-therapy` and the stem of `Produkt` in one word.

        Known words that make up all of it; else the concepts that begin or end it.
        """
        parts = self._compounds.parts(word)
        for part in parts:
            key = stem(part, Language.DE)
            concept = self._compound_part(key)
            yield f"#{concept}" if concept is not None else key
        if not parts:
            yield from self._at_the_ends(stem(word, Language.DE))

    def _at_the_ends(self, word: str) -> Iterator[str]:
        cuts = range(len(word) - 2, _MIN_COMPOUND_PART - 1, -1)
        first = next((found for cut in cuts if (found := self._compound_part(word[:cut])) is not None), None)
        cuts = range(2, len(word) - _MIN_COMPOUND_PART + 1)
        last = next((found for cut in cuts if (found := self._compound_part(word[cut:])) is not None), None)
        yield from (f"#{concept}" for concept in (first, last) if concept is not None)

    def _compound_part(self, key: str) -> str | None:
        return next((form.concept for form in self._forms.get(key, ()) if not form.is_cased), None)

    def _longest(self, sequence: Sequence[Piece], text: str, first: int) -> Match | None:
        best = self._walk(sequence, text, first, english=False)
        if sequence[first].other_key != sequence[first].key:
            other = self._walk(sequence, text, first, english=True)
            if best is None or (other is not None and other.last > best.last):
                best = other
        return best

    def _walk(self, sequence: Sequence[Piece], text: str, first: int, *, english: bool) -> Match | None:
        joined, best = "", None
        start = reached = sequence[first].start
        for place in range(first, len(sequence)):
            piece = sequence[place]
            if piece.start != reached and not _GAP.fullmatch(text, reached, piece.start):
                break
            reached = piece.end
            joined += piece.other_key if english else piece.key
            if joined not in self._beginnings:
                break
            if joined not in self._forms or _cuts_katakana(sequence, first, place):
                continue
            concept = self._closest(joined, text[start:reached])
            if concept is not None:
                best = Match(concept, first, place + 1)
        return best

    def _closest_form(self, key: str, written: str) -> str | None:
        """Of all forms with one stem (`control`, `controller`) the one that is written most like the text."""
        fitting = [form for form in self._forms[key] if _fits(form, written)]
        return min(fitting, key=lambda form: _distance(form.written, written)).concept if fitting else None

    def _add(self, concept: str, form: str, language: Language) -> None:
        written = clean(form).strip()
        # Hangul is taken in whole runs here: in a text the morphemes join up to the same run.
        key = joined_key(written, language)
        if len(key) > 1:
            is_short_german = language is Language.DE and len(key) <= _CASED_LENGTH and key != written.casefold()
            self._forms.setdefault(key, []).append(_Form(concept, written, _is_cased(written), is_short_german))

    def _parts_of(self, concept: Concept) -> tuple[str, ...]:
        terms: dict[str, None] = {}
        for written in concept.terms.get("en", ())[:1]:
            text = clean(written)
            sequence = pieces(text, Language.EN)
            if len(sequence) > 1:
                terms.update(dict.fromkeys(self._terms_within(sequence, text, concept.id)))
        return tuple(terms)

    def _terms_within(self, sequence: Sequence[Piece], text: str, whole: str) -> Iterator[str]:
        position = 0
        while position < len(sequence):
            match = self._longest(sequence[: len(sequence) - (position == 0)], text, position)
            piece = sequence[position]
            if match is not None and match.concept != whole:
                yield f"#{match.concept}"
                position = match.last
                continue
            if len(piece.key) > 1 and not is_stop_word(piece.surface.casefold(), Language.EN):
                yield piece.key
            position += 1


@lru_cache(maxsize=2)
def concept_table(glossary: Glossary) -> ConceptTable:
    """The table of `glossary`, made once: it takes a second and never changes."""
    return ConceptTable(glossary)


def _is_cased(written: str) -> bool:
    if written == written.lower():
        return False
    letters = [character for character in written if character.isalpha()]
    return (
        len(letters) <= _CASED_LENGTH
        and all(character.isascii() for character in letters)
        and sum(map(str.isupper, letters)) >= 2
    )


def _written_forms(concept: Concept) -> Iterator[tuple[str, Language]]:
    terms: Mapping[str, Iterable[str]] = concept.terms
    for code in ("en", "ko", "ja", "de"):
        for form in terms.get(code, ()):
            yield form, Language(code)
    for form in concept.abbreviations:
        yield form, Language.EN


def _compounds(glossary: Glossary) -> Compounds:
    """A splitter that knows the words of the German terms, each as it is written and as its stem."""
    forms = (clean(form) for concept in glossary for form in concept.terms.get("de", ()))
    words = {word.casefold() for form in forms for word in _LATIN_WORD.findall(form)}
    known = {word for word in words if not is_stop_word(word, Language.DE)}
    return Compounds(known, {key for word in known if len(key := stem(word, Language.DE)) >= _MIN_STEM})


def _fits(form: _Form, written: str) -> bool:
    if form.is_short_german:
        # The stem of `Löten` is `lot`, which is another word in English.
        return written.casefold() == form.written.casefold()
    if not form.is_cased:
        return True
    has_marks = any(not character.isalpha() for character in written.strip())
    return sum(map(str.isupper, written)) >= 2 or (has_marks and written.casefold() == form.written.casefold())


def _distance(form: str, written: str) -> tuple[bool, int]:
    return form.casefold() != written.casefold(), abs(len(form) - len(written))


def _cuts_katakana(sequence: Sequence[Piece], first: int, last: int) -> bool:
    if last + 1 - first >= _MIN_KATAKANA:
        return False
    return _is_inside_katakana(sequence, first) or _is_inside_katakana(sequence, last + 1)


def _is_inside_katakana(sequence: Sequence[Piece], boundary: int) -> bool:
    """Whether `boundary` would cut a run of katakana, which is one loan word, in two."""
    if not 0 < boundary < len(sequence):
        return False
    left, right = sequence[boundary - 1], sequence[boundary]
    return left.script is right.script is Script.KATAKANA and left.end == right.start
