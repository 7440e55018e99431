"""Tables for spreadsheet programs; no cell of them runs as a formula."""

import csv
import io
from collections.abc import Iterable, Sequence
from numbers import Number

from flask import Response

_BOM = "\ufeff"
"""Without it Excel takes UTF-8 for the old Korean encoding."""
_STARTS_A_FORMULA = frozenset("=+-@\t\r\n\uff1d\uff0b\uff0d\uff20")
"""The last four are the wide forms, which Excel for East Asia reads as the plain ones."""


def csv_of(rows: Iterable[Sequence[object]]) -> bytes:
    """`rows`, of which the first is the head, as a file of comma-separated values."""
    target = io.StringIO()
    csv.writer(target).writerows([_harmless(cell) for cell in row] for row in rows)
    return (_BOM + target.getvalue()).encode()


def csv_answer(rows: Iterable[Sequence[object]], name: str) -> Response:
    """The same as an answer that browsers save as `name`."""
    answer = Response(csv_of(rows), mimetype="text/csv; charset=utf-8")
    answer.headers["Content-Disposition"] = f"attachment; filename={name}"
    answer.headers["Cache-Control"] = "private, no-store"
    return answer


def _harmless(cell: object) -> object:
    """`cell` so that no spreadsheet program runs it (OWASP, CSV injection); a number stays one, below 0 too."""
    if isinstance(cell, Number):
        return cell
    text = str(cell)
    return f"'{text}" if text[:1] in _STARTS_A_FORMULA else text
