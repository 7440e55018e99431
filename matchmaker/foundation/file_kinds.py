"""What an uploaded file really is, by its content and not by its name; pure."""

import io
import re
import unicodedata
import zipfile
from collections.abc import Mapping

import puremagic

from matchmaker.foundation.errors import RuleViolation

_OFFICE = "application/vnd.openxmlformats-officedocument"
CONTENT_TYPES: Mapping[str, str] = {
    "pdf": "application/pdf", "docx": f"{_OFFICE}.wordprocessingml.document",
    "xlsx": f"{_OFFICE}.spreadsheetml.sheet", "pptx": f"{_OFFICE}.presentationml.presentation",
    "png": "image/png", "jpg": "image/jpeg", "csv": "text/csv", "txt": "text/plain",
}  # fmt: skip
"""Kinds of file that are taken, by the ending of the name, with the content type under which they are given out."""

_SAME = {"jpeg": "jpg"}
_SIGNATURES = {"pdf": {".pdf"}, "png": {".png"}, "jpg": {".jpg", ".jpeg", ".jpe", ".jfif"}}
_OFFICE_PARTS = {"docx": "word/document.xml", "xlsx": "xl/workbook.xml", "pptx": "ppt/presentation.xml"}
_ACTIVE_PARTS = re.compile(
    r"(^|/)(vbaProject|activeX\d*|oleObject\d*)[^/]*\.(bin|xml)$|\.(exe|dll|js|vbs|bat|cmd|scr)$", re.I
)
_ACTIVE_PDF = re.compile(rb"/(JavaScript|Launch)\b")
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0e-\x1f\x7f]")
_NAME_MAX = 120


def ending_of(name: str) -> str:
    """The kind that a file's name claims, in lower case; empty without an ending."""
    ending = name.rpartition(".")[2].lower() if "." in name else ""
    return _SAME.get(ending, ending)


def check_kind(name: str, content: bytes) -> str:
    """The kind of a file whose name and content agree.

    Raises RuleViolation when the kind is not taken, when the content is another, or when it holds a program.
    """
    kind = ending_of(name)
    if kind not in CONTENT_TYPES:
        raise RuleViolation("file.kind_refused")
    if kind in _OFFICE_PARTS:
        _check_office(kind, content)
    elif kind in _SIGNATURES:
        _check_signature(kind, content)
    else:
        _check_text(content)
    return kind


def _check_signature(kind: str, content: bytes) -> None:
    try:
        found = {match.extension for match in puremagic.magic_string(content)}
    except (puremagic.PureError, ValueError):
        found = set()
    if not found & _SIGNATURES[kind]:
        raise RuleViolation("file.content_differs")
    if kind == "pdf" and _ACTIVE_PDF.search(content):
        raise RuleViolation("file.active_content")


def _check_office(kind: str, content: bytes) -> None:
    """Documents of Office are archives of parts: one names the kind, others may be programs."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            parts = archive.namelist()
    except (zipfile.BadZipFile, ValueError, NotImplementedError, OSError) as error:
        raise RuleViolation("file.content_differs") from error
    if "[Content_Types].xml" not in parts or _OFFICE_PARTS[kind] not in parts:
        raise RuleViolation("file.content_differs")
    if any(_ACTIVE_PARTS.search(part) for part in parts):
        raise RuleViolation("file.active_content")


def _check_text(content: bytes) -> None:
    """Text as Korean and other programs write it: UTF-8, UTF-16 with its mark, or CP949."""
    if content.startswith(b"#!"):
        raise RuleViolation("file.active_content")
    encodings = ("utf-16",) if content[:2] in {b"\xff\xfe", b"\xfe\xff"} else ("utf-8-sig", "cp949")
    for encoding in encodings:
        try:
            text = content.decode(encoding)
        except UnicodeDecodeError:
            continue
        if not _CONTROL.search(text):
            return
    raise RuleViolation("file.content_differs")


def safe_name(name: str, kind: str) -> str:
    """The name without folders, control and path characters, ending as `kind`, in NFC (macOS decomposes Hangul)."""
    last = re.split(r"[/\\]", unicodedata.normalize("NFC", name))[-1]
    stem = last.rpartition(".")[0]
    kept = "".join(letter if letter.isprintable() and letter not in '<>:"|?*' else " " for letter in stem)
    return (" ".join(kept.split()).strip(". ")[:_NAME_MAX].strip() or "file") + f".{kind}"
