"""Forms of the ledger."""

from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_wtf.file import FileField
from wtforms import DateField, RadioField, StringField, TextAreaField
from wtforms.fields import SelectChoice
from wtforms.validators import DataRequired, InputRequired, Length, Optional

from matchmaker.foundation.forms import VersionedForm, clean_line, clean_text
from matchmaker.outcomes import rules
from matchmaker.outcomes.evidence import Given
from matchmaker.outcomes.rules import Proposal


class FulfilForm(VersionedForm):
    """It was done: when, and what shows it."""

    done_on = DateField(_l("Done on"), validators=[InputRequired()])
    file = FileField(_l("Evidence: file"))
    url = StringField(_l("Evidence: link"), filters=[clean_line], validators=[Length(max=500)])
    words = TextAreaField(
        _l("Note"), filters=[clean_text], validators=[Length(max=rules.REASON_MAX)],
        description=_l("Optional. Both sides read this."),
    )  # fmt: skip

    def given(self) -> Given:
        """The evidence that comes with it."""
        name = (getattr(self.file.data, "filename", "") or "") if self.file.data else ""
        return Given(file_name=name, data=self.file.data.read() if name else b"", url=self.url.data or "")


class AgreeForm(VersionedForm):
    """Another day, or to let it go."""

    what = RadioField(_l("What"), validators=[InputRequired()])
    due_on = DateField(_l("New day"), validators=[Optional()], description=_l("Only for another day."))
    words = TextAreaField(_l("Reason"), filters=[clean_text], validators=[DataRequired(), Length(max=rules.REASON_MAX)])

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.what.choices = [
            SelectChoice(Proposal.DUE.value, _("Another day")), SelectChoice(Proposal.WAIVE.value, _("Let it go")),
        ]  # fmt: skip

    def validate(self, extra_validators: Any = None) -> bool:
        """Another day needs the day."""
        good = super().validate(extra_validators)
        lacking = self.what.data == Proposal.DUE.value and not self.due_on.data and not self.due_on.errors
        if lacking:
            self.due_on.errors = [_("Enter the new day.")]
        return good and not lacking


class RecordForm(AgreeForm):
    """What both sides agreed elsewhere."""

    words = TextAreaField(
        _l("When and how both sides agreed"), filters=[clean_text],
        validators=[DataRequired(), Length(max=rules.REASON_MAX)],
    )  # fmt: skip
