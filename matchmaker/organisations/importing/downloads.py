"""Files that the import hands out: the empty template and the list of faults. No cell of theirs runs as a formula."""

import csv
import io
from collections.abc import Iterable, Sequence

import xlsxwriter
from flask_babel import gettext as _

from matchmaker.organisations.importing.headers import Field
from matchmaker.organisations.importing.preview import Line
from matchmaker.organisations.importing.wording import FIELDS, KINDS

TEMPLATE_FIELDS = tuple(field for field in Field if field not in {Field.NAME})
BOM = "\ufeff"
"""Without it Excel takes UTF-8 for the old Korean encoding."""


_STARTS_A_FORMULA = frozenset("=+-@\t\r\n\uff1d\uff0b\uff0d\uff20")
"""The last four are the wide forms, which Excel for East Asia reads as the plain ones."""


def template_csv() -> bytes:
    """An empty list with the headers that are understood, in the reader's language."""
    return _csv([[str(FIELDS[field][0]) for field in TEMPLATE_FIELDS]])


def template_workbook() -> bytes:
    """An empty list, and a second sheet that explains each column."""
    target = io.BytesIO()
    book = xlsxwriter.Workbook(target, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False})
    head = book.add_format({"bold": True, "bg_color": "#E8EEF7", "border": 1, "text_wrap": True})
    text = book.add_format({"num_format": "@"})
    wrap = book.add_format({"text_wrap": True, "valign": "top"})
    rows = book.add_worksheet(_("Organisations"))
    rows.freeze_panes(1, 0)
    for index, field in enumerate(TEMPLATE_FIELDS):
        wide = 60 if field in {Field.SUMMARY, Field.DESCRIPTION} else 22
        rows.set_column(index, index, wide, text)
        rows.write_string(0, index, str(FIELDS[field][0]), head)
    about = book.add_worksheet(_("Columns explained"))
    about.set_column(0, 0, 26, wrap)
    about.set_column(1, 1, 90, wrap)
    about.write_row(0, 0, [_("Column"), _("What it holds")], head)
    for line, field in enumerate(TEMPLATE_FIELDS, start=1):
        about.write_row(line, 0, [str(part) for part in FIELDS[field]])
    book.close()
    return target.getvalue()


def faults_csv(lines: Iterable[Line]) -> bytes:
    """Rows that something is to be said of."""
    head = [_("Row"), _("Name"), _("What happens"), _("Reason")]
    body = [
        [str(one.number), one.name, str(KINDS[one.kind]), " ".join(one.sentences)] for one in lines if one.sentences
    ]
    return _csv([head, *body])


def _csv(rows: Sequence[Sequence[str]]) -> bytes:
    target = io.StringIO()
    csv.writer(target).writerows([_harmless(cell) for cell in row] for row in rows)
    return (BOM + target.getvalue()).encode()


def _harmless(cell: str) -> str:
    """`cell` so that no spreadsheet program runs it (OWASP, CSV injection)."""
    return f"'{cell}" if cell[:1] in _STARTS_A_FORMULA else cell
