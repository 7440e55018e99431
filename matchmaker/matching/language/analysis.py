"""Text to weighted terms of one language-neutral space, and the words that stood for them."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from copy import copy
from dataclasses import dataclass
from functools import cached_property
from typing import NamedTuple

from matchmaker.matching.language.abbreviations import Definition, definitions
from matchmaker.matching.language.concepts import ConceptTable, Match, concept_table
from matchmaker.matching.language.counting import counted, frequencies
from matchmaker.matching.language.memory import Memory
from matchmaker.matching.language.reading import Passage, Reader, Sentence
from matchmaker.matching.language.terms import ShortForm, TermMaker
from matchmaker.matching.settings import TextSettings
from matchmaker.vocabulary.glossary import Glossary

__all__ = ["Analyser", "Analysis", "Passage"]

_MAX_DEFINITIONS = 40


@dataclass(frozen=True, slots=True)
class Analysis:
    """Term -> frequency (weighted number of distinct sentences), and term -> the text's own words for it.

    `#cell-therapy` is a glossary concept, `~kntrr` a consonant skeleton, `^spec` the beginning of a word, two
    words with a space between them a bigram; anything else is a stem, a morpheme, a number, an amount (`2000l`),
    a code or a pair of Chinese characters.
    """

    frequencies: Mapping[str, float]
    surfaces: Mapping[str, str]


class _Said(NamedTuple):
    """A sentence understood: its concepts, the short forms it defines, and what it says when it uses none."""

    sentence: Sentence
    matches: Sequence[Match]
    definitions: Sequence[Definition]
    weights: Mapping[str, float]
    surfaces: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class _Meaning:
    """What a short form of a field stands for, and the passage (by number) and place where it was said so."""

    terms: Mapping[str, float]
    is_spelt: bool
    passage: int
    at: int


class Analyser:
    """Turns passages into terms by one glossary and one set of settings. Deterministic, safe in threads.

    `threads` is how many Kiwi takes for many Korean texts at a time, which is half of the work on them.
    """

    def __init__(self, glossary: Glossary, settings: TextSettings | None = None, *, threads: int = 2) -> None:
        self.glossary = glossary
        self.settings = settings or TextSettings()
        self._threads = threads
        self._words: dict[str, bool] = {}
        self._memory: Memory[Sequence[_Said]] | None = None

    def remembering(self, characters: int) -> "Analyser":
        """The same analyser, which does not read a passage again: it keeps the latest ones, so many characters of them.

        Not to be shared between threads.
        """
        one = copy(self)
        one._memory = Memory(characters)
        return one

    def warm_up(self) -> None:
        """Load the glossary and the Korean dictionary now (some seconds), so that the first text need not wait."""
        self._reader.warm_up()

    @cached_property
    def _concepts(self) -> ConceptTable:
        return concept_table(self.glossary)

    @cached_property
    def _maker(self) -> TermMaker:
        return TermMaker(self._concepts, self.settings)

    @cached_property
    def _reader(self) -> Reader:
        return Reader(self._concepts.user_words, self._threads)

    def is_of_glossary(self, word: str) -> bool:
        """Whether a single word is one of the glossary, in whatever form."""
        found = self._words.get(word)
        if found is None:
            found = any(term.startswith("#") for term in self.analyse([Passage(word)]).frequencies)
            self._words[word] = found
        return found

    def analyse(self, passages: Iterable[Passage]) -> Analysis:
        """The terms of one field: its passages in any languages, taken together."""
        return next(self.analyse_many([tuple(passages)]))

    def analyse_many(self, fields: Sequence[Sequence[Passage]]) -> Iterator[Analysis]:
        """The terms of many fields, in order; each morphological analyser gets all its texts in one go."""
        every = [passage for passages in fields for passage in passages]
        understood = self._understood(every) if self._memory is None else self._memory.each(every, self._understood)
        for passages in fields:
            yield self._field([next(understood) for _ in passages])

    def _understood(self, passages: Iterable[Passage]) -> Iterator[Sequence[_Said]]:
        for sentences in self._reader.read_many(passages):
            yield [self._said(sentence) for sentence in sentences]

    def _said(self, sentence: Sentence) -> _Said:
        matches = self._concepts.find(sentence.pieces, sentence.text)
        weights, surfaces = counted(self._maker.terms(sentence, matches), self.settings.repeat_distance)
        return _Said(sentence, matches, tuple(definitions(sentence, matches)), weights, surfaces)

    def _field(self, passages: Sequence[Sequence[_Said]]) -> Analysis:
        meanings = self._meanings(passages)
        said = [
            (self._resolved(one, number, meanings) if meanings else (one.weights, one.surfaces))
            for number, sentences in enumerate(passages)
            for one in sentences
        ]
        surfaces: dict[str, str] = {}
        # Terms in the order in which they come up, each with its first words.
        for of_sentence in (*said, *reversed(said)):
            surfaces.update(of_sentence[1])
        return Analysis(frequencies([weights for weights, _ in said]), surfaces)

    def _resolved(
        self, said: _Said, passage: int, meanings: Mapping[str, _Meaning]
    ) -> tuple[Mapping[str, float], Mapping[str, str]]:
        """What a sentence says in a field that defines short forms."""
        shorts, others = _short_forms(said, passage, meanings)
        if not shorts and len(others) == len(said.matches):
            return said.weights, said.surfaces
        return counted(self._maker.terms(said.sentence, others, shorts), self.settings.repeat_distance)

    def _meanings(self, passages: Sequence[Sequence[_Said]]) -> dict[str, _Meaning]:
        """The short forms a field defines; the first definition holds."""
        meanings: dict[str, _Meaning] = {}
        for number, sentences in enumerate(passages):
            for said in sentences:
                for definition in said.definitions:
                    if definition.short not in meanings and len(meanings) < _MAX_DEFINITIONS:
                        meanings[definition.short] = self._meaning(said.sentence, definition, number)
        return meanings

    def _meaning(self, sentence: Sentence, definition: Definition, passage: int) -> _Meaning:
        long = Sentence(sentence.text, sentence.pieces[definition.first : definition.last], sentence.language)
        terms = self._maker.meaning(long, self._concepts.find(long.pieces, long.text))
        return _Meaning(terms, definition.is_spelt, passage, definition.at)


def _short_forms(
    said: _Said, passage: int, meanings: Mapping[str, _Meaning]
) -> tuple[list[ShortForm], Sequence[Match]]:
    """Where short forms are used, and the matches that hold beside them.

    What the text says overrules the glossary, if the letters prove it; a longer term of the glossary stands.
    """
    shorts: list[ShortForm] = []
    dropped: set[Match] = set()
    for first, last, meaning in _uses(said.sentence, meanings):
        touching = [match for match in said.matches if match.first < last and first < match.last]
        inside = [match for match in touching if first <= match.first and match.last <= last]
        is_known = any(f"#{match.concept}" in meaning.terms for match in inside)
        if len(inside) < len(touching) or is_known or (inside and not meaning.is_spelt):
            continue
        dropped.update(inside)
        if (passage, said.sentence.pieces[first].start) != (meaning.passage, meaning.at):
            shorts.append(ShortForm(first, last, meaning.terms))
    return shorts, [match for match in said.matches if match not in dropped]


def _uses(sentence: Sentence, meanings: Mapping[str, _Meaning]) -> Iterator[tuple[int, int, _Meaning]]:
    by_letter: defaultdict[str, list[str]] = defaultdict(list)
    for short in sorted(meanings, key=lambda short: (-len(short), short)):
        by_letter[short[0]].append(short)
    ends = {piece.end: place + 1 for place, piece in enumerate(sentence.pieces)}
    for place, piece in enumerate(sentence.pieces):
        for short in by_letter.get(piece.surface[0], ()):
            last = ends.get(piece.start + len(short))
            if last is not None and sentence.text.startswith(short, piece.start):
                yield place, last, meanings[short]
                break
