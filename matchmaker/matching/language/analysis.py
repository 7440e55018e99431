"""Text to weighted terms of one language-neutral space, and the words that stood for them."""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from matchmaker.matching.language.concepts import ConceptTable, Match
from matchmaker.matching.language.korean import Morpheme, morphology
from matchmaker.matching.language.phonetic import is_sino_korean, skeleton
from matchmaker.matching.language.text import Language, clean, language_of, sentences
from matchmaker.matching.language.tokens import Piece, Script, has_hangul, pieces
from matchmaker.matching.language.words import KOREAN_STOP_WORDS, UNITS, is_stop_word
from matchmaker.matching.settings import TextSettings
from matchmaker.vocabulary.glossary import Glossary

_CODE_JOINT = re.compile(r"[\-‐‑/.]?")
_MAX_STRETCH = 200
_MIN_COMPOUND = 8
_MAX_BIGRAM_GAP = 20
_MAX_CODE = 6
_BEGINNING = 4
_CODE_SCRIPTS = (Script.WORD, Script.NUMBER)
_Term = tuple[int, str, float, str]
_JAPANESE = (Script.KATAKANA, Script.HAN)


@dataclass(frozen=True, slots=True)
class Passage:
    """One text of a field; `lang` is what the author stated (ISO 639-1), None when nobody did."""

    text: str
    lang: str | None = None


@dataclass(frozen=True, slots=True)
class Analysis:
    """Term -> frequency (weighted number of distinct sentences), and term -> the text's own words for it.

    `#cell-therapy` is a glossary concept, `~kntrr` a consonant skeleton, `^spec` the beginning of a word, two
    words with a space between them a bigram; anything else is a stem, a morpheme, a number, a code or a pair of
    Japanese characters.
    """

    frequencies: Mapping[str, float]
    surfaces: Mapping[str, str]


class _Sentence:
    """What a sentence, or a stretch of an endless one, says. A word repeated at once is not said twice."""

    def __init__(self, repeat_distance: int) -> None:
        self.weights: dict[str, float] = {}
        self._distance = repeat_distance
        self._last: dict[str, int] = {}

    def add(self, place: int, term: str, weight: float) -> None:
        """Count a term found at a place, counted in pieces of text."""
        last = self._last.get(term)
        if last is None or place - last > self._distance:
            self.weights[term] = self.weights.get(term, 0.0) + weight
        self._last[term] = place


class Analyser:
    """Turns passages into terms by one glossary and one set of settings. Deterministic, safe in threads."""

    def __init__(self, glossary: Glossary, settings: TextSettings | None = None) -> None:
        self._settings = settings or TextSettings()
        self._concepts = ConceptTable(glossary)
        self._user_words = self._concepts.user_words

    def warm_up(self) -> None:
        """Load the Korean dictionary now (some seconds), so that the first Korean text need not wait for it."""
        next(morphology(self._user_words).analyse(["가"]))

    def analyse(self, passages: Iterable[Passage]) -> Analysis:
        """The terms of one field: its passages in any languages, taken together."""
        return next(self.analyse_many([tuple(passages)]))

    def analyse_many(self, fields: Sequence[Sequence[Passage]]) -> Iterator[Analysis]:
        """The terms of many fields, in order; Korean is handed to its analyser in one go."""
        cleaned = [[(clean(passage.text), passage.lang) for passage in passages] for passages in fields]
        korean = [text for texts in cleaned for text, _ in texts if has_hangul(text)]
        morphemes = iter(morphology(self._user_words).analyse(korean) if korean else ())
        for texts in cleaned:
            yield self._field([(t, lang, next(morphemes) if has_hangul(t) else ()) for t, lang in texts])

    def _field(self, texts: Sequence[tuple[str, str | None, Sequence[Morpheme]]]) -> Analysis:
        said: list[Mapping[str, float]] = []
        surfaces: dict[str, str] = {}
        for text, stated, morphemes in texts:
            language = language_of(text, stated)
            sequences = _by_sentence(text, pieces(text, language, morphemes))
            said.extend(self._sentence(sequence, text, language, surfaces) for sequence in sequences)
        return Analysis(_frequencies(said), surfaces)

    def _sentence(
        self, sequence: Sequence[Piece], text: str, language: Language, surfaces: dict[str, str]
    ) -> Mapping[str, float]:
        sentence = _Sentence(self._settings.repeat_distance)
        matches = self._concepts.find(sequence, text)
        taken = {place for match in matches for place in range(match.first, match.last)}
        for place, term, weight, written in (
            *self._concept_terms(matches, sequence, text),
            *self._plain_terms(sequence, text, language, taken),
            *_code_terms(sequence, text, taken),
        ):
            sentence.add(place, term, weight)
            surfaces.setdefault(term, written)
        return sentence.weights

    def _concept_terms(self, matches: Sequence[Match], sentence: Sequence[Piece], text: str) -> Iterator[_Term]:
        settings = self._settings
        for match in matches:
            written = text[sentence[match.first].start : sentence[match.last - 1].end]
            yield match.first, f"#{match.concept}", self._concept_weight(match.concept), written
            for name in self._concepts.broader(match.concept):
                yield match.first, f"#{name}", self._concept_weight(name) * settings.broader_decay, written
            for part in self._concepts.parts(match.concept):
                weight = self._concept_weight(part[1:]) if part.startswith("#") else 1.0
                yield match.first, part, weight * settings.part_weight, written

    def _concept_weight(self, concept: str) -> float:
        share = self._settings.general_share if self._concepts.is_general(concept) else 1.0
        return self._settings.concept_weight * share

    def _plain_terms(
        self, sentence: Sequence[Piece], text: str, language: Language, taken: set[int]
    ) -> Iterator[_Term]:
        before: int | None = None
        for place, piece in enumerate(sentence):
            if not _is_content(piece, language):
                continue
            if place not in taken:
                for term, weight in self._single_terms(piece, language):
                    yield place, term, weight, piece.surface
            if before is not None and not {place, before} <= taken:
                written = text[sentence[before].start : piece.end]
                for term, weight in self._pair_terms(sentence[before], piece, text):
                    yield place, term, weight, written
            before = place

    def _single_terms(self, piece: Piece, language: Language) -> Iterator[tuple[str, float]]:
        if piece.script in _JAPANESE:
            return
        if len(piece.term) > 1:
            yield piece.term, 1.0
        if piece.script is Script.WORD and len(piece.surface) > _BEGINNING and self._settings.beginning_weight:
            yield f"^{piece.surface[:_BEGINNING].casefold()}", self._settings.beginning_weight
        if self._settings.phonetic_weight and _may_be_loan_word(piece) and (key := skeleton(piece.surface)):
            yield f"~{key}", self._settings.phonetic_weight
        if language is Language.DE and len(piece.key) >= _MIN_COMPOUND:
            for concept in self._concepts.inside(piece.key):
                yield f"#{concept}", self._settings.concept_weight * self._settings.part_weight

    def _pair_terms(self, left: Piece, right: Piece, text: str) -> Iterator[tuple[str, float]]:
        gap = text[left.end : right.start]
        if left.script in _JAPANESE or right.script in _JAPANESE:
            if not gap and left.script is right.script:
                yield left.surface + right.surface, 1.0
        elif _is_named_figure(left, right, gap):
            yield left.term + right.term, 1.0
        elif self._settings.bigram_weight and _is_pair_of_words(left, right, gap):
            yield f"{left.term} {right.term}", self._settings.bigram_weight


