"""Forms of the soft landing."""

from typing import Any

from flask_babel import lazy_gettext as _l
from wtforms import BooleanField, DateField, SelectField, StringField, TextAreaField
from wtforms.validators import DataRequired, InputRequired, Length

from matchmaker.foundation.codes import code_choices
from matchmaker.foundation.forms import Form, VersionedForm, clean_line, clean_text, whole_number
from matchmaker.landing.checklists import rules
from matchmaker.landing.checklists.landing import Change, Start
from matchmaker.landing.checklists.models import LandingTask
from matchmaker.landing.checklists.rules import OwnerKind, TaskState
from matchmaker.landing.spaces.forms import in_reach
from matchmaker.landing.wording import OWNERS, TASK_STATES


class StartForm(Form):
    """How an organisation comes in."""

    organisation = SelectField(_l("Organisation"), coerce=whole_number, validators=[DataRequired()])
    kind = SelectField(_l("You come as"), validators=[DataRequired()])
    target_on = DateField(_l("Work should begin on"), validators=[InputRequired(), in_reach])
    laboratory = BooleanField(_l("With a laboratory"))
    staff_abroad = BooleanField(_l("With staff from abroad"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.kind.choices = code_choices("landing_kind")
        self.organisation.choices = [("", "–")]

    def start(self) -> Start:
        """What the valid form says."""
        return Start(kind=self.kind.data, target_on=self.target_on.data, laboratory=bool(self.laboratory.data),
                     staff_abroad=bool(self.staff_abroad.data))  # fmt: skip


class TaskForm(VersionedForm):
    """How far a task is."""

    state = SelectField(_l("State"), validators=[DataRequired()])
    due_on = DateField(_l("Due on"), validators=[InputRequired()])
    owner_kind = SelectField(_l("Who does it"), validators=[DataRequired()])
    owner_name = StringField(_l("Name, if somebody else"), filters=[clean_line],
                             validators=[Length(max=rules.OWNER_MAX)])  # fmt: skip
    note = TextAreaField(_l("Notes"), filters=[clean_text], validators=[Length(max=rules.NOTE_MAX)])

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.state.choices = [(state.value, str(label)) for state, label in TASK_STATES.items()]
        self.owner_kind.choices = [(kind.value, str(label)) for kind, label in OWNERS.items()]

    def fill(self, task: LandingTask) -> None:
        """Show how it is."""
        self.version.data, self.state.data, self.owner_kind.data = task.version, task.state.value, task.owner_kind.value
        self.due_on.data, self.owner_name.data, self.note.data = task.due_on, task.owner_name, task.note

    def change(self) -> Change:
        """What the valid form says."""
        kind = OwnerKind(self.owner_kind.data)
        name = (self.owner_name.data or "") if kind is OwnerKind.NAMED else ""
        return Change(state=TaskState(self.state.data), due_on=self.due_on.data, owner_kind=kind, owner_name=name,
                      note=self.note.data or "")  # fmt: skip


class NewTaskForm(Form):
    """A task of one's own."""

    title = StringField(_l("What is to be done"), filters=[clean_line],
                        validators=[DataRequired(), Length(max=rules.TITLE_MAX)])  # fmt: skip
    due_on = DateField(_l("Due on"), validators=[InputRequired()])
