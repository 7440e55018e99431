"""The form in which a manufacturer says what it makes."""

from collections.abc import Collection
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import SelectMultipleField, StringField, TextAreaField, ValidationError
from wtforms.validators import DataRequired, Length

from matchmaker.foundation.codes import code_choices
from matchmaker.foundation.forms import Form, VersionedForm, clean_line, clean_text, no_formula
from matchmaker.manufacturing.mapping import uses
from matchmaker.manufacturing.models import ManufacturerProfile
from matchmaker.manufacturing.rules import CAPABILITIES_MAX, NOTE_MAX, WORDS_MAX
from matchmaker.manufacturing.service import Made


class MadeForm(VersionedForm):
    """Capabilities, materials, tolerances, volumes, certificates."""

    capabilities = SelectMultipleField(_l("What you can make or do"), validators=[DataRequired()])
    materials = TextAreaField(
        _l("Materials"), filters=[clean_text], validators=[Length(max=WORDS_MAX)],
        description=_l("For example: PC, COP, stainless steel 316L, borosilicate glass."),
    )  # fmt: skip
    tolerances = TextAreaField(
        _l("Tolerances and precision"), filters=[clean_text], validators=[Length(max=WORDS_MAX)],
        description=_l("For example: ±5 µm, surface roughness Ra 0.4 µm, clean room of ISO class 7."),
    )  # fmt: skip
    volumes = TextAreaField(
        _l("Volumes"), filters=[clean_text], validators=[Length(max=WORDS_MAX)],
        description=_l("For example: prototypes from 10 pieces, series of 500,000 a month."),
    )  # fmt: skip
    certificates = SelectMultipleField(
        _l("Certificates that you hold"),
        description=_l("What you tick here is added to the quality part of your organisation's profile."),
    )  # fmt: skip

    def __init__(self, *args: Any, held: Collection[str] = (), **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.capabilities.choices = code_choices("machine_capability")
        asked = {standard for use in uses() for standard in use.standards} - set(held)
        self.certificates.choices = [one for one in code_choices("standard") if one.value in asked]

    def validate_capabilities(self, field: Any) -> None:
        """Not everything at once."""
        if len(field.data or ()) > CAPABILITIES_MAX:
            raise ValidationError(_("Choose at most %(most)s.", most=CAPABILITIES_MAX))

    def fill(self, profile: ManufacturerProfile | None) -> None:
        """Show what was said before."""
        self.version.data = profile.version if profile else 0
        if profile is not None:
            self.capabilities.data = profile.codes()
            for name in ("materials", "tolerances", "volumes"):
                self[name].data = getattr(profile, name)

    def made(self) -> Made:
        """What the valid form says."""
        return Made(
            capabilities=tuple(self.capabilities.data), materials=self.materials.data or "",
            tolerances=self.tolerances.data or "", volumes=self.volumes.data or "",
            certificates=tuple(self.certificates.data or ()),
        )  # fmt: skip


class SingleSourceForm(Form):
    """Why a need counts as having one source."""

    note = StringField(_l("Who the one supplier is, or why"), filters=[clean_line],
                       validators=[Length(max=NOTE_MAX), no_formula])  # fmt: skip
