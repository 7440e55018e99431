"""Rules of the glossary; they hold over all its files together."""

import unicodedata
from collections.abc import Iterator, Mapping

from matchmaker.vocabulary.cells import cell_faults, empty_faults, length_fault, missing_columns, place
from matchmaker.vocabulary.faults import Fault, FaultCode
from matchmaker.vocabulary.glossary import surface_key
from matchmaker.vocabulary.reading import Row, Table
from matchmaker.vocabulary.schema import (
    CORE_LABELS,
    FILE_NAME,
    GLOSSARY_COLUMNS,
    KEBAB,
    REQUIRED_LABELS,
    TERM_COLUMNS,
)

CORE_MARKS = ("", "y", "Y")


def glossary_faults(tables: list[Table], *, any_file: bool) -> Iterator[Fault]:
    """Faults of all files; `any_file` is False when the folder holds none at all."""
    if not any_file:
        yield Fault("glossary", 0, "", FaultCode.NO_GLOSSARY)
    for table in tables:
        if not FILE_NAME.fullmatch(table.name):
            yield Fault(table.file, 0, "", FaultCode.BAD_FILE_NAME)
        yield from missing_columns(table, GLOSSARY_COLUMNS)
        yield from cell_faults(table)
        for row in table.rows:
            yield from _row_faults(table, row)
    yield from _id_faults(tables)
    yield from _duplicate_terms(tables)
    yield from _broader_faults(tables)


def _row_faults(table: Table, row: Row) -> Iterator[Fault]:
    yield from empty_faults(table, row, REQUIRED_LABELS)
    if row["core"] not in CORE_MARKS:
        yield Fault(table.file, row.number, "core", FaultCode.BAD_VALUE, row["core"], "y")
    for column in CORE_LABELS if row["core"] else ():
        if column in table.columns and not row.parts(column):
            yield Fault(table.file, row.number, column, FaultCode.CORE_INCOMPLETE)
    for column in TERM_COLUMNS:
        for term in row.parts(column):
            yield from length_fault(table, row, column, term)
            if is_one_letter(term):
                yield Fault(table.file, row.number, column, FaultCode.ONE_LETTER, term)


def is_one_letter(term: str) -> bool:
    """True for `T` and `암`, which would match everywhere; a single ideograph (膜) is a word."""
    key = surface_key(term)
    if len(key) != 1:
        return not key
    return not unicodedata.name(key, "").startswith("CJK UNIFIED IDEOGRAPH")


def _id_faults(tables: list[Table]) -> Iterator[Fault]:
    seen: dict[str, str] = {}
    for table, row in _rows(tables, "id"):
        found = row["id"]
        if not found:
            yield Fault(table.file, row.number, "id", FaultCode.EMPTY_CELL)
        elif not KEBAB.fits(found):
            yield Fault(table.file, row.number, "id", FaultCode.BAD_CODE, found, KEBAB.example)
        elif found in seen:
            yield Fault(table.file, row.number, "id", FaultCode.DUPLICATE_CODE, found, seen[found])
        seen.setdefault(found, place(table, row))


def _duplicate_terms(tables: list[Table]) -> Iterator[Fault]:
    """One spelling, one concept, over all languages: an English word stands in a Korean text as well."""
    owner: dict[str, tuple[str, str]] = {}
    for column in TERM_COLUMNS:
        for table, row in _rows(tables, column):
            for term in row.parts(column):
                here = place(table, row)
                first, name = owner.setdefault(surface_key(term), (here, row["id"]))
                if first != here:
                    detail = f"{first} {name}"
                    yield Fault(table.file, row.number, column, FaultCode.DUPLICATE_TERM, term, detail)


def _broader_faults(tables: list[Table]) -> Iterator[Fault]:
    parents = {row["id"]: row.parts("broader") for _, row in _rows(tables, "id")}
    for table, row in _rows(tables, "broader"):
        for parent in row.parts("broader"):
            if parent not in parents:
                yield Fault(table.file, row.number, "broader", FaultCode.UNKNOWN_BROADER, parent)
        if _reaches_itself(row["id"], parents):
            yield Fault(table.file, row.number, "broader", FaultCode.BROADER_CYCLE, row["id"])


def _reaches_itself(start: str, parents: Mapping[str, tuple[str, ...]]) -> bool:
    seen: set[str] = set()
    waiting = list(parents.get(start, ()))
    while waiting:
        current = waiting.pop()
        if current == start:
            return True
        if current not in seen:
            seen.add(current)
            waiting.extend(parents.get(current, ()))
    return False


def _rows(tables: list[Table], column: str) -> Iterator[tuple[Table, Row]]:
    return ((table, row) for table in tables if column in table.columns for row in table.rows)
