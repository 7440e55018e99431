"""Pages of the ledger for both members and staff: one obligation and what is done about it."""

from collections.abc import Callable
from functools import partial
from typing import Any, Protocol

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from matchmaker.foundation.codes import code_label
from matchmaker.foundation.database import transaction
from matchmaker.foundation.forms import VersionedForm
from matchmaker.foundation.saving import PASSES, RefusalsIn
from matchmaker.foundation.versions import check_version
from matchmaker.organisations.days import today
from matchmaker.organisations.readers import Reader
from matchmaker.outcomes import evidence, sight
from matchmaker.outcomes.blueprint import on_both
from matchmaker.outcomes.form_parts import EvidenceForm
from matchmaker.outcomes.forms import ReasonForm
from matchmaker.outcomes.ledger import agreeing, settling
from matchmaker.outcomes.ledger.forms import AgreeForm, FulfilForm, RecordForm
from matchmaker.outcomes.ledger.presenting import acts, obligation_line, proposal_words
from matchmaker.outcomes.models import Obligation
from matchmaker.outcomes.presenting import Names, evidence_lines, obligation_history
from matchmaker.outcomes.rules import Proposal

_KINDS: dict[str, type[VersionedForm]] = {
    "fulfil": FulfilForm, "drop": ReasonForm, "propose": AgreeForm, "record": RecordForm, "reopen": ReasonForm,
}  # fmt: skip
_MOVED_ON = PASSES | {"obligation.bad_move"}


class Deed(Protocol):
    """What is done to an obligation as its reader saw it."""

    def __call__(self, row: Obligation, /, *, by: Reader, version: int | None) -> None:
        """Do it. Raises RuleViolation, Forbidden."""


@on_both("/obligations/<int:obligation_id>")
def obligation(reader: Reader, obligation_id: int) -> ResponseReturnValue:
    """One obligation."""
    return obligation_page(reader, sight.obligation_of(reader, obligation_id))


def obligation_page(reader: Reader, row: Obligation, **sent: VersionedForm | EvidenceForm) -> tuple[str, int]:
    """The page, with the forms that were refused among `sent`."""
    introduction = row.outcome.introduction
    names = Names(reader, [introduction])
    page = render_template(
        "outcomes/obligation.html", reader=reader, obligation=row, introduction=introduction,
        line=obligation_line(row, names, reader, today()), may=acts(row, reader),
        kind=code_label("outcome_kind", row.outcome.kind), proposal=proposal_words(row, names),
        evidence=evidence_lines(row, names, reader), history=obligation_history(row.steps, names, reader),
        forms=_forms(row) | sent, today=today(),
    )  # fmt: skip
    return page, 422 if sent else 200


def _forms(row: Obligation) -> dict[str, VersionedForm | EvidenceForm]:
    forms: dict[str, VersionedForm | EvidenceForm] = {}
    for name, kind in _KINDS.items():
        form = kind(formdata=None, prefix=name)
        form.version.data = row.version
        forms[name] = form
    return forms | {"evidence": EvidenceForm(formdata=None, prefix="evidence")}


def act(
    reader: Reader, obligation_id: int, name: str, words: str, prepare: Callable[[Obligation, Any], Deed]
) -> ResponseReturnValue:
    """Do what the form `name` says, or show the page again; so also when the rules refuse what was entered.

    `prepare` makes the deed out of the valid form before the transaction: it may take its time.
    """
    row, form = sight.obligation_of(reader, obligation_id), _KINDS[name](prefix=name)
    if not form.validate_on_submit():
        return obligation_page(reader, row, **{name: form})
    with RefusalsIn(form, passes=_MOVED_ON):
        deed = prepare(row, form)
        with transaction():
            deed(row, by=reader, version=form.version.data)
        return _done(obligation_id, words)
    return obligation_page(reader, sight.obligation_of(reader, obligation_id), **{name: form})


