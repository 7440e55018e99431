"""Where a text says what was searched for: in the same words, or in other words of the same meaning; pure."""

from bisect import bisect_left
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property

from matchmaker.vocabulary.glossary import PREFERENCE, Concept, Glossary

_CONCEPT = "#"
_DERIVED = ("~", "^")
"""Terms of the engine that stand for how a word sounds or begins."""
_JOINTS = dict.fromkeys(map(ord, " \t\n\u00a0-‐‑‒–·・/'’"))
"""What may or may not stand between the words of a term: 세포 치료제, cell-therapy."""
_LONGEST_ENDING = 2
_SHORTEST_STEM = 3
_CASED_LENGTH = 4
_LAST_LATIN = "\u024f"
_BEYOND = "\U0010ffff"

Span = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Part:
    """A piece of a text, and whether it says what was searched for."""

    text: str
    is_found: bool


@dataclass(frozen=True, slots=True)
class _Form:
    """A way to write what is looked for: without spaces and, unless `is_cased`, in lower case.

    `is_stem`: it may go on to the end of the word.
    """

    written: str
    is_stem: bool = False
    is_cased: bool = False


class _Dense:
    """A text without spaces and hyphens, with the place of each of its letters."""

    def __init__(self, text: str) -> None:
        self._text, self.cased = text, text.translate(_JOINTS)
        lowered = self.cased.lower()
        self.lowered = lowered if len(lowered) == len(self.cased) else self.cased

    @cached_property
    def places(self) -> list[int]:
        """Asked for only where something was found: most texts do not say it."""
        return [place for place, char in enumerate(self._text) if ord(char) not in _JOINTS]


class Marker:
    """Finds the ways to write some terms in any number of texts."""

    def __init__(self, forms: Iterable[_Form]) -> None:
        self._forms = tuple(dict.fromkeys(forms))
        self._known: dict[str, list[Span]] = {}

    @classmethod
    def of(cls, terms: Mapping[str, str], glossary: Glossary) -> "Marker":
        """What finds `terms` (term of the engine -> the words it was read from), concepts in all their languages."""
        return cls(form for term, said in terms.items() for form in _forms_of(term, said, glossary))

    def parts(self, text: str) -> tuple[Part, ...]:
        """`text` in pieces, those found and those between."""
        found: list[Part] = []
        done = 0
        for start, end in self.spans(text):
            if start > done:
                found.append(Part(text[done:start], False))
            found.append(Part(text[start:end], True))
            done = end
        return (*found, Part(text[done:], False)) if done < len(text) else tuple(found)

    def spans(self, text: str) -> list[Span]:
        """Where `text` says it: from left to right, the longest first, none overlapping. A text is read once."""
        if text not in self._known:
            self._known[text] = self._read(text)
        return self._known[text]

    def _read(self, text: str) -> list[Span]:
        dense = _Dense(text)
        found = {span for form in self._forms for span in _spans(form, dense, text)}
        kept: list[Span] = []
        for start, end in sorted(found, key=lambda span: (span[0], -span[1])):
            if not kept or start >= kept[-1][1]:
                kept.append((start, end))
        return kept


def _forms_of(term: str, said: str, glossary: Glossary) -> Iterator[_Form]:
    if term.startswith(_CONCEPT):
        concept = glossary.by_id.get(term[1:])
        yield from _forms_of_concept(concept) if concept is not None else ()
    elif not term.startswith(_DERIVED) and " " not in term and len(term) > 1:
        stem = _common_beginning(term, said.lower()).translate(_JOINTS)
        is_cased = len(stem) <= _CASED_LENGTH and said[: len(stem)].isupper()
        if len(stem) >= _SHORTEST_STEM or (stem and not _is_latin(stem[0])):
            yield _Form(stem.upper() if is_cased else stem, is_stem=True, is_cased=is_cased)


def _forms_of_concept(concept: Concept) -> Iterator[_Form]:
    for language in concept.terms:
        for written in concept.surfaces(language):
            dense = written.translate(_JOINTS)
            is_cased = len(dense) <= _CASED_LENGTH and dense.isascii() and not dense.islower()
            if len(dense) > 1:
                yield _Form(dense if is_cased else dense.lower(), is_cased=is_cased)
            if dense.endswith("y") and not is_cased:
                yield _Form(dense[:-1].lower() + "ie")  # therapies


def _common_beginning(term: str, said: str) -> str:
    same = 0
    while same < min(len(term), len(said)) and term[same] == said[same]:
        same += 1
    return term[:same] or said


def _is_latin(char: str) -> bool:
    return char.isalnum() and char <= _LAST_LATIN


def _spans(form: _Form, dense: _Dense, text: str) -> Iterator[Span]:
    within = dense.cased if form.is_cased else dense.lowered
    at = within.find(form.written)
    while at >= 0:
        start, last = dense.places[at], dense.places[at + len(form.written) - 1]
        end = _end(form, text, last + 1)
        if end is not None and not (_is_latin(text[start]) and start > 0 and _is_latin(text[start - 1])):
            yield start, end
        at = within.find(form.written, at + 1)


def _end(form: _Form, text: str, end: int) -> int | None:
    """Where the word ends that the form ends in: a stem takes any ending, a term a short one (cells, Zellen)."""
    if not _is_latin(text[end - 1]):
        return end
    last = end
    while last < len(text) and _is_latin(text[last]):
        last += 1
    longest = len(text) if form.is_stem else 0 if form.is_cased else _LONGEST_ENDING
    return last if last - end <= longest else None


@dataclass(frozen=True, slots=True, order=True)
class _Word:
    """A term of the glossary; the order of `rank` is that in which words are offered."""

    key: str
    rank: tuple[bool, int, int]
    written: str
    concept: str


@dataclass(frozen=True)
class Completions:
    """Words of the glossary by how they begin."""

    glossary: Glossary

    @cached_property
    def _sorted(self) -> list[_Word]:
        return sorted(
            _Word(_key(written), (not concept.core, PREFERENCE.index(language), len(written)), written, concept.id)
            for concept in self.glossary
            for language in concept.terms
            for written in concept.terms[language]
        )

    def of(self, text: str, limit: int) -> list[str]:
        """At most `limit` terms that begin with `text`: core concepts and short terms first, one for each concept."""
        key = _key(text)
        if not key:
            return []
        first, last = (bisect_left(self._sorted, end, key=lambda word: word.key) for end in (key, key + _BEYOND))
        found: dict[str, str] = {}
        for word in sorted(self._sorted[first:last], key=lambda word: (word.rank, word.written)):
            found.setdefault(word.concept, word.written)
        return [written for written in found.values() if _key(written) != key][:limit]


def _key(written: str) -> str:
    return written.translate(_JOINTS).lower()
