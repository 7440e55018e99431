"""Reads CSV files the way people save them: any of Excel's encodings and separators."""

import codecs
import csv
import io
import re
import unicodedata
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from matchmaker.vocabulary.faults import Fault, FaultCode

CELL_MAX = 100_000
"""Characters of a cell past which a file is no table of ours (an unclosed quotation mark, most often)."""

SEPARATORS = (",", ";", "\t")
REPLACEMENT = "\N{REPLACEMENT CHARACTER}"


@dataclass(frozen=True, slots=True)
class Row:
    """One filled row: Excel's row number and its cells by column name."""

    number: int
    cells: Mapping[str, str]

    def __getitem__(self, column: str) -> str:
        return self.cells.get(column, "")

    def parts(self, column: str) -> tuple[str, ...]:
        """The `;` list of a cell, without repetitions."""
        parts = (part.strip() for part in re.split("[;\N{FULLWIDTH SEMICOLON}]", self[column]))
        return tuple(dict.fromkeys(part for part in parts if part))


@dataclass(frozen=True, slots=True)
class Table:
    """One file; `file` is its path below the data folder, with forward slashes."""

    file: str
    name: str
    columns: tuple[str, ...]
    rows: tuple[Row, ...]


def read_folder(folder: Path, part: str) -> tuple[list[Table], list[Fault]]:
    """All CSV files of `folder/part`, in the order of their names, and what could not be read."""
    tables: list[Table] = []
    faults: list[Fault] = []
    paths = sorted(p for p in (folder / part).glob("*.csv") if p.is_file() and not p.name.startswith("."))
    for path in paths:
        table, found = read_table(path.read_bytes(), file=f"{part}/{path.name}", name=path.stem)
        faults += found
        if table:
            tables.append(table)
    return tables, faults


def read_table(content: bytes, *, file: str, name: str) -> tuple[Table | None, list[Fault]]:
    """A file's bytes as a table, or the faults that make it unreadable."""
    text, encoding = _decode(content)
    if text is None:
        return None, [Fault(file, 0, "", FaultCode.BROKEN_ENCODING)]
    try:
        records = list(csv.reader(io.StringIO(text, newline=""), delimiter=_separator(text)))
    except csv.Error as error:
        return None, [Fault(file, 0, "", FaultCode.UNREADABLE, detail=str(error))]
    if any(len(cell) > CELL_MAX for record in records for cell in record):
        return None, [Fault(file, 0, "", FaultCode.UNREADABLE, detail=f"a cell of more than {CELL_MAX} characters")]
    columns = tuple(_clean(cell).casefold() for cell in records[0]) if records else ()
    rows = tuple(_rows(columns, records[1:]))
    faults = [*_header_faults(file, columns), *_overflow_faults(file, columns, records[1:])]
    faults += _lost_faults(file, rows, marks=(REPLACEMENT, "?") if encoding == "cp949" else (REPLACEMENT,))
    if not rows:
        faults.append(Fault(file, 0, "", FaultCode.EMPTY_FILE))
    return Table(file, name, columns, rows), faults


def _decode(content: bytes) -> tuple[str | None, str]:
    """Text and encoding: UTF-16 by its mark, else UTF-8, else Korean Excel's CP949."""
    marked = content.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE))
    for encoding in ("utf-16",) if marked else ("utf-8-sig", "cp949"):
        try:
            return content.decode(encoding), encoding
        except UnicodeDecodeError:
            continue
    return None, ""


def _separator(text: str) -> str:
    header = text.lstrip("\r\n").partition("\n")[0]
    return max(SEPARATORS, key=header.count)


def _rows(columns: tuple[str, ...], records: list[list[str]]) -> Iterator[Row]:
    for number, record in enumerate(records, start=2):
        cells = [_clean(cell) for cell in record]
        if any(cells):
            yield Row(number, dict(zip(columns, cells, strict=False)))


def _clean(cell: str) -> str:
    """Composed characters (a Mac writes Hangul in parts), no surplus spaces of any width."""
    composed = unicodedata.normalize("NFC", cell)
    return " ".join(part for part in _spaces_alike(composed).split(" ") if part).strip()


def _spaces_alike(text: str) -> str:
    return "".join(" " if unicodedata.category(char) == "Zs" else char for char in text)


def _header_faults(file: str, columns: tuple[str, ...]) -> Iterator[Fault]:
    for column, count in Counter(columns).items():
        if column and count > 1:
            yield Fault(file, 1, column, FaultCode.DUPLICATE_COLUMN)


def _overflow_faults(file: str, columns: tuple[str, ...], records: list[list[str]]) -> Iterator[Fault]:
    for number, record in enumerate(records, start=2):
        surplus = [cell for cell in map(_clean, record[len(columns) :]) if cell]
        if surplus:
            yield Fault(file, number, "", FaultCode.TOO_MANY_CELLS, surplus[0])


def _lost_faults(file: str, rows: tuple[Row, ...], *, marks: tuple[str, ...]) -> Iterator[Fault]:
    """Cells in which a mark stands for a letter: CP949 has no ü, so Excel writes a question mark."""
    for row in rows:
        for column, cell in row.cells.items():
            if any(mark in cell for mark in marks):
                yield Fault(file, row.number, column, FaultCode.LOST_CHARACTER, cell)
