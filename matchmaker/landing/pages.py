"""What the pages of this room share: numbers sent by a button, deeds whose refusal is said on the page, tables."""

import csv
import io
from collections.abc import Callable, Iterable, Sequence

from flask import Response, flash, redirect
from flask.typing import ResponseReturnValue

from matchmaker.calls.pages import row_version, sent_version
from matchmaker.foundation.database import transaction
from matchmaker.foundation.errors import RuleViolation
from matchmaker.foundation.forms import Form
from matchmaker.foundation.wording import say
from matchmaker.outcomes.exporting import BOM

PASSES = frozenset({"changed_meanwhile", "forbidden", "not_found"})
"""Refusals that have a page of their own."""

__all__ = ["act", "csv_answer", "row_version", "saved", "sent_version"]


def act(work: Callable[[], object], words: str, url: str) -> ResponseReturnValue:
    """Do `work`, say `words`, and go to `url`; a refusal of the rules is said there instead."""
    try:
        with transaction():
            work()
    except RuleViolation as refusal:
        if refusal.code in PASSES:
            raise
        flash(say(refusal), "error")
        return redirect(url)
    flash(words, "success")
    return redirect(url)


def saved(form: Form, work: Callable[[], object]) -> bool:
    """Do `work`; a refusal of the rules is said in the form."""
    try:
        with transaction():
            work()
    except RuleViolation as refusal:
        if refusal.code in PASSES:
            raise
        form.form_errors.append(say(refusal))
        return False
    return True


def csv_answer(head: Sequence[str], rows: Iterable[Sequence[object]], name: str) -> Response:
    """A table for spreadsheet programs; its cells are codes, labels of the vocabulary and numbers."""
    target = io.StringIO()
    writer = csv.writer(target)
    writer.writerow(head)
    writer.writerows(rows)
    answer = Response((BOM + target.getvalue()).encode(), mimetype="text/csv; charset=utf-8")
    answer.headers["Content-Disposition"] = f"attachment; filename={name}"
    answer.headers["Cache-Control"] = "private, no-store"
    return answer
