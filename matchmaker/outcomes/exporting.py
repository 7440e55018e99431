"""Outcomes as a table for spreadsheet programs."""

from collections.abc import Iterable, Iterator

from flask_babel import gettext as _

from matchmaker.foundation.codes import code_label
from matchmaker.foundation.working_days import local_day
from matchmaker.outcomes.models import Outcome
from matchmaker.outcomes.sight import sides_of
from matchmaker.outcomes.wording import OUTCOME_STATES


def table(outcomes: Iterable[Outcome], language: str) -> Iterator[list[str]]:
    """A head, then a row for each outcome, in the reader's language."""
    yield _head()
    yield from (list(_cells(outcome, language)) for outcome in outcomes)


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
