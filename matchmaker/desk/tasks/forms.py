"""Forms of tasks."""

from collections.abc import Sequence
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import DateField, SelectField, StringField, TextAreaField
from wtforms.validators import DataRequired, InputRequired, Length, Optional

from matchmaker.accounts.models import User
from matchmaker.desk.rules import TASK_NOTE_MAX, TASK_TITLE_MAX
from matchmaker.desk.tasks.service import Wanted
from matchmaker.foundation.forms import Form, VersionedForm, clean_line, clean_text, whole_number


class TaskForm(VersionedForm):
    """What is to be done, by when, by whom."""

    title = StringField(
        _l("What is to be done"), filters=[clean_line], validators=[DataRequired(), Length(max=TASK_TITLE_MAX)]
    )
    due_on = DateField(_l("Due on"), validators=[InputRequired()])
    assignee = SelectField(_l("Who has it"), coerce=whole_number, validators=[InputRequired()])
    note = TextAreaField(_l("Note"), filters=[clean_text], validators=[Length(max=TASK_NOTE_MAX), Optional()])

    def offer(self, people: Sequence[User]) -> None:
        """Fill the choices with the people of the office."""
        self.assignee.choices = [(str(person.id), person.full_name) for person in people]

    def wanted(self) -> Wanted:
        """What is written."""
        return Wanted(self.title.data, self.due_on.data, self.assignee.data, self.note.data or "")


class TaskFilterForm(Form):
    """Filters of the list of tasks."""

    class Meta(Form.Meta):
        """A filter changes nothing."""

        csrf = False

    whose = SelectField(_l("Whose work"), validators=[Optional()])
    state = SelectField(_l("In which state"), validators=[Optional()])

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.whose.choices = [("", _("Mine")), ("all", _("Of the whole office"))]
        self.state.choices = [
            ("", _("Still open")), ("late", _("Overdue")), ("closed", _("Done or dropped")), ("all", _("All")),
        ]  # fmt: skip
