"""The index as a worker opens it: from a folder that all workers share, once per process and build."""

import hashlib
import json
import socket
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from threading import Lock

import numpy as np

from matchmaker.matching import store
from matchmaker.matching.blocks.errors import BlockError
from matchmaker.matching.index import MatchIndex
from matchmaker.matching.semantic.encoder import NONE, EncoderError
from matchmaker.vocabulary import vocabulary

_opened: dict[tuple[Path, str], MatchIndex] = {}
_guard = Lock()


@dataclass(frozen=True, slots=True)
class Absent:
    """Stands for the encoder of an index: ranking reads stored vectors and encodes nothing."""

    name: str
    dimensions: int = 0

    def encode(self, texts: Sequence[str]) -> np.ndarray:
        """Raises EncoderError."""
        raise EncoderError(f"{len(texts)} texts to encode where only {self.name} would do, which is not loaded here")


def build_of(folder: Path) -> str:
    """Identifies the build that is current in an index folder. Raises BlockError when there is none."""
    return hashlib.sha256(_manifest(folder)).hexdigest()[:32]


def opened(folder: Path, build: str) -> MatchIndex:
    """The index of that build, kept open until another is asked for.

    Raises BlockError naming the folder when it is not there or holds another build, and IndexFileError when the build
    cannot be read by this version of the engine with this vocabulary.
    """
    with _guard:
        index = _opened.get((folder, build))
        if index is None:
            index = _read(folder, build)
            _opened.clear()
            _opened[folder, build] = index
        return index


def _read(folder: Path, build: str) -> MatchIndex:
    encoder = json.loads(_manifest(folder)).get("encoder")
    stored = None if encoder == NONE else Absent(str(encoder))
    index = store.load(folder, vocabulary=vocabulary(), encoder=stored)
    if build_of(folder) != build:
        raise BlockError(f"{socket.gethostname()}: {folder} holds another build of the index than the one to rank.")
    return index


def _manifest(folder: Path) -> bytes:
    try:
        return (folder / store.MANIFEST).read_bytes()
    except OSError as error:
        raise BlockError(
            f"{socket.gethostname()}: no index can be read in {folder} ({error.strerror}). Every worker must reach "
            "the folder of the index under this path: mount it there from a file system that all of them share."
        ) from error
