"""Offers and needs as vectors and as bare tokens, composed or read from a folder, kept on disk once made."""

import hashlib
import json
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import BinaryIO

import numpy as np
from scipy.sparse import csr_array

from matchmaker.matching.settings import Settings

CACHE = Path(".bench")
_INPUTS = ("benchmarks/listings", "matchmaker/demo/data", "matchmaker/vocabulary/data", "matchmaker/matching/language")
_BESIDE = frozenset({"__main__.py", "measures.py", "plot.py"})
_ARRAYS = ("data", "indices", "indptr")
_MOST = np.iinfo(np.int32).max


class Words(Sequence[str]):
    """Many words in one block of UTF-8, which may stay on disk; `ends` are the byte offsets of n + 1 borders."""

    def __init__(self, letters: np.ndarray, borders: np.ndarray) -> None:
        self.letters, self.borders = letters, borders

    @classmethod
    def of(cls, words: Iterable[str]) -> "Words":
        """These words."""
        encoded = [word.encode("utf-8", "surrogatepass") for word in words]
        borders = np.concatenate([[0], np.cumsum([len(word) for word in encoded], dtype=np.int64)])
        return cls(np.frombuffer(b"".join(encoded), dtype=np.uint8), borders.astype(np.int64))

    def __len__(self) -> int:
        return len(self.borders) - 1

    def __getitem__(self, place):  # type: ignore[no-untyped-def]
        if isinstance(place, slice):
            return [self[n] for n in range(*place.indices(len(self)))]
        number = range(len(self))[place]
        first, last = self.borders[number], self.borders[number + 1]
        return self.letters[first:last].tobytes().decode("utf-8", "surrogatepass")

    def __iter__(self) -> Iterator[str]:
        letters, borders = self.letters.tobytes(), self.borders.tolist()
        for first, last in pairwise(borders):
            yield letters[first:last].decode("utf-8", "surrogatepass")


@dataclass(frozen=True, slots=True)
class Tokens:
    """Texts as bare tokens: text n is `ids[starts[n]:starts[n + 1]]`, places in `vocabulary`.

    A term stands as often as its frequency, rounded, and at least once. `ids` int32, `starts` int64.
    """

    ids: np.ndarray
    starts: np.ndarray
    vocabulary: Sequence[str]

    def __len__(self) -> int:
        return len(self.starts) - 1

    def of(self, row: int) -> list[str]:
        """The tokens of a text."""
        return [self.vocabulary[place] for place in self.ids[self.starts[row] : self.starts[row + 1]].tolist()]

    def texts(self) -> Iterator[list[str]]:
        """The tokens of all texts, in order; the words of the vocabulary are decoded once."""
        words = list(self.vocabulary)
        for first, last in zip(self.starts.tolist(), self.starts[1:].tolist(), strict=False):
            yield [words[place] for place in self.ids[first:last].tolist()]


@dataclass(frozen=True, slots=True)
class Corpus:
    """Offers and needs in one term space.

    `offers` and `needs` are texts x terms, float64 TF-IDF, int32 indices sorted, rows of length one or empty;
    row n of both is listing n of `generated`. Of a BEIR folder they are its documents and its queries.
    """

    offers: csr_array
    needs: csr_array
    offer_tokens: Tokens
    need_tokens: Tokens

    @property
    def terms(self) -> Sequence[str]:
        """The columns."""
        return self.offer_tokens.vocabulary

    @property
    def tokens(self) -> Tokens:
        """Those of the documents."""
        return self.offer_tokens

    def queries(self, count: int, *, seed: int = 1) -> np.ndarray:
        """Rows of `count` needs that say something, drawn at random, ascending; all of them if there are fewer."""
        rows = np.flatnonzero(np.diff(self.needs.indptr))
        drawn = np.random.default_rng(seed).permutation(rows)[:count]
        return np.sort(drawn)

    def short_query(self, row: int, length: int) -> tuple[np.ndarray, np.ndarray]:
        """Columns (ascending) and equal weights of the `length` heaviest terms of a need, as typed into a search."""
        first, last = self.needs.indptr[row], self.needs.indptr[row + 1]
        heaviest = np.argsort(-self.needs.data[first:last], kind="stable")[:length]
        columns = np.sort(self.needs.indices[first:last][heaviest])
        return columns, np.full(len(columns), 1.0 / np.sqrt(max(1, len(columns))))


class Vectors:
    """Turns raw frequencies into vectors, as `matchmaker.matching.vectors` does, in parts of any size."""

    def __init__(self, frequency: np.ndarray, documents: int) -> None:
        self.idf = np.log((1.0 + documents) / (1.0 + frequency)) + 1.0

    def weigh(self, counts: csr_array, mean_length: float) -> None:
        """Change `counts` in place: saturation, length, IDF, rows of length one."""
        settings, sizes = Settings(), np.diff(counts.indptr)
        relative = _row_sums(counts, counts.data) / (mean_length or 1.0)
        floor = settings.k1 * (1.0 - settings.b + settings.b * relative)
        data = counts.data
        data *= (settings.k1 + 1.0) / (data + np.repeat(floor, sizes)) * self.idf[counts.indices]
        norms = np.sqrt(_row_sums(counts, data * data))
        data /= np.repeat(np.where(norms > 0.0, norms, 1.0), sizes)


