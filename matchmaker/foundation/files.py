"""Files that people give: checked, scanned, and kept in a store on fsspec: a folder, S3 and others."""

import hashlib
import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any
from uuid import uuid4

import fsspec
import structlog
from flask import Flask, current_app
from flask_babel import lazy_gettext as _l

from config import Config
from matchmaker.foundation import jobs
from matchmaker.foundation.database import now
from matchmaker.foundation.errors import NotFound, RuleViolation
from matchmaker.foundation.file_kinds import CONTENT_TYPES, check_kind, safe_name
from matchmaker.foundation.virus_scan import Scan, scan, scanner_of
from matchmaker.foundation.wording import add_wording

log = structlog.get_logger()
BYTES_MAX = 20 * 1024 * 1024
ORPHANS_KEPT = timedelta(days=2)
"""How old a file that no row names must be before it goes: far more than an upload takes."""
_KEY = re.compile(r"[a-z_]{1,20}/\d{8}/[0-9a-f]{32}")
WORDING = {
    "file.empty": _l("The file %(name)s is empty."),
    "file.too_large": _l("A file can have at most %(mib)s MiB."),
    "file.kind_refused": _l("Only PDF, Word, Excel, PowerPoint, PNG, JPEG, CSV and text files are taken."),
    "file.content_differs": _l("The content of the file is not what its name says. Save it anew and try again."),
    "file.active_content": _l("The file holds a program (a macro or a script). Save it without and try again."),
    "file.infected": _l("The virus scanner found something in the file. It was not kept."),
    "file.waits_for_scan": _l("The file is still waiting for the virus scanner. Try again in a few minutes."),
}


@dataclass(frozen=True, slots=True)
class Upload:
    """A file that may be kept, under a safe name."""

    name: str
    content_type: str
    content: bytes


@dataclass(frozen=True, slots=True)
class Kept:
    """A file in the store, with what its row needs."""

    key: str
    name: str
    content_type: str
    size: int
    sha256: str
    scan: Scan


def check_upload(name: str, content: bytes) -> Upload:
    """The file under a safe name that ends as its kind asks.

    Raises RuleViolation when it is empty, larger than `BYTES_MAX`, of a kind that is not taken, other than its name
    says, or holds a program.
    """
    if not content:
        raise RuleViolation("file.empty", name=safe_name(name, "")[:-1])
    if len(content) > BYTES_MAX:
        raise RuleViolation("file.too_large", mib=BYTES_MAX // (1024 * 1024))
    kind = check_kind(name, content)
    return Upload(safe_name(name, kind), CONTENT_TYPES[kind], content)


def take(name: str, content: bytes, *, area: str) -> Kept:
    """Check a file, scan it and keep it; call it before the transaction that writes the row.

    Raises RuleViolation as `check_upload`, and for an infected file, of which nothing is kept.
    """
    upload = check_upload(name, content)
    verdict = scan(upload.content, scanner_of(_config().virus_scan))
    if verdict is Scan.INFECTED:
        raise RuleViolation("file.infected")
    key = save(upload.content, content_type=upload.content_type, area=area)
    digest = hashlib.sha256(upload.content).hexdigest()
    return Kept(key, upload.name, upload.content_type, len(upload.content), digest, verdict)


def scan_again(key: str) -> Scan:
    """What the scanner says of a file in the store now; an infected one is deleted. Raises NotFound."""
    verdict = scan(read(key), scanner_of(_config().virus_scan))
    if verdict is Scan.INFECTED:
        delete(key)
    return verdict


def is_scanning() -> bool:
    """Whether this installation has a virus scanner."""
    return bool(_config().virus_scan)


def save(data: bytes, *, content_type: str, area: str = "common") -> str:
    """Keep `data`; gives the key under which it is found. Save first, then write the row.

    `content_type` goes with the row, not with the store. Files of an `area` that no row names any more are swept once
    a room has registered that area (`sweep_area`).
    """
    if content_type not in CONTENT_TYPES.values():
        raise ValueError(f"{content_type!r} is no content type that is kept")
    key = f"{area}/{now():%Y%m%d}/{uuid4().hex}"
    store, path = _place(key)
    store.makedirs(path.rpartition("/")[0], exist_ok=True)
    store.pipe_file(path, data)
    return key


def read(key: str) -> bytes:
    """The file under `key`. Raises NotFound when it is gone."""
    store, path = _place(key)
    try:
        data: bytes = store.cat_file(path)
    except FileNotFoundError as error:
        raise NotFound("not_found") from error
    return data


def delete(key: str) -> None:
    """Remove the file under `key`, if it is there."""
    store, path = _place(key)
    if store.exists(path):
        store.rm_file(path)


def _place(key: str) -> tuple[Any, str]:
    """The store and the path of `key` in it. Raises ValueError for what was never a key."""
    if not _KEY.fullmatch(key):
        raise ValueError(f"{key!r} is no key of a file")
    store, root = _store()
    return store, f"{root}/{key}"


def _store() -> tuple[Any, str]:
    config = _config()
    store, root = fsspec.core.url_to_fs(config.files_url or (config.instance.resolve() / "files").as_uri())
    return store, root.rstrip("/")


def _config() -> Config:
    config: Config = current_app.extensions["config"]
    return config


_AREAS: dict[str, Callable[[], Iterable[str]]] = {}


def sweep_area(area: str, kept: Callable[[], Iterable[str]]) -> None:
    """Delete, day by day, the files of `area` whose keys are not among those that `kept` gives."""
    _AREAS[area] = kept


@jobs.job("foundation.sweep_files", daily_at=5)
def sweep() -> None:
    """Delete files that no row names: of uploads that were broken off, and of rows that are gone."""
    before = (now() - ORPHANS_KEPT).date()
    for area, kept in _AREAS.items():
        old = [key for key in _keys(area) if _day_of(key) < before]
        named = set(kept()) if old else set()
        orphans = [key for key in old if key not in named]
        for key in orphans:
            delete(key)
        if orphans:
            log.info("files.swept", area=area, count=len(orphans))


def _keys(area: str) -> list[str]:
    store, root = _store()
    if not store.exists(f"{root}/{area}"):
        return []
    found = (path[path.rindex(f"{area}/") :] for path in store.find(f"{root}/{area}"))
    return [key for key in found if _KEY.fullmatch(key)]


def _day_of(key: str) -> date:
    day = key.split("/")[1]
    return date(int(day[:4]), int(day[4:6]), int(day[6:]))


def init_app(app: Flask) -> None:
    """Fail at start-up, not at the first upload, when the settings name no store or no scanner."""
    config: Config = app.extensions["config"]
    scanner_of(config.virus_scan)
    if config.files_url:
        fsspec.core.url_to_fs(config.files_url)
    add_wording(WORDING)
