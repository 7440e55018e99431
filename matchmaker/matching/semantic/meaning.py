"""The meaning of the rows of an index: encoded spans, and by role one vector a row with what it takes to compare it.

A role's vector is the direction of the sum of its whole fields, each relative to the mean vector of its language: what
all texts of a language have in common says nothing, and would make two English texts alike. Fields as wholes serve
better than their sentences (measured); these tell which two are nearest, for the explanation.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np
from scipy.sparse import csr_array

from matchmaker.matching.language.text import Language
from matchmaker.matching.matrices import as_slice
from matchmaker.matching.semantic.encoder import Encoder
from matchmaker.matching.semantic.fusion import Group, Texts, crowding
from matchmaker.matching.semantic.spans import ROLES, Span
from matchmaker.matching.settings import MeaningSettings
from matchmaker.matching.strings import Lookup

LANGUAGES = tuple(Language)
COUNTERPART = {"offer": "need", "need": "offer", "profile": "profile"}

SPAN_COLUMNS = ("vectors", "languages", "is_whole", "weights")
"""What `Spans` holds of each span beside its text, an array each."""

_BATCH = 256

Progress = Callable[[int, int], None]
_GRID = 2048
_SHARES = 1024


@dataclass(frozen=True, slots=True)
class Spans:
    """Encoded spans of all rows in order: those of row n are `starts[n]` up to `starts[n + 1]`.

    `vectors` (spans x dimensions, float16) are as the encoder gave them. `languages` are places in `LANGUAGES`,
    `weights` spans x roles (offer, need, profile), float32. `lookup` tells a place of each text where that is stored.
    """

    texts: Sequence[str]
    starts: np.ndarray
    vectors: np.ndarray
    languages: np.ndarray
    is_whole: np.ndarray
    weights: np.ndarray
    lookup: Lookup | None = None

    def of(self, row: int) -> slice:
        """Places of the spans of a row."""
        return slice(int(self.starts[row]), int(self.starts[row + 1]))

    def of_rows(self, rows: Sequence[int]) -> "Spans":
        """The spans of these rows alone, in this order."""
        owned = [self.of(row) for row in rows]
        places = np.concatenate([np.zeros(0, dtype=np.int64), *(np.arange(one.start, one.stop) for one in owned)])
        return Spans(
            texts=tuple(self.texts[place] for place in places.tolist()),
            starts=np.cumsum([0, *(one.stop - one.start for one in owned)]),
            **{name: getattr(self, name)[places] for name in SPAN_COLUMNS},
        )


class Remembered(Mapping[str, np.ndarray]):
    """Vectors by text, so that what was encoded once need not be again."""

    def __init__(self, spans: Spans) -> None:
        self._spans, self._lookup = spans, spans.lookup or Lookup.of(spans.texts)

    def __getitem__(self, text: str) -> np.ndarray:
        found: np.ndarray = self._spans.vectors[self._lookup[text]]
        return found

    def __iter__(self) -> Iterator[str]:
        return iter(dict.fromkeys(self._spans.texts))

    def __len__(self) -> int:
        return len(dict.fromkeys(self._spans.texts))


class Either(Mapping[str, np.ndarray]):
    """What the first of two remembers, or else the second."""

    def __init__(self, first: Mapping[str, np.ndarray], second: Mapping[str, np.ndarray]) -> None:
        self._first, self._second = first, second

    def __getitem__(self, text: str) -> np.ndarray:
        found = self._first.get(text)
        return self._second[text] if found is None else found

    def __iter__(self) -> Iterator[str]:
        return iter(dict.fromkeys([*self._first, *self._second]))

    def __len__(self) -> int:
        return len(dict.fromkeys([*self._first, *self._second]))


@dataclass(frozen=True, slots=True)
class Meaning:
    """Spans, the mean vector of each language (languages x dimensions, float32), and `Texts` by role."""

    spans: Spans
    centres: np.ndarray
    texts: Mapping[str, Texts]

    @property
    def dimensions(self) -> int:
        """Length of a vector, 0 without an encoder."""
        return int(self.spans.vectors.shape[1])

    def sentences(self, row: int, role: str) -> "Sentences":
        """The sentences of a row in a role."""
        spans, places = self.spans, np.arange(*self.spans.of(row).indices(len(self.spans.texts)))
        is_said = spans.weights[places, ROLES.index(role)] > 0
        own = places[is_said & ~spans.is_whole[places]]
        raw = spans.vectors[own].astype(np.float32)
        return Sentences([spans.texts[place] for place in own.tolist()], unit(raw - self.centres[spans.languages[own]]))

    def remembered(self) -> Mapping[str, np.ndarray]:
        """Vectors by text."""
        return Remembered(self.spans) if self.dimensions else {}


@dataclass(frozen=True, slots=True)
class Sentences:
    """Sentences with their vectors (sentences x dimensions), relative to the mean of their language."""

    texts: Sequence[str]
    vectors: np.ndarray


def closest(mine: Sentences, theirs: Sentences) -> tuple[str, str]:
    """The two sentences that are nearest in meaning; empty without any."""
    if not mine.vectors.size or not theirs.vectors.size:
        return "", ""
    cosines = mine.vectors @ theirs.vectors.T
    row, column = divmod(int(cosines.argmax()), len(theirs.texts))
    return mine.texts[row], theirs.texts[column]


def whole_meaning(
    spans: Spans, known: Mapping[str, np.ndarray], is_domestic: np.ndarray, settings: MeaningSettings
) -> Meaning:
    """The meaning of all rows of an index; `known` by role and `is_domestic` have one entry a row."""
    centres = centres_of(spans, settings)
    texts = texts_of(spans, centres, known)
    return Meaning(spans, centres, crowded(texts, is_domestic, [Crowd(texts, is_domestic)], settings))


def encoded(
    rows: Sequence[Sequence[Span]],
    encoder: Encoder | None,
    *,
    remembered: Mapping[str, np.ndarray],
    progress: Progress | None = None,
) -> Spans:
    """The spans of each row with their vectors; a text in `remembered` (text -> vector) is not encoded again.

    `progress` is called with texts encoded and texts to encode.
    """
    flat = [span for spans in rows for span in spans]
    width = encoder.dimensions if encoder else 0
    found: dict[str, np.ndarray] = {}
    if encoder is not None:
        said = {span.text: span.said for span in flat}
        found = {text: remembered[text] for text in said if text in remembered}
        unknown = {text: said[text] for text in sorted(said.keys() - found.keys())}
        found.update(_encode(unknown, encoder, progress))
    vectors = [found[span.text] for span in flat] if width else []
    return Spans(
        texts=tuple(span.text for span in flat),
        starts=np.cumsum([0, *map(len, rows)]),
        vectors=np.array(vectors, dtype=np.float16).reshape(len(flat), width),
        languages=np.array([LANGUAGES.index(span.language) for span in flat], dtype=np.int8),
        is_whole=np.array([span.is_whole for span in flat], dtype=bool),
        weights=np.array([span.weights for span in flat], dtype=np.float32).reshape(len(flat), len(ROLES)),
    )


def _encode(said: Mapping[str, str], encoder: Encoder, progress: Progress | None) -> Iterator[tuple[str, np.ndarray]]:
    """Each text with the vector of what it says."""
    texts = list(said)
    for start in range(0, len(texts), _BATCH):
        batch = texts[start : start + _BATCH]
        vectors = encoder.encode([said[text] for text in batch]).astype(np.float16)
        yield from zip(batch, vectors, strict=True)
        if progress is not None:
            progress(start + len(batch), len(texts))


def centres_of(spans: Spans, settings: MeaningSettings) -> np.ndarray:
    """Mean vector of each language, languages x dimensions, weighted by the length of the spans.

    Drawn towards zero where there are few texts: the mean of two texts is no property of their language.
    """
    centres = np.zeros((len(LANGUAGES), spans.vectors.shape[1]), dtype=np.float32)
    weights = spans.weights.max(axis=1, initial=0.0)
    for place in range(len(LANGUAGES)):
        own = np.flatnonzero((spans.languages == place) & spans.is_whole)
        if len(own):
            mean = weights[own] @ spans.vectors[own].astype(np.float32) / weights[own].sum()
            centres[place] = mean * len(own) / (len(own) + settings.centre_prior)
    return centres


def texts_of(spans: Spans, centres: np.ndarray, known: Mapping[str, np.ndarray]) -> dict[str, Texts]:
    """Texts of each role, one a row, their crowding left at zero; `known` is by role, one share a row."""
    owners = np.repeat(np.arange(len(spans.starts) - 1), np.diff(spans.starts))
    found: dict[str, Texts] = {}
    for place, role in enumerate(ROLES):
        vectors = _pooled(spans, owners, centres, place)
        languages = _languages(spans, owners, place)
        found[role] = Texts.of(vectors, languages, known[role])
    return found


def _pooled(spans: Spans, owners: np.ndarray, centres: np.ndarray, role: int) -> np.ndarray:
    """Rows x dimensions: direction of the weighted sum of the whole fields of each row."""
    own = np.flatnonzero(spans.is_whole & (spans.weights[:, role] > 0))
    relative = unit(spans.vectors[own].astype(np.float32) - centres[spans.languages[own]])
    shape = (len(spans.starts) - 1, len(own))
    weights = csr_array((spans.weights[own, role], (owners[own], np.arange(len(own)))), shape=shape, dtype=np.float32)
    return _on_grid(unit(weights @ relative), _GRID)


def _on_grid(values: np.ndarray, steps: int) -> np.ndarray:
    """Values rounded to multiples of 1 / `steps`, a power of two.

    Products of two such vectors of length one add up without any rounding (in float32 as long as steps squared stays
    below 2^24), so the cosine of two texts is the same from both sides, in every block and in whatever order it is
    summed up. What is lost is in the fourth decimal.
    """
    rounded: np.ndarray = np.rint(values * steps) / steps
    return rounded.astype(values.dtype)


def _languages(spans: Spans, owners: np.ndarray, role: int) -> np.ndarray:
    """Rows x languages: share of each language in what a row says."""
    weights = np.where(spans.is_whole, 0.0, spans.weights[:, role])
    shape = (len(spans.starts) - 1, len(LANGUAGES))
    sums = csr_array((weights, (owners, spans.languages)), shape=shape, dtype=np.float64).toarray()
    totals = sums.sum(axis=1, keepdims=True)
    shares: np.ndarray = np.divide(sums, totals, out=np.zeros_like(sums), where=totals > 0)
    return _on_grid(shares, _SHARES)


@dataclass(frozen=True, slots=True)
class Crowd:
    """Texts by role among which others are crowded: one boolean per row, whether it is domestic, and is there still."""

    texts: Mapping[str, Texts]
    is_domestic: np.ndarray
    is_there: np.ndarray | None = None

    def group(self, role: str, *, is_domestic: bool) -> Group:
        """The texts of one side in one role, and which of them count."""
        rows = as_slice(np.flatnonzero(self.is_domestic == is_domestic))
        texts = self.texts[role][rows]
        return texts.vectors, texts.speaks if self.is_there is None else texts.speaks & self.is_there[rows]


def crowded(
    texts: Mapping[str, Texts], is_domestic: np.ndarray, crowds: Sequence[Crowd], settings: MeaningSettings
) -> dict[str, Texts]:
    """`texts` with their crowding among those of `crowds` on the other side of the gateway, in the counterpart role.

    `is_domestic` is one boolean per row of `texts`.
    """
    found: dict[str, Texts] = {}
    for role, own in texts.items():
        values = np.zeros(len(own))
        for side in (True, False):
            rows = np.flatnonzero(is_domestic == side)
            groups = [crowd.group(COUNTERPART[role], is_domestic=not side) for crowd in crowds] if len(rows) else []
            values[rows] = crowding(own.vectors[rows], groups, settings.nearest, settings.usual_crowding)
        found[role] = replace(own, crowding=values)
    return found


def unit(vectors: np.ndarray) -> np.ndarray:
    """Rows scaled to length one; a row of zeros stays."""
    lengths = np.linalg.norm(vectors, axis=1, keepdims=True)
    scaled: np.ndarray = np.divide(vectors, lengths, out=np.zeros_like(vectors), where=lengths > 0)
    return scaled
