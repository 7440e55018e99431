"""Pages of outcomes for both members and staff: the chain of a pair, one outcome, recording and changing it."""

from collections.abc import Sequence

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from matchmaker.foundation.codes import code_label
from matchmaker.foundation.database import db, transaction
from matchmaker.foundation.errors import RuleViolation
from matchmaker.foundation.forms import VersionedForm
from matchmaker.foundation.saving import RefusalsIn, saved
from matchmaker.foundation.wording import say
from matchmaker.introductions.models import Introduction
from matchmaker.organisations import days
from matchmaker.organisations.readers import Reader
from matchmaker.outcomes import auditing, claiming, closing, evidence, queries, rules, sight
from matchmaker.outcomes.blueprint import on_both
from matchmaker.outcomes.form_parts import EvidenceForm, PromiseForm
from matchmaker.outcomes.forms import AuditForm, ClaimForm, CloseForm, NewOutcomeForm, ReasonForm
from matchmaker.outcomes.ledger import promising
from matchmaker.outcomes.ledger.presenting import obligation_line
from matchmaker.outcomes.models import Closing, Outcome
from matchmaker.outcomes.presenting import (
    Names,
    amount_of,
    chain_view,
    evidence_lines,
    lacks_promises,
    outcome_history,
    outcome_line,
    sides,
)
from matchmaker.outcomes.rules import OutcomeState
from matchmaker.outcomes.wording import OUTCOME_BADGES, OUTCOME_STATES

Forms = dict[str, VersionedForm | CloseForm | EvidenceForm | PromiseForm]


@on_both("/outcomes/with/<int:introduction_id>")
def chain(reader: Reader, introduction_id: int) -> ResponseReturnValue:
    """What came of one introduction: the chain, the outcomes, the obligations."""
    return chain_page(reader, sight.introduction_of(reader, introduction_id))


def chain_page(
    reader: Reader, introduction: Introduction, form: CloseForm | ReasonForm | None = None
) -> tuple[str, int]:
    """The page, with the form that was refused if one was."""
    names, ended = Names(reader, [introduction]), closing.closing_of(introduction)
    outcomes = db.session.scalars(queries.for_lists(queries.outcomes_of([introduction.id]))).all()
    promises = db.session.scalars(queries.for_obligation_lists(queries.obligations_of([introduction.id]))).all()
    page = render_template(
        "outcomes/chain.html", reader=reader, introduction=introduction, pair=names.pair(introduction), closing=ended,
        closing_reason=code_label("decline_reason", ended.reason) if ended else "",
        links=chain_view(rules.chain((row.kind, row.state) for row in outcomes)),
        outcomes=[outcome_line(row, names) for row in outcomes],
        obligations=[obligation_line(row, names, reader, days.today()) for row in promises],
        form=form or _end_form(ended),
    )  # fmt: skip
    return page, 422 if form is not None else 200


def _end_form(ended: Closing | None) -> CloseForm | ReasonForm:
    if ended is None:
        return CloseForm(formdata=None)
    form = ReasonForm(formdata=None)
    form.version.data = ended.version
    return form


@on_both("/outcomes/with/<int:introduction_id>/close", "POST")
def close(reader: Reader, introduction_id: int) -> ResponseReturnValue:
    """End the chain without a result."""
    introduction, form = sight.introduction_of(reader, introduction_id), CloseForm()
    if not form.validate_on_submit():
        return chain_page(reader, introduction, form)
    with transaction():
        closing.close(introduction, form.reason.data, form.words.data or "", by=reader)
    flash(_("Closed without a result. Everybody has been told."), "success")
    return redirect(url_for(".chain", introduction_id=introduction_id))


@on_both("/outcomes/with/<int:introduction_id>/new", "GET", "POST")
def new(reader: Reader, introduction_id: int) -> ResponseReturnValue:
    """Record an outcome, with its first evidence and its obligations."""
    introduction = sight.introduction_of(reader, introduction_id)
    if closing.closing_of(introduction) is not None:
        flash(say(RuleViolation("outcome.chain_closed")), "warning")
        return redirect(url_for(".chain", introduction_id=introduction_id))
    names = Names(reader, [introduction])
    form = NewOutcomeForm(choices=sides(introduction, names, reader), needs=not reader.by_staff)
    form.offer(db.session.scalars(queries.programmes()).all())
    if request.method == "GET":
        form.kind.data = _asked_kind()
        form.happened_on.data = form.happened_on.data or days.today()
    elif "more" in request.form:
        form.add_rows()
    elif form.validate_on_submit() and (outcome := _claimed(form, introduction, reader)) is not None:
        return _claimed_page(outcome)
    page = render_template("outcomes/new.html", reader=reader, form=form, introduction=introduction,
                           pair=names.pair(introduction), today=days.today())  # fmt: skip
    return page, 422 if form.errors else 200


def _asked_kind() -> str:
    kind = request.args.get("kind", "")
    return kind if kind in rules.KINDS else ""


def _claimed(form: NewOutcomeForm, introduction: Introduction, reader: Reader) -> Outcome | None:
    """The new outcome, or None with the refusal told in the form."""
    with RefusalsIn(form):
        shown = evidence.take(form.evidence.form.given())
        with transaction():
            outcome = claiming.claim(introduction, form.claim(), form.said(), by=reader)
            if shown:
                evidence.add(outcome, shown, by=reader)
        return outcome
    return None


