"""Named arrays in one file that is mapped into memory: nothing is read before somebody asks for it.

The file is laid out as safetensors files are: the length of a JSON header (8 bytes, little-endian), the header with
type, shape and place of each array, then the arrays one behind the other. It is written array by array and opened
without copying, neither of which the library of that name does for numpy.
"""

import hashlib
import json
import mmap
import os
from collections.abc import Mapping
from concurrent.futures import Executor, Future, ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from typing import Any, BinaryIO

import numpy as np

from matchmaker.matching.strings import Arrays

_TYPES = {
    "F64": np.float64, "F32": np.float32, "F16": np.float16, "I64": np.int64, "U64": np.uint64, "I32": np.int32,
    "I16": np.int16, "U16": np.uint16, "I8": np.int8, "U8": np.uint8, "BOOL": np.bool_,
}  # fmt: skip
_NAMES = {np.dtype(kind): name for name, kind in _TYPES.items()}
_ALIGNMENT = 64
_MOST_HEADER = 100_000_000
_CHUNK = 1 << 24


class IndexFileError(ValueError):
    """An index folder that cannot be trusted; the message names the file."""


@dataclass(frozen=True, slots=True)
class Piece:
    """What a manifest says of a file: its name without ending, its size in bytes, its SHA-256."""

    name: str
    size: int
    digest: str

    def file(self, folder: Path) -> Path:
        """Where it lies."""
        return folder / f"{self.name}.safetensors"

    def stamp(self, folder: Path) -> Path:
        """Where it is noted that the file was read through and found whole."""
        return folder / f"{self.name}.checked.json"


def written(arrays: Arrays, aside: Path, folder: Path) -> Piece:
    """Write arrays into `aside` and give the file its name in `folder`, which tells its content. Raises OSError."""
    with aside.open("wb") as stream, ThreadPoolExecutor(1) as pool:
        hashed = _Hashed(stream, pool)
        _write(arrays, hashed)
        stream.flush()
        os.fsync(stream.fileno())
        digest = hashed.digest
    piece = Piece(digest[:16], hashed.size, digest)
    aside.replace(piece.file(folder))
    _note(piece, folder)
    return piece


def opened(piece: Piece, folder: Path) -> dict[str, np.ndarray]:
    """The arrays of a file, read-only and not copied. Raises IndexFileError when it is missing, torn or not ours."""
    path = piece.file(folder)
    try:
        _check(piece, folder)
        with path.open("rb") as stream:
            return _arrays(mmap.mmap(stream.fileno(), 0, access=mmap.ACCESS_READ))
    except OSError as error:
        raise IndexFileError(f"{path}: {error.strerror or error}") from error
    except IndexFileError:
        raise
    except (KeyError, TypeError, ValueError, RecursionError) as error:
        raise IndexFileError(f"{path}: not a file of arrays ({error})") from error


class _Hashed:
    """A stream that counts and digests what is written to it, the latter in a thread of its own: it takes as long."""

    def __init__(self, stream: BinaryIO, pool: Executor) -> None:
        self._stream, self._pool, self._sha, self.size = stream, pool, hashlib.sha256(), 0
        self._last: Future[None] | None = None

    @property
    def digest(self) -> str:
        """The SHA-256 of everything so far."""
        self._wait()
        return self._sha.hexdigest()

    def write(self, data: bytes | memoryview) -> None:
        """Write and digest."""
        self._wait()
        self._last = self._pool.submit(self._sha.update, data)
        self._stream.write(data)
        self.size += len(data)

    def _wait(self) -> None:
        if self._last is not None:
            self._last.result()


def _write(arrays: Arrays, stream: _Hashed) -> None:
    # The widest types first: so every array begins at a multiple of its item size.
    ordered = sorted(arrays.items(), key=lambda named: (-named[1].dtype.itemsize, named[0]))
    header, reached = {}, 0
    for name, array in ordered:
        header[name] = {
            "dtype": _NAMES[array.dtype], "shape": list(array.shape), "data_offsets": [reached, reached + array.nbytes],
        }  # fmt: skip
        reached += array.nbytes
    text = json.dumps(header, ensure_ascii=True, separators=(",", ":")).encode()
    text += b" " * (-(len(text) + 8) % _ALIGNMENT)
    stream.write(len(text).to_bytes(8, "little") + text)
    for _, array in ordered:
        data = np.ascontiguousarray(array).reshape(-1).view(np.uint8).data
        for start in range(0, len(data), _CHUNK):
            stream.write(data[start : start + _CHUNK])


def _arrays(view: mmap.mmap) -> dict[str, np.ndarray]:
    length = int.from_bytes(view[:8], "little")
    if not 0 < length <= min(_MOST_HEADER, len(view) - 8):
        raise ValueError("no header")
    header = json.loads(view[8 : 8 + length])
    if not isinstance(header, dict):
        raise TypeError("the header tells of no arrays")
    whole = np.frombuffer(view, dtype=np.uint8)[8 + length :]
    return {name: _array(whole, entry) for name, entry in header.items()}


def _array(whole: np.ndarray, entry: Mapping[str, Any]) -> np.ndarray:
    first, last = entry["data_offsets"]
    if not 0 <= first <= last <= len(whole):
        raise ValueError("an array lies outside the file")
    return whole[first:last].view(_TYPES[entry["dtype"]]).reshape(entry["shape"])


def _check(piece: Piece, folder: Path) -> None:
    """Raises IndexFileError unless the file is as it was written. It is read through only if it may have changed."""
    path = piece.file(folder)
    if path.stat().st_size != piece.size:
        raise IndexFileError(f"{path}: torn: {path.stat().st_size} bytes, not {piece.size}")
    identity = _identity(path)
    if _noted(piece, folder) == identity:
        return
    with path.open("rb") as stream:
        digest = hashlib.file_digest(stream, "sha256").hexdigest()
    if digest != piece.digest:
        raise IndexFileError(f"{path}: torn, or changed after it was written")
    _note(piece, folder)


def _identity(path: Path) -> list[int]:
    """What changes when the file is replaced or written to; the last one cannot be set back."""
    stat = path.stat()
    return [stat.st_ino, stat.st_size, stat.st_mtime_ns, stat.st_ctime_ns]


def _noted(piece: Piece, folder: Path) -> object:
    try:
        return json.loads(piece.stamp(folder).read_text(encoding="utf-8"))
    except (OSError, ValueError, RecursionError):
        return None


def _note(piece: Piece, folder: Path) -> None:
    """Note that the file is whole; where nothing can be written it is read through again by the next one."""
    aside = folder / f"saving.{piece.name}.{os.getpid()}.json"
    try:
        aside.write_text(json.dumps(_identity(piece.file(folder))), encoding="utf-8")
        aside.replace(piece.stamp(folder))
    except OSError:
        aside.unlink(missing_ok=True)
