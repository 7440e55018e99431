"""An index as a folder: a manifest with the SHA-256 of each file, and the build's own folder with the files.

Arrays are .npy files (never pickled), the rest is JSON. The manifest names the build; replacing it, which the
file system does in one step, is what makes a new build the current one.
"""

import hashlib
import json
import re
import shutil
import tempfile
from collections.abc import Collection, Mapping
from dataclasses import asdict
from datetime import date
from pathlib import Path
from typing import Any

import numpy as np
from scipy.sparse import csr_array

from matchmaker.matching.codec import row_from_json, row_to_json, settings_from_json
from matchmaker.matching.contents import ROLES, Contents
from matchmaker.matching.index import HasGlossary, MatchIndex
from matchmaker.matching.language.analysis import Analyser
from matchmaker.matching.semantic import files as meaning_files
from matchmaker.matching.semantic.encoder import NONE, Encoder
from matchmaker.matching.semantic.lexicon import Lexicon
from matchmaker.matching.table import Table
from matchmaker.matching.vectors import TermSpace

FORMAT = 3
"""Goes up when the layout of the folder changes."""

ENGINE = "4"
"""Goes up when the same listings would give other numbers."""

MANIFEST = "manifest.json"
_ARRAYS = ("data", "indices", "indptr")
_FILES = frozenset(
    {*(f"{role}.{part}.npy" for role in ROLES for part in _ARRAYS), "idf.npy"}
    | {"words.npy", "words.json", "terms.json", "rows.json", "lexicon.json"}
    | meaning_files.NAMES
)
_ASIDE = "saving."
_BUILD = re.compile(r"[0-9a-f]{16}")


class IndexFileError(ValueError):
    """An index folder that cannot be trusted; the message names the file."""


def save(index: MatchIndex, folder: Path) -> None:
    """Make `index` the current build of `folder`: readers find the old one or the new one, never a mixture."""
    folder.mkdir(parents=True, exist_ok=True)
    aside = Path(tempfile.mkdtemp(prefix=_ASIDE, dir=folder))
    _write(index, aside)
    manifest = _manifest_of(index, aside)
    build = folder / manifest["build"]
    if build.exists():
        build.rename(folder / f"{aside.name}.old")
    aside.rename(build)
    pending = folder / f"{aside.name}.json"
    _write_json(pending, manifest)
    pending.replace(folder / MANIFEST)
    _clear(folder, keep={MANIFEST, build.name})


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
        if newer.get("build") == manifest.get("build"):
            raise
        return _load(folder, newer, vocabulary, encoder)


def _load(folder: Path, manifest: Mapping[str, Any], vocabulary: HasGlossary, encoder: Encoder | None) -> MatchIndex:
    expected = {"format": FORMAT, "engine": ENGINE, "vocabulary": vocabulary.digest, "encoder": _name(encoder)}
    for name, value in expected.items():
        if manifest.get(name) != value:
            raise IndexFileError(f"{folder / MANIFEST}: {name} is {manifest.get(name)!r}, not {value!r}")
    build = _checked_build(folder, manifest)
    try:
        settings = settings_from_json(manifest["settings"])
        contents = _contents(build, manifest)
        on = date.fromisoformat(manifest["on"])
    except (KeyError, TypeError, ValueError, IndexError, OSError) as error:
        raise IndexFileError(f"{folder / MANIFEST}: does not hold together ({error})") from error
    analyser = Analyser(vocabulary.glossary, settings.text)
    return MatchIndex(contents, analyser, settings, vocabulary.digest, on, encoder)


def _name(encoder: Encoder | None) -> str:
    return encoder.name if encoder is not None else NONE


