"""The meaning of an index as stored arrays."""

import numpy as np

from matchmaker.matching.semantic.fusion import TEXT_COLUMNS, Texts
from matchmaker.matching.semantic.meaning import LANGUAGES, SPAN_COLUMNS, Meaning, Spans
from matchmaker.matching.semantic.spans import ROLES
from matchmaker.matching.strings import Arrays, Lookup, Strings

_SPANS = ("starts", *SPAN_COLUMNS)
_ALONE = ("speaks", "crowding", "known")


def arrays_of(meaning: Meaning) -> dict[str, np.ndarray]:
    """What is stored of a meaning."""
    spans = meaning.spans
    found = {f"spans.{name}": getattr(spans, name) for name in _SPANS} | {"centres": meaning.centres}
    found |= Strings.of(spans.texts).arrays("spans") | Lookup.of(spans.texts).arrays("spans")
    return found | {f"{role}.{name}": getattr(meaning.texts[role], name) for role in ROLES for name in TEXT_COLUMNS}


def stored_meaning(arrays: Arrays, *, rows: int) -> Meaning:
    """The meaning that `arrays_of` took apart. ValueError or KeyError when the arrays do not belong together."""
    texts = Strings.stored(arrays, "spans")
    lookup = Lookup.stored(texts, arrays, "spans")
    spans = Spans(texts=texts, lookup=lookup, **{name: arrays[f"spans.{name}"] for name in _SPANS})
    roles = {role: Texts(**{name: arrays[f"{role}.{name}"] for name in TEXT_COLUMNS}) for role in ROLES}
    meaning = Meaning(spans, arrays["centres"], roles)
    _check(meaning, rows)
    return meaning


def _check(meaning: Meaning, rows: int) -> None:
    spans, width = meaning.spans, meaning.dimensions
    count = len(spans.texts)
    expected = [
        (spans.starts.shape, (rows + 1,)),
        (spans.vectors.shape, (count, width)),
        (spans.languages.shape, (count,)),
        (spans.is_whole.shape, (count,)),
        (spans.weights.shape, (count, len(ROLES))),
        (meaning.centres.shape, (len(LANGUAGES), width)),
        *((texts.vectors.shape, (rows, width)) for texts in meaning.texts.values()),
        *((getattr(texts, name).shape, (rows,)) for texts in meaning.texts.values() for name in _ALONE),
        *((texts.languages.shape, (rows, len(LANGUAGES))) for texts in meaning.texts.values()),
    ]
    if any(found != wanted for found, wanted in expected) or int(spans.starts[-1]) != count:
        raise ValueError("the files of the meaning do not fit each other")
