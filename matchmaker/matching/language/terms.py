"""The weighted terms of a sentence: concepts, words, pairs of words, sounds, codes and amounts."""

from collections.abc import Iterator, Mapping, Sequence
from functools import lru_cache
from typing import NamedTuple

from matchmaker.matching.language.codes import codes, is_numbered_name
from matchmaker.matching.language.compounds import MIN_COMPOUND
from matchmaker.matching.language.concepts import ConceptTable, Match
from matchmaker.matching.language.figures import figures
from matchmaker.matching.language.phonetic import is_sino_korean, skeleton
from matchmaker.matching.language.reading import Sentence
from matchmaker.matching.language.text import Language
from matchmaker.matching.language.tokens import Piece, Script
from matchmaker.matching.language.words import JAPANESE_STOP_WORDS, KOREAN_STOP_WORDS, is_stop_word
from matchmaker.matching.settings import TextSettings

_MAX_BIGRAM_GAP = 20
_BEGINNING = 4
_SINGLE_CHARACTERS = (Script.KATAKANA, Script.HAN)
_STOP_WORDS = {Script.HANGUL: KOREAN_STOP_WORDS, Script.JAPANESE: JAPANESE_STOP_WORDS}


class Term(NamedTuple):
    """A term at a place (number of the piece), its weight, and the words of the text behind it."""

    place: int
    name: str
    weight: float
    written: str


class ShortForm(NamedTuple):
    """Pieces that stand for a long form: the terms it has."""

    first: int
    last: int
    terms: Mapping[str, float]


class TermMaker:
    """Makes terms by one glossary and one set of settings."""

    def __init__(self, concepts: ConceptTable, settings: TextSettings) -> None:
        self._concepts = concepts
        self._settings = settings
        self._said_by = lru_cache(maxsize=100_000)(self._of_word)
        self._meant_by = lru_cache(maxsize=20_000)(self._of_concept)

    def terms(
        self, sentence: Sentence, matches: Sequence[Match], short_forms: Sequence[ShortForm] = ()
    ) -> Iterator[Term]:
        """All terms of a sentence whose concepts are `matches`; short forms also count as what they stand for."""
        taken = {place for match in matches for place in range(match.first, match.last)}
        amounts = list(_amounts(sentence))
        counted = {place for first, last, _ in amounts for place in range(first, last)}
        yield from self._of_concepts(sentence, matches)
        yield from self._of_words(sentence, taken, counted)
        yield from _of_codes(sentence, taken, counted)
        for first, last, names in amounts:
            written = _written(sentence, first, last)
            yield from (Term(first, name, 1.0, written) for name in names)
        for short in short_forms:
            written = _written(sentence, short.first, short.last)
            yield from (Term(short.first, name, weight, written) for name, weight in short.terms.items())

    def meaning(self, sentence: Sentence, matches: Sequence[Match]) -> dict[str, float]:
        """What a long form says: its concepts and its other words, without all that is added to them elsewhere."""
        taken = {place for match in matches for place in range(match.first, match.last)}
        words = {
            piece.term: 1.0
            for place, piece in enumerate(sentence.pieces)
            if place not in taken and len(piece.term) > 1 and _is_content(piece, sentence.language)
        }
        return words | {f"#{match.concept}": self._concept_weight(match.concept) for match in matches}

    def _of_concepts(self, sentence: Sentence, matches: Sequence[Match]) -> Iterator[Term]:
        for concept, first, last in matches:
            written = _written(sentence, first, last)
            for name, weight in self._meant_by(concept):
                yield Term(first, name, weight, written)

    def _of_concept(self, concept: str) -> tuple[tuple[str, float], ...]:
        """Terms of a concept: itself, the next broader ones, and the parts of its name."""
        decay = self._settings.broader_decay
        broader = ((f"#{name}", self._concept_weight(name) * decay) for name in self._concepts.broader(concept))
        parts = ((part, self._part_weight(part)) for part in self._concepts.parts(concept))
        return (f"#{concept}", self._concept_weight(concept)), *broader, *parts

    def _concept_weight(self, concept: str) -> float:
        share = self._settings.general_share if self._concepts.is_general(concept) else 1.0
        return self._settings.concept_weight * share

    def _part_weight(self, part: str) -> float:
        weight = self._concept_weight(part[1:]) if part.startswith("#") else 1.0
        return weight * self._settings.part_weight

    def _of_words(self, sentence: Sentence, taken: set[int], counted: set[int]) -> Iterator[Term]:
        language = sentence.language
        before: int | None = None
        for place, piece in enumerate(sentence.pieces):
            surface, _, _, script, _, _, term, is_content, is_noun = piece
            said = self._said_by(surface, script, term, is_content, is_noun, language)
            if said is None:
                continue
            if place not in taken and place not in counted:
                for name, weight in said:
                    yield Term(place, name, weight, surface)
            if before is not None and not _are_in(taken, before, place) and not _are_in(counted, before, place):
                for name, weight in self._of_pair(sentence, before, place):
                    yield Term(place, name, weight, _written(sentence, before, place + 1))
            before = place

    def _of_word(
        self, surface: str, script: Script, term: str, is_content: bool, is_noun: bool, language: Language
    ) -> tuple[tuple[str, float], ...] | None:
        """Terms of a word by itself, None when it says nothing."""
        piece = Piece(surface, 0, 0, script, "", "", term, is_content, is_noun)
        return tuple(self._of_piece(piece, language)) if _is_content(piece, language) else None

    def _of_piece(self, piece: Piece, language: Language) -> Iterator[tuple[str, float]]:
        settings = self._settings
        if piece.script in _SINGLE_CHARACTERS:
            return
        if len(piece.term) > 1:
            yield piece.term, 1.0
        if piece.script is Script.WORD and len(piece.surface) > _BEGINNING and settings.beginning_weight:
            yield f"^{piece.surface[:_BEGINNING].casefold()}", settings.beginning_weight
        if settings.phonetic_weight and _may_be_loan_word(piece) and (key := skeleton(piece.surface)):
            yield f"~{key}", settings.phonetic_weight
        if language is Language.DE and piece.script is Script.WORD and len(piece.surface) >= MIN_COMPOUND:
            for part in self._concepts.inside(piece.surface.casefold()):
                yield part, self._part_weight(part)

    def _of_pair(self, sentence: Sentence, before: int, place: int) -> Iterator[tuple[str, float]]:
        left, right = sentence.pieces[before], sentence.pieces[place]
        gap = sentence.text[left.end : right.start]
        if left.script in _SINGLE_CHARACTERS or right.script in _SINGLE_CHARACTERS:
            if not gap and left.script is right.script:
                yield left.key + right.key, 1.0
        elif is_numbered_name(left, right, gap):
            yield left.term + right.term, 1.0
        elif self._settings.bigram_weight and _is_pair_of_words(left, right, gap):
            yield f"{left.term} {right.term}", self._settings.bigram_weight


