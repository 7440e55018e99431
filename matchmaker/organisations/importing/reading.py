"""A CSV or Excel file of unknown making, read into a table; pure. Raises nothing but ImportFault."""

import csv
import io
import itertools
from collections.abc import Iterator

from matchmaker.organisations.importing import workbook
from matchmaker.organisations.importing.faults import ImportFault
from matchmaker.organisations.importing.table import Table, build

FILE_MAX = 40 * 1024 * 1024
DELIMITERS = ",;\t"

# The csv module refuses long cells without saying where they are; the table's own check names row and column.
csv.field_size_limit(FILE_MAX)

_END = "\x00end"
"""A line after the last one: it comes back as a row of its own unless a quotation mark was left open."""

_NOT_TEXT = (
    (b"%PDF", "pdf"), (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "old_office"), (b"HWP Document File", "hwp"),
    (b"\x89PNG", "image"), (b"\xff\xd8\xff", "image"), (b"GIF8", "image"),
)  # fmt: skip
_NOT_TEXT_CODES = {"pdf": "import.is_pdf", "old_office": "import.is_old_office", "hwp": "import.is_hwp",
                   "image": "import.not_a_table"}  # fmt: skip
_RARE_SHARE = 0.2
"""CP949 text with more than this share of syllables outside KS X 1001 is another encoding misread (Shift JIS, GBK)."""


def read(data: bytes, *, file_name: str, sheet: str = "") -> Table:
    """The table in `data`; the content decides on the format, not the name. Raises ImportFault."""
    if len(data) > FILE_MAX:
        raise ImportFault("import.file_too_large", limit=FILE_MAX // 1024 // 1024)
    if not data.strip(b"\xef\xbb\xbf\xff\xfe \t\r\n\x00"):
        raise ImportFault("import.empty")
    _refuse_other_kinds(data, file_name)
    if data.startswith(b"PK\x03\x04"):
        found, lines, sheets = workbook.lines(data, sheet=sheet)
        return build(lines, kind="xlsx", sheet=found, sheets=sheets)
    text, encoding = decode(data)
    return build(_csv_lines(text), kind=encoding)


def _refuse_other_kinds(data: bytes, file_name: str) -> None:
    for magic, kind in _NOT_TEXT:
        if data.startswith(magic):
            hwp = kind == "old_office" and file_name.lower().endswith(".hwp")
            raise ImportFault("import.is_hwp" if hwp else _NOT_TEXT_CODES[kind])
    start = data[:2000].lstrip(b"\xef\xbb\xbf \t\r\n").lower()
    if start.startswith((b"<!doctype", b"<html", b"<table", b"<?xml", b"<meta")):
        raise ImportFault("import.is_web_page")


def decode(data: bytes) -> tuple[str, str]:
    """Text and name of its encoding: UTF-8 or UTF-16 by their marks, else UTF-8, else CP949. Raises ImportFault."""
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        return _checked_text(_strictly(data, "utf-16"), "UTF-16")
    try:
        return _checked_text(data.decode("utf-8-sig"), "UTF-8")
    except UnicodeDecodeError as error:
        broken_at = error.start
    try:
        text = data.decode("cp949")
    except UnicodeDecodeError as error:
        raise _broken(data, max(broken_at, error.start)) from error
    letters = sum(1 for c in text if c > "\x7f")
    rare = data.decode("euc_kr", errors="replace").count("\ufffd")
    if rare > letters * _RARE_SHARE:
        raise _broken(data, broken_at)
    return _checked_text(text, "CP949")


def _strictly(data: bytes, encoding: str) -> str:
    try:
        return data.decode(encoding)
    except UnicodeDecodeError as error:
        before = data[: error.start].decode(encoding, errors="ignore")
        raise ImportFault("import.broken_encoding", line=before.count("\n") + 1) from error


def _broken(data: bytes, at: int) -> ImportFault:
    return ImportFault("import.broken_encoding", line=data.count(b"\n", 0, at) + 1)


def _checked_text(text: str, encoding: str) -> tuple[str, str]:
    """Text with control characters that no table has is no text at all."""
    sample = text[:100_000]
    strange = sum(1 for c in sample if c < " " and c not in "\t\r\n\v\f\x1a")
    if "\x00" in text or strange * 100 > len(sample):
        raise ImportFault("import.not_a_table")
    return text, encoding


def _csv_lines(text: str) -> Iterator[list[str]]:
    text, delimiter = _without_hint(text)
    reader = csv.reader(_lines_and_end(text), delimiter=delimiter or sniff(text))
    last: list[str] = []
    try:
        for line in reader:
            if last:
                yield last
            last = line or [""]
    except csv.Error as error:
        raise ImportFault("import.not_a_table") from error
    if last != [_END]:
        raise ImportFault("import.open_quote")


def _without_hint(text: str) -> tuple[str, str]:
    """`sep=;` in the first line tells Excel the delimiter; it is no data."""
    first, _, rest = text.partition("\n")
    hint = first.strip()
    if len(hint) == 5 and hint.lower().startswith("sep="):
        return rest, hint[-1]
    return text, ""


def _lines_and_end(text: str) -> Iterator[str]:
    return itertools.chain(io.StringIO(text, newline=""), [_END])


def sniff(text: str) -> str:
    """The delimiter under which the first rows agree best on their number of cells; a comma when none does."""
    return max(DELIMITERS, key=lambda delimiter: _agreement(text, delimiter))


def _agreement(text: str, delimiter: str) -> tuple[float, int]:
    widths: list[int] = []
    try:
        rows = csv.reader(io.StringIO(text[:200_000], newline=""), delimiter=delimiter)
        widths = [len(row) for row in itertools.islice(rows, 40) if row]
    except csv.Error:
        pass
    common = max(set(widths), key=lambda width: (widths.count(width), width), default=1)
    if common < 2:
        return 0.0, 0
    return widths.count(common) / len(widths), common
