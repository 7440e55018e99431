"""Forms for questions to the requester and its answers."""

from flask_babel import lazy_gettext as _l
from wtforms import IntegerField, TextAreaField
from wtforms.validators import DataRequired, Length, Optional
from wtforms.widgets import HiddenInput

from matchmaker.foundation.forms import VersionedForm, clean_text
from matchmaker.introductions.forms import no_contacts
from matchmaker.introductions.rules import REASON_MAX


class QuestionForm(VersionedForm):
    """A question to the requester."""

    version = IntegerField(id="question-version", widget=HiddenInput(), validators=[Optional()])
    question = TextAreaField(
        _l("Your question"), filters=[clean_text], validators=[DataRequired(), Length(max=REASON_MAX), no_contacts],
        description=_l("The requester reads it and answers here. No names or contact data."),
    )  # fmt: skip


class ReplyForm(VersionedForm):
    """The requester's answer to a question."""

    version = IntegerField(id="reply-version", widget=HiddenInput(), validators=[Optional()])
    reply = TextAreaField(
        _l("Your answer to the question"), filters=[clean_text],
        validators=[DataRequired(), Length(max=REASON_MAX), no_contacts],
        description=_l("Whoever asked reads this. No contact data yet."),
    )  # fmt: skip


class RecordedReplyForm(VersionedForm):
    """What a requester for which nobody speaks here told a broker."""

    reply = TextAreaField(
        _l("What the requester answered"), filters=[clean_text],
        validators=[DataRequired(), Length(max=REASON_MAX), no_contacts],
        description=_l("Whoever asked reads this. No contact data yet."),
    )  # fmt: skip
