"""Parts of the forms of outcomes: an amount of money, one obligation, one piece of evidence."""

from collections.abc import Callable
from decimal import Decimal
from typing import Any

from flask_babel import get_locale
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_wtf.file import FileField
from wtforms import BooleanField, DateField, SelectField, StringField, ValidationError
from wtforms.validators import InputRequired, Length, NumberRange, Optional

from matchmaker.foundation.forms import FiniteField, Form, clean_line, whole_number
from matchmaker.outcomes import rules
from matchmaker.outcomes.evidence import Given
from matchmaker.outcomes.ledger.promising import Promise

CURRENCIES = ("KRW", "USD", "EUR", "CHF", "JPY", "GBP", "CNY", "SGD", "AUD", "CAD", "DKK", "SEK", "NOK", "ILS", "INR",
              "TWD", "HKD", "VND", "THB", "AED")  # fmt: skip
"""ISO 4217 codes that are offered, the commonest first."""
PRIVATE = _l("Only for the agency: the other organisation does not see it")


def currency_choices() -> list[tuple[str, str]]:
    """Currencies, the commonest first, after an empty choice."""
    names = get_locale().currencies
    return [("", "–"), *((code, f"{code} · {names.get(code, code)}") for code in CURRENCIES)]


def money_field(label: Any, most: Decimal, *, needed: bool = False) -> FiniteField:
    """A field for an amount of money from 0 to `most`."""
    return FiniteField(label, places=2, validators=[InputRequired() if needed else Optional(), _is_money(most)])


def _is_money(most: Decimal) -> Callable[[Form, Any], None]:
    limits = NumberRange(0, most)

    def check(form: Form, field: Any) -> None:
        if field.data is None:
            return  # no number: told at the field already
        limits(form, field)  # first: what is far beyond them cannot be rounded
        if field.data != round(field.data, 2):
            raise ValidationError(_("Enter an amount with two decimals at most."))

    return check


class PromiseRow(Form):
    """One obligation; an empty row is left out."""

    class Meta(Form.Meta):
        """The form around it is protected."""

        csrf = False

    owner = SelectField(_l("Who does it"), coerce=whole_number)
    text = StringField(_l("What is to be done"), filters=[clean_line], validators=[Length(max=rules.PROMISE_MAX)])
    due_on = DateField(_l("Due on"), validators=[Optional()])
    responsible = StringField(_l("Responsible person"), filters=[clean_line], validators=[Length(max=rules.PERSON_MAX)])

    def validate_text(self, field: Any) -> None:
        """A row with a day says what is to be done."""
        if self.due_on.data and not field.data:
            raise ValidationError(_("Say what is to be done."))

    def validate_owner(self, field: Any) -> None:
        """Every obligation has an owner."""
        if self.text.data and not field.data:
            raise ValidationError(_("Choose one of the two organisations."))

    def validate(self, extra_validators: Any = None) -> bool:
        """A row that says what is to be done says until when."""
        good = super().validate(extra_validators)
        lacks_day = bool(self.text.data) and not self.due_on.data and not self.due_on.errors
        if lacks_day:
            self.due_on.errors = [_("Every obligation needs a day.")]
        return good and not lacks_day

    def promise(self) -> Promise:
        """What the valid row says."""
        return Promise(
            owner_id=self.owner.data, text=self.text.data, due_on=self.due_on.data,
            responsible=self.responsible.data or "",
        )  # fmt: skip


class PromiseForm(PromiseRow):
    """One obligation, added later."""

    class Meta(Form.Meta):
        """A form of its own."""

        csrf = True

    def validate(self, extra_validators: Any = None) -> bool:
        """All of it is needed."""
        good = super().validate(extra_validators)
        if not self.text.data and not self.text.errors:
            self.text.errors = [_("Say what is to be done.")]
            good = False
        return good


class EvidencePart(Form):
    """A file, a link, or both, within another form."""

    class Meta(Form.Meta):
        """The form around it is protected."""

        csrf = False

    file = FileField(_l("File"))
    url = StringField(
        _l("Link"), filters=[clean_line], validators=[Length(max=500)],
        description=_l("For example a press release. Begin with https://"),
    )  # fmt: skip
    name = StringField(_l("What it shows"), filters=[clean_line], validators=[Length(max=200)])
    is_private = BooleanField(PRIVATE)

    def given(self) -> Given:
        """What is given; the bytes are read here."""
        upload = self.file.data
        name = (getattr(upload, "filename", "") or "") if upload else ""
        return Given(
            file_name=name, data=upload.read() if name else b"", url=self.url.data or "", name=self.name.data or "",
            is_private=bool(self.is_private.data),
        )  # fmt: skip

    def is_given(self) -> bool:
        """Whether there is a file or a link; told at the field when there is none."""
        if self.url.data or getattr(self.file.data, "filename", ""):
            return True
        self.file.errors = [*self.file.errors, _("Choose a file or enter a link.")]
        return False


class EvidenceForm(EvidencePart):
    """Evidence alone."""

    class Meta(Form.Meta):
        """A form of its own."""

        csrf = True
