"""Outcomes as a table for spreadsheet programs; no cell of it runs as a formula."""

import csv
import io
from collections.abc import Iterable, Iterator

from flask_babel import gettext as _

from matchmaker.foundation.codes import code_label
from matchmaker.foundation.working_days import local_day
from matchmaker.outcomes.models import Outcome
from matchmaker.outcomes.sight import sides_of
from matchmaker.outcomes.wording import OUTCOME_STATES

BOM = "\ufeff"
"""Without it Excel takes UTF-8 for the old Korean encoding."""
_STARTS_A_FORMULA = frozenset("=+-@\t\r\n\uff1d\uff0b\uff0d\uff20")
"""The last four are the wide forms, which Excel for East Asia reads as the plain ones."""


def csv_of(outcomes: Iterable[Outcome], language: str) -> bytes:
    """One line for each outcome, with a head, in the reader's language."""
    target = io.StringIO()
    writer = csv.writer(target)
    writer.writerow(_head())
    writer.writerows([harmless(cell) for cell in _cells(outcome, language)] for outcome in outcomes)
    return (BOM + target.getvalue()).encode()


def _head() -> list[str]:
    return [
        _("Number"), _("Kind"), _("State"), _("Date"), _("First side"), _("Second side"), _("Title"), _("Amount"),
        _("Currency"), _("Further parties"), _("Pieces of evidence"), _("Obligations"), _("Audited on"),
    ]  # fmt: skip


def _cells(outcome: Outcome, language: str) -> Iterator[str]:
    yield str(outcome.id)
    yield code_label("outcome_kind", outcome.kind)
    yield str(OUTCOME_STATES[outcome.state])
    yield outcome.happened_on.isoformat()
    for side in sides_of(outcome.introduction):
        yield side.name(language)
    yield outcome.title
    yield "" if outcome.amount is None else str(outcome.amount)
    yield outcome.currency or ""
    yield outcome.other_parties
    yield str(len(outcome.evidence))
    yield str(len(outcome.obligations))
    yield local_day(outcome.audited_at).isoformat() if outcome.audited_at else ""


def harmless(cell: str) -> str:
    """`cell` so that no spreadsheet program runs it (OWASP, CSV injection)."""
    return f"'{cell}" if cell[:1] in _STARTS_A_FORMULA else cell
