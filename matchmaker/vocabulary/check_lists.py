"""Rules of the coded lists."""

import zoneinfo
from collections.abc import Iterable, Iterator, Mapping

from matchmaker.vocabulary.cells import cell_faults, empty_faults, length_fault, missing_columns, place
from matchmaker.vocabulary.faults import Fault, FaultCode
from matchmaker.vocabulary.reading import Row, Table
from matchmaker.vocabulary.schema import (
    ALLOWED,
    COUNTRY,
    FILE_NAME,
    LABELS,
    OTHER_LIST,
    REFERENCES,
    REQUIRED,
    REQUIRED_LABELS,
    ListSpec,
    Reference,
)


def list_faults(tables: Iterable[Table], *, unreadable: Iterable[str]) -> Iterator[Fault]:
    """Faults of all lists; a file in `unreadable` has been reported and does not count as missing."""
    by_name = {table.name: table for table in tables}
    for name in REQUIRED:
        file = f"codes/{name}.csv"
        if name not in by_name and file not in unreadable:
            yield Fault(file, 0, "", FaultCode.NO_LIST)
    for table in by_name.values():
        yield from _table_faults(table)
    for reference in REFERENCES:
        yield from _reference_faults(reference, by_name)


def _table_faults(table: Table) -> Iterator[Fault]:
    spec = REQUIRED.get(table.name, OTHER_LIST)
    if not FILE_NAME.fullmatch(table.name):
        yield Fault(table.file, 0, "", FaultCode.BAD_FILE_NAME)
    yield from missing_columns(table, ("code", *LABELS, *spec.columns))
    yield from cell_faults(table)
    yield from _code_faults(table, spec)
    for row in table.rows:
        yield from empty_faults(table, row, REQUIRED_LABELS)
        for column in LABELS:
            yield from length_fault(table, row, column, row[column])
        yield from _value_faults(table, row)


def _code_faults(table: Table, spec: ListSpec) -> Iterator[Fault]:
    if "code" not in table.columns:
        return
    seen: dict[str, str] = {}
    for row in table.rows:
        code = row["code"]
        if not spec.shape.fits(code):
            yield _bad_code(table, row, spec)
        elif code in seen:
            yield Fault(table.file, row.number, "code", FaultCode.DUPLICATE_CODE, code, seen[code])
        seen.setdefault(code, place(table, row))


def _bad_code(table: Table, row: Row, spec: ListSpec) -> Fault:
    code = row["code"]
    if not code:
        return Fault(table.file, row.number, "code", FaultCode.EMPTY_CELL)
    if code.isdecimal() and spec.shape.fits(f"0{code}"):
        return Fault(table.file, row.number, "code", FaultCode.LOST_ZERO, code, f"0{code}")
    return Fault(table.file, row.number, "code", FaultCode.BAD_CODE, code, spec.shape.example)


def _value_faults(table: Table, row: Row) -> Iterator[Fault]:
    for (name, column), allowed in ALLOWED.items():
        if name == table.name and column in table.columns and row[column] not in allowed:
            yield Fault(table.file, row.number, column, FaultCode.BAD_VALUE, row[column], _say(allowed))
    if table.name == "cluster":
        yield from _cluster_faults(table, row)
    if table.name == "stage_of_development":
        yield from _range_faults(table, row)


def _say(allowed: tuple[str, ...]) -> str:
    numbers = all(value.isdecimal() for value in allowed)
    return f"{allowed[0]}–{allowed[-1]}" if numbers else ", ".join(allowed)


def _cluster_faults(table: Table, row: Row) -> Iterator[Fault]:
    """Country and time zone may be empty (elsewhere in the world), but never wrong."""
    country, zone = row["country"], row["time_zone"]
    if country and not COUNTRY.fits(country):
        yield Fault(table.file, row.number, "country", FaultCode.BAD_VALUE, country, COUNTRY.example)
    if zone and zone not in zoneinfo.available_timezones():
        yield Fault(table.file, row.number, "time_zone", FaultCode.BAD_VALUE, zone, "Asia/Seoul (IANA)")


def _range_faults(table: Table, row: Row) -> Iterator[Fault]:
    lowest, highest = row["trl_from"], row["trl_to"]
    if lowest.isdecimal() and highest.isdecimal() and int(highest) < int(lowest):
        yield Fault(table.file, row.number, "trl_to", FaultCode.BAD_RANGE, highest, lowest)


def _reference_faults(reference: Reference, tables: Mapping[str, Table]) -> Iterator[Fault]:
    source, target = tables.get(reference.source), tables.get(reference.target)
    if source is None or target is None or reference.column not in source.columns:
        return
    known = {row["code"] for row in target.rows}
    for row in source.rows:
        if reference.required:
            yield from empty_faults(source, row, (reference.column,))
        for code in row.parts(reference.column):
            if code not in known:
                yield Fault(
                    source.file, row.number, reference.column,
                    FaultCode.UNKNOWN_REFERENCE, code, reference.target,
                )  # fmt: skip
