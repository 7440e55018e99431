"""Pages of the ledger for both members and staff: one obligation and what is done about it."""

from collections.abc import Callable

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from matchmaker.foundation.codes import code_label
from matchmaker.foundation.database import transaction
from matchmaker.foundation.errors import RuleViolation
from matchmaker.foundation.wording import say
from matchmaker.outcomes import evidence, sight
from matchmaker.outcomes.blueprint import on_both
from matchmaker.outcomes.form_parts import EvidenceForm, VersionedForm
from matchmaker.outcomes.forms import ReasonForm
from matchmaker.outcomes.ledger import agreeing, settling
from matchmaker.outcomes.ledger.forms import AgreeForm, FulfilForm, RecordForm
from matchmaker.outcomes.ledger.presenting import acts, obligation_line, proposal_words
from matchmaker.outcomes.models import Obligation
from matchmaker.outcomes.presenting import Names, evidence_lines, obligation_history
from matchmaker.outcomes.rules import Proposal
from matchmaker.outcomes.sight import Reader

_MOVED_ON = frozenset({"changed_meanwhile", "forbidden", "obligation.bad_move"})


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
        line=obligation_line(row, names, reader, sight.today()), may=acts(row, reader),
        kind=code_label("outcome_kind", row.outcome.kind), proposal=proposal_words(row, names),
        evidence=evidence_lines(row, names, reader), history=obligation_history(row.steps, names, reader),
        forms=_forms(row) | sent, today=sight.today(),
    )  # fmt: skip
    return page, 422 if sent else 200


def _forms(row: Obligation) -> dict[str, VersionedForm | EvidenceForm]:
    kinds: dict[str, type[VersionedForm]] = {
        "fulfil": FulfilForm, "drop": ReasonForm, "propose": AgreeForm, "record": RecordForm, "reopen": ReasonForm,
    }  # fmt: skip
    forms: dict[str, VersionedForm | EvidenceForm] = {}
    for name, kind in kinds.items():
        form = kind(formdata=None, prefix=name)
        form.version.data = row.version
        forms[name] = form
    return forms | {"evidence": EvidenceForm(formdata=None, prefix="evidence")}


def _nothing(_row: Obligation) -> None:
    """Prepare nothing."""


def act(
    reader: Reader, obligation_id: int, name: str, form: VersionedForm, words: str,
    work: Callable[[Obligation], None], *, prepare: Callable[[Obligation], None] = _nothing,
) -> ResponseReturnValue:  # fmt: skip
    """Do `work` if the form holds, else show the page again; so also when the rules refuse what was entered.

    `prepare` comes before the transaction: it may take its time.
    """
    row = sight.obligation_of(reader, obligation_id)
    if not form.validate_on_submit():
        return obligation_page(reader, row, **{name: form})
    try:
        prepare(row)
        with transaction():
            work(row)
    except RuleViolation as refusal:
        if refusal.code in _MOVED_ON:
            raise
        form.form_errors.append(say(refusal))
        return obligation_page(reader, sight.obligation_of(reader, obligation_id), **{name: form})
    flash(words, "success")
    return redirect(url_for(".obligation", obligation_id=obligation_id))


@on_both("/obligations/<int:obligation_id>/fulfil", "POST")
def fulfil(reader: Reader, obligation_id: int) -> ResponseReturnValue:
    """Say that it was done."""
    form = FulfilForm(prefix="fulfil")

    held: list[evidence.Shown] = []

    def prepare(row: Obligation) -> None:
        settling.check_owed(row, form.version.data)
        settling.check_may(row, reader)
        held.append(evidence.take(form.given()))

    def work(row: Obligation) -> None:
        if held[0]:
            evidence.add(row, held[0], by=reader)
        settling.fulfil(row, form.done_on.data, form.words.data or "", by=reader, version=row.version)

    words = _("Recorded. The other side and the broker are told.")
    return act(reader, obligation_id, "fulfil", form, words, work, prepare=prepare)


@on_both("/obligations/<int:obligation_id>/drop", "POST")
def drop(reader: Reader, obligation_id: int) -> ResponseReturnValue:
    """Say that it will not be done."""
    form = ReasonForm(prefix="drop")

    def work(row: Obligation) -> None:
        settling.drop(row, form.words.data, by=reader, version=form.version.data)

    return act(reader, obligation_id, "drop", form, _("Recorded as dropped, with the reason."), work)


@on_both("/obligations/<int:obligation_id>/propose", "POST")
def propose(reader: Reader, obligation_id: int) -> ResponseReturnValue:
    """Ask the other side to agree to another day or to let it go."""
    form = AgreeForm(prefix="propose")

    def work(row: Obligation) -> None:
        what = Proposal(form.what.data)
        agreeing.propose(row, what, form.words.data, form.due_on.data, by=reader, version=form.version.data)

    return act(reader, obligation_id, "propose", form, _("Proposed. It holds once the other side agrees."), work)


def _press(
    reader: Reader, obligation_id: int, words: str, work: Callable[[Obligation, int | None], None]
) -> ResponseReturnValue:
    """One press of a button that brings the version along."""
    row = sight.obligation_of(reader, obligation_id)
    with transaction():
        work(row, request.form.get("version", type=int))
    flash(words, "success")
    return redirect(url_for(".obligation", obligation_id=obligation_id))


@on_both("/obligations/<int:obligation_id>/agree", "POST")
def agree(reader: Reader, obligation_id: int) -> ResponseReturnValue:
    """Agree to what the other side proposes."""
    return _press(
        reader, obligation_id, _("Agreed. It holds from now on."),
        lambda row, version: agreeing.answer(row, agreed=True, by=reader, version=version),
    )  # fmt: skip


@on_both("/obligations/<int:obligation_id>/refuse", "POST")
def refuse(reader: Reader, obligation_id: int) -> ResponseReturnValue:
    """Not agree to what the other side proposes."""
    return _press(
        reader, obligation_id, _("Not agreed. The obligation stays as it was."),
        lambda row, version: agreeing.answer(row, agreed=False, by=reader, version=version),
    )  # fmt: skip


@on_both("/obligations/<int:obligation_id>/take-back", "POST")
def take_back(reader: Reader, obligation_id: int) -> ResponseReturnValue:
    """Take one's own proposal back."""
    return _press(
        reader, obligation_id, _("The proposal is taken back."),
        lambda row, version: agreeing.take_back(row, by=reader, version=version),
    )  # fmt: skip


@on_both("/obligations/<int:obligation_id>/record", "POST")
def record(reader: Reader, obligation_id: int) -> ResponseReturnValue:
    """Write down what both sides agreed elsewhere."""
    form = RecordForm(prefix="record")

    def work(row: Obligation) -> None:
        what = Proposal(form.what.data)
        agreeing.record(row, what, form.words.data, form.due_on.data, by=reader, version=form.version.data)

    return act(reader, obligation_id, "record", form, _("Recorded. Both sides are told."), work)


@on_both("/obligations/<int:obligation_id>/reopen", "POST")
def reopen_obligation(reader: Reader, obligation_id: int) -> ResponseReturnValue:
    """Correct what was said about it."""
    form = ReasonForm(prefix="reopen")

    def work(row: Obligation) -> None:
        settling.reopen(row, form.words.data, by=reader, version=form.version.data)

    return act(reader, obligation_id, "reopen", form, _("Open again. Both sides are told."), work)
