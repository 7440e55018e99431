"""Forms of spaces: the shape of what is typed."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import (
    BooleanField,
    DateField,
    IntegerField,
    SelectField,
    SelectMultipleField,
    StringField,
    TextAreaField,
    ValidationError,
)
from wtforms.validators import DataRequired, InputRequired, Length, NumberRange, Optional

from matchmaker.assets.models import Asset
from matchmaker.assets.rules import LegalStatus, parse_published_date
from matchmaker.clusters.models import Site
from matchmaker.foundation.codes import code_choices
from matchmaker.foundation.forms import Form, VersionedForm, clean_line, clean_text, whole_number
from matchmaker.foundation.i18n import locale
from matchmaker.landing.rules import month_of
from matchmaker.landing.spaces import rules
from matchmaker.landing.spaces.models import SpaceUnit
from matchmaker.landing.spaces.units import Entered


def number(label: Any, *, most: int, least: int = 0, needed: bool = False, **more: Any) -> IntegerField:
    """A whole number within limits."""
    first = InputRequired() if needed else Optional()
    return IntegerField(label, validators=[first, NumberRange(min=least, max=most)], **more)


YEARS = (1990, 2100)
"""Years that dates of spaces may have."""


def in_reach(_form: Any, field: Any) -> None:
    """Validator: a day that months can be counted from."""
    if field.data is not None and not YEARS[0] <= field.data.year <= YEARS[1]:
        raise ValidationError(_("Enter a year between 1990 and 2100."))


class WishForm(Form):
    """What is asked for."""

    unit_type = SelectField(_l("Kind of space"), validators=[DataRequired()])
    area_m2 = number(_l("Area (m²)"), least=1, most=rules.AREA_MAX, needed=True)
    benches = number(_l("Laboratory benches"), most=rules.PLACES_MAX)
    desks = number(_l("Desks"), most=rules.PLACES_MAX)
    biosafety_level = SelectField(_l("Biosafety level at least"), coerce=whole_number, validators=[Optional()])
    cleanroom_class = SelectField(_l("Clean-room class (ISO) or cleaner"), coerce=whole_number, validators=[Optional()])
    services = SelectMultipleField(_l("Services needed"))
    move_in = DateField(
        _l("Move-in date"),
        validators=[InputRequired(), in_reach],
        description=_l("Space is let by whole months; the month of this day is the first."),
    )
    lease_months = number(_l("Lease (months)"), least=1, most=rules.LEASE_MAX, needed=True)
    purpose = TextAreaField(_l("What the space is for"), filters=[clean_text], validators=[Length(max=rules.TEXT_MAX)])

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.unit_type.choices = code_choices("space_type")
        self.services.choices = code_choices("space_service")
        self.biosafety_level.choices = level_choices("BSL-", range(1, 5))
        self.cleanroom_class.choices = level_choices("ISO ", range(5, 9))

    def wish(self) -> rules.Wish:
        """What the valid form says."""
        moved: date = self.move_in.data
        return rules.Wish(
            unit_type=self.unit_type.data, area_m2=self.area_m2.data, move_in=month_of(moved),
            lease_months=self.lease_months.data, benches=self.benches.data or 0, desks=self.desks.data or 0,
            biosafety_level=self.biosafety_level.data, cleanroom_class=self.cleanroom_class.data,
            services=frozenset(self.services.data or ()),
        )  # fmt: skip


def level_choices(prefix: str, levels: range) -> list[tuple[str, str]]:
    """Levels after an empty choice."""
    return [("", "–"), *((str(level), f"{prefix}{level}") for level in levels)]


class UnitForm(VersionedForm):
    """What is known of a unit."""

    place = SelectField(_l("Facility or site"), validators=[DataRequired()])
    name_ko = StringField(_l("Name in Korean"), filters=[clean_line],
                          validators=[DataRequired(), Length(max=rules.NAME_MAX)])  # fmt: skip
    name_en = StringField(_l("Name in English"), filters=[clean_line],
                          validators=[DataRequired(), Length(max=rules.NAME_MAX)])  # fmt: skip
    unit_type = SelectField(_l("Kind of space"), validators=[DataRequired()])
    area_m2 = number(_l("Area (m²)"), least=1, most=rules.AREA_MAX)
    benches = number(_l("Laboratory benches"), most=rules.PLACES_MAX)
    desks = number(_l("Desks"), most=rules.PLACES_MAX)
    biosafety_level = SelectField(_l("Biosafety level"), coerce=whole_number, validators=[Optional()])
    cleanroom_class = SelectField(_l("Clean-room class (ISO)"), coerce=whole_number, validators=[Optional()])
    lease_months_min = number(_l("Shortest lease (months)"), least=1, most=rules.LEASE_MAX)
    lease_months_max = number(_l("Longest lease (months)"), least=1, most=rules.LEASE_MAX)
    knows_services = BooleanField(_l("The services are known"))
    services = SelectMultipleField(_l("Services of the unit"))
    fee = StringField(_l("Fee"), filters=[clean_line], validators=[Length(max=rules.FEE_MAX)])
    legal_status = SelectField(_l("How far it is"), validators=[Optional()])
    available_from = StringField(
        _l("Available from"), filters=[clean_line], validators=[Length(max=10)],
        description=_l("As published: 2029, 2029-H2, 2029-07 or 2029-07-01. Empty: as its facility."),
    )  # fmt: skip
    is_listed = BooleanField(_l("Shown to members"), default=True)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.unit_type.choices = code_choices("space_type")
        self.services.choices = code_choices("space_service")
        self.biosafety_level.choices = level_choices("BSL-", range(1, 5))
        self.cleanroom_class.choices = level_choices("ISO ", range(5, 9))
        self.legal_status.choices = [("", _("As its facility")), *code_choices("legal_status")]

    def offer(self, assets: Sequence[Asset], sites: Sequence[Site]) -> None:
        """Fill the choice of places."""
        self.place.choices = [*((f"asset-{one.id}", one.name(locale())) for one in assets),
                              *((f"site-{one.id}", one.name(locale())) for one in sites)]  # fmt: skip

    def validate_available_from(self, field: Any) -> None:
        """A date as precise as it was published."""
        try:
            found = parse_published_date(field.data or "")
        except ValueError as error:
            raise ValidationError(_("Write 2029, 2029-H2, 2029-07 or 2029-07-01.")) from error
        if found is not None and not YEARS[0] <= found.year <= YEARS[1]:
            raise ValidationError(_("Write 2029, 2029-H2, 2029-07 or 2029-07-01."))

    def fill(self, unit: SpaceUnit) -> None:
        """Show what is known."""
        for name in ("version", "name_ko", "name_en", "unit_type", "area_m2", "benches", "desks", "biosafety_level",
                     "cleanroom_class", "lease_months_min", "lease_months_max", "fee", "available_from",
                     "is_listed"):  # fmt: skip
            self[name].data = getattr(unit, name)
        self.place.data = f"asset-{unit.asset_id}" if unit.asset_id else f"site-{unit.site_id}"
        self.knows_services.data, self.services.data = unit.services is not None, unit.services or []
        self.legal_status.data = unit.legal_status.value if unit.legal_status else ""

    def entered(self) -> Entered:
        """What the valid form says."""
        plain = ("name_ko", "name_en", "unit_type", "area_m2", "benches", "desks", "biosafety_level",
                 "cleanroom_class", "lease_months_min", "lease_months_max")  # fmt: skip
        kind, _dash, number_ = self.place.data.partition("-")
        status = self.legal_status.data
        return Entered(
            **{name: self[name].data for name in plain}, fee=self.fee.data or "",
            asset_id=int(number_) if kind == "asset" else None, site_id=int(number_) if kind == "site" else None,
            services=(self.services.data or []) if self.knows_services.data or self.services.data else None,
            legal_status=LegalStatus(status) if status else None, available_from=self.available_from.data or "",
            is_listed=bool(self.is_listed.data),
        )  # fmt: skip


class ReasonForm(VersionedForm):
    """Words that members read."""

    words = TextAreaField(_l("Reason"), filters=[clean_text], validators=[DataRequired(), Length(max=rules.REASON_MAX)])
