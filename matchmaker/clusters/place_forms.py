"""Forms about sites and offices: the shape of what staff type."""

from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import FloatField, SelectField, StringField, ValidationError
from wtforms.validators import InputRequired, NumberRange, Optional

from matchmaker.clusters.forms import line, text
from matchmaker.clusters.models import Office, Site
from matchmaker.clusters.places import OfficeSaid, SiteSaid
from matchmaker.clusters.rules import NAME_MAX, PLACE_TEXT_MAX, SOURCE_MAX, is_published_date
from matchmaker.foundation.forms import VersionedForm, clean_line
from matchmaker.foundation.i18n import locale


class SiteForm(VersionedForm):
    """What is said of a site."""

    name_ko = line(_l("Name in Korean"), NAME_MAX, required=True)
    name_en = line(_l("Name in English"), NAME_MAX, required=True)
    summary_ko = text(_l("Summary in Korean"), PLACE_TEXT_MAX)
    summary_en = text(_l("Summary in English"), PLACE_TEXT_MAX)
    latitude = FloatField(_l("Latitude"), validators=[InputRequired(), NumberRange(-90, 90)])
    longitude = FloatField(_l("Longitude"), validators=[InputRequired(), NumberRange(-180, 180)])

    def fill(self, site: Site) -> None:
        """Show what is said now."""
        self.version.data = site.cluster.version
        for name in SiteSaid.__slots__:
            self[name].data = getattr(site, name)

    def said(self) -> SiteSaid:
        """What the valid form says."""
        return SiteSaid(**{name: self[name].data for name in SiteSaid.__slots__})


class OfficeForm(VersionedForm):
    """What is said of an office."""

    name_ko = line(_l("Name in Korean"), NAME_MAX, required=True)
    name_en = line(_l("Name in English"), NAME_MAX, required=True)
    part_of_id = SelectField(_l("Part of"), coerce=lambda text: int(text) if text else None, validators=[Optional()])
    role_ko = text(_l("What it does, in Korean"), PLACE_TEXT_MAX)
    role_en = text(_l("What it does, in English"), PLACE_TEXT_MAX)
    source_ko = line(_l("Source in Korean"), SOURCE_MAX)
    source_en = line(_l("Source in English"), SOURCE_MAX)
    dated = StringField(
        _l("Date of the source"), filters=[clean_line], description=_l("2025, 2025-06 or 2025-06-19"),
        validators=[Optional()],
    )  # fmt: skip

    def offer(self, office: Office) -> None:
        """Let the office be a part of any other that is no part of it."""
        others = [one for one in office.cluster.offices if not one.is_within(office)]
        self.part_of_id.choices = [("", "–"), *((one.id, one.name(locale())) for one in others)]

    def validate_dated(self, field: Any) -> None:
        """As precise as the source was."""
        if field.data and not is_published_date(field.data):
            raise ValidationError(_("Write 2025, 2025-06 or 2025-06-19."))

    def fill(self, office: Office) -> None:
        """Show what is said now."""
        self.version.data = office.cluster.version
        for name in OfficeSaid.__slots__:
            self[name].data = getattr(office, name)

    def said(self) -> OfficeSaid:
        """What the valid form says."""
        return OfficeSaid(**{name: self[name].data for name in OfficeSaid.__slots__})
