"""The match index on disk: where it lies, which build is current, and the copy that each process keeps open."""

import hashlib
import shutil
from collections.abc import Collection
from dataclasses import dataclass
from pathlib import Path
from threading import Lock

import structlog
from flask import current_app

from config import Config
from matchmaker.foundation.database import db
from matchmaker.matching import Encoder, IndexFileError, MatchIndex, encoder_named, store
from matchmaker.suggestions import queries
from matchmaker.suggestions.models import IndexBuild
from matchmaker.vocabulary import vocabulary

log = structlog.get_logger()

BUILD_JOB = "suggestions.build"
"""The job that makes a full build because somebody asked for it."""

_KEPT = 2


@dataclass(frozen=True, slots=True)
class _Opened:
    """An index and the manifest that it was read from."""

    manifest: tuple[Path, int, int]
    index: MatchIndex


_opened: dict[str, _Opened] = {}
_guard = Lock()


def root() -> Path:
    """The folder of all builds."""
    config: Config = current_app.extensions["config"]
    return config.instance / "index"


def latest() -> IndexBuild | None:
    """The newest build that was finished."""
    return db.session.scalars(queries.finished_builds()).first()


def encoder() -> Encoder | None:
    """The encoder of the settings. Raises EncoderError when it cannot be had."""
    config: Config = current_app.extensions["config"]
    return encoder_named(config.encoder)


def engine_version() -> str:
    """Version of the engine with its encoder: other numbers come out when either changes."""
    found = encoder()
    name = found.name if found is not None else "none"
    return f"{store.ENGINE}-{hashlib.sha256(name.encode()).hexdigest()[:12]}"


def is_usable(build: IndexBuild) -> bool:
    """Whether the build was made by this engine with this vocabulary, and its folder is there."""
    is_ours = (build.engine_version, build.vocabulary_digest) == (engine_version(), vocabulary().digest)
    return is_ours and (root() / build.folder / store.MANIFEST).exists()


def opened(build: IndexBuild) -> MatchIndex | None:
    """The index of `build`, read once per process and again when it was replaced; None if it cannot be used."""
    if not is_usable(build):
        return None
    folder = root() / build.folder
    with _guard:
        found = _opened.get(str(folder))
        if found is None or found.manifest != _manifest(folder):
            try:
                index = store.load(folder, vocabulary=vocabulary(), encoder=encoder())
                found = _Opened(_manifest(folder), index)
            except (IndexFileError, OSError) as error:
                log.warning("suggestions.index_unusable", error=str(error))
                return None
            _remember(folder, found)
        return found.index


def current() -> MatchIndex | None:
    """The index of the newest build, if it can be used."""
    last = latest()
    return opened(last) if last is not None else None


def save(index: MatchIndex, folder_name: str) -> None:
    """Write `index` as the current one of its folder and keep it open. Raises IndexFileError when it cannot."""
    folder = root() / folder_name
    stored = store.save(index, folder)
    with _guard:
        _remember(folder, _Opened(_manifest(folder), stored))


def prune(folders: Collection[str]) -> None:
    """Remove all builds on disk but the newest of `folders`, which is in order of age, newest first."""
    kept = set(list(folders)[:_KEPT])
    for path in root().iterdir():
        if path.is_dir() and path.name not in kept:
            shutil.rmtree(path, ignore_errors=True)


def _remember(folder: Path, opened_index: _Opened) -> None:
    _opened.clear()
    _opened[str(folder)] = opened_index


def _manifest(folder: Path) -> tuple[Path, int, int]:
    found = (folder / store.MANIFEST).stat()
    return folder, found.st_mtime_ns, found.st_ino
