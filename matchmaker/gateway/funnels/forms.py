"""Forms of the funnels' pages."""

from datetime import date
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import DateField, SelectField
from wtforms.fields import SelectChoice
from wtforms.validators import Optional

from matchmaker.foundation.codes import code_choices
from matchmaker.foundation.forms import Form
from matchmaker.gateway.funnels.queries import Scope
from matchmaker.gateway.rules import STEPS, YEARS, Step
from matchmaker.gateway.wording import STEP_NAMES


def _sound(day: date | None) -> date | None:
    """`day`, unless it lies where no calendar of ours goes: moments at the ends of time cannot be moved to UTC."""
    return day if day is not None and YEARS[0] <= day.year <= YEARS[1] else None


class ScopeForm(Form):
    """What is counted."""

    class Meta(Form.Meta):
        """Read-only."""

        csrf = False

    first = DateField(_l("From"), validators=[Optional()])
    last = DateField(_l("Until"), validators=[Optional()])
    cluster = SelectField(_l("Cluster"), validators=[Optional()])
    step = SelectField(_l("Flows at the step"), validators=[Optional()])

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.cluster.choices = [SelectChoice("", _("All")), *code_choices("cluster")]
        self.step.choices = [SelectChoice(step.value, str(STEP_NAMES[step])) for step in STEPS]

    def scope(self) -> Scope:
        """What is asked for; a filter that is none is left out."""
        if not self.validate():
            return Scope()
        return Scope(_sound(self.first.data), _sound(self.last.data), (self.cluster.data,) if self.cluster.data else ())

    def flow_step(self) -> Step:
        """The step whose flows are drawn."""
        return Step(self.step.data) if self.step.data and not self.step.errors else Step.SUGGESTED
