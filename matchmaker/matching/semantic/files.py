"""The meaning of an index as files: one .npy file an array, the texts of the spans as JSON."""

import json
from pathlib import Path

import numpy as np

from matchmaker.matching.semantic.fusion import Texts
from matchmaker.matching.semantic.meaning import LANGUAGES, Meaning, Spans
from matchmaker.matching.semantic.spans import ROLES

_SPANS = ("starts", "vectors", "languages", "is_whole", "weights")
_TEXTS = ("vectors", "crowding", "languages", "known")
_SENTENCES = "meaning.spans.json"
_CENTRES = "meaning.centres.npy"

NAMES = frozenset(
    {*(f"meaning.spans.{name}.npy" for name in _SPANS), _SENTENCES, _CENTRES}
    | {f"meaning.{role}.{name}.npy" for role in ROLES for name in _TEXTS}
)


def write(meaning: Meaning, folder: Path) -> None:
    """Write all files of `NAMES` into `folder`."""
    for name in _SPANS:
        np.save(folder / f"meaning.spans.{name}.npy", getattr(meaning.spans, name), allow_pickle=False)
    for role in ROLES:
        for name in _TEXTS:
            np.save(folder / f"meaning.{role}.{name}.npy", getattr(meaning.texts[role], name), allow_pickle=False)
    np.save(folder / _CENTRES, meaning.centres, allow_pickle=False)
    (folder / _SENTENCES).write_text(json.dumps(meaning.spans.texts, ensure_ascii=False), encoding="utf-8")


def read(folder: Path, *, rows: int) -> Meaning:
    """The meaning that `write` wrote, arrays mapped read-only. ValueError when the shapes do not fit each other."""
    spans = Spans(
        texts=tuple(json.loads((folder / _SENTENCES).read_text(encoding="utf-8"))),
        **{name: _array(folder / f"meaning.spans.{name}.npy") for name in _SPANS},
    )
    texts = {role: Texts(**{name: _array(folder / f"meaning.{role}.{name}.npy") for name in _TEXTS}) for role in ROLES}
    meaning = Meaning(spans, _array(folder / _CENTRES), texts)
    _check(meaning, rows)
    return meaning


def _array(path: Path) -> np.ndarray:
    array: np.ndarray = np.load(path, mmap_mode="r", allow_pickle=False)
    return array


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
        *((texts.crowding.shape, (rows,)) for texts in meaning.texts.values()),
        *((texts.known.shape, (rows,)) for texts in meaning.texts.values()),
        *((texts.languages.shape, (rows, len(LANGUAGES))) for texts in meaning.texts.values()),
    ]
    if any(found != wanted for found, wanted in expected) or int(spans.starts[-1]) != count:
        raise ValueError("the files of the meaning do not fit each other")
