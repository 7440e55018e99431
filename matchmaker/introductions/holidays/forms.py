"""The form for a holiday."""

from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import DateField, SelectField, StringField, ValidationError
from wtforms.validators import InputRequired, Length

from matchmaker.foundation.codes import code_choices
from matchmaker.foundation.forms import Form, clean_line


class HolidayForm(Form):
    """Which day, where, and what it is called."""

    country = SelectField(_l("Country"), validators=[InputRequired()])
    day = DateField(_l("Day"), validators=[InputRequired()])
    name_ko = StringField(_l("Name in Korean"), filters=[clean_line], validators=[Length(max=100)])
    name_en = StringField(_l("Name in English"), filters=[clean_line], validators=[Length(max=100)])

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.country.choices = code_choices("country")

    def validate_name_en(self, field: StringField) -> None:
        """One of the two names is needed."""
        if not (field.data or self.name_ko.data):
            raise ValidationError(_("Give the holiday a name in at least one language."))
