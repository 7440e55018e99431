"""Forms of the steps with rows: contacts, and quality systems."""

from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import BooleanField, FormField, IntegerField, StringField, ValidationError
from wtforms.validators import Email

from matchmaker.foundation.forms import FieldList
from matchmaker.foundation.i18n import locale
from matchmaker.organisations import fields
from matchmaker.organisations.parts import ContactValue, Part, PeoplePart, QualityPart, QualityValue
from matchmaker.organisations.step_forms import Row, StepForm

MOST_CONTACTS = 12
SPARE_ROWS = 2
"""Empty rows below those that are filled: saving gives new ones, so no script is needed."""


class ContactRow(Row):
    """A person to talk to; a row without name and address is left out."""

    name = fields.line(_l("Contact’s name"), 120)
    position = fields.line(_l("Position"), 120)
    email = fields.line(_l("E-mail"), 320)
    phone = fields.line(_l("Telephone"), 40)
    language = fields.code(_l("Preferred language"), "language")
    is_primary = BooleanField(_l("First person to contact"))

    def validate_email(self, field: Any) -> None:
        """An address, where one is given."""
        if field.data:
            Email()(self, field)

    def validate_name(self, field: Any) -> None:
        """An address belongs to somebody."""
        if not field.data and (self.email.data or self.phone.data or self.position.data):
            raise ValidationError(_("Enter the name of this person."))

    def validate_phone(self, field: Any) -> None:
        """A person without any address cannot be reached."""
        if self.name.data and not (field.data or self.email.data):
            raise ValidationError(_("Enter an e-mail address or a telephone number."))


class PeopleForm(StepForm):
    """How many people, and whom to talk to."""

    employees = fields.count(_l("Employees"))
    rnd_headcount = fields.count(_l("Of these in research and development"))
    contacts = FieldList(FormField(ContactRow), label=_l("Contacts"), max_entries=MOST_CONTACTS)

    def __init__(self, **values: Any) -> None:
        super().__init__(**values)
        for number, row in enumerate(self.contacts, 1):
            row.label.text = _("Contact %(number)s", number=number)

    @classmethod
    def values_of(cls, part: Part) -> dict[str, Any]:
        """Values of the fields for a `PeoplePart`."""
        assert isinstance(part, PeoplePart)  # noqa: S101 - the step decides both
        filled = [{name: getattr(one, name) for name in ContactValue.__slots__} for one in part.contacts]
        blank = [{"language": locale()} for _row in range(min(SPARE_ROWS, MOST_CONTACTS - len(filled)))]
        return {"employees": part.employees, "rnd_headcount": part.rnd_headcount, "contacts": [*filled, *blank]}

    def part(self) -> PeoplePart:
        """What the valid form says; the first contact is the primary one where none was marked."""
        rows = [row.form for row in self.contacts if row.form.name.data]
        first = next((place for place, row in enumerate(rows) if row.is_primary.data), 0)
        contacts = (
            ContactValue(
                row.name.data, row.position.data or "", row.email.data or "", row.phone.data or "",
                row.language.data or locale(), place == first,
            )
            for place, row in enumerate(rows)
        )  # fmt: skip
        return PeoplePart(
            employees=self.employees.data, rnd_headcount=self.rnd_headcount.data, contacts=tuple(contacts)
        )

    def validate_contacts(self, field: FieldList) -> None:
        """One person is first."""
        if sum(1 for row in field if row.form.is_primary.data and row.form.name.data) > 1:
            raise ValidationError(_("Mark one person only as the first to contact."))

    def validate_rnd_headcount(self, field: IntegerField) -> None:
        """A part is not larger than the whole."""
        if field.data and self.employees.data is not None and field.data > self.employees.data:
            raise ValidationError(_("There cannot be more people in research and development than employees."))


class QualityRow(Row):
    """A standard and how far the organisation is with it; a row without a standard is left out."""

    standard = fields.code(_l("Standard"), "standard")
    status = fields.code(_l("Status"), "standard_status")
    scope = fields.line(_l("Scope"), 300)
    issuer = fields.line(_l("Issued by"), 200)
    valid_to = fields.day(_l("Valid until"))

    def validate_scope(self, field: StringField) -> None:
        """What is said is said of a standard."""
        if not self.standard.data and (self.status.data or field.data or self.issuer.data or self.valid_to.data):
            raise ValidationError(_("Choose the standard that this row is about."))

    def value(self) -> QualityValue:
        """What the valid row says."""
        return QualityValue(
            self.standard.data,
            self.status.data or "held",
            self.scope.data or "",
            self.issuer.data or "",
            self.valid_to.data,
        )


class QualityForm(StepForm):
    """Standards and licences."""

    qualities = FieldList(FormField(QualityRow), label=_l("Quality systems and approvals"), max_entries=40)
    licences = fields.codes(_l("Korean licences and designations"), "licence")

    def __init__(self, **values: Any) -> None:
        super().__init__(**values)
        for number, row in enumerate(self.qualities, 1):
            row.label.text = _("Standard %(number)s", number=number)

    @classmethod
    def values_of(cls, part: Part) -> dict[str, Any]:
        """Values of the fields for a `QualityPart`."""
        assert isinstance(part, QualityPart)  # noqa: S101 - the step decides both
        filled: list[dict[str, Any]] = [
            {name: getattr(one, name) for name in QualityValue.__slots__} for one in part.qualities
        ]
        return {"qualities": [*filled, *({} for _row in range(SPARE_ROWS))], "licences": list(part.licences)}

    def part(self) -> QualityPart:
        """What the valid form says."""
        values = [row.form.value() for row in self.qualities if row.form.standard.data]
        return QualityPart(
            qualities=tuple(sorted(values, key=lambda one: one.standard)), licences=fields.chosen(self.licences)
        )

    def validate_qualities(self, field: FieldList) -> None:
        """A standard stands in one row."""
        named = [row.form.standard.data for row in field if row.form.standard.data]
        if len(named) != len(set(named)):
            raise ValidationError(_("Each standard can be listed once."))