def _done(obligation_id: int, words: str) -> ResponseReturnValue:
    flash(words, "success")
    return redirect(url_for(".obligation", obligation_id=obligation_id))


@on_both("/obligations/<int:obligation_id>/fulfil", "POST")
def fulfil(reader: Reader, obligation_id: int) -> ResponseReturnValue:
    """Say that it was done."""

    def prepare(row: Obligation, form: Any) -> Deed:
        settling.check_owed(row, form.version.data)
        settling.check_may(row, reader)
        return partial(_fulfil, form=form, shown=evidence.take(form.given()))

    return act(reader, obligation_id, "fulfil", _("Recorded. The other side and the broker are told."), prepare)


def _fulfil(row: Obligation, *, form: Any, shown: evidence.Shown, by: Reader, version: int | None) -> None:
    check_version(row, version)
    if shown:
        evidence.add(row, shown, by=by)
    settling.fulfil(row, form.done_on.data, form.words.data or "", by=by, version=row.version)


@on_both("/obligations/<int:obligation_id>/drop", "POST")
def drop(reader: Reader, obligation_id: int) -> ResponseReturnValue:
    """Say that it will not be done."""
    words = _("Recorded as dropped, with the reason.")
    return act(reader, obligation_id, "drop", words, lambda _row, form: partial(settling.drop, reason=form.words.data))


@on_both("/obligations/<int:obligation_id>/propose", "POST")
def propose(reader: Reader, obligation_id: int) -> ResponseReturnValue:
    """Ask the other side to agree to another day or to let it go."""

    def prepare(_row: Obligation, form: Any) -> Deed:
        what = Proposal(form.what.data)
        return partial(agreeing.propose, what=what, reason=form.words.data, due_on=form.due_on.data)

    return act(reader, obligation_id, "propose", _("Proposed. It holds once the other side agrees."), prepare)


@on_both("/obligations/<int:obligation_id>/record", "POST")
def record(reader: Reader, obligation_id: int) -> ResponseReturnValue:
    """Write down what both sides agreed elsewhere."""

    def prepare(_row: Obligation, form: Any) -> Deed:
        what = Proposal(form.what.data)
        return partial(agreeing.record, what=what, note=form.words.data, due_on=form.due_on.data)

    return act(reader, obligation_id, "record", _("Recorded. Both sides are told."), prepare)


@on_both("/obligations/<int:obligation_id>/reopen", "POST")
def reopen_obligation(reader: Reader, obligation_id: int) -> ResponseReturnValue:
    """Correct what was said about it."""
    words = _("Open again. Both sides are told.")
    return act(
        reader, obligation_id, "reopen", words, lambda _row, form: partial(settling.reopen, reason=form.words.data)
    )


def _press(reader: Reader, obligation_id: int, words: str, deed: Deed) -> ResponseReturnValue:
    """One press of a button that brings the version along."""
    row = sight.obligation_of(reader, obligation_id)
    with transaction():
        deed(row, by=reader, version=request.form.get("version", type=int))
    return _done(obligation_id, words)


@on_both("/obligations/<int:obligation_id>/agree", "POST")
def agree(reader: Reader, obligation_id: int) -> ResponseReturnValue:
    """Agree to what the other side proposes."""
    return _press(reader, obligation_id, _("Agreed. It holds from now on."), partial(agreeing.answer, agreed=True))


@on_both("/obligations/<int:obligation_id>/refuse", "POST")
def refuse(reader: Reader, obligation_id: int) -> ResponseReturnValue:
    """Not agree to what the other side proposes."""
    words = _("Not agreed. The obligation stays as it was.")
    return _press(reader, obligation_id, words, partial(agreeing.answer, agreed=False))


@on_both("/obligations/<int:obligation_id>/take-back", "POST")
def take_back(reader: Reader, obligation_id: int) -> ResponseReturnValue:
    """Take one's own proposal back."""
    return _press(reader, obligation_id, _("The proposal is taken back."), agreeing.take_back)
