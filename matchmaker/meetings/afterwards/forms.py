"""The form in which people say how a meeting went."""

from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import IntegerField, RadioField, TextAreaField, ValidationError
from wtforms.validators import InputRequired, Length, Optional
from wtforms.widgets import HiddenInput

from matchmaker.foundation.codes import code_choices
from matchmaker.foundation.forms import Form, clean_text
from matchmaker.meetings.afterwards.rules import COMMENT_MAX, DID_NOT_TAKE_PLACE, Absent


class RatingForm(Form):
    """What came of it, and who was absent if nothing did."""

    version = IntegerField(widget=HiddenInput(), validators=[Optional()])
    outcome = RadioField(_l("How did it go?"), validators=[InputRequired()])
    absent = RadioField(_l("If it did not take place: who did not come?"), validate_choice=False)
    comment = TextAreaField(_l("Words for the agency"), filters=[clean_text], validators=[Length(max=COMMENT_MAX)])

    def __init__(self, *args: Any, names: tuple[str, str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.outcome.choices = code_choices("meeting_outcome")
        self.absent.choices = [
            (Absent.FROM.value, names[0]), (Absent.TO.value, names[1]), (Absent.BOTH.value, _("Neither side")),
        ]  # fmt: skip

    def validate_absent(self, field: RadioField) -> None:
        """Needed if the meeting did not take place; of no meaning otherwise."""
        if self.outcome.data == DID_NOT_TAKE_PLACE and field.data not in {one.value for one in Absent if one.sides}:
            raise ValidationError(_("Say who did not come."))

    @property
    def who(self) -> Absent:
        """Who was absent."""
        return Absent(self.absent.data) if self.outcome.data == DID_NOT_TAKE_PLACE else Absent.NOBODY
