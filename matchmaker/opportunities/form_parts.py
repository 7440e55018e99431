"""Parts of the writing forms: texts of one language, rows of requirements and comparisons."""

from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import Form as PlainForm
from wtforms.fields import (
    BooleanField,
    HiddenField,
    SelectChoice,
    SelectField,
    SelectMultipleField,
    StringField,
    TextAreaField,
)
from wtforms.validators import Length

from matchmaker.foundation.codes import code_choices, code_label
from matchmaker.foundation.forms import clean_line, clean_text
from matchmaker.foundation.i18n import locale
from matchmaker.matching.requirements import NUMBERS, Operator
from matchmaker.matching.requirements import Field as DemandField
from matchmaker.opportunities.changes import Comparison
from matchmaker.opportunities.demands import NOTE_MAX, UNIT_MAX, Demand, operators_of, plain_figure
from matchmaker.opportunities.rules import TEXT_LIMITS, Strength
from matchmaker.opportunities.wording import FIELDS

ONE_LINE = frozenset({"title"})
ROWS = {"summary": 3, "ipr_notes": 3, "description": 10, "partner_role": 8}


class Part(PlainForm):
    """Base of the parts: like a form, but within one."""

    class Meta:
        """WTForms finds its messages through the reader's locale."""

        @property
        def locales(self) -> list[str]:
            """The reader's language."""
            return [locale()]


def text_part(names: tuple[str, ...]) -> type[Part]:
    """A part with the text fields `names`."""
    return type("TextPart", (Part,), {name: _text_field(name) for name in names})


def _text_field(name: str) -> Any:
    limit = [Length(max=TEXT_LIMITS[name])]
    if name in ONE_LINE:
        return StringField(FIELDS[name], filters=[clean_line], validators=limit)
    return TextAreaField(FIELDS[name], filters=[clean_text], validators=limit, render_kw={"rows": ROWS.get(name, 6)})


class RequirementPart(Part):
    """One requirement; which inputs it has depends on its subject, which was chosen when it was added."""

    field = HiddenField()
    operator = SelectField(_l("Comparison"), choices=[])
    codes = SelectMultipleField(_l("Values"), choices=[])
    figure = StringField(_l("Figure"), filters=[clean_line], validators=[Length(max=20)])
    unit = StringField(_l("Unit"), filters=[clean_line], validators=[Length(max=UNIT_MAX)])
    strength = SelectField(_l("Weight"), choices=[])
    note = StringField(_l("Note"), filters=[clean_line], validators=[Length(max=NOTE_MAX)])
    remove = BooleanField(_l("Remove this requirement"))

    def fit(self) -> None:
        """Give the inputs the choices that suit the subject."""
        known = self.subject
        operators = operators_of(known) if known else ()
        self.operator.choices = [
            SelectChoice(one.value, code_label("requirement_operator", one.value)) for one in operators
        ]
        if known and self.operator.data == Operator.IS and known not in NUMBERS:
            self.operator.data = Operator.ANY_OF.value
        self.codes.choices = code_choices(known.value) if known and known not in NUMBERS else []
        self.strength.choices = [
            SelectChoice(Strength.MUST.value, _("Required: without it we do not meet")),
            SelectChoice(Strength.SHOULD.value, _("Preferred")),
        ]

    @property
    def subject(self) -> DemandField | None:
        """What is required of; None for a subject that does not exist."""
        return DemandField(self.field.data) if self.field.data in set(DemandField) else None

    @property
    def is_figure(self) -> bool:
        """Whether the value is a figure."""
        return self.subject in NUMBERS

    def validate(self, extra_validators: Any = None) -> bool:
        """A row that is to be removed may hold anything."""
        if self.remove.data:
            return True
        if not super().validate(extra_validators):
            return False
        if self.subject is None or not (self.figure.data if self.is_figure else self.codes.data):
            target = self.figure if self.is_figure else self.codes
            target.errors = [_("Choose or enter a value, or remove the requirement.")]
            return False
        return True

    def demand(self) -> Demand:
        """The requirement; call it when the part is valid."""
        values = (plain_figure(self.figure.data),) if self.is_figure else tuple(self.codes.data)
        return Demand(
            DemandField(self.field.data), Operator(self.operator.data), values, Strength(self.strength.data),
            self.unit.data if self.subject is DemandField.SPEC else "", self.note.data,
        )  # fmt: skip


def requirement_data(demand: Demand) -> dict[str, object]:
    """What a `RequirementPart` shows of a stored requirement."""
    is_figure = demand.field in NUMBERS
    return {
        "field": demand.field.value, "operator": demand.operator.value, "strength": demand.strength.value,
        "codes": [] if is_figure else list(demand.values), "figure": demand.values[0] if is_figure else "",
        "unit": demand.unit, "note": demand.note,
    }  # fmt: skip


class AlternativePart(Part):
    """One comparison with the leading alternative; an empty row is none."""

    alternative = StringField(_l("Alternative"), filters=[clean_line], validators=[Length(max=200)])
    metric = StringField(_l("Measure"), filters=[clean_line], validators=[Length(max=200)])
    ours = StringField(_l("Ours"), filters=[clean_line], validators=[Length(max=100)])
    theirs = StringField(_l("The alternative’s"), filters=[clean_line], validators=[Length(max=100)])
    unit = StringField(_l("Unit"), filters=[clean_line], validators=[Length(max=40)])

    @property
    def is_filled(self) -> bool:
        """Whether anything was entered."""
        return any(field.data for field in self)

    def validate(self, extra_validators: Any = None) -> bool:
        """A row is whole or empty; the unit may be left out."""
        valid = super().validate(extra_validators)
        lacking = [one for one in (self.alternative, self.metric, self.ours, self.theirs) if not one.data]
        if not self.is_filled or not lacking:
            return bool(valid)
        for one in lacking:
            one.errors = [*one.errors, _("Fill in the whole row, or leave it empty.")]
        return False

    def comparison(self) -> Comparison:
        """The comparison; call it when the part is valid and filled."""
        return Comparison(self.alternative.data, self.metric.data, self.ours.data, self.theirs.data, self.unit.data)
