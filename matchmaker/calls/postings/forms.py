"""The form of a call: the shape of what is typed."""

from typing import Any

from flask_babel import lazy_gettext as _l
from wtforms import (
    BooleanField,
    DateField,
    FormField,
    IntegerField,
    SelectField,
    SelectMultipleField,
    StringField,
    TextAreaField,
)
from wtforms.fields import SelectChoice
from wtforms.validators import DataRequired, InputRequired, Length, NumberRange, Optional

from matchmaker.calls import rules
from matchmaker.calls.models import Call
from matchmaker.calls.postings.posting import Row, Said
from matchmaker.calls.rules import RowKind
from matchmaker.calls.wording import ROW_KINDS
from matchmaker.foundation.codes import code_choices, code_label, code_list
from matchmaker.foundation.forms import FieldList, Form, VersionedForm, clean_line, clean_text, whole_number
from matchmaker.foundation.i18n import TEXT_LANGUAGES
from matchmaker.outcomes.form_parts import currency_choices, money_field

SPARE_ROWS = 4
DEFAULT_WEIGHTS = {"price": 30, "specification": 30, "delivery": 15, "quality_system": 15, "track_record": 10}


class RowForm(Form):
    """One row of the call; an empty one is left out."""

    class Meta(Form.Meta):
        """The form around it is protected."""

        csrf = False

    kind = SelectField(_l("What the row is about"), default=RowKind.SPECIFICATION.value)
    text = StringField(_l("Requirement"), filters=[clean_line], validators=[Length(max=rules.ROW_MAX)])
    is_must = BooleanField(_l("Must be met"), default=True)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.kind.choices = [(kind.value, str(label)) for kind, label in ROW_KINDS.items()]


class WeightForm(Form):
    """How much each criterion weighs."""

    class Meta(Form.Meta):
        """The form around it is protected."""

        csrf = False

    code = SelectField(_l("Criterion"))
    weight = IntegerField(_l("Weight"), validators=[Optional(), NumberRange(min=0, max=100)])

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.code.choices = code_choices("call_criterion")


class CallForm(VersionedForm):
    """What an anchor needs."""

    organisation = SelectField(_l("Anchor company"), coerce=whole_number, validators=[Optional()])
    title = StringField(_l("Title"), filters=[clean_line], validators=[DataRequired(), Length(max=rules.TITLE_MAX)])
    language = SelectField(_l("Language of the call"), validators=[DataRequired()])
    description = TextAreaField(_l("Details"), filters=[clean_text], validators=[Length(max=rules.TEXT_MAX)])
    is_anonymous = BooleanField(_l("Keep our name hidden until the finalists are chosen"))
    areas = SelectMultipleField(_l("Areas"))
    unit_operations = SelectMultipleField(_l("Unit operations"))
    standards = SelectMultipleField(_l("Certificates asked for"))
    price_from = money_field(_l("Unit price from"), rules.PRICE_MAX)
    price_to = money_field(_l("Unit price to"), rules.PRICE_MAX)
    currency = SelectField(_l("Currency"))
    unit = StringField(_l("Priced per"), filters=[clean_line], validators=[Length(max=rules.UNIT_MAX)])
    quantity = StringField(_l("Quantity"), filters=[clean_line], validators=[Length(max=rules.ROW_MAX)])
    delivery_weeks = IntegerField(_l("Delivery within (weeks)"),
                                  validators=[Optional(), NumberRange(min=0, max=rules.WEEKS_MAX)])  # fmt: skip
    delivery = StringField(_l("Place and terms of delivery"), filters=[clean_line],
                           validators=[Length(max=rules.ROW_MAX)])  # fmt: skip
    answer_by = DateField(_l("Last day for answers"), validators=[InputRequired()])
    wait_days = IntegerField(
        _l("Ask partner clusters after (days)"), default=rules.WAIT_DAYS,
        validators=[InputRequired(), NumberRange(min=1, max=rules.WAIT_DAYS_MAX)],
        description=_l("If no qualified answer has come by then, the call goes to the partner clusters abroad."),
    )  # fmt: skip
    rows = FieldList(FormField(RowForm), label=_l("Specification and qualification"), max_entries=rules.ROWS_LIMIT,
                     min_entries=SPARE_ROWS)  # fmt: skip
    weights = FieldList(FormField(WeightForm), label=_l("Criteria"), max_entries=5)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.language.choices = [SelectChoice(code, code_label("language", code)) for code in TEXT_LANGUAGES]
        self.areas.choices = code_choices("area")
        self.unit_operations.choices = code_choices("unit_operation")
        self.standards.choices = code_choices("standard")
        self.currency.choices = currency_choices()
        self.organisation.choices = [("", "–")]
        if not len(self.weights):
            for one in code_list("call_criterion"):
                self.weights.append_entry({"code": one.code, "weight": DEFAULT_WEIGHTS.get(one.code, 0)})

    def add_rows(self) -> None:
        """Give more empty rows, up to the limit."""
        for _row in range(min(SPARE_ROWS, rules.ROWS_LIMIT - len(self.rows))):
            self.rows.append_entry()

    def fill(self, call: Call) -> None:
        """Show what was said before."""
        for name in ("version", "title", "language", "description", "is_anonymous", "areas", "unit_operations",
                     "standards", "price_from", "price_to", "unit", "quantity", "delivery_weeks", "delivery",
                     "answer_by", "wait_days"):  # fmt: skip
            self[name].data = getattr(call, name)
        self.currency.data = call.currency or ""
        while len(self.rows):
            self.rows.pop_entry()
        for row in call.rows:
            self.rows.append_entry({"kind": row.kind.value, "text": row.text, "is_must": row.is_must})
        self.add_rows()
        weights = {one.code: one.weight for one in call.criteria}
        for entry in self.weights:
            entry.form.weight.data = weights.get(entry.form.code.data, 0)

    def said(self) -> Said:
        """What the valid form says."""
        plain = ("title", "language", "answer_by", "price_from", "price_to", "delivery_weeks", "wait_days")
        written = ("description", "unit", "quantity", "delivery")
        texts: dict[str, Any] = {name: self[name].data or "" for name in written}
        rows = [Row(RowKind(row.form.kind.data), row.form.text.data, bool(row.form.is_must.data))
                for row in self.rows if row.form.text.data]  # fmt: skip
        return Said(
            **{name: self[name].data for name in plain}, **texts,
            rows=rows, weights={one.form.code.data: one.form.weight.data or 0 for one in self.weights},
            is_anonymous=bool(self.is_anonymous.data), areas=self.areas.data or (),
            unit_operations=self.unit_operations.data or (), standards=self.standards.data or (),
            currency=self.currency.data or None,
        )  # fmt: skip
