"""Forms of staff about assets: the shape of what is typed."""

from typing import Any

import sqlalchemy as sa
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import (
    BooleanField,
    FloatField,
    IntegerField,
    SelectField,
    SelectMultipleField,
    StringField,
    TextAreaField,
    ValidationError,
)
from wtforms.validators import DataRequired, InputRequired, Length, NumberRange, Optional, Regexp

from matchmaker.assets import queries
from matchmaker.assets.models import Asset
from matchmaker.assets.records.service import CODE_LISTS, Said, Statement
from matchmaker.assets.rules import LegalStatus, parse_published_date
from matchmaker.assets.wording import TAG_LABEL, TOPIC_LABEL
from matchmaker.clusters import queries as cluster_queries
from matchmaker.foundation.codes import code_choices
from matchmaker.foundation.database import db
from matchmaker.foundation.forms import Form, VersionedForm, clean_line, clean_text, no_formula, whole_number
from matchmaker.foundation.i18n import locale
from matchmaker.organisations.models import Organisation
from matchmaker.organisations.rules import VettingState

_PLAIN = (
    "name_ko", "name_en", "kind", "operator_ko", "operator_en", "district_ko", "district_en", "access_mode",
    "summary_ko", "summary_en", "description_ko", "description_en", "gmp_grade", "cleanroom_class",
    "biosafety_level", "fee_model", "fee_ko", "fee_en", "training_ko", "training_en", "lead_time_days",
    "needs_approval", "capacity_units", "utilisation_target", "latitude", "longitude",
)  # fmt: skip
_REFERENCES = {"operator": "operator_id", "contact": "contact_id", "parent": "parent_id", "site": "site_id"}
_OR_NONE = {"access_mode", "gmp_grade", "cleanroom_class", "biosafety_level", "fee_model"}


def line(label: Any, most: int, *, required: bool = False, **options: Any) -> StringField:
    """One line."""
    first = DataRequired() if required else Optional()
    return StringField(label, filters=[clean_line], validators=[first, Length(max=most), no_formula], **options)


def text(label: Any, most: int) -> TextAreaField:
    """Several lines."""
    return TextAreaField(label, filters=[clean_text], validators=[Optional(), Length(max=most)])


def code(label: Any, list_name: str, *, required: bool = False) -> SelectField:
    """One code of a list."""
    validators = [DataRequired()] if required else [Optional()]
    return SelectField(label, choices=lambda: code_choices(list_name, optional=True), validators=validators)


def codes(label: Any, list_name: str) -> SelectMultipleField:
    """Any codes of a list."""
    return SelectMultipleField(label, choices=lambda: code_choices(list_name))


def reference(label: Any, **options: Any) -> SelectField:
    """One row of a table, or none."""
    return SelectField(label, coerce=whole_number, validators=[Optional()], **options)


def published(_form: Form, field: Any) -> None:
    """Validator: a date as precise as it was published."""
    try:
        found = parse_published_date(field.data or "")
    except ValueError as error:
        raise ValidationError(_("Write 2029, 2029-H2, 2029-05 or 2029-05-07.")) from error
    if found and not 1990 <= found.year <= 2100:
        raise ValidationError(_("Enter a year between 1990 and 2100."))


