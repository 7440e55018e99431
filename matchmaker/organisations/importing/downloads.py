"""Files that the import hands out: the empty template and the list of faults. No cell of theirs runs as a formula."""

import io
from collections.abc import Iterable

import xlsxwriter
from flask_babel import gettext as _

from matchmaker.foundation.spreadsheets import csv_of
from matchmaker.organisations.importing.headers import Field
from matchmaker.organisations.importing.preview import Line
from matchmaker.organisations.importing.wording import FIELDS, KINDS

TEMPLATE_FIELDS = tuple(field for field in Field if field not in {Field.NAME})


def template_csv() -> bytes:
    """An empty list with the headers that are understood, in the reader's language."""
    return csv_of([[str(FIELDS[field][0]) for field in TEMPLATE_FIELDS]])


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
    return csv_of([head, *body])
