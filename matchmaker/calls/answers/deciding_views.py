"""What the anchor does with answers, each by one button or small form."""

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from matchmaker.calls import sight
from matchmaker.calls.answers import deciding
from matchmaker.calls.answers.forms import ScreenOutForm
from matchmaker.calls.blueprint import on_both
from matchmaker.calls.form_parts import WordsForm
from matchmaker.calls.models import CallAnswer
from matchmaker.calls.pages import STAY_ON_PAGE
from matchmaker.calls.postings.views import act
from matchmaker.calls.presenting import line, view_for
from matchmaker.calls.rules import SCORE_MAX, AnswerState, CallState
from matchmaker.calls.wording import ROW_KINDS
from matchmaker.foundation.database import transaction
from matchmaker.foundation.errors import RuleViolation
from matchmaker.foundation.forms import sent_version, whole_number
from matchmaker.foundation.wording import say
from matchmaker.organisations.readers import Reader


@on_both("/calls/<int:call_id>/finalists", "POST")
def finalists(reader: Reader, call_id: int) -> ResponseReturnValue:
    """Choose who comes to the end."""
    version = sent_version()
    chosen = {found for text in request.form.getlist("finalist") if (found := whole_number(text)) is not None}
    return act(reader, call_id, _("The finalists are chosen. Everybody has been told."),
               lambda call: deciding.choose_finalists(call, chosen, by=reader, version=version))  # fmt: skip


@on_both("/calls/answers/<int:answer_id>")
def show_answer(reader: Reader, answer_id: int) -> ResponseReturnValue:
    """One answer beside the rows of the call."""
    return answer_page(reader, sight.own_answer(reader, answer_id))


def answer_page(
    reader: Reader, found: CallAnswer, error: str = "", **sent: ScreenOutForm | WordsForm
) -> tuple[str, int]:
    """The page, with the forms that were refused among `sent`."""
    call = found.call
    out, award_form = ScreenOutForm(formdata=None, prefix="out"), WordsForm(formdata=None, prefix="award")
    out.version.data, award_form.version.data = found.version, call.version
    number = [one.id for one in call.answers].index(found.id) + 1
    page = render_template(
        "calls/answer.html", reader=reader, view=view_for(call, reader), call=call, answer=found, error=error,
        line=line(found, reader, number), row_kinds=ROW_KINDS, score_max=SCORE_MAX,
        scores={one.code: one.score for one in found.scores}, forms={"out": out, "award": award_form} | sent,
        may=_may(found),
    )  # fmt: skip
    return page, 422 if sent or error else 200


def _may(found: CallAnswer) -> dict[str, bool]:
    state, call_state = found.state, found.call.state
    screens = call_state in deciding.SCREENED_IN_STATES
    return {
        "screen_in": screens and state is AnswerState.RECEIVED,
        "screen_out": screens and state in {AnswerState.RECEIVED, AnswerState.SCREENED_IN},
        "score": call_state is CallState.ASSESSMENT and state in {AnswerState.SCREENED_IN, AnswerState.ASSESSED},
        "award": call_state is CallState.FINALIST and state is AnswerState.FINALIST,
    }


def _decided(found: CallAnswer, words: str) -> ResponseReturnValue:
    flash(words, "success")
    return redirect(url_for(".show", call_id=found.call_id))


@on_both("/calls/answers/<int:answer_id>/screen-in", "POST")
def screen_in(reader: Reader, answer_id: int) -> ResponseReturnValue:
    """Let an answer pass."""
    found, version = sight.own_answer(reader, answer_id), sent_version()
    with transaction():
        deciding.screen_in(found, by=reader, version=version)
    return _decided(found, _("The answer passed the screening. The supplier has been told."))


@on_both("/calls/answers/<int:answer_id>/screen-out", "POST")
def screen_out(reader: Reader, answer_id: int) -> ResponseReturnValue:
    """Take an answer out."""
    found, form = sight.own_answer(reader, answer_id), ScreenOutForm(prefix="out")
    if not form.validate_on_submit():
        return answer_page(reader, found, out=form)
    with transaction():
        deciding.screen_out(found, form.reason.data, form.words.data or "", by=reader, version=form.version.data)
    return _decided(found, _("The answer is screened out. The supplier has been told the reason."))


@on_both("/calls/answers/<int:answer_id>/score", "POST")
def score(reader: Reader, answer_id: int) -> ResponseReturnValue:
    """Score an answer."""
    found, version = sight.own_answer(reader, answer_id), sent_version()
    given = {one.code: whole_number(request.form.get(f"score-{one.code}", "")) for one in found.call.criteria}
    scores = {code: one for code, one in given.items() if one is not None}
    try:
        with transaction():
            deciding.score(found, scores, by=reader, version=version)
    except RuleViolation as refusal:
        if refusal.code in STAY_ON_PAGE:
            raise
        return answer_page(reader, sight.own_answer(reader, answer_id), error=say(refusal))
    return _decided(found, _("The scores are saved."))


@on_both("/calls/answers/<int:answer_id>/award", "POST")
def award(reader: Reader, answer_id: int) -> ResponseReturnValue:
    """Choose the supplier."""
    found, form = sight.own_answer(reader, answer_id), WordsForm(prefix="award")
    if not form.validate_on_submit():
        return answer_page(reader, found, award=form)
    with transaction():
        deciding.award(found, form.words.data or "", by=reader, version=form.version.data)
    return _decided(found, _("Awarded. Everybody who answered has been told."))
