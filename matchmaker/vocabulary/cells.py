"""Rules that hold for every cell of every file."""

import unicodedata
from collections.abc import Iterator

from matchmaker.vocabulary.faults import Fault, FaultCode
from matchmaker.vocabulary.reading import Row, Table
from matchmaker.vocabulary.schema import MAX_LENGTH

INVISIBLE = frozenset({"Cc", "Cf", "Cs", "Zl", "Zp"})
FORMULA_STARTS = ("=", "+", "@")


def missing_columns(table: Table, columns: tuple[str, ...]) -> Iterator[Fault]:
    """One fault for each of `columns` that the header lacks."""
    for column in columns:
        if column not in table.columns:
            yield Fault(table.file, 1, column, FaultCode.MISSING_COLUMN)


def cell_faults(table: Table) -> Iterator[Fault]:
    """Invisible characters (they break search) and formulas (Excel would run them)."""
    for row in table.rows:
        for column, cell in row.cells.items():
            if found := next((c for c in cell if unicodedata.category(c) in INVISIBLE), ""):
                detail = f"U+{ord(found):04X}"
                yield Fault(table.file, row.number, column, FaultCode.CONTROL_CHARACTER, detail=detail)
            if cell.startswith(FORMULA_STARTS):
                yield Fault(table.file, row.number, column, FaultCode.FORMULA, cell)


def empty_faults(table: Table, row: Row, columns: tuple[str, ...]) -> Iterator[Fault]:
    """Required cells without text; a missing column has been reported once for all rows."""
    for column in columns:
        if column in table.columns and not row.parts(column):
            yield Fault(table.file, row.number, column, FaultCode.EMPTY_CELL)


def length_fault(table: Table, row: Row, column: str, text: str) -> Iterator[Fault]:
    """A label or term over MAX_LENGTH characters is a sentence, not a term."""
    if len(text) > MAX_LENGTH:
        shown = f"{text[:30]}…"
        yield Fault(table.file, row.number, column, FaultCode.TOO_LONG, shown, str(MAX_LENGTH))


def place(table: Table, row: Row) -> str:
    """Where a value was seen before, for the message about its second use."""
    return f"{table.file}:{row.number}"
