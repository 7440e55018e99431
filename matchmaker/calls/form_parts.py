"""Parts that the forms of this room share: prices, and words to go with a decision."""

from typing import Any

from flask_babel import get_locale
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import DecimalField, TextAreaField, ValidationError
from wtforms.validators import Length, Optional, StopValidation

from matchmaker.calls import rules
from matchmaker.foundation.forms import clean_text
from matchmaker.outcomes.form_parts import VersionedForm
from matchmaker.outcomes.forms import CURRENCIES


def currency_choices() -> list[tuple[str, str]]:
    """Currencies, the commonest first, after an empty choice."""
    names = get_locale().currencies
    return [("", "–"), *((code, f"{code} · {names.get(code, code)}") for code in CURRENCIES)]


def in_reach(_form: Any, field: Any) -> None:
    """Validator: an amount that can be reckoned with; what is not ends the checks."""
    if field.data is not None and (not field.data.is_finite() or not 0 <= field.data <= rules.PRICE_MAX):
        raise StopValidation(_("Enter an amount with two decimals at most."))


def two_decimals(_form: Any, field: Any) -> None:
    """Validator: money is a number to two decimals."""
    if field.data is not None and field.data != round(field.data, 2):
        raise ValidationError(_("Enter an amount with two decimals at most."))


def price_field(label: Any, *first: Any) -> DecimalField:
    """A field for a price."""
    limits = (in_reach, two_decimals)
    return DecimalField(label, places=2, validators=[*(first or (Optional(),)), *limits])


class WordsForm(VersionedForm):
    """Words to go with a decision."""

    words = TextAreaField(_l("In your own words"), filters=[clean_text], validators=[Length(max=rules.WORDS_MAX)])