def _claimed_page(outcome: Outcome) -> ResponseReturnValue:
    there = db.session.scalars(queries.outcomes_of([outcome.introduction_id])).all()
    kinds = {row.kind for row in there if row.state in rules.STANDING}
    flash(_("The outcome is recorded. It counts as claimed until the agency has audited it."), "success")
    for kind in rules.skipped(outcome.kind, kinds):
        label = code_label("outcome_kind", kind)
        hint = _("No outcome of the kind “%(kind)s” is recorded here. If there is one, record it too.", kind=label)
        flash(hint, "info")
    return redirect(url_for(".show", outcome_id=outcome.id))


@on_both("/outcomes/<int:outcome_id>")
def show(reader: Reader, outcome_id: int) -> ResponseReturnValue:
    """One outcome."""
    return outcome_page(reader, sight.outcome_of(reader, outcome_id))


def outcome_page(
    reader: Reader, outcome: Outcome, **sent: VersionedForm | EvidenceForm | PromiseForm
) -> tuple[str, int]:
    """The page, with the forms that were refused among `sent`."""
    introduction = outcome.introduction
    names, today = Names(reader, [introduction]), days.today()
    page = render_template(
        "outcomes/show.html", reader=reader, outcome=outcome, introduction=introduction, pair=names.pair(introduction),
        kind=code_label("outcome_kind", outcome.kind), amount=amount_of(outcome),
        state=OUTCOME_STATES[outcome.state], badge=OUTCOME_BADGES[outcome.state],
        claimed_by=names.of(outcome.claimed_for_id), evidence=evidence_lines(outcome, names, reader),
        obligations=[obligation_line(row, names, reader, today) for row in outcome.obligations],
        history=outcome_history(outcome.steps, names, reader), lacks_promises=lacks_promises(outcome),
        may=_acts(outcome, reader), forms=_forms(outcome, names, reader) | sent,
    )  # fmt: skip
    return page, 422 if sent else 200


def _acts(outcome: Outcome, reader: Reader) -> dict[str, bool]:
    """What the reader can do now."""
    claimed, own_hands = outcome.state is OutcomeState.CLAIMED, auditing.has_own_hands_in(outcome, reader)
    return {
        "edit": claiming.may_edit(outcome, reader),
        "evidence": evidence.is_changeable(outcome),
        "promise": outcome.state is not OutcomeState.REJECTED,
        "decide": claimed and reader.by_agency,
        "audit": claimed and reader.by_agency and not own_hands,
        "revoke": outcome.state is OutcomeState.AUDITED and reader.by_agency,
    }


def _forms(outcome: Outcome, names: Names, reader: Reader) -> Forms:
    """Empty forms of the page, each with its name as prefix."""
    promise = PromiseForm(formdata=None, prefix="promise")
    offer_owners(promise, outcome, names, reader)
    forms: Forms = {"evidence": EvidenceForm(formdata=None, prefix="evidence"), "promise": promise}
    forms |= {name: ReasonForm(formdata=None, prefix=name) for name in ("reject", "revoke")}
    forms["audit"] = AuditForm(formdata=None, prefix="audit")
    for form in forms.values():
        if isinstance(form, VersionedForm):
            form.version.data = outcome.version
    return forms


def offer_owners(form: PromiseForm, outcome: Outcome, names: Names, reader: Reader) -> None:
    """Members enter what their own side owes, staff what either does."""
    both: Sequence[tuple[str, str]] = sides(outcome.introduction, names, reader)
    form.owner.choices = [("", _("Please choose")), *both] if reader.by_staff else both[:1]


@on_both("/outcomes/<int:outcome_id>/edit", "GET", "POST")
def edit(reader: Reader, outcome_id: int) -> ResponseReturnValue:
    """Put a claim right."""
    outcome, form = sight.outcome_of(reader, outcome_id), ClaimForm()
    if not claiming.may_edit(outcome, reader):
        return redirect(url_for(".show", outcome_id=outcome_id))
    form.offer(db.session.scalars(queries.programmes()).all())
    if request.method == "GET":
        form.fill(outcome)
    elif form.validate_on_submit():
        claim, version = form.claim(), form.version.data
        if saved(form, lambda: claiming.edit(outcome, claim, by=reader, version=version)):
            flash(_("The change is saved."), "success")
            return redirect(url_for(".show", outcome_id=outcome_id))
    page = render_template("outcomes/edit.html", reader=reader, form=form, outcome=outcome, today=days.today())
    return page, 422 if form.errors else 200


@on_both("/outcomes/<int:outcome_id>/obligations", "POST")
def add_promise(reader: Reader, outcome_id: int) -> ResponseReturnValue:
    """Enter an obligation."""
    outcome, form = sight.outcome_of(reader, outcome_id), PromiseForm(prefix="promise")
    offer_owners(form, outcome, Names(reader, [outcome.introduction]), reader)
    if not form.validate_on_submit():
        return outcome_page(reader, outcome, promise=form)
    if not saved(form, lambda: promising.add(outcome, form.promise(), by=reader)):
        return outcome_page(reader, sight.outcome_of(reader, outcome_id), promise=form)
    flash(_("The obligation is in the ledger."), "success")
    return redirect(url_for(".show", outcome_id=outcome_id))