class AssetForm(VersionedForm):
    """What is said of an asset."""

    name_ko = line(_l("Name in Korean"), 200, required=True)
    name_en = line(_l("Name in English"), 200, required=True)
    kind = code(_l("Kind of asset"), "asset_kind", required=True)
    parent = reference(_l("Stands in the facility"), description=_l("For equipment: the facility that it belongs to."))
    operator_ko = line(_l("Operator in Korean"), 200, required=True)
    operator_en = line(_l("Operator in English"), 200, required=True)
    operator = reference(
        _l("Operator's organisation"), description=_l("Its people answer requests, together with the agency.")
    )
    contact = reference(_l("Contact organisation"), description=_l("Its people answer requests too."))
    site = reference(_l("Site in the city"))
    district_ko = line(_l("District in Korean"), 100)
    district_en = line(_l("District in English"), 100)
    latitude = FloatField(_l("Latitude"), validators=[Optional(), NumberRange(-90, 90)])
    longitude = FloatField(_l("Longitude"), validators=[Optional(), NumberRange(-180, 180)])
    summary_ko = text(_l("Summary in Korean"), 500)
    summary_en = text(_l("Summary in English"), 500)
    description_ko = text(_l("Description in Korean"), 4000)
    description_en = text(_l("Description in English"), 4000)
    stage = codes(_l("Stages of the flow"), "stage")
    area = codes(_l("Areas of the asset"), "area")
    unit_operation = codes(_l("Capabilities"), "unit_operation")
    tag = SelectMultipleField(_l("City strategy"), choices=lambda: list(TAG_LABEL.items()))
    gmp_grade = code(_l("GMP grade"), "gmp_grade")
    cleanroom_class = code(_l("Clean-room class"), "cleanroom_class")
    biosafety_level = code(_l("Biosafety level"), "biosafety_level")
    access_mode = code(_l("Way of use"), "access_mode")
    lead_time_days = IntegerField(_l("Days of notice"), default=0, validators=[InputRequired(), NumberRange(0, 365)])
    capacity_units = IntegerField(
        _l("How many can use it at once"), default=1, validators=[InputRequired(), NumberRange(1, 200)]
    )
    needs_approval = BooleanField(_l("Each request is checked before dates are accepted"), default=True)
    utilisation_target = IntegerField(
        _l("Target of utilisation in percent"), validators=[Optional(), NumberRange(0, 100)]
    )
    fee_model = code(_l("Fee"), "fee_model")
    fee_ko = line(_l("About the fee, in Korean"), 300)
    fee_en = line(_l("About the fee, in English"), 300)
    training_ko = line(_l("Required training, in Korean"), 300)
    training_en = line(_l("Required training, in English"), 300)

    def __init__(self, asset: Asset | None = None, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        language = locale()
        kept = {asset.operator_id, asset.contact_id} - {None} if asset is not None else set()
        choosable = sa.or_(Organisation.state == VettingState.APPROVED, Organisation.id.in_(kept))
        organisations = db.session.scalars(sa.select(Organisation).where(choosable)).all()
        named = sorted(((str(one.id), one.name(language)) for one in organisations), key=lambda pair: pair[1])
        self.operator.choices = self.contact.choices = [("", "–"), *named]
        homes = [one for one in db.session.scalars(queries.facilities()) if asset is None or one.id != asset.id]
        self.parent.choices = [("", "–"), *((str(one.id), one.name(language)) for one in homes)]
        sites = db.session.scalars(cluster_queries.sites())
        self.site.choices = [("", "–"), *((str(one.id), one.name(language)) for one in sites)]
        if asset is not None and not self.is_submitted():
            self._fill(asset)

    def _fill(self, asset: Asset) -> None:
        self.version.data = asset.version
        for name in _PLAIN:
            self[name].data = getattr(asset, name)
        for name, column in _REFERENCES.items():
            self[name].data = getattr(asset, column)
        for name in CODE_LISTS:
            self[name].data = asset.codes_of(name)

    def validate_latitude(self, field: Any) -> None:
        """A point has both."""
        if (field.data is None) != (self.longitude.data is None):
            raise ValidationError(_("Enter both latitude and longitude, or neither."))

    def said(self) -> Said:
        """What the valid form says."""
        plain = {name: (self[name].data or None) if name in _OR_NONE else self[name].data for name in _PLAIN}
        plain |= {column: self[name].data for name, column in _REFERENCES.items()}
        return Said(plain=plain, codes={name: tuple(self[name].data or ()) for name in CODE_LISTS})


class NewAssetForm(AssetForm):
    """An asset to be added."""

    key = StringField(
        _l("Address"), filters=[clean_line],
        description=_l("Part of the page's address: small letters, digits, hyphens."),
        validators=[DataRequired(), Length(max=60), Regexp(r"[a-z0-9]+(-[a-z0-9]+)*$",
                                                          message=_l("Small letters, digits and hyphens only."))],
    )  # fmt: skip
    status = SelectField(_l("Progress of the asset"), choices=lambda: code_choices("legal_status"))

    def validate_key(self, field: Any) -> None:
        """Not the address of another page."""
        if field.data in {"map", "links", "new"}:
            raise ValidationError(_("This address belongs to another page."))


class StatementForm(Form):
    """A published statement with its source."""

    value_ko = line(_l("Statement in Korean"), 500, required=True)
    value_en = line(_l("Statement in English"), 500, required=True)
    source_ko = line(_l("Source in Korean"), 300, required=True)
    source_en = line(_l("Source in English"), 300, required=True)
    dated = StringField(_l("Date of the source"), filters=[clean_line], validators=[DataRequired(), published])

    def statement(self, about: str = "") -> Statement:
        """What the valid form says, about a topic."""
        return Statement(
            about=about, value_ko=self.value_ko.data, value_en=self.value_en.data, source_ko=self.source_ko.data,
            source_en=self.source_en.data, dated=self.dated.data,
        )  # fmt: skip


class StatusForm(StatementForm, VersionedForm):
    """A step of the life cycle with its source; back with the reason as the statement."""

    status = SelectField(_l("Progress of the asset"), choices=lambda: code_choices("legal_status"))
    available_from = StringField(
        _l("Can be used from"), filters=[clean_line], validators=[Optional(), published],
        description=_l("As published: 2029, 2029-H2, 2029-05 or 2029-05-07. Empty when nobody has said."),
    )  # fmt: skip

    def new_status(self) -> LegalStatus:
        """The status chosen."""
        return LegalStatus(self.status.data)


class FactForm(StatementForm):
    """A published fact about one thing."""

    about = SelectField(_l("About"), choices=lambda: [(about, str(label)) for about, label in TOPIC_LABEL.items()])
