"""Parts of the forms of outcomes: one obligation, one piece of evidence, the version that the reader saw."""

from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_wtf.file import FileField
from wtforms import BooleanField, DateField, IntegerField, SelectField, StringField, ValidationError
from wtforms.validators import Length, Optional
from wtforms.widgets import HiddenInput

from matchmaker.foundation.forms import Form, clean_line
from matchmaker.outcomes import rules
from matchmaker.outcomes.evidence import Given
from matchmaker.outcomes.ledger.promising import Promise

PRIVATE = _l("Only for the agency: the other organisation does not see it")


def row_id(value: object) -> int | None:
    """The id that a choice stands for, None for none."""
    text = str(value) if value is not None else ""
    return int(text) if text.isascii() and text.isdigit() and len(text) < 10 else None


class VersionedForm(Form):
    """A form about something that others may change at the same time."""

    version = IntegerField(widget=HiddenInput(), validators=[Optional()])


class PromiseRow(Form):
    """One obligation; an empty row is left out."""

    class Meta(Form.Meta):
        """The form around it is protected."""

        csrf = False

    owner = SelectField(_l("Who does it"), coerce=row_id)
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
