"""Forms of goals."""

from typing import Any

from flask_babel import lazy_gettext as _l
from wtforms import BooleanField, IntegerField, SelectField, StringField
from wtforms.fields import SelectChoice
from wtforms.validators import InputRequired, Length, NumberRange, Optional

from matchmaker.foundation.forms import FiniteField, Form, VersionedForm, clean_line
from matchmaker.gateway.goals.service import GoalSaid, YearSaid
from matchmaker.gateway.models import Goal
from matchmaker.gateway.rules import TITLE_MAX, UNIT_MAX, YEARS, Measure
from matchmaker.gateway.wording import MEASURES

MOST = 10**12


class GoalForm(VersionedForm):
    """What is measured."""

    title_ko = StringField(
        _l("Name of the goal in Korean"), filters=[clean_line], validators=[InputRequired(), Length(max=TITLE_MAX)]
    )
    title_en = StringField(
        _l("Name of the goal in English"), filters=[clean_line], validators=[InputRequired(), Length(max=TITLE_MAX)]
    )
    unit_ko = StringField(_l("Counted in, Korean"), filters=[clean_line], validators=[Length(max=UNIT_MAX)])
    unit_en = StringField(_l("Counted in, English"), filters=[clean_line], validators=[Length(max=UNIT_MAX)])
    measure = SelectField(_l("Where the result comes from"), validators=[InputRequired()])
    source = StringField(_l("Source of the target"), filters=[clean_line], validators=[Length(max=300)])
    is_public = BooleanField(_l("Show it on the public page of progress"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.measure.choices = [SelectChoice(one.value, str(MEASURES[one])) for one in Measure]

    def fill(self, goal: Goal) -> None:
        """Show what there is."""
        self.version.data, self.measure.data = goal.version, goal.measure.value
        for name in ("title_ko", "title_en", "unit_ko", "unit_en", "source", "is_public"):
            self[name].data = getattr(goal, name)

    def said(self) -> GoalSaid:
        """What the valid form says."""
        texts = {name: self[name].data or "" for name in ("title_ko", "title_en", "unit_ko", "unit_en", "source")}
        return GoalSaid(**texts, measure=Measure(self.measure.data), is_public=bool(self.is_public.data))


class YearForm(Form):
    """The numbers of a year."""

    year = IntegerField(_l("Year"), validators=[InputRequired(), NumberRange(*YEARS)])
    target = FiniteField(_l("Target"), validators=[Optional(), NumberRange(0, MOST)])
    actual = FiniteField(_l("Reached"), validators=[Optional(), NumberRange(0, MOST)])
    note = StringField(_l("Where the number comes from"), filters=[clean_line], validators=[Length(max=300)])

    def said(self) -> YearSaid:
        """What the valid form says."""
        return YearSaid(
            year=self.year.data, target=self.target.data, actual=self.actual.data, note=self.note.data or ""
        )
