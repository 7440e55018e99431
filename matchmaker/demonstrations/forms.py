"""Forms on the page of a demonstration: decisions and measured values."""

from collections.abc import Sequence
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_wtf.file import FileField
from wtforms import DateField, DecimalField, SelectField, TextAreaField, ValidationError
from wtforms.validators import DataRequired, InputRequired, Length

from matchmaker.demonstrations.measuring import Measured
from matchmaker.demonstrations.rules import REASON_MAX
from matchmaker.foundation.forms import Form, VersionedForm, clean_text, whole_number


class DecisionForm(VersionedForm):
    """Go or No-Go, with the reason."""

    words = TextAreaField(_l("Reason"), filters=[clean_text], validators=[DataRequired(), Length(max=REASON_MAX)],
                          description=_l("It is kept in the log of decisions; both sides read it."))  # fmt: skip


class MeasureForm(Form):
    """A measured value with its evidence."""

    criterion = SelectField(_l("Criterion"), coerce=whole_number)
    site = SelectField(_l("Site"), coerce=whole_number)
    value = DecimalField(_l("Measured value"), places=None, validators=[InputRequired()])
    measured_on = DateField(_l("Measured on"), validators=[InputRequired()])
    file = FileField(_l("Evidence: report or raw data"))

    def offer(self, criteria: Sequence[tuple[str, str]], sites: Sequence[tuple[str, str]]) -> None:
        """Fill the choices."""
        self.criterion.choices, self.site.choices = list(criteria), list(sites)

    def validate_file(self, field: Any) -> None:
        """Nothing counts without evidence."""
        if not getattr(field.data, "filename", ""):
            raise ValidationError(_("Choose the file that shows it."))

    def measured(self) -> Measured:
        """What the valid form says."""
        return Measured(self.criterion.data, self.site.data, self.value.data, self.measured_on.data)
