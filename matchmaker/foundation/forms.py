"""Forms: protection against forged requests, and fields that several rooms use."""

import unicodedata
from collections.abc import Iterator, Mapping
from typing import Any

from flask import request
from flask_babel import gettext as _
from flask_wtf import CSRFProtect, FlaskForm
from wtforms import ValidationError, fields
from wtforms.fields import IntegerField, StringField, TextAreaField
from wtforms.validators import Optional
from wtforms.widgets import HiddenInput

csrf = CSRFProtect()

LONGEST_READ = 50_000
"""Characters of a field that are looked at: far above every limit, so a longer text is refused all the same."""
LONGEST_INDEX = 4
"""Digits of the number of a row."""
LONGEST_WHOLE = 9
"""Digits of a whole number, which every database keeps as an integer."""
LONGEST_NUMBER = 30
"""Places before or after the point of a decimal number, beyond which nobody means it."""

_INVISIBLE = {"\u200b", "\u200c", "\u200d", "\u2060", "\ufeff", "\u202a", "\u202b", "\u202c", "\u202d", "\u202e",
              "\u2066", "\u2067", "\u2068", "\u2069"}  # fmt: skip


class FieldList(fields.FieldList):
    """Rows of fields. WTForms would read `rows-²-name` as a number, and fail; such names are passed over here."""

    def _extract_indices(self, prefix: str, formdata: Mapping[str, Any]) -> Iterator[int]:
        for key in formdata:
            number = key[len(prefix) + 1 :].split("-", 1)[0] if key.startswith(prefix) else ""
            if number.isascii() and number.isdigit() and len(number) <= LONGEST_INDEX:
                yield int(number)


class Form(FlaskForm):
    """Base of all forms; WTForms' own messages come in the reader's language."""

    class Meta(FlaskForm.Meta):
        """WTForms finds its Korean and English messages through the reader's locale."""

        @property
        def locales(self) -> list[str]:
            """The reader's language."""
            from matchmaker.foundation.i18n import locale  # noqa: PLC0415 - i18n needs an application context

            return [locale()]


class VersionedForm(Form):
    """A form about something that others may change at the same time."""

    version = IntegerField(widget=HiddenInput(), validators=[Optional()])


def sent_version() -> int | None:
    """The version that the reader saw, from a form that is one button."""
    return whole_number(request.form.get("version"))


def whole_number(value: object) -> int | None:
    """The number from 0 that was sent, such as the id of a row; None for anything else."""
    text = str(value) if value is not None else ""
    return int(text) if text.isascii() and text.isdigit() and len(text) <= LONGEST_WHOLE else None


class FiniteField(fields.DecimalField):
    """A decimal number that can be reckoned with: `NaN`, `Infinity` and `1e99999`, which Decimal reads, are refused."""

    data: Any

    def process_formdata(self, valuelist: list[str]) -> None:
        """Read the number; ValueError, which WTForms shows, for what is none."""
        self.invalid_value_message = _("Enter a number, such as 1200 or 3.5.")
        super().process_formdata(valuelist)
        if self.data is not None and not (self.data.is_finite() and abs(self.data.adjusted()) <= LONGEST_NUMBER):
            self.data = None
            raise ValueError(self.invalid_value_message)


def clean_line(value: str | None) -> str:
    """One line of text: NFC, invisible and control characters out, runs of spaces as one."""
    return " ".join(clean_text(value).split())


def clean_text(value: str | None) -> str:
    """Text of several lines: NFC, `\\n` line ends, invisible and control characters out, ends trimmed.

    No more than `LONGEST_READ` characters are looked at, so that a field of megabytes costs nothing.
    """
    text = unicodedata.normalize("NFC", (value or "")[:LONGEST_READ]).replace("\r\n", "\n").replace("\r", "\n")
    kept = (c for c in text if c in "\n\t" or (unicodedata.category(c)[0] != "C" and c not in _INVISIBLE))
    return "".join(kept).strip()


def no_formula(_form: Any, field: StringField | TextAreaField) -> None:
    """Validator: a value that a spreadsheet would run (=, +, @ at its start) is refused where it could be exported."""
    if (field.data or "").lstrip()[:1] in {"=", "@"}:
        raise ValidationError(_("This cannot start with “=” or “@”."))