def _row_sums(matrix: csr_array, data: np.ndarray) -> np.ndarray:
    rows = np.repeat(np.arange(matrix.shape[0]), np.diff(matrix.indptr))
    return np.asarray(np.bincount(rows, weights=data, minlength=matrix.shape[0]))


def write(
    folder: Path, parts: Mapping[str, list[csr_array]], frequency: np.ndarray, documents: int, words: Iterable[str]
) -> None:
    """Write the corpus of raw frequencies by role (`offers`, `needs`) into a folder; the parts are used up.

    `frequency` is the number of `documents` that have each term.
    """
    vectors, spelt, shapes = Vectors(frequency, documents), Words.of(words), []
    np.save(folder / "letters.npy", spelt.letters)
    np.save(folder / "borders.npy", spelt.borders)
    for role, counts in parts.items():
        shapes.append((sum(part.shape[0] for part in counts), len(spelt)))
        _write_role(folder, role, counts, vectors)
    (folder / "shape.json").write_text(json.dumps(shapes), encoding="utf-8")


def _write_role(folder: Path, role: str, counts: list[csr_array], vectors: Vectors) -> None:
    sums = np.concatenate([_row_sums(part, part.data) for part in counts])
    mean = float(sums[sums > 0.0].mean()) if sums.any() else 0.0
    lengths = np.concatenate([_row_sums(part, _times(part)) for part in counts]).astype(np.int64)
    sizes = np.concatenate([np.diff(part.indptr) for part in counts]).astype(np.int64)
    starts, borders = (np.concatenate([[0], np.cumsum(found)]) for found in (lengths, sizes))
    np.save(folder / f"{role}.starts.npy", starts)
    np.save(folder / f"{role}.indptr.npy", borders.astype(np.int32) if borders[-1] <= _MOST else borders)
    with (
        _column(folder / f"{role}.ids.npy", np.int32, starts[-1]) as ids,
        _column(folder / f"{role}.indices.npy", np.int32, borders[-1]) as indices,
        _column(folder / f"{role}.data.npy", np.float64, borders[-1]) as data,
    ):
        while counts:
            part = counts.pop(0)
            np.repeat(part.indices, _times(part)).astype(np.int32).tofile(ids)
            vectors.weigh(part, mean)
            part.indices.astype(np.int32).tofile(indices)
            part.data.tofile(data)


def _times(counts: csr_array) -> np.ndarray:
    """How often each term stands in the tokens."""
    return np.asarray(np.maximum(1, np.rint(counts.data)), dtype=np.int64)


@contextmanager
def _column(path: Path, kind: type, length: int) -> Iterator[BinaryIO]:
    """An open .npy file of so many numbers, which are yet to be written."""
    with path.open("wb") as file:
        header = {"descr": np.dtype(kind).str, "fortran_order": False, "shape": (int(length),)}
        np.lib.format.write_array_header_1_0(file, header)
        yield file


def kept(folder: Path, make: Callable[[Path], None]) -> Corpus:
    """The corpus in a folder; if there is none, `make` writes it, and the folder appears when all of it is there."""
    if not folder.is_dir():
        folder.parent.mkdir(parents=True, exist_ok=True)
        with TemporaryDirectory(dir=folder.parent, prefix=".part-") as aside:
            whole = Path(aside) / "whole"
            whole.mkdir()
            make(whole)
            if not folder.is_dir():
                whole.replace(folder)
    return load(folder)


def in_memory(make: Callable[[Path], None]) -> Corpus:
    """The corpus that `make` writes, nothing kept on disk."""
    with TemporaryDirectory() as aside:
        make(Path(aside))
        return load(Path(aside), mapped=False)


def load(folder: Path, *, mapped: bool = True) -> Corpus:
    """A written corpus, its arrays mapped read-only or read into memory."""

    def array(name: str) -> np.ndarray:
        found: np.ndarray = np.load(folder / f"{name}.npy", mmap_mode="r" if mapped else None)
        return found

    words = Words(array("letters"), array("borders"))
    matrices, tokens = [], []
    for role, shape in zip(("offers", "needs"), json.loads((folder / "shape.json").read_text("utf-8")), strict=True):
        matrix = csr_array(tuple(shape))
        matrix.data, matrix.indices, matrix.indptr = (array(f"{role}.{name}") for name in _ARRAYS)
        matrices.append(matrix)
        tokens.append(Tokens(array(f"{role}.ids"), array(f"{role}.starts"), words))
    return Corpus(*matrices, *tokens)


def digest(*names: str) -> str:
    """Digest of these names and every source and data file that the generator reads."""
    root = Path(__file__).resolve().parents[2]
    found = hashlib.sha256("\0".join(names).encode())
    folders = (
        "benchmarks/listings",
        "matchmaker/demo/data",
        "matchmaker/vocabulary/data",
        "matchmaker/matching/language",
    )
    for folder in folders:
        for path in sorted((root / folder).rglob("*")):
            if path.suffix in (".py", ".toml", ".csv") and path.name not in _BESIDE:
                found.update(path.relative_to(root).as_posix().encode() + path.read_bytes())
    return found.hexdigest()[:16]
