"""What the anchor does with a call, each by one button or small form."""

from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from matchmaker.calls import sight
from matchmaker.calls.blueprint import on_both
from matchmaker.calls.form_parts import WordsForm
from matchmaker.calls.postings import posting
from matchmaker.calls.postings.views import act, call_page
from matchmaker.foundation.forms import sent_version
from matchmaker.organisations.readers import Reader


@on_both("/calls/<int:call_id>/open", "POST")
def open_call(reader: Reader, call_id: int) -> ResponseReturnValue:
    """Let suppliers answer."""
    version = sent_version()
    return act(reader, call_id, _("The call is open."),
               lambda call: posting.open_call(call, by=reader, version=version))  # fmt: skip


@on_both("/calls/<int:call_id>/screening", "POST")
def screening(reader: Reader, call_id: int) -> ResponseReturnValue:
    """Take no more answers."""
    version = sent_version()
    return act(reader, call_id, _("No more answers are taken. Screen those that came."),
               lambda call: posting.begin_screening(call, by=reader, version=version))  # fmt: skip


@on_both("/calls/<int:call_id>/assessment", "POST")
def assessment(reader: Reader, call_id: int) -> ResponseReturnValue:
    """Go on to scoring."""
    version = sent_version()
    return act(reader, call_id, _("Score the answers by your criteria."),
               lambda call: posting.begin_assessment(call, by=reader, version=version))  # fmt: skip


@on_both("/calls/<int:call_id>/close", "POST")
def close(reader: Reader, call_id: int) -> ResponseReturnValue:
    """End it without an award."""
    form = WordsForm(prefix="close")
    if not form.validate_on_submit():
        return call_page(reader, sight.own_call(reader, call_id), close=form)
    words, version = form.words.data or "", form.version.data
    return act(reader, call_id, _("The call is closed. Everybody who answered has been told."),
               lambda call: posting.close(call, words, by=reader, version=version))  # fmt: skip