def _write(index: MatchIndex, folder: Path) -> None:
    contents = index.contents
    for role in ROLES:
        for part in _ARRAYS:
            np.save(folder / f"{role}.{part}.npy", getattr(contents.matrices[role], part), allow_pickle=False)
    np.save(folder / "idf.npy", contents.space.idf, allow_pickle=False)
    words = sorted(set(contents.words))
    places = {word: place for place, word in enumerate(words)}
    used = np.array([places[word] for word in contents.words], dtype=np.int32)
    np.save(folder / "words.npy", used, allow_pickle=False)
    _write_json(folder / "words.json", words)
    _write_json(folder / "terms.json", list(contents.space.terms))
    _write_json(folder / "rows.json", [row_to_json(row) for row in contents.table.rows])
    _write_json(folder / "lexicon.json", contents.lexicon.links)
    meaning_files.write(contents.meaning, folder)


def _manifest_of(index: MatchIndex, folder: Path) -> dict[str, Any]:
    contents = index.contents
    files = {path.name: _digest(path) for path in sorted(folder.iterdir())}
    return {
        "build": hashlib.sha256(json.dumps(files, sort_keys=True).encode()).hexdigest()[:16],
        "format": FORMAT,
        "engine": ENGINE,
        "vocabulary": index.vocabulary_digest,
        "encoder": _name(index.encoder),
        "on": index.on.isoformat(),
        "settings": asdict(index.settings),
        "lengths": dict(contents.lengths),
        "documents": contents.space.documents,
        "listings": len(contents.table.rows),
        "organisations": len(index.organisations),
        "terms": len(contents.space.terms),
        "files": files,
    }


def _write_json(path: Path, value: Any) -> None:
    path.write_text(json.dumps(value, ensure_ascii=False, sort_keys=True), encoding="utf-8")


def _digest(path: Path) -> str:
    with path.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()


def _clear(folder: Path, *, keep: Collection[str]) -> None:
    """Remove earlier builds and what an interrupted save left; readers keep the files they have mapped."""
    for path in folder.iterdir():
        if path.name in keep or not (path.name.startswith(_ASIDE) or _BUILD.fullmatch(path.name)):
            continue
        if path.is_dir():
            shutil.rmtree(path, ignore_errors=True)
        else:
            path.unlink(missing_ok=True)


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


def _checked_build(folder: Path, manifest: Mapping[str, Any]) -> Path:
    files, name = manifest.get("files"), manifest.get("build")
    if not isinstance(files, dict) or set(files) != _FILES or not _BUILD.fullmatch(str(name)):
        raise IndexFileError(f"{folder / MANIFEST}: lists other files than an index has")
    build = folder / str(name)
    for path in sorted(build / file for file in _FILES):
        try:
            digest = _digest(path)
        except OSError as error:
            raise IndexFileError(f"{path}: {error.strerror or error}") from error
        if digest != files[path.name]:
            raise IndexFileError(f"{path}: torn, or changed after it was written")
    return build


def _contents(folder: Path, manifest: Mapping[str, Any]) -> Contents:
    terms, words, rows = (
        json.loads((folder / f"{name}.json").read_text(encoding="utf-8")) for name in ("terms", "words", "rows")
    )
    shape = (len(rows), len(terms))
    space = TermSpace.of(terms, _array(folder / "idf.npy"), int(manifest["documents"]))
    return Contents(
        table=Table.of([row_from_json(row) for row in rows]),
        space=space,
        matrices={role: _matrix(folder, role, shape) for role in ROLES},
        words=tuple(words[place] for place in _array(folder / "words.npy").tolist()),
        lengths={role: float(manifest["lengths"][role]) for role in ROLES},
        meaning=meaning_files.read(folder, rows=len(rows)),
        lexicon=_lexicon(folder / "lexicon.json"),
    )


def _matrix(folder: Path, role: str, shape: tuple[int, int]) -> csr_array:
    data, indices, indptr = (_array(folder / f"{role}.{part}.npy") for part in _ARRAYS)
    return csr_array((data, indices, indptr), shape=shape, copy=False)


def _lexicon(path: Path) -> Lexicon:
    stored = json.loads(path.read_text(encoding="utf-8"))
    return Lexicon({term: tuple((pivot, float(share)) for pivot, share in links) for term, links in stored.items()})


def _array(path: Path) -> np.ndarray:
    array: np.ndarray = np.load(path, mmap_mode="r", allow_pickle=False)
    return array
