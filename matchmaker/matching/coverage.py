"""How much of what texts say the glossary knows, and which words it does not.

Counted are the different content words of each text: said twice in one text, a word counts once; a concept counts as
many words as it was written with. Everything is read off the terms that the analyser makes of a text.
"""

import re
from collections import Counter, defaultdict
from collections.abc import Container, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from itertools import groupby

from matchmaker.matching.language.analysis import Analyser, Analysis, Passage
from matchmaker.matching.language.text import clean, language_of
from matchmaker.matching.language.words import is_bare_figure
from matchmaker.matching.listing import Listing, analysed_fields, name_words, words_in
from matchmaker.vocabulary.glossary import Concept, Glossary


class Kind(StrEnum):
    """What became of a word: a glossary concept, a number or code, a word of the induced lexicon, or itself only."""

    CONCEPT = "concept"
    FIGURE = "figure"
    LEXICON = "lexicon"
    UNKNOWN = "unknown"


_KINDS = {"#": Kind.CONCEPT}
"""First character of a term -> kind of the words it stands for."""

_DERIVED = ("~", "^")
"""First character of terms that a word has beside the one it is known by."""

_FIRST_KOREAN = "\u1100"
_PARTS = re.compile(r"[^\W\d_]+|\d+(?:[.,]\d+)*")


@dataclass(frozen=True, slots=True)
class Text:
    """One passage, who wrote it, and the words of the writer's own names, which are never reported."""

    writer: str
    passage: Passage
    names: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Unknown:
    """A word no list knows, as it is most often written; the number of texts and of organisations that use it."""

    word: str
    texts: int
    organisations: int


@dataclass(frozen=True, slots=True)
class LanguageCoverage:
    """Figures of one language: texts, content words by kind, all unknown words, those of most organisations first."""

    texts: int
    words: Mapping[Kind, int]
    unknown: tuple[Unknown, ...]

    def share(self, kind: Kind) -> float:
        """The part of all content words that is of `kind`, 0 where there are none."""
        total = sum(self.words.values())
        return self.words[kind] / total if total else 0.0

    def reported(self, *, most: int, least_organisations: int) -> tuple[Unknown, ...]:
        """The first `most` unknown words that at least so many organisations use."""
        return tuple(one for one in self.unknown if one.organisations >= least_organisations)[:most]


@dataclass(frozen=True, slots=True)
class Coverage:
    """Figures by language, and in how many texts each concept (by id) was found."""

    languages: Mapping[str, LanguageCoverage]
    concepts: Mapping[str, int]


@dataclass(frozen=True, slots=True)
class Gap:
    """A concept that has no term in the languages it `lacks`, and the number of texts that speak of it."""

    concept: str
    lacks: tuple[str, ...]
    texts: int


def texts_of(listings: Iterable[Listing]) -> Iterator[Text]:
    """The passages of listings, own names taken out; the names themselves are no text."""
    for listing in listings:
        names = name_words(listing.texts.get("names", ()))
        for field, passages in analysed_fields(listing).items():
            if field != "names":
                yield from (Text(listing.organisation, passage, names) for passage in passages)


def texts_in(documents: Mapping[str, Sequence[Passage]]) -> Iterator[Text]:
    """The passages of a labelled collection; each document counts as an organisation."""
    for name, passages in documents.items():
        yield from (Text(name, passage) for passage in passages)


def by_language(texts: Iterable[Text]) -> dict[str, list[Text]]:
    """Texts that say anything, by the code of the language that the analyser reads them in, in order of the codes."""
    found: defaultdict[str, list[Text]] = defaultdict(list)
    for text in texts:
        if text.passage.text.strip():
            found[language_of(clean(text.passage.text), text.passage.lang).value].append(text)
    return dict(sorted(found.items()))


def coverage_of(
    fields_by_language: Mapping[str, Sequence[Text]], analyser: Analyser, *, linked: Container[str] = frozenset()
) -> Coverage:
    """The coverage of texts by language code (`by_language`); `linked` are the terms of an induced lexicon."""
    languages: dict[str, LanguageCoverage] = {}
    concepts: Counter[str] = Counter()
    for language, texts in fields_by_language.items():
        tally = _Tally(linked)
        analyses = analyser.analyse_many([[text.passage] for text in texts])
        for text, analysis in zip(texts, analyses, strict=True):
            tally.add(text, analysis)
        languages[language] = tally.figures(len(texts))
        concepts.update(tally.concepts)
    return Coverage(languages, dict(sorted(concepts.items())))


