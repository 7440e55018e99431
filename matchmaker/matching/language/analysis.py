"""Text to weighted terms of one language-neutral space, and the words that stood for them."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from matchmaker.matching.language.abbreviations import Definition, definitions
from matchmaker.matching.language.concepts import ConceptTable, Match
from matchmaker.matching.language.counting import SentenceCount, frequencies
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


@dataclass(frozen=True, slots=True)
class _Meaning:
    """What a short form of a field stands for, and where it was said so."""

    terms: Mapping[str, float]
    is_spelt: bool
    text: str
    at: int


class Analyser:
    """Turns passages into terms by one glossary and one set of settings. Deterministic, safe in threads."""

    def __init__(self, glossary: Glossary, settings: TextSettings | None = None) -> None:
        self._settings = settings or TextSettings()
        self._concepts = ConceptTable(glossary)
        self._maker = TermMaker(self._concepts, self._settings)
        self._reader = Reader(self._concepts.user_words)
        self._words: dict[str, bool] = {}

    def warm_up(self) -> None:
        """Load the Korean dictionary now (some seconds), so that the first Korean text need not wait for it."""
        self._reader.warm_up()

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
        for sentences in self._reader.read_many(fields):
            yield self._field(sentences)

    def _field(self, sentences: Sequence[Sentence]) -> Analysis:
        found = [(sentence, self._concepts.find(sentence.pieces, sentence.text)) for sentence in sentences]
        meanings = self._meanings(found)
        surfaces: dict[str, str] = {}
        said: list[Mapping[str, float]] = []
        for sentence, matches in found:
            shorts, others = _short_forms(sentence, matches, meanings) if meanings else ((), matches)
            count = SentenceCount(self._settings.repeat_distance)
            for term in self._maker.terms(sentence, others, shorts):
                count.add(term.place, term.name, term.weight)
                surfaces.setdefault(term.name, term.written)
            said.append(count.weights)
        return Analysis(frequencies(said), surfaces)

    def _meanings(self, found: Sequence[tuple[Sentence, Sequence[Match]]]) -> dict[str, _Meaning]:
        """The short forms a field defines; the first definition holds."""
        meanings: dict[str, _Meaning] = {}
        for sentence, matches in found:
            for definition in definitions(sentence, matches):
                if definition.short not in meanings and len(meanings) < _MAX_DEFINITIONS:
                    meanings[definition.short] = self._meaning(sentence, definition)
        return meanings

    def _meaning(self, sentence: Sentence, definition: Definition) -> _Meaning:
        long = Sentence(sentence.text, sentence.pieces[definition.first : definition.last], sentence.language)
        terms = self._maker.meaning(long, self._concepts.find(long.pieces, long.text))
        return _Meaning(terms, definition.is_spelt, sentence.text, definition.at)


def _short_forms(
    sentence: Sentence, matches: Sequence[Match], meanings: Mapping[str, _Meaning]
) -> tuple[list[ShortForm], list[Match]]:
    """Where short forms are used, and the matches that hold beside them.

    What the text says overrules the glossary, if the letters prove it; a longer term of the glossary stands.
    """
    shorts: list[ShortForm] = []
    dropped: set[Match] = set()
    for first, last, meaning in _uses(sentence, meanings):
        touching = [match for match in matches if match.first < last and first < match.last]
        inside = [match for match in touching if first <= match.first and match.last <= last]
        is_known = any(f"#{match.concept}" in meaning.terms for match in inside)
        if len(inside) < len(touching) or is_known or (inside and not meaning.is_spelt):
            continue
        dropped.update(inside)
        if not (sentence.text is meaning.text and sentence.pieces[first].start == meaning.at):
            shorts.append(ShortForm(first, last, meaning.terms))
    return shorts, [match for match in matches if match not in dropped]


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
