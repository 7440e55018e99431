"""Forms of brokers: the filters of the queue, and all forms of the page on which a broker works."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import SelectField, TextAreaField
from wtforms.validators import DataRequired, InputRequired, Length, Optional

from matchmaker.accounts.models import User
from matchmaker.foundation.codes import code_choices
from matchmaker.foundation.forms import Form, VersionedForm, clean_text, whole_number
from matchmaker.introductions.answers.forms import AnswerForm, DeclineForm
from matchmaker.introductions.questions.forms import QuestionForm, RecordedReplyForm
from matchmaker.introductions.rules import REASON_MAX


class QueueForm(Form):
    """Filters of the queue."""

    class Meta(Form.Meta):
        """A filter changes nothing."""

        csrf = False

    state = SelectField(_l("State"), validators=[Optional()])
    whose = SelectField(_l("In charge"), validators=[Optional()])

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.state.choices = [("", _("Under way")), ("all", _("All")), *code_choices("introduction_state")]
        self.whose.choices = [("", _("Everybody")), ("mine", _("Mine")), ("nobody", _("Nobody yet"))]


class RefuseForm(DeclineForm):
    """The broker's no: reason and words both needed."""

    words = TextAreaField(
        _l("Explanation for the requester"), filters=[clean_text], validators=[DataRequired(), Length(max=REASON_MAX)]
    )


class ReasonForm(VersionedForm):
    """What is missing."""

    words = TextAreaField(
        _l("What is missing"), filters=[clean_text], validators=[DataRequired(), Length(max=REASON_MAX)],
        description=_l("The requester reads this."),
    )  # fmt: skip


class NoteForm(VersionedForm):
    """A note for colleagues, or how something was said."""

    note = TextAreaField(_l("Note"), filters=[clean_text], validators=[DataRequired(), Length(max=REASON_MAX)])


class AssignForm(VersionedForm):
    """Who is in charge."""

    broker = SelectField(_l("Broker in charge"), coerce=whole_number, validators=[InputRequired()])

    def offer(self, people: Sequence[User]) -> None:
        """Fill the choices with the people of the agency."""
        self.broker.choices = [(str(person.id), person.full_name) for person in people]


_KINDS: dict[str, type[VersionedForm]] = {
    "assign": AssignForm, "send_back": ReasonForm, "refuse": RefuseForm, "withdraw": NoteForm,
    "answer": AnswerForm, "note": NoteForm, "ask": QuestionForm, "reply": RecordedReplyForm,
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class StaffForms:
    """All forms of the page, each with its name as prefix so that ids stay unique."""

    assign: AssignForm
    send_back: ReasonForm
    refuse: RefuseForm
    withdraw: NoteForm
    answer: AnswerForm
    note: NoteForm
    ask: QuestionForm
    reply: RecordedReplyForm

    @classmethod
    def empty(cls) -> "StaffForms":
        """Forms nobody has filled in."""
        return cls.sent("")

    @classmethod
    def sent(cls, name: str) -> "StaffForms":
        """Forms of which `name` holds what was sent."""
        made: dict[str, Any] = {
            kind: form(prefix=kind) if kind == name else form(formdata=None, prefix=kind)
            for kind, form in _KINDS.items()
        }
        return cls(**made)

    def __getitem__(self, name: str) -> VersionedForm:
        form: VersionedForm = getattr(self, name)
        return form

    def show_version(self, version: int) -> None:
        """Let each form name the version that the reader sees."""
        for name in _KINDS:
            self[name].version.data = version

    def has_errors(self) -> bool:
        """Whether what was sent was refused."""
        return any(self[name].errors for name in _KINDS)