def one_sided(glossary: Glossary, found: Mapping[str, int], *, languages: Sequence[str]) -> tuple[Gap, ...]:
    """Concepts without a term in one of `languages`, those found in most texts first."""
    gaps = [Gap(one.id, lacks, found.get(one.id, 0)) for one in glossary if (lacks := _lacking(one, languages))]
    return tuple(sorted(gaps, key=lambda gap: (-gap.texts, gap.concept)))


def _lacking(concept: Concept, languages: Sequence[str]) -> tuple[str, ...]:
    return tuple(language for language in languages if not concept.terms.get(language))


class _Tally:
    """Counts words of one language by kind, and who uses those that are unknown."""

    def __init__(self, linked: Container[str]) -> None:
        self._linked = linked
        self.concepts: Counter[str] = Counter()
        self._words: Counter[Kind] = Counter()
        self._texts: Counter[str] = Counter()
        self._writers: defaultdict[str, set[str]] = defaultdict(set)
        self._written: defaultdict[str, Counter[str]] = defaultdict(Counter)

    def add(self, text: Text, analysis: Analysis) -> None:
        """Count the words of one text."""
        self.concepts.update(sorted(term[1:] for term in analysis.frequencies if term[0] == "#"))
        for written, known_by, term in _words(analysis):
            if known_by is not Kind.CONCEPT and not text.names.isdisjoint(words_in(written)):
                continue
            kind = Kind.LEXICON if known_by is Kind.UNKNOWN and term in self._linked else known_by
            self._words[kind] += max(1, len(written.split()))
            if kind is Kind.UNKNOWN:
                self._texts[term] += 1
                self._writers[term].add(text.writer)
                self._written[term][written] += 1

    def figures(self, texts: int) -> LanguageCoverage:
        """What was counted in so many texts."""
        found = [Unknown(self._spelling(term), count, len(self._writers[term])) for term, count in self._texts.items()]
        ordered = sorted(found, key=lambda one: (-one.organisations, -one.texts, one.word))
        return LanguageCoverage(texts, {kind: self._words[kind] for kind in Kind}, tuple(ordered))

    def _spelling(self, term: str) -> str:
        return min(self._written[term].items(), key=lambda spelling: (-spelling[1], spelling[0]))[0]


def _words(analysis: Analysis) -> Iterator[tuple[str, Kind, str]]:
    """Each content word or written concept of a text, folded, with its kind and the term it is known by.

    A concept brings further terms with the same words (broader concepts, parts of its name): they are the same word.
    Parts of a figure (`PD` of `PD-L1`, `2,000` of `2,000 L`) and pairs of words are not counted again.
    """
    pairs = sorted((written.casefold(), term) for term, written in analysis.surfaces.items() if _is_own(term, written))
    found = [(written, *_known_by(written, [term for _, term in group]))
             for written, group in groupby(pairs, key=lambda pair: pair[0])]  # fmt: skip
    figures = [written for written, kind, _term in found if kind is Kind.FIGURE]
    inside = {part for written in figures for part in _PARTS.findall(written) if part != written}
    yield from (word for word in found if word[1] is Kind.CONCEPT or word[0] not in inside)


def _is_own(term: str, written: str) -> bool:
    """Whether a term stands for the written words themselves, and for nothing that was added to them."""
    if not written.strip() or term[0] in _DERIVED:
        return False
    return term[0] in _KINDS or (" " not in term and not _is_part(term, written))


def _is_part(term: str, written: str) -> bool:
    """A part of a concept's English name is no word of the text: it has another script, or one word of several."""
    if any(map(str.isdigit, written)):
        return False
    is_foreign = term.isascii() and all(character >= _FIRST_KOREAN for character in written if character.isalpha())
    return is_foreign or " " in written


def _known_by(written: str, terms: Sequence[str]) -> tuple[Kind, str]:
    for term in terms:
        if term[0] in _KINDS:
            return _KINDS[term[0]], term
    is_figure = any(map(str.isdigit, written)) or is_bare_figure(written)
    return (Kind.FIGURE if is_figure else Kind.UNKNOWN), terms[0]
