"""The standard page on which suppliers answer a call."""

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from matchmaker.calls import sight
from matchmaker.calls.answers import answering
from matchmaker.calls.answers.forms import AnswerForm
from matchmaker.calls.blueprint import bp, member
from matchmaker.calls.pages import STAY_ON_PAGE
from matchmaker.calls.presenting import answer_of, view_for
from matchmaker.calls.rules import AnswerState
from matchmaker.calls.wording import ROW_KINDS
from matchmaker.foundation.access import require
from matchmaker.foundation.database import transaction
from matchmaker.foundation.errors import NotFound
from matchmaker.foundation.forms import sent_version
from matchmaker.foundation.i18n import locale
from matchmaker.foundation.permissions import Permission
from matchmaker.foundation.saving import saved
from matchmaker.organisations.readers import Reader


@bp.route("/calls/<int:call_id>/answer", methods=["GET", "POST"])
@require(Permission.CALL_OWN)
def answer(call_id: int) -> ResponseReturnValue:
    """Answer a call, row by row."""
    reader = member()
    call = sight.call_of(reader, call_id)
    found = answer_of(call, reader.organisation)
    form = AnswerForm.for_call(call)
    if request.method == "GET":
        form.language.data, form.currency.data = locale(), call.currency or ""
        if found is not None:
            form.fill(found)
    elif form.validate_on_submit() and _sent(form, reader, call_id):
        flash(_("Your answer is with the anchor. You will be told what becomes of it."), "success")
        return redirect(url_for(".show", call_id=call_id))
    changes = found is not None and found.state is not AnswerState.WITHDRAWN
    page = render_template("calls/answer_form.html", reader=reader, view=view_for(call, reader), call=call, form=form,
                           row_kinds=ROW_KINDS, changes=changes)  # fmt: skip
    return page, 422 if form.errors else 200


def _sent(form: AnswerForm, reader: Reader, call_id: int) -> bool:
    organisation = reader.organisation
    if organisation is None:
        raise NotFound("not_found")
    said, version = form.answer(), form.version.data
    return saved(
        form, lambda: answering.answer(sight.call_of(reader, call_id), organisation, said, by=reader, version=version),
        passes=STAY_ON_PAGE,
    )  # fmt: skip


@bp.post("/calls/<int:call_id>/answer/withdraw")
@require(Permission.CALL_OWN)
def withdraw(call_id: int) -> ResponseReturnValue:
    """Take the answer back."""
    reader = member()
    found = answer_of(sight.call_of(reader, call_id), reader.organisation)
    if found is None:
        raise NotFound("not_found")
    with transaction():
        answering.withdraw(found, by=reader, version=sent_version())
    flash(_("Your answer is taken back."), "success")
    return redirect(url_for(".show", call_id=call_id))