def _by_sentence(text: str, everything: Sequence[Piece]) -> Iterator[Sequence[Piece]]:
    position = 0
    for _, end in sentences(text):
        first = position
        while position < len(everything) and everything[position].start < end:
            position += 1
        for start in range(first, position, _MAX_STRETCH):
            yield everything[start : min(position, start + _MAX_STRETCH)]


def _frequencies(said: Sequence[Mapping[str, float]]) -> dict[str, float]:
    """Sum over the sentences that say something the others do not: saying it again does not weigh more."""
    distinct = {frozenset(weights): weights for weights in reversed(said) if weights}
    holders: defaultdict[str, list[frozenset[str]]] = defaultdict(list)
    for terms in distinct:
        for term in terms:
            holders[term].append(terms)
    frequencies: defaultdict[str, float] = defaultdict(float)
    for terms, weights in reversed(distinct.items()):
        fewest = min((holders[term] for term in weights), key=len)
        if any(terms < other for other in fewest):
            continue
        for term, weight in weights.items():
            frequencies[term] += weight
    return dict(frequencies)


def _is_content(piece: Piece, language: Language) -> bool:
    if piece.script is Script.HANGUL:
        return piece.is_content and piece.term not in KOREAN_STOP_WORDS
    if piece.script is Script.WORD:
        return not is_stop_word(piece.surface.casefold(), language)
    return piece.script is not Script.HIRAGANA


def _may_be_loan_word(piece: Piece) -> bool:
    if piece.script is Script.HANGUL:
        return piece.is_noun and len(piece.surface) > 1 and not is_sino_korean(piece.surface)
    return piece.script is Script.WORD


def _code_terms(sentence: Sequence[Piece], text: str, taken: set[int]) -> Iterator[_Term]:
    for first, last in _codes(sentence, text):
        if not taken.issuperset(range(first, last)):
            code = "".join(piece.term for piece in sentence[first:last])
            yield first, code, 1.0, text[sentence[first].start : sentence[last - 1].end]


def _codes(sentence: Sequence[Piece], text: str) -> Iterator[tuple[int, int]]:
    """Runs such as `PD-L1`, `CD19` or `21/210`: a figure or a single letter joined to more without a space."""
    first = 0
    for place in range(1, len(sentence) + 1):
        if place < len(sentence) and _is_joined(sentence[place - 1], sentence[place], text):
            continue
        run = sentence[first:place]
        if 1 < len(run) <= _MAX_CODE and any(map(_is_telling, run)):
            yield first, place
        first = place


def _is_telling(piece: Piece) -> bool:
    return piece.script is Script.NUMBER or len(piece.surface) == 1


def _is_joined(left: Piece, right: Piece, text: str) -> bool:
    is_plain = left.script in _CODE_SCRIPTS and right.script in _CODE_SCRIPTS
    return is_plain and right.start - left.end < 2 and _CODE_JOINT.fullmatch(text, left.end, right.start) is not None


def _is_named_figure(left: Piece, right: Piece, gap: str) -> bool:
    """`ISO 13485`, `pH 7.4` and `2,000 L` are one term each, though written apart."""
    if gap != " ":
        return False
    if left.script is Script.NUMBER:
        return right.surface.casefold() in UNITS
    is_capital = any(map(str.isupper, left.surface[1:]))
    return left.script is Script.WORD and right.script is Script.NUMBER and is_capital


def _is_pair_of_words(left: Piece, right: Piece, gap: str) -> bool:
    return min(len(left.term), len(right.term)) > 1 and left.term != right.term and len(gap) < _MAX_BIGRAM_GAP
