"""Forms of bulk actions: what each deed needs beside the chosen introductions."""

import secrets
from collections.abc import Sequence

from flask_babel import lazy_gettext as _l
from wtforms import DateField, HiddenField, SelectField, StringField, TextAreaField
from wtforms.validators import DataRequired, InputRequired, Length, Optional, Regexp

from matchmaker.accounts.models import User
from matchmaker.desk.bulk.rules import BulkAct
from matchmaker.desk.bulk.service import Deed
from matchmaker.desk.rules import TASK_NOTE_MAX, TASK_TITLE_MAX
from matchmaker.foundation.codes import code_choices
from matchmaker.foundation.forms import Form, clean_line, clean_text, whole_number
from matchmaker.introductions.rules import REASON_MAX


class BulkForm(Form):
    """The deed itself; the forms below add what it needs."""

    token = HiddenField(validators=[DataRequired(), Regexp(r"\A[\w-]{8,40}\Z")])

    def offer(self, people: Sequence[User]) -> None:
        """Fill choices of people, where there are any."""

    def begin(self) -> None:
        """Give a form that nobody has sent yet the token by which a second sending is known."""
        self.token.data = secrets.token_urlsafe(16)

    def deed(self, act: BulkAct) -> Deed:
        """What is to be done."""
        return Deed(act)


class AssignBulkForm(BulkForm):
    """Who is put in charge."""

    broker = SelectField(_l("Broker in charge"), coerce=whole_number, validators=[InputRequired()])

    def offer(self, people: Sequence[User]) -> None:
        """Fill the choices."""
        self.broker.choices = [(str(person.id), person.full_name) for person in people]

    def deed(self, act: BulkAct) -> Deed:
        """What is to be done, with what was entered."""
        return Deed(act, broker_id=self.broker.data)


class ReturnBulkForm(BulkForm):
    """What is missing."""

    words = TextAreaField(
        _l("What is missing"), filters=[clean_text], validators=[DataRequired(), Length(max=REASON_MAX)],
        description=_l("Each requester reads this."),
    )  # fmt: skip

    def deed(self, act: BulkAct) -> Deed:
        """What is to be done, with what was entered."""
        return Deed(act, words=self.words.data)


class RefuseBulkForm(BulkForm):
    """Why they are refused."""

    reason = SelectField(_l("Reason"), validators=[InputRequired()])
    words = TextAreaField(
        _l("Explanation for the requester"), filters=[clean_text], validators=[DataRequired(), Length(max=REASON_MAX)],
        description=_l("Each requester reads this."),
    )  # fmt: skip

    def offer(self, people: Sequence[User]) -> None:  # noqa: ARG002 - reasons are the same for everybody
        """Fill the choices."""
        self.reason.choices = code_choices("decline_reason", optional=True)

    def deed(self, act: BulkAct) -> Deed:
        """What is to be done, with what was entered."""
        return Deed(act, words=self.words.data, reason=self.reason.data)


class NoteBulkForm(BulkForm):
    """A note for colleagues."""

    words = TextAreaField(
        _l("Note"), filters=[clean_text], validators=[DataRequired(), Length(max=REASON_MAX)],
        description=_l("Members never see it."),
    )  # fmt: skip

    def deed(self, act: BulkAct) -> Deed:
        """What is to be done, with what was entered."""
        return Deed(act, words=self.words.data)


class TaskBulkForm(BulkForm):
    """A task for each of the chosen."""

    title = StringField(
        _l("What is to be done"), filters=[clean_line], validators=[DataRequired(), Length(max=TASK_TITLE_MAX)]
    )
    due_on = DateField(_l("Due on"), validators=[InputRequired()])
    assignee = SelectField(_l("Who has it"), coerce=whole_number, validators=[InputRequired()])
    words = TextAreaField(_l("Note"), filters=[clean_text], validators=[Length(max=TASK_NOTE_MAX), Optional()])

    def offer(self, people: Sequence[User]) -> None:
        """Fill the choices."""
        self.assignee.choices = [(str(person.id), person.full_name) for person in people]

    def deed(self, act: BulkAct) -> Deed:
        """What is to be done, with what was entered."""
        return Deed(act, words=self.words.data or "", broker_id=self.assignee.data, title=self.title.data,
                    due_on=self.due_on.data)  # fmt: skip


FORMS: dict[BulkAct, type[BulkForm]] = {
    BulkAct.TAKE: BulkForm, BulkAct.ASSIGN: AssignBulkForm, BulkAct.RETURN: ReturnBulkForm,
    BulkAct.REFUSE: RefuseBulkForm, BulkAct.NOTE: NoteBulkForm, BulkAct.TASK: TaskBulkForm,
}  # fmt: skip
