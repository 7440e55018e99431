"""Forms for questions to the requester, and all forms of the page of an introduction as a member sees it."""

from dataclasses import dataclass, field

from flask_babel import lazy_gettext as _l
from wtforms import IntegerField, TextAreaField
from wtforms.validators import DataRequired, Length, Optional
from wtforms.widgets import HiddenInput

from matchmaker.foundation.forms import clean_text
from matchmaker.introductions.forms import ConsentForm, DeclineForm, VersionedForm, no_contacts
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


@dataclass(frozen=True, slots=True)
class MemberForms:
    """All forms of a member's page, of which at most one was sent."""

    accept: ConsentForm = field(default_factory=lambda: ConsentForm(formdata=None))
    decline: DeclineForm = field(default_factory=lambda: DeclineForm(formdata=None))
    question: QuestionForm = field(default_factory=lambda: QuestionForm(formdata=None))
    reply: ReplyForm = field(default_factory=lambda: ReplyForm(formdata=None))

    def show_version(self, version: int) -> None:
        """Let each form name the version that the reader sees."""
        for form in self._all():
            form.version.data = version

    def has_errors(self) -> bool:
        """Whether what was sent was refused."""
        return any(form.errors for form in self._all())

    def _all(self) -> tuple[VersionedForm, ...]:
        return (self.accept, self.decline, self.question, self.reply)