def _written(sentence: Sentence, first: int, last: int) -> str:
    return sentence.text[sentence.pieces[first].start : sentence.pieces[last - 1].end]


def _are_in(places: set[int], left: int, right: int) -> bool:
    return left in places and right in places


def _is_content(piece: Piece, language: Language) -> bool:
    stop_words = _STOP_WORDS.get(piece.script)
    if stop_words is not None:
        return piece.is_content and piece.term not in stop_words
    if piece.script is Script.WORD:
        return not is_stop_word(piece.surface.casefold(), language)
    return piece.script is not Script.HIRAGANA


def _may_be_loan_word(piece: Piece) -> bool:
    if piece.script is Script.HANGUL:
        return piece.is_noun and len(piece.surface) > 1 and not is_sino_korean(piece.surface)
    return piece.script is Script.WORD or (piece.script is Script.JAPANESE and len(piece.surface) > 1)


def _is_pair_of_words(left: Piece, right: Piece, gap: str) -> bool:
    return min(len(left.term), len(right.term)) > 1 and left.term != right.term and len(gap) < _MAX_BIGRAM_GAP


def _of_codes(sentence: Sentence, taken: set[int], counted: set[int]) -> Iterator[Term]:
    for first, last in codes(sentence.pieces, sentence.text):
        places = set(range(first, last))
        if not (places <= taken or places <= counted):
            name = "".join(piece.term for piece in sentence.pieces[first:last])
            yield Term(first, name, 1.0, _written(sentence, first, last))


def _amounts(sentence: Sentence) -> Iterator[tuple[int, int, tuple[str, ...]]]:
    """First and behind last piece of amounts that begin and end where pieces do, and their terms."""
    pieces = sentence.pieces
    if not pieces:
        return
    found = list(figures(sentence.text, sentence.language, pieces[0].start, pieces[-1].end))
    if not found:
        return
    starts = {piece.start: place for place, piece in enumerate(pieces)}
    ends = {piece.end: place + 1 for place, piece in enumerate(pieces)}
    for figure in found:
        first, last = starts.get(figure.start), ends.get(figure.end)
        if first is not None and last is not None:
            yield first, last, (*figure.numbers, *figure.terms)
