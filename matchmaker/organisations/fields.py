"""Fields that the forms of this room are made of; each cleans what was typed and says its limits."""

from collections.abc import Callable
from datetime import date
from typing import Any

from flask_babel import LazyString
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import (
    DateField,
    Form,
    IntegerField,
    SelectField,
    SelectMultipleField,
    StringField,
    TextAreaField,
    ValidationError,
)
from wtforms.validators import InputRequired, Length, NumberRange, Optional

from matchmaker.foundation.codes import code_choices
from matchmaker.foundation.forms import clean_line, clean_text, no_formula
from matchmaker.organisations.names import web_address

LONGEST_READ = 50_000
"""Characters of a field that are looked at: far above every limit, so a longer text is refused all the same."""
MOST_PEOPLE = 2_000_000


def _within(clean: Callable[[str | None], str]) -> Callable[[str | None], str]:
    return lambda value: clean((value or "")[:LONGEST_READ])


def line(label: LazyString, most: int, **options: Any) -> StringField:
    """One line of at most `most` characters."""
    return StringField(label, filters=[_within(clean_line)], validators=[Length(max=most), no_formula], **options)


def text(label: LazyString, most: int, **options: Any) -> TextAreaField:
    """Several lines of at most `most` characters in all."""
    return TextAreaField(label, filters=[_within(clean_text)], validators=[Length(max=most)], **options)


def code(label: LazyString, list_name: str, *, required: bool = False, **options: Any) -> SelectField:
    """One code of a coded list."""
    validators = [InputRequired(_l("Choose one."))] if required else [Optional()]
    return SelectField(label, choices=lambda: code_choices(list_name, optional=True), validators=validators, **options)


def codes(label: LazyString, list_name: str, *, most: int | None = None, **options: Any) -> SelectMultipleField:
    """Any number of codes of a coded list, or at most `most`, as check boxes."""

    def not_too_many(_form: Form, field: SelectMultipleField) -> None:
        if most is not None and len(set(field.data or ())) > most:
            raise ValidationError(_("Choose at most %(most)s.", most=most))

    return SelectMultipleField(label, choices=lambda: code_choices(list_name), validators=[not_too_many], **options)


def count(label: LazyString, **options: Any) -> IntegerField:
    """A number of people."""
    return IntegerField(label, validators=[Optional(), NumberRange(0, MOST_PEOPLE)], **options)


def day(label: LazyString, **options: Any) -> DateField:
    """A day of these decades."""
    return DateField(label, validators=[Optional(), _in_our_time], **options)


def _in_our_time(_form: Form, field: DateField) -> None:
    if field.data and not date(1950, 1, 1) <= field.data <= date(2100, 12, 31):
        raise ValidationError(_("Enter a date between 1950 and 2100."))


def website(label: LazyString, **options: Any) -> StringField:
    """An http(s) address; `https://` is added where it was left out."""
    filters = [_within(clean_line), lambda value: web_address(value) or value]
    return StringField(label, filters=filters, validators=[Optional(), Length(max=300), _reachable], **options)


def _reachable(_form: Form, field: StringField) -> None:
    if web_address(field.data) is None:
        raise ValidationError(_("Enter a web address such as https://www.example.com."))


def lines_of(value: str | None) -> tuple[str, ...]:
    """The lines of a text area, each once, empty ones left out."""
    cleaned = (clean_line(part) for part in (value or "").split("\n"))
    return tuple(dict.fromkeys(part for part in cleaned if part))


def chosen(field: SelectMultipleField) -> tuple[str, ...]:
    """The codes ticked, each once, in the order in which they are stored."""
    return tuple(sorted(set(field.data or ())))


def require_a_name(form: Form) -> None:
    """A validator's body: raise ValidationError unless one of the two names is there."""
    if not form["name_ko"].data and not form["name_en"].data:
        raise ValidationError(_("Enter the name in Korean, in English, or both."))
