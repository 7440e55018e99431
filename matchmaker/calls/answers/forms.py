"""Forms of answers: the standard page of suppliers, and why an answer is taken out."""

from collections.abc import Callable
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import (
    BooleanField,
    IntegerField,
    RadioField,
    SelectField,
    SelectMultipleField,
    StringField,
    TextAreaField,
)
from wtforms.fields import SelectChoice
from wtforms.validators import DataRequired, InputRequired, Length, NumberRange

from matchmaker.calls import rules
from matchmaker.calls.answers.answering import Answer
from matchmaker.calls.models import Call, CallAnswer
from matchmaker.calls.rules import Met
from matchmaker.foundation.codes import code_choices, code_label
from matchmaker.foundation.forms import VersionedForm, clean_line, clean_text
from matchmaker.foundation.i18n import TEXT_LANGUAGES
from matchmaker.outcomes.form_parts import currency_choices, money_field


class AnswerForm(VersionedForm):
    """The standard page on which every supplier answers; the rows of the call become fields."""

    price = money_field(_l("Unit price"), rules.PRICE_MAX, needed=True)
    currency = SelectField(_l("Currency"), validators=[DataRequired()])
    lead_weeks = IntegerField(_l("Lead time (weeks)"),
                              validators=[InputRequired(), NumberRange(min=0, max=rules.WEEKS_MAX)])  # fmt: skip
    standards = SelectMultipleField(_l("Certificates we hold"))
    language = SelectField(_l("Language of your answer"), validators=[DataRequired()])
    words = TextAreaField(
        _l("Further remarks"), filters=[clean_text], validators=[Length(max=rules.WORDS_MAX)],
        description=_l("Write nothing confidential and no names: the anchor reads this before it knows who you are."),
    )  # fmt: skip
    agree = BooleanField(_l("If we become a finalist, the anchor and we may learn each other’s names."),
                         validators=[InputRequired()])  # fmt: skip

    def __init__(self, *args: Any, call: Call, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._call = call
        self.currency.choices = currency_choices()
        self.standards.choices = code_choices("standard")
        self.language.choices = [SelectChoice(code, code_label("language", code)) for code in TEXT_LANGUAGES]
        for row in call.rows:
            met, gap = (Met.MATCH.value, _("We meet it")), (Met.GAP.value, _("We do not meet it"))
            self[f"met-{row.id}"].choices = [met, gap]

    @classmethod
    def for_call(cls, call: Call, tell: Callable[[str], str] = str, **kwargs: Any) -> "AnswerForm":
        """A form with the rows of `call`, in words that the reader may know."""
        fields: dict[str, Any] = {}
        for row in call.rows:
            fields[f"met-{row.id}"] = RadioField(tell(row.text), validators=[InputRequired()])
            fields[f"words-{row.id}"] = StringField(
                _l("Your figure or remark"), filters=[clean_line], validators=[Length(max=rules.ROW_MAX)]
            )
        made: AnswerForm = type("AnswerFormOfCall", (cls,), fields)(call=call, **kwargs)
        return made

    def fill(self, answer: CallAnswer) -> None:
        """Show what was answered before."""
        for name in ("version", "price", "currency", "lead_weeks", "standards", "language", "words"):
            self[name].data = getattr(answer, name)
        for row in answer.rows:
            self[f"met-{row.row_id}"].data, self[f"words-{row.row_id}"].data = row.met.value, row.words
        self.agree.data = True

    def answer(self) -> Answer:
        """What the valid form says."""
        rows = {
            row.id: (Met(self[f"met-{row.id}"].data), self[f"words-{row.id}"].data or "") for row in self._call.rows
        }
        return Answer(
            price=self.price.data, currency=self.currency.data, lead_weeks=self.lead_weeks.data,
            language=self.language.data, rows=rows, standards=self.standards.data or (), words=self.words.data or "",
        )  # fmt: skip


class ScreenOutForm(VersionedForm):
    """Why an answer is taken out."""

    reason = RadioField(_l("Reason"), validators=[InputRequired()])
    words = TextAreaField(_l("In your own words"), filters=[clean_text], validators=[Length(max=rules.WORDS_MAX)])

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.reason.choices = code_choices("screening_reason")
