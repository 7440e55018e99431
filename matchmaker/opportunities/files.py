"""What an uploaded file really is, by its first bytes, and a name for it that is safe to keep; pure."""

import io
import re
import zipfile
from dataclasses import dataclass

from matchmaker.foundation.errors import RuleViolation
from matchmaker.opportunities.rules import ATTACHMENT_BYTES

_OFFICE = "application/vnd.openxmlformats-officedocument"
MEDIA_TYPES = {
    "pdf": "application/pdf", "png": "image/png", "jpg": "image/jpeg", "webp": "image/webp",
    "docx": f"{_OFFICE}.wordprocessingml.document", "xlsx": f"{_OFFICE}.spreadsheetml.sheet",
    "pptx": f"{_OFFICE}.presentationml.presentation",
}  # fmt: skip
"""Kinds of file that are taken, with their media types."""

_OFFICE_PARTS = {"docx": "word/document.xml", "xlsx": "xl/workbook.xml", "pptx": "ppt/presentation.xml"}
NAME_MAX = 100


@dataclass(frozen=True, slots=True)
class CheckedFile:
    """A file that may be kept."""

    name: str
    media_type: str
    content: bytes


def check_file(name: str, content: bytes) -> CheckedFile:
    """The file under a safe name that ends as its real kind asks.

    Raises RuleViolation when it is empty, larger than `ATTACHMENT_BYTES`, or of a kind that is not taken.
    """
    if not content:
        raise RuleViolation("attachment.empty")
    if len(content) > ATTACHMENT_BYTES:
        raise RuleViolation("attachment.too_large", mib=ATTACHMENT_BYTES // (1024 * 1024))
    kind = kind_of(content)
    if kind is None:
        raise RuleViolation("attachment.kind_refused")
    return CheckedFile(f"{safe_stem(name)}.{kind}", MEDIA_TYPES[kind], content)


def kind_of(content: bytes) -> str | None:
    """The kind of file by its content, None when it is none of `MEDIA_TYPES`."""
    if content.startswith(b"%PDF-"):
        return "pdf"
    if content.startswith(b"\x89PNG\r\n\x1a\n"):
        return "png"
    if content.startswith(b"\xff\xd8\xff"):
        return "jpg"
    if content[:4] == b"RIFF" and content[8:12] == b"WEBP":
        return "webp"
    return _office_kind(content) if content.startswith(b"PK\x03\x04") else None


def _office_kind(content: bytes) -> str | None:
    """The kind of Office document in a zip archive; documents with macros are none."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            names = set(archive.namelist())
    except (zipfile.BadZipFile, ValueError, NotImplementedError):
        return None
    if "[Content_Types].xml" not in names or any(name.endswith("vbaProject.bin") for name in names):
        return None
    return next((kind for kind, part in _OFFICE_PARTS.items() if part in names), None)


def safe_stem(name: str) -> str:
    """The file's own name without folders, ending, control and path characters."""
    last = re.split(r"[/\\]", name)[-1]
    stem = last.rpartition(".")[0] or last
    kept = "".join(letter if letter.isprintable() and letter not in '<>:"|?*' else " " for letter in stem)
    return " ".join(kept.split()).strip(". ")[:NAME_MAX] or "document"
