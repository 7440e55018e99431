"""An index as a folder: a manifest, and one file of arrays for each segment of it.

The files are mapped into memory when the index is opened: opening takes the same time whatever their size, and
processes share what they read. The manifest names them with their sizes and digests; replacing it, which the file
system does in one step, is what makes another build the current one. A segment that is stored already is not written
again, so a change to a big index writes what has changed.
"""

import json
import os
from collections.abc import Collection, Mapping
from dataclasses import asdict, replace
from datetime import date
from functools import partial
from pathlib import Path
from threading import Lock
from typing import Any

from matchmaker.matching.codec import settings_from_json
from matchmaker.matching.contents import Contents
from matchmaker.matching.index import HasGlossary, MatchIndex
from matchmaker.matching.language.analysis import Analyser
from matchmaker.matching.pieces import IndexFileError, Piece, opened, written
from matchmaker.matching.segment import Segment
from matchmaker.matching.semantic.encoder import NONE, Encoder
from matchmaker.matching.settings import Settings, TextSettings
from matchmaker.matching.vectors import TermSpace

__all__ = ["ENGINE", "FORMAT", "MANIFEST", "IndexFileError", "load", "save"]

FORMAT = 6
"""Goes up when the layout of the folder changes."""

ENGINE = "4"
"""Goes up when the same listings would give other numbers."""

MANIFEST = "manifest.json"
_ASIDE = "saving."
_PIECES = ("base", "tail")

_analysers: dict[tuple[str, TextSettings], Analyser] = {}
_guard = Lock()


def save(index: MatchIndex, folder: Path) -> MatchIndex:
    """Make `index` the current build of `folder`, and give it back as it is stored there.

    Readers find the old one or the new one, never a mixture. Raises IndexFileError when it cannot be written, for
    want of room for example; the old one then stays the current one.
    """
    try:
        folder.mkdir(parents=True, exist_ok=True)
        return _save(index, folder)
    except OSError as error:
        raise IndexFileError(f"{folder}: the index cannot be written: {error.strerror or error}") from error
    finally:
        _clear_aside(folder)


def _save(index: MatchIndex, folder: Path) -> MatchIndex:
    known = _known_pieces(folder)
    pieces = {"base": _piece(index.base.contents, folder, known)}
    if index.tail is not None:
        pieces["tail"] = _piece(index.tail.contents, folder, known, behind=index.base.contents.space)
    manifest = _manifest_of(index, pieces)
    pending = folder / f"{_ASIDE}{os.getpid()}.{MANIFEST}"
    with pending.open("w", encoding="utf-8") as stream:
        json.dump(manifest, stream, ensure_ascii=False, sort_keys=True)
        stream.flush()
        os.fsync(stream.fileno())
    pending.replace(folder / MANIFEST)
    _clear(folder, keep={MANIFEST, *(path.name for one in pieces.values() for path in _paths(one, folder))})
    return _as_stored(index, pieces, folder, manifest["pieces"])


def _as_stored(
    index: MatchIndex, pieces: Mapping[str, Piece], folder: Path, entries: Mapping[str, Mapping[str, Any]]
) -> MatchIndex:
    """The index as it is opened from its files; a base that was opened from its file keeps what it has at hand."""
    base, tail = index.base, index.tail
    if base.contents.piece != pieces["base"].name:
        base = replace(base, contents=_contents(pieces["base"], folder, entries["base"]))
    if tail is not None:
        # The tail stays in memory as it was made: the next change goes through all of it.
        tail = replace(tail, contents=replace(tail.contents, piece=pieces["tail"].name))
    return replace(index, base=base, tail=tail)


def load(folder: Path, *, vocabulary: HasGlossary, encoder: Encoder | None = None) -> MatchIndex:
    """The current index of `folder`, its arrays mapped into memory read-only.

    Raises IndexFileError when a file is missing, torn or not ours, when another version of the engine wrote
    it, or when it was built with another vocabulary or encoder: then it must be built again.
    """
    manifest = _manifest(folder)
    try:
        return _load(folder, manifest, vocabulary, encoder)
    except IndexFileError:
        # A new build may have taken the place of the one just read about.
        newer = _manifest(folder)
        if newer.get("pieces") == manifest.get("pieces"):
            raise
        return _load(folder, newer, vocabulary, encoder)


def _load(folder: Path, manifest: Mapping[str, Any], vocabulary: HasGlossary, encoder: Encoder | None) -> MatchIndex:
    expected = {"format": FORMAT, "engine": ENGINE, "vocabulary": vocabulary.digest, "encoder": _name(encoder)}
    for name, value in expected.items():
        if manifest.get(name) != value:
            raise IndexFileError(f"{folder / MANIFEST}: {name} is {manifest.get(name)!r}, not {value!r}")
    pieces = _pieces_of(folder, manifest)
    try:
        settings, on = settings_from_json(manifest["settings"]), date.fromisoformat(manifest["on"])
        entries = manifest["pieces"]
        base = Segment(_contents(pieces["base"], folder, entries["base"]), settings, on)
        tail = None
        if "tail" in pieces:
            contents = _contents(pieces["tail"], folder, entries["tail"], behind=base.contents.space)
            tail = Segment(contents, settings, on)
        gone = frozenset(map(str, manifest["gone"]))
    except IndexFileError:
        raise
    except (KeyError, TypeError, ValueError, IndexError, AttributeError) as error:
        raise IndexFileError(f"{folder / MANIFEST}: does not hold together ({error})") from error
    reader = partial(_analyser, vocabulary, settings)
    return MatchIndex(base, reader, vocabulary.digest, encoder, tail, gone)


