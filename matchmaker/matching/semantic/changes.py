"""Parts of two meanings as one, without reading any text again."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from matchmaker.matching.semantic.fusion import TEXT_COLUMNS, Texts
from matchmaker.matching.semantic.meaning import SPAN_COLUMNS, Meaning, Spans
from matchmaker.matching.semantic.spans import ROLES


@dataclass(frozen=True, slots=True)
class Part:
    """Some rows of a meaning."""

    meaning: Meaning
    rows: Sequence[int]


def joined(first: Part, second: Part, order: Sequence[int]) -> Meaning:
    """The rows of two meanings in one; `order` are places in the rows of the first followed by those of the second.

    Both have the same centres; crowding stays as it was measured.
    """
    places = np.array(order, dtype=np.int64)
    parts = [{role: part.meaning.texts[role][_places(part.rows)] for role in ROLES} for part in (first, second)]
    texts = {role: _stacked(parts, role)[places] for role in ROLES}
    return Meaning(_spans(first, second, order), first.meaning.centres, texts)


def _columns(one: Spans, other: Spans) -> dict[str, Any]:
    return {name: np.concatenate([getattr(one, name), getattr(other, name)]) for name in SPAN_COLUMNS}


def _places(rows: Sequence[int]) -> np.ndarray:
    return np.array(rows, dtype=np.int64)


def _stacked(parts: Sequence[Mapping[str, Texts]], role: str) -> Texts:
    return Texts(**{name: np.concatenate([getattr(part[role], name) for part in parts]) for name in TEXT_COLUMNS})


def _spans(first: Part, second: Part, order: Sequence[int]) -> Spans:
    one, other = (part.meaning.spans.of_rows(part.rows) for part in (first, second))
    both = Spans(
        texts=(*one.texts, *other.texts),
        starts=np.concatenate([one.starts, other.starts[1:] + one.starts[-1]]),
        **_columns(one, other),
    )
    return both.of_rows(order)
