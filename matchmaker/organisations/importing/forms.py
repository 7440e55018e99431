"""Forms of the import: the file, and what its columns hold."""

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_wtf.file import FileField, FileRequired
from wtforms import BooleanField, RadioField, SelectField

from matchmaker.foundation.codes import code_choices
from matchmaker.foundation.forms import Form
from matchmaker.organisations.importing.columns import Mapped
from matchmaker.organisations.importing.headers import Field
from matchmaker.organisations.importing.planning import Choice
from matchmaker.organisations.importing.table import Table
from matchmaker.organisations.importing.uploads import Upload
from matchmaker.organisations.importing.wording import FIELDS
from matchmaker.organisations.rules import VettingState


class UploadForm(Form):
    """The file to import."""

    file = FileField(_l("File (.csv or .xlsx)"), [FileRequired(_l("Choose a file."))])


class ColumnsForm(Form):
    """What is decided for all rows; the columns' own selects stand beside it as `column-0`, `column-1`, …"""

    sheet = SelectField(_l("Sheet"))
    country = SelectField(_l("Country of rows that name none"))
    state = RadioField(_l("New organisations"), default=VettingState.APPROVED.value)
    anonymity_tier = RadioField(_l("What members see"), default="1")
    create_possible = BooleanField(_l("Also create rows that may be, but need not be, an organisation already here"))

    def offer(self, table: Table) -> None:
        """Fill the choices."""
        self.sheet.choices = [(name, name) for name in table.sheets] or [("", _("Whole file"))]
        self.country.choices = code_choices("country", optional=True)
        self.state.choices = [
            (VettingState.APPROVED.value, _("take part in matching at once")),
            (VettingState.SUBMITTED.value, _("wait for vetting")),
        ]
        self.anonymity_tier.choices = [
            ("1", _("The name: the list is public")),
            ("0", _("A teaser without the name, until an introduction")),
        ]

    def show(self, upload: Upload, table: Table, country: str | None) -> None:
        """Fill in what was decided before, or what is suggested."""
        self.sheet.data, self.country.data = table.sheet, upload.choice.country or country or ""
        self.state.data, self.anonymity_tier.data = upload.choice.state.value, str(upload.choice.anonymity_tier)
        self.create_possible.data = upload.choice.create_possible

    def choice(self) -> Choice:
        """What was decided."""
        return Choice(
            country=self.country.data or None, state=VettingState(self.state.data),
            anonymity_tier=int(self.anonymity_tier.data), create_possible=bool(self.create_possible.data),
        )  # fmt: skip


def field_choices() -> list[tuple[str, str]]:
    """What a column can hold, nothing first."""
    return [("", _("Leave out")), *((field.value, str(label)) for field, (label, _about) in FIELDS.items())]


def chosen_fields(values: dict[str, str], width: int) -> Mapped:
    """The field chosen for each of `width` columns; an unknown one counts as none."""
    given = (values.get(f"column-{index}", "") for index in range(width))
    return tuple(Field(value) if value in list(Field) else None for value in given)