def _analyser(vocabulary: HasGlossary, settings: Settings) -> Analyser:
    """One analyser serves all indexes of a vocabulary that are opened in this process."""
    key = vocabulary.digest, settings.text
    with _guard:
        if key not in _analysers:
            _analysers.clear()
            _analysers[key] = Analyser(vocabulary.glossary, settings.text)
        return _analysers[key]


def _name(encoder: Encoder | None) -> str:
    return encoder.name if encoder is not None else NONE


def _piece(contents: Contents, folder: Path, known: Mapping[str, Piece], *, behind: TermSpace | None = None) -> Piece:
    """The file of a segment, without the terms of the space `behind`; written unless it is there already."""
    stored = known.get(contents.piece)
    if stored is not None and stored.file(folder).exists():
        return stored
    return written(contents.arrays(behind=behind), folder / f"{_ASIDE}{os.getpid()}.safetensors", folder)


def _known_pieces(folder: Path) -> dict[str, Piece]:
    """The files of the current build, if there is one, by name."""
    try:
        manifest = _manifest(folder)
        return {piece.name: piece for piece in _pieces_of(folder, manifest).values()}
    except IndexFileError:
        return {}


def _manifest_of(index: MatchIndex, pieces: Mapping[str, Piece]) -> dict[str, Any]:
    stored = {
        name: {
            **asdict(pieces[name]),
            "lengths": dict(segment.contents.lengths),
            "documents": segment.contents.space.documents,
            "listings": len(segment.contents),
            "terms": len(segment.contents.space.terms),
        }
        for name, segment in zip(_PIECES, index.segments, strict=False)
    }
    return {
        "format": FORMAT,
        "engine": ENGINE,
        "vocabulary": index.vocabulary_digest,
        "encoder": _name(index.encoder),
        "on": index.on.isoformat(),
        "settings": asdict(index.settings),
        "listings": len(index),
        "gone": sorted(index.gone),
        "pieces": stored,
    }


def _clear(folder: Path, *, keep: Collection[str]) -> None:
    """Remove files of earlier builds; readers keep what they have mapped."""
    for path in folder.iterdir():
        if path.name not in keep and path.is_file() and path.name.endswith((".safetensors", ".checked.json")):
            path.unlink(missing_ok=True)


def _clear_aside(folder: Path) -> None:
    """Remove what was being written, by this save or by one that was interrupted."""
    for path in folder.glob(f"{_ASIDE}*"):
        path.unlink(missing_ok=True)


def _paths(piece: Piece, folder: Path) -> tuple[Path, Path]:
    return piece.file(folder), piece.stamp(folder)


def _manifest(folder: Path) -> Mapping[str, Any]:
    path = folder / MANIFEST
    try:
        manifest = json.loads(path.read_text(encoding="utf-8"))
    except OSError as error:
        raise IndexFileError(f"{path}: {error.strerror or error}") from error
    except (ValueError, RecursionError) as error:
        raise IndexFileError(f"{path}: not JSON ({error})") from error
    if not isinstance(manifest, dict):
        raise IndexFileError(f"{path}: not a manifest")
    return manifest


def _pieces_of(folder: Path, manifest: Mapping[str, Any]) -> dict[str, Piece]:
    try:
        found = {
            name: Piece(str(entry["name"]), int(entry["size"]), str(entry["digest"]))
            for name, entry in manifest["pieces"].items()
        }
    except (KeyError, TypeError, ValueError, AttributeError) as error:
        raise IndexFileError(f"{folder / MANIFEST}: lists other files than an index has ({error})") from error
    if not {"base"} <= found.keys() <= set(_PIECES) or any(one.name != one.digest[:16] for one in found.values()):
        raise IndexFileError(f"{folder / MANIFEST}: lists other files than an index has")
    if any(not one.name.isalnum() for one in found.values()):
        raise IndexFileError(f"{folder / MANIFEST}: names files that no index has")
    return found


def _contents(piece: Piece, folder: Path, entry: Mapping[str, Any], *, behind: TermSpace | None = None) -> Contents:
    lengths = {str(role): float(length) for role, length in entry["lengths"].items()}
    arrays = opened(piece, folder)
    try:
        contents = Contents.of_arrays(arrays, lengths=lengths, documents=int(entry["documents"]), behind=behind)
    except (KeyError, TypeError, ValueError, IndexError) as error:
        raise IndexFileError(f"{piece.file(folder)}: the arrays do not hold together ({error})") from error
    return replace(contents, piece=piece.name)
