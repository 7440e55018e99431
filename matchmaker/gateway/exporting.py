"""Tables for spreadsheet programs."""

import csv
import io
from collections.abc import Iterable, Sequence

from flask import Response

from matchmaker.outcomes.exporting import BOM, harmless


def csv_answer(rows: Iterable[Sequence[object]], name: str) -> Response:
    """`rows` (the first is the head) as a file called `name`, of which no cell runs as a formula."""
    target = io.StringIO()
    csv.writer(target).writerows([harmless(str(cell)) for cell in row] for row in rows)
    answer = Response((BOM + target.getvalue()).encode(), mimetype="text/csv; charset=utf-8")
    answer.headers["Content-Disposition"] = f"attachment; filename={name}"
    answer.headers["Cache-Control"] = "private, no-store"
    return answer
