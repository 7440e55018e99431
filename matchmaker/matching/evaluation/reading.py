"""A collection as an engine reads it, once: terms and meaning of its texts, and the scores of each channel."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import cached_property

import numpy as np

from matchmaker.matching.evaluation.collection import Collection
from matchmaker.matching.evaluation.methods import Clock, blocks
from matchmaker.matching.language.analysis import Analyser, Passage
from matchmaker.matching.language.counting import known_share
from matchmaker.matching.language.text import Language, language_of
from matchmaker.matching.semantic.encoder import Encoder
from matchmaker.matching.semantic.fusion import Texts, joined, meaning
from matchmaker.matching.semantic.induction import Heard, induced
from matchmaker.matching.semantic.lexicon import Lexicon
from matchmaker.matching.semantic.meaning import Spans, encoded, whole_meaning
from matchmaker.matching.semantic.spans import ROLES, spans_of
from matchmaker.matching.settings import Settings
from matchmaker.matching.vectors import Frequencies, TermSpace, mean_length
from matchmaker.vocabulary.glossary import Glossary

_ROLE = "profile"


class Channel(StrEnum):
    """What a score is made from: shared terms, the meaning of texts, or both."""

    LEXICAL = "lexical"
    SEMANTIC = "semantic"
    FUSED = "fused"


@dataclass(frozen=True)
class Engine:
    """All that decides about the text part of a score; without an encoder words alone do."""

    glossary: Glossary
    settings: Settings
    encoder: Encoder | None = None

    @property
    def channels(self) -> tuple[Channel, ...]:
        """The channels this engine has, the best one first."""
        return (Channel.LEXICAL,) if self.encoder is None else (Channel.FUSED, Channel.LEXICAL, Channel.SEMANTIC)


@dataclass(frozen=True, slots=True)
class Analysed:
    """Terms of all documents and queries, and the seconds it took to find them.

    `known` is the share of terms in the glossary, of the queries followed by the documents; `lexicon` is what was
    induced from them.
    """

    documents: Sequence[Frequencies]
    queries: Sequence[Frequencies]
    known: np.ndarray
    lexicon: Lexicon
    clock: Clock


@dataclass(frozen=True, slots=True)
class Encoded:
    """Spans of the queries followed by those of the documents, and the seconds it took to encode them."""

    spans: Spans
    clock: Clock


class Reading:
    """What an engine makes of a collection, each thing when a channel first needs it.

    A query and a document meet as two whole profiles. `like` is the reading of the same collection by an engine that
    may differ in parts; whatever is the same for both is taken from there, with the seconds it took.
    """

    def __init__(self, engine: Engine, collection: Collection, *, like: "Reading | None" = None) -> None:
        self.engine, self.collection, self._like = engine, collection, like

    def scores(self, channel: Channel, clock: Clock) -> Iterator[np.ndarray]:
        """Blocks of queries x documents; ValueError when the engine has no such channel."""
        if channel not in self.engine.channels:
            raise ValueError(f"the engine has no channel {channel}")
        if channel is Channel.LEXICAL:
            return self._lexical(clock)
        return self._semantic(clock) if channel is Channel.SEMANTIC else self._fused(clock)

    @cached_property
    def analysed(self) -> Analysed:
        """Terms of all texts; a term that has lost all its weight is none."""
        like = self._like
        if like is not None and _reads_alike(like.engine, self.engine):
            return like.analysed
        clock, analyser = Clock(), Analyser(self.engine.glossary, self.engine.settings.text)
        analyser.warm_up()
        with clock.fitting():
            documents = _heard(analyser, list(self.collection.documents.values()))
        with clock.asking():
            queries = _heard(analyser, list(self.collection.queries.values()))
        with clock.fitting():
            lexicon = induced([*documents, *queries], self.engine.encoder, self.engine.settings.lexicon)
        known = np.array([known_share(one.frequencies) for one in (*queries, *documents)])
        return Analysed(_terms(documents, lexicon), _terms(queries, lexicon), known, lexicon, clock)

    @cached_property
    def encoded(self) -> Encoded:
        """Vectors of all spans; ValueError without an encoder."""
        encoder = self.engine.encoder
        if self._like is not None and self._like.engine.encoder is encoder:
            return self._like.encoded
        if encoder is None:
            raise ValueError("the engine has no encoder")
        clock = Clock()
        encoder.encode(["."])  # loads the model, which is no work on this collection
        with clock.fitting():
            documents = _spans(self.collection.documents.values(), encoder, {})
        with clock.asking():
            queries = _spans(self.collection.queries.values(), encoder, {})
        with clock.fitting():
            known = dict(zip(documents.texts, documents.vectors, strict=True))
            known |= dict(zip(queries.texts, queries.vectors, strict=True))
            everything = (*self.collection.queries.values(), *self.collection.documents.values())
            spans = _spans(everything, encoder, known)
        return Encoded(spans, clock)

    @cached_property
    def _texts(self) -> tuple[Texts, Texts]:
        """Meaning of the queries and of the documents, which stand on two sides of a gateway."""
        analysed, queries = self.analysed, len(self.collection.queries)
        known = analysed.known
        is_query = np.arange(len(known)) < queries
        found = whole_meaning(
            self.encoded.spans, dict.fromkeys(ROLES, known), is_query, self.engine.settings.meaning
        ).texts[_ROLE]
        return found[np.flatnonzero(is_query)], found[np.flatnonzero(~is_query)]

    def _lexical(self, clock: Clock) -> Iterator[np.ndarray]:
        settings, analysed = self.engine.settings, self.analysed
        clock.add(analysed.clock)
        with clock.fitting():
            space, length = TermSpace.fit(analysed.documents), mean_length(analysed.documents)
            vectors = space.vectors(analysed.documents, mean_length=length, k1=settings.k1, b=settings.b)
            by_term = vectors.T.tocsr()
        for rows in blocks(len(analysed.queries)):
            with clock.asking():
                asked = space.vectors(analysed.queries[rows], mean_length=length, k1=settings.k1, b=settings.b)
                block = (asked @ by_term).toarray()
            yield block

    def _semantic(self, clock: Clock) -> Iterator[np.ndarray]:
        clock.add(self.encoded.clock)
        with clock.fitting():
            queries, documents = self._texts
        for rows in blocks(len(self.collection.queries)):
            with clock.asking():
                block = meaning(queries[np.arange(rows.start, rows.stop)], documents, self.engine.settings.meaning)
            yield block

    def _fused(self, clock: Clock) -> Iterator[np.ndarray]:
        for words, of_meaning in zip(self._lexical(clock), self._semantic(clock), strict=True):
            with clock.asking():
                block = joined(words, of_meaning)
            yield block


def _reads_alike(one: Engine, other: Engine) -> bool:
    is_same_text = one.glossary is other.glossary and one.settings.text == other.settings.text
    return is_same_text and one.encoder is other.encoder and one.settings.lexicon == other.settings.lexicon


def _heard(analyser: Analyser, texts: Sequence[Sequence[Passage]]) -> list[Heard]:
    """Terms of all texts; a term that has lost all its weight is none."""
    return [
        Heard({term: weight for term, weight in one.frequencies.items() if weight}, one.surfaces, _language(passages))
        for passages, one in zip(texts, analyser.analyse_many(texts), strict=True)
    ]


def _language(passages: Sequence[Passage]) -> Language:
    """The language of the longest passage."""
    longest = max(passages, key=lambda passage: len(passage.text), default=Passage(""))
    return language_of(longest.text, longest.lang)


def _terms(texts: Sequence[Heard], lexicon: Lexicon) -> list[Frequencies]:
    return [lexicon.extended(one.frequencies, one.surfaces)[0] for one in texts]


def _spans(texts: Iterable[Sequence[Passage]], encoder: Encoder, remembered: dict[str, np.ndarray]) -> Spans:
    rows = [spans_of({_ROLE: passages}, {_ROLE: {_ROLE: 1.0}}) for passages in texts]
    return encoded(rows, encoder, remembered=remembered)
