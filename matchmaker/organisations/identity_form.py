"""The form of the first step: who the organisation is and where."""

from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import BooleanField, IntegerField, SelectField, TextAreaField, ValidationError
from wtforms.validators import Length, NumberRange, Optional

from matchmaker.accounts import time_zones
from matchmaker.foundation.codes import code_list
from matchmaker.foundation.database import now
from matchmaker.foundation.i18n import locale
from matchmaker.organisations import fields
from matchmaker.organisations.names import registration_key
from matchmaker.organisations.parts import IdentityPart, Part
from matchmaker.organisations.step_forms import StepForm


class IdentityForm(StepForm):
    """Who the organisation is and where."""

    name_ko = fields.line(_l("Name in Korean"), 200)
    name_en = fields.line(_l("Name in English"), 200, description=_l("As on your English website or contracts."))
    other_names = TextAreaField(
        _l("Other names"), validators=[Optional(), Length(max=3000)],
        description=_l(
            "One on each line: former names, brands, names in other scripts. Not shown to anybody but the brokers."
        ),
    )  # fmt: skip
    org_type = fields.code(_l("Type of organisation"), "org_type")
    size_band = fields.code(_l("Size"), "size_band")
    country = fields.code(_l("Country"), "country", required=True)
    city = fields.line(_l("City"), 120)
    cluster = fields.code(_l("Cluster"), "cluster", required=True)
    in_complex = BooleanField(_l("We are inside the Siheung bio complex"))
    year_established = IntegerField(_l("Year of foundation"), validators=[Optional(), NumberRange(min=1500)])
    website = fields.website(_l("Website"))
    registration_number = fields.line(
        _l("Business registration number"), 40,
        description=_l(
            "In Korea the number of ten digits, elsewhere that of the company register. Only brokers see it."
        ),
    )  # fmt: skip
    languages = fields.codes(_l("Languages you can work in"), "language")
    time_zone = SelectField(_l("Time zone"), choices=lambda: [("", "–"), *time_zones.choices(locale())])

    @classmethod
    def values_of(cls, part: Part) -> dict[str, Any]:
        """Values of the fields for an `IdentityPart`."""
        assert isinstance(part, IdentityPart)  # noqa: S101 - the step decides both
        values = {name: getattr(part, name) for name in IdentityPart.__slots__}
        return values | {"other_names": "\n".join(part.other_names), "languages": list(part.languages)}

    def part(self) -> IdentityPart:
        """What the valid form says."""
        return IdentityPart(
            name_ko=self.name_ko.data or None, name_en=self.name_en.data or None,
            other_names=fields.lines_of(self.other_names.data), org_type=self.org_type.data or None,
            size_band=self.size_band.data or None, country=self.country.data, city=self.city.data or None,
            cluster=self.cluster.data, in_complex=self.in_complex.data, year_established=self.year_established.data,
            website=self.website.data or None, registration_number=registration_key(self.registration_number.data),
            languages=fields.chosen(self.languages), time_zone=self.time_zone.data or None,
        )  # fmt: skip

    def validate_name_en(self, _field: Any) -> None:
        """One of the two names is there."""
        fields.require_a_name(self)

    def validate_other_names(self, field: TextAreaField) -> None:
        """A handful of names, each of a length that a name has."""
        names = fields.lines_of(field.data)
        if len(names) > 20 or any(len(name) > 200 for name in names):
            raise ValidationError(_("At most 20 names of up to 200 characters each."))

    def validate_year_established(self, field: IntegerField) -> None:
        """Nobody was founded in the future."""
        if field.data and field.data > now().year:
            raise ValidationError(_("This year is in the future."))

    def validate_cluster(self, field: SelectField) -> None:
        """The cluster lies in the country."""
        codes = code_list("cluster")
        home = codes[field.data].extra.get("country") if field.data in codes else None
        if (home and home != self.country.data) or (field.data == "OTHER" and self.country.data == "KR"):
            raise ValidationError(_("This cluster lies in another country."))
