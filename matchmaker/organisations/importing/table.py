"""A sheet as header and rows, with everything that makes it unreadable found here; pure."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from matchmaker.organisations.importing.faults import ImportFault, letter

ROWS_MAX = 20_000
"""Rows of one run: what is written within the ten seconds or so that others may wait for the SQLite write lock."""
COLUMNS_MAX = 60
CELL_MAX = 32_000
"""Longest cell in characters; a spreadsheet program itself stops at 32,767."""

_HEADER_WITHIN = 20
"""Rows at the top among which the header stands: above it there may be a title or a date."""


@dataclass(frozen=True, slots=True)
class Row:
    """A data row: its number in the sheet (from 1), a cell for each header cell, and whether cells were left over."""

    number: int
    cells: tuple[str, ...]
    has_surplus: bool = False


@dataclass(frozen=True, slots=True)
class Table:
    """A sheet that was read. `kind` is `xlsx` or the encoding found; `sheet` and `sheets` are empty for CSV."""

    header: tuple[str, ...]
    rows: tuple[Row, ...]
    kind: str
    sheet: str = ""
    sheets: tuple[str, ...] = ()

    def column(self, index: int, limit: int = 200) -> list[str]:
        """The first `limit` values of a column that are not empty."""
        found: list[str] = []
        for row in self.rows:
            if row.cells[index]:
                found.append(row.cells[index])
                if len(found) == limit:
                    break
        return found


def build(lines: Iterable[Sequence[str]], *, kind: str, sheet: str = "", sheets: tuple[str, ...] = ()) -> Table:
    """Header and rows from the lines of a sheet. Raises ImportFault."""
    numbered = enumerate(lines, start=1)
    top = [line for _n, line in zip(range(_HEADER_WITHIN), numbered, strict=False)]
    at = _header_line([cells for _n, cells in top])
    header = _checked_header([_trimmed(cell) for cell in top[at][1]], top[at][0])
    rows = tuple(_rows([*top[at + 1 :]], len(header))) + tuple(_rows(numbered, len(header)))
    if len(rows) > ROWS_MAX:
        raise ImportFault("import.too_many_rows", limit=ROWS_MAX)
    if not rows:
        raise ImportFault("import.header_only")
    return Table(header, rows, kind, sheet, sheets)


def _header_line(top: list[Sequence[str]]) -> int:
    """The first line that fills at least half as many cells as the fullest one near the top."""
    filled = [sum(1 for cell in cells if cell.strip()) for cells in top]
    if not any(filled):
        raise ImportFault("import.empty")
    enough = max(1, (max(filled) + 1) // 2)
    return next(i for i, count in enumerate(filled) if count >= enough)


def _checked_header(cells: list[str], number: int) -> tuple[str, ...]:
    while cells and not cells[-1]:
        cells.pop()
    if len(cells) > COLUMNS_MAX:
        raise ImportFault("import.too_many_columns", limit=COLUMNS_MAX)
    seen: dict[str, int] = {}
    for index, name in enumerate(cells):
        _check_length(name, number, index)
        key = name.casefold()
        if name and key in seen:
            columns = f"{letter(seen[key])}, {letter(index)}"
            raise ImportFault("import.duplicate_header", name=name[:80], columns=columns)
        seen[key] = index
    return tuple(cells)


def _rows(numbered: Iterable[tuple[int, Sequence[str]]], width: int) -> Iterator[Row]:
    """Rows that are not blank; stops one past the limit, so that a file far too long is refused early."""
    found = 0
    for number, line in numbered:
        cells = tuple(_trimmed(cell) for cell in line[:width])
        for index, cell in enumerate(line):
            _check_length(cell, number, index)
        surplus = any(cell.strip() for cell in line[width:])
        if not surplus and not any(cells):
            continue
        yield Row(number, cells + ("",) * (width - len(cells)), surplus)
        found += 1
        if found > ROWS_MAX:
            return


def _check_length(cell: str, row: int, index: int) -> None:
    if len(cell) > CELL_MAX:
        raise ImportFault("import.cell_too_long", row=row, column=letter(index), length=len(cell), limit=CELL_MAX)


def _trimmed(cell: str) -> str:
    """`cell` without the blanks at its ends, among them the invisible ones that web pages leave."""
    return cell.strip(" \t\r\n\v\f\u00a0\u200b\u3000\ufeff")
