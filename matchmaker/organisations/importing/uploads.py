"""Uploaded files until they are imported or forgotten: private, each in a folder with a name nobody can guess."""

import hashlib
import json
import re
import secrets
import shutil
import time
from dataclasses import asdict, dataclass, field, replace
from pathlib import Path
from typing import Any

from flask import current_app

from matchmaker.foundation.errors import NotFound
from matchmaker.organisations.importing import reading
from matchmaker.organisations.importing.columns import Mapped
from matchmaker.organisations.importing.headers import Field
from matchmaker.organisations.importing.planning import Choice, Plan
from matchmaker.organisations.importing.preview import Line, from_json, lines_of, to_json
from matchmaker.organisations.importing.table import Table
from matchmaker.organisations.rules import VettingState

KEPT_SECONDS = 24 * 3600
_TOKEN = re.compile(r"[A-Za-z0-9_-]{32}")


@dataclass(frozen=True, slots=True, kw_only=True)
class Upload:
    """A stored file: whose it is, and what was decided about it so far. `mapped` is None until columns are chosen."""

    token: str
    user_id: int
    file_name: str
    sha256: str
    sheet: str = ""
    mapped: Mapped | None = None
    choice: Choice = field(default_factory=Choice)

    def data(self) -> bytes:
        """The file itself. Raises NotFound when it has expired."""
        try:
            return (_folder(self.token) / "file").read_bytes()
        except FileNotFoundError as error:
            raise NotFound("import.upload_gone") from error

    def table(self) -> Table:
        """The file, read. Raises ImportFault."""
        return reading.read(self.data(), file_name=self.file_name, sheet=self.sheet)


def _root() -> Path:
    instance: Path = current_app.extensions["config"].instance
    return instance / "imports"


def _folder(token: str) -> Path:
    if not _TOKEN.fullmatch(token):
        raise NotFound("import.upload_gone")
    return _root() / token


def store(data: bytes, *, file_name: str, user_id: int) -> Upload:
    """Keep a file for a day, readable by the service alone."""
    upload = Upload(
        token=secrets.token_urlsafe(24), user_id=user_id, file_name=file_name[:300],
        sha256=hashlib.sha256(data).hexdigest(),
    )  # fmt: skip
    folder = _folder(upload.token)
    folder.mkdir(parents=True, mode=0o700)
    _write(folder / "file", data)
    _keep(upload)
    return upload


def get(token: str, *, user_id: int | None = None) -> Upload:
    """An upload of the person `user_id`, of anybody for None. Raises NotFound."""
    try:
        facts = json.loads((_folder(token) / "facts.json").read_text("utf-8"))
    except FileNotFoundError as error:
        raise NotFound("import.upload_gone") from error
    if user_id is not None and facts["user_id"] != user_id:
        raise NotFound("import.upload_gone")
    return _upload(facts)


def decide(upload: Upload, *, sheet: str, mapped: Mapped | None, choice: Choice) -> Upload:
    """Remember sheet, columns and choices."""
    decided = replace(upload, sheet=sheet, mapped=mapped, choice=choice)
    _keep(decided)
    return decided


def keep_preview(upload: Upload, plan: Plan) -> None:
    """Keep the plan's lines for the preview and the list of faults."""
    content = json.dumps([to_json(line) for line in lines_of(plan)], ensure_ascii=False)
    _write(_folder(upload.token) / "preview.json", content.encode())


def preview(upload: Upload) -> list[Line]:
    """The lines kept last. Raises NotFound when there are none yet."""
    try:
        content = (_folder(upload.token) / "preview.json").read_text("utf-8")
    except FileNotFoundError as error:
        raise NotFound("import.upload_gone") from error
    return [from_json(values) for values in json.loads(content)]


def note_progress(token: str, rows: int) -> None:
    """Keep how many rows of a running import are done, where pages can see it before the commit."""
    folder = _folder(token)
    if folder.exists():
        _write(folder / "progress", str(rows).encode())


def progress(token: str) -> int:
    """Rows of a running import that are done."""
    try:
        return int((_folder(token) / "progress").read_text("ascii"))
    except (FileNotFoundError, ValueError):
        return 0


def is_kept(token: str | None) -> bool:
    """Whether an upload is still there."""
    return token is not None and (_folder(token) / "facts.json").exists()


def forget(upload: Upload) -> None:
    """Delete an upload with everything kept beside it."""
    shutil.rmtree(_folder(upload.token), ignore_errors=True)


def forget_old() -> int:
    """Delete every upload older than a day; their number."""
    if not _root().exists():
        return 0
    old = [folder for folder in _root().iterdir() if folder.stat().st_mtime < time.time() - KEPT_SECONDS]
    for folder in old:
        shutil.rmtree(folder, ignore_errors=True)
    return len(old)


def _keep(upload: Upload) -> None:
    facts: dict[str, Any] = asdict(upload)
    facts["mapped"] = None if upload.mapped is None else [one or "" for one in upload.mapped]
    _write(_folder(upload.token) / "facts.json", json.dumps(facts, ensure_ascii=False).encode())


def _upload(facts: dict[str, Any]) -> Upload:
    mapped = facts.pop("mapped")
    choice = facts.pop("choice")
    return Upload(
        **facts, mapped=None if mapped is None else tuple(Field(name) if name else None for name in mapped),
        choice=Choice(**{**choice, "state": VettingState(choice["state"])}),
    )  # fmt: skip


def _write(path: Path, content: bytes) -> None:
    """Write whole or not at all: a page may read while a job writes."""
    fresh = path.with_name(f"{path.name}.{secrets.token_hex(4)}")
    fresh.touch(mode=0o600)
    fresh.write_bytes(content)
    fresh.replace(path)
