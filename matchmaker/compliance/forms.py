"""Forms of compliance: the questions of one side, and the words of a decision."""

from collections.abc import Mapping
from typing import Any, Self

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import HiddenField, RadioField, StringField, TextAreaField
from wtforms.fields import SelectChoice
from wtforms.validators import DataRequired, InputRequired, Length

from matchmaker.compliance.questions import put_to, wording
from matchmaker.compliance.rules import PERMIT_MAX, REASON_MAX, Answer
from matchmaker.compliance.service import Given
from matchmaker.compliance.wording import ANSWERS
from matchmaker.foundation.forms import Form, VersionedForm, clean_line, clean_text
from matchmaker.foundation.i18n import locale

_PERMIT = "permit_"


class AnswersForm(VersionedForm):
    """The questions for one side; fields are added for each question of the list."""

    @classmethod
    def asking(cls, *, domestic: bool) -> Self:
        """A form with the questions for a side."""
        asked = put_to(domestic=domestic)
        fields: dict[str, Any] = {}
        for question in asked:
            fields[question.code] = RadioField(wording(question.code, locale()), validators=[InputRequired()],
                                               choices=_choices())  # fmt: skip
            fields[_PERMIT + question.code] = StringField(
                _l("Number, or date and office"), filters=[clean_line], validators=[Length(max=PERMIT_MAX)],
                description=_l("Of the permit, approval or consent; only where there is one."),
            )  # fmt: skip
        form: Self = type("AskedForm", (cls,), fields)()
        return form

    def permit(self, code: str) -> Any:
        """The field for the permit of a question."""
        return self[_PERMIT + code]

    def fill(self, given: Mapping[str, Given], *, version: int) -> None:
        """Show what counts at present."""
        self.version.data = version
        for code, said in given.items():
            self[code].data = said.answer.value
            self.permit(code).data = said.permit

    def validate(self, extra_validators: Any = None) -> bool:
        """A permit that is in hand is named."""
        good = bool(super().validate(extra_validators))
        for code in self.codes():
            permit = self.permit(code)
            if self[code].data == Answer.PERMITTED and not permit.data:
                permit.errors = [_("Name the permit, approval or consent: its number, or its date and office.")]
                good = False
        return good

    def codes(self) -> list[str]:
        """The questions of this form."""
        return [name for name in self._fields if isinstance(self[name], RadioField)]

    def given(self) -> dict[str, Given]:
        """What the valid form says."""
        return {code: Given(Answer(self[code].data), self.permit(code).data or "") for code in self.codes()}


def _choices() -> list[SelectChoice]:
    return [SelectChoice(answer.value, str(ANSWERS[answer])) for answer in Answer]


class DecisionForm(Form):
    """Why things may pass in spite of a light. `seen`: the answers that the page showed."""

    seen = HiddenField(validators=[Length(max=2000)])
    words = TextAreaField(
        _l("Reason of the decision"), filters=[clean_text], validators=[DataRequired(), Length(max=REASON_MAX)],
        description=_l("Both offices and both organisations read it."),
    )  # fmt: skip


class RevokeForm(Form):
    """Why a decision is taken back."""

    words = TextAreaField(
        _l("Why the decision is taken back"), filters=[clean_text],
        validators=[DataRequired(), Length(max=REASON_MAX)],
        description=_l("Both offices and both organisations read it."),
    )  # fmt: skip
