"""Forms for the counterpart's answer, its own or as it was told a broker."""

from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import BooleanField, IntegerField, RadioField, SelectField, TextAreaField, ValidationError
from wtforms.validators import DataRequired, InputRequired, Length, Optional
from wtforms.widgets import HiddenInput

from matchmaker.foundation.codes import code_choices
from matchmaker.foundation.forms import VersionedForm, clean_text
from matchmaker.introductions.forms import CONSENT, no_contacts
from matchmaker.introductions.rules import REASON_MAX


class ConsentForm(VersionedForm):
    """Yes, with the consent it may need."""

    version = IntegerField(id="accept-version", widget=HiddenInput(), validators=[Optional()])
    consent = BooleanField(CONSENT)


class DeclineForm(VersionedForm):
    """No, with a reason."""

    version = IntegerField(id="decline-version", widget=HiddenInput(), validators=[Optional()])
    reason = RadioField(_l("Reason"), validators=[InputRequired()])
    words = TextAreaField(
        _l("In your own words"), filters=[clean_text], validators=[Length(max=REASON_MAX), no_contacts],
        description=_l("Optional. The other side reads this."),
    )  # fmt: skip

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.reason.choices = code_choices("decline_reason")


class AnswerForm(VersionedForm):
    """What the counterpart told a broker."""

    answer = RadioField(_l("Their answer"), validators=[InputRequired()])
    reason = SelectField(_l("Reason, if declined"), default="")
    words = TextAreaField(
        _l("Words for the requester, if declined"),
        filters=[clean_text],
        validators=[Length(max=REASON_MAX), no_contacts],
    )
    note = TextAreaField(
        _l("When, how and by whom it was said"), filters=[clean_text],
        validators=[DataRequired(), Length(max=REASON_MAX)], description=_l("For example: by phone on 3 December."),
    )  # fmt: skip

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.answer.choices = [("yes", _("Accepts")), ("no", _("Declines"))]
        self.reason.choices = code_choices("decline_reason", optional=True)

    def validate_reason(self, field: SelectField) -> None:
        """A no needs a reason."""
        if self.answer.data == "no" and not field.data:
            raise ValidationError(_("Choose a reason."))
