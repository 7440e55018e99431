"""The first sheet with data of an Excel workbook (.xlsx), guarded against files made to harm; pure."""

import datetime
import io
import re
import zipfile
import zlib
from collections.abc import Iterator
from typing import IO
from xml.parsers import expat

from python_calamine import CalamineWorkbook, SheetVisibleEnum

from matchmaker.organisations.importing.faults import ImportFault, letter
from matchmaker.organisations.importing.table import COLUMNS_MAX, ROWS_MAX

UNPACKED_MAX = 400 * 1024 * 1024
_RATIO_MAX = 300
_RATIO_FROM = 30 * 1024 * 1024
_CHUNK = 1 << 20
_SLACK = 1000
"""Rows beyond the limit that may hold notes or blanks before the file is refused unread."""

_REFERENCE = re.compile(r"([A-Z]{1,3})([0-9]{1,7})")
Value = str | int | float | bool | datetime.date | datetime.time | datetime.datetime | datetime.timedelta


def lines(data: bytes, *, sheet: str = "") -> tuple[str, Iterator[list[str]], tuple[str, ...]]:
    """Name of the sheet read, its lines as text, and the names of all sheets. Raises ImportFault."""
    _check_package(data)
    book = _open(data)
    names = tuple(meta.name for meta in book.sheets_metadata if meta.visible == SheetVisibleEnum.Visible)
    if not names:
        raise ImportFault("import.empty")
    if sheet and sheet not in names:
        raise ImportFault("import.no_such_sheet", sheet=sheet[:80], sheets=", ".join(names)[:300])
    for name in [sheet] if sheet else names:
        found = _values(book, name)
        if any(cell for line in found for cell in line):
            return name, iter(found), names
    raise ImportFault("import.empty")


def _check_package(data: bytes) -> None:
    """Unpack every part once, counting: sizes that a package states of itself are not to be trusted."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as package:
            parts = [part for part in package.infolist() if part.filename.lower().endswith((".xml", ".rels"))]
            if not any(part.filename.lower().startswith("xl/") for part in parts):
                raise ImportFault("import.not_a_workbook")
            _check_sizes(package, parts, len(data))
            for part in parts:
                _check_part(package, part)
    except (zipfile.BadZipFile, zlib.error, NotImplementedError, RuntimeError, EOFError, ValueError, OSError) as error:
        raise ImportFault("import.broken_workbook") from error
    except expat.ExpatError as error:
        raise ImportFault("import.broken_workbook") from error


def _check_sizes(package: zipfile.ZipFile, parts: list[zipfile.ZipInfo], packed: int) -> None:
    stated = sum(part.file_size for part in parts)
    if stated > UNPACKED_MAX or (stated > _RATIO_FROM and stated > packed * _RATIO_MAX):
        raise ImportFault("import.unpacks_too_large", limit=UNPACKED_MAX // 1024 // 1024)
    if len(package.infolist()) > 5000:
        raise ImportFault("import.broken_workbook")


def _check_part(package: zipfile.ZipFile, part: zipfile.ZipInfo) -> None:
    """Read a part to its end, which checks its sum, and look where cells stand: any part may be named as a sheet."""
    with package.open(part) as stream:
        _CellWatch().run(stream)


class _CellWatch:
    """Finds the cell furthest out, as the reader makes room for everything up to it, filled or not."""

    def __init__(self) -> None:
        self._row = 0
        self._column = 0
        self._parser = expat.ParserCreate(namespace_separator=" ")
        self._parser.StartElementHandler = self._start
        self._parser.StartDoctypeDeclHandler = self._refuse_doctype

    def run(self, stream: IO[bytes]) -> None:
        """Parse the sheet. Raises ImportFault for a cell beyond the limits, ExpatError for broken XML."""
        while chunk := stream.read(_CHUNK):
            self._parser.Parse(chunk, False)
        self._parser.Parse(b"", True)

    def _start(self, name: str, attributes: dict[str, str]) -> None:
        tag = name.rpartition(" ")[2]
        if tag == "c":
            self._move(attributes.get("r", ""))
        elif tag == "row":
            self._row, self._column = int(attributes.get("r") or self._row + 1), 0
        elif tag in {"v", "is"}:
            self._check()
        elif tag == "Relationship" and attributes.get("Type", "").endswith("/worksheet"):
            self._check_target(attributes.get("Target", ""))

    def _move(self, reference: str) -> None:
        match = _REFERENCE.fullmatch(reference)
        if match is None:
            self._column += 1
            return
        column = 0
        for char in match[1]:
            column = column * 26 + ord(char) - ord("A") + 1
        self._column, self._row = column, int(match[2])

    def _check(self) -> None:
        if self._column > COLUMNS_MAX:
            raise ImportFault(
                "import.cell_far_right", row=self._row, column=letter(self._column - 1), limit=COLUMNS_MAX
            )
        if self._row > ROWS_MAX + _SLACK:
            raise ImportFault("import.too_many_rows", limit=ROWS_MAX)

    def _check_target(self, target: str) -> None:
        """Only parts that were looked through may serve as sheets."""
        if not target.lower().endswith(".xml"):
            raise ImportFault("import.broken_workbook")

    def _refuse_doctype(self, *_declaration: object) -> None:
        raise ImportFault("import.broken_workbook")


def _open(data: bytes) -> CalamineWorkbook:
    try:
        return CalamineWorkbook.from_filelike(io.BytesIO(data))
    except BaseException as error:
        raise _reader_failed(error) from error


def _values(book: CalamineWorkbook, name: str) -> list[list[str]]:
    try:
        rows = book.get_sheet_by_name(name).to_python(skip_empty_area=False)
    except BaseException as error:
        raise _reader_failed(error) from error
    return [[text_of(value) for value in row] for row in rows]


def _reader_failed(error: BaseException) -> BaseException:
    """A fault of the file, whatever the reader raises: its panics are no `Exception`."""
    if isinstance(error, KeyboardInterrupt | SystemExit | MemoryError):
        return error
    return ImportFault("import.broken_workbook")


def text_of(value: Value) -> str:
    """A cell as text: whole numbers without a point, dates as 2026-03-31, error values as nothing."""
    if isinstance(value, str):
        return "" if value in _ERRORS else value
    if isinstance(value, bool):
        return "TRUE" if value else "FALSE"
    if isinstance(value, float):
        return str(int(value)) if value.is_integer() and abs(value) < 1e15 else repr(value)
    if isinstance(value, datetime.datetime) and value.time() == datetime.time():
        return value.date().isoformat()
    if isinstance(value, datetime.datetime):
        return value.isoformat(" ", "minutes")
    return value.isoformat() if isinstance(value, datetime.date | datetime.time) else str(value)


_ERRORS = frozenset({"#N/A", "#REF!", "#VALUE!", "#DIV/0!", "#NAME?", "#NULL!", "#NUM!", "#GETTING_DATA"})
