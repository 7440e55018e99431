"""Forms of the rows that hang on an asset."""

from collections.abc import Callable
from typing import Any

import sqlalchemy as sa
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import DateField, SelectField, SelectMultipleField, ValidationError
from wtforms.validators import DataRequired, InputRequired, Optional

from matchmaker.assets.models import Asset, AssetClosure, AssetFact, AssetHours, AssetLink, AssetQuality
from matchmaker.assets.records.forms import FactForm, code, line, reference
from matchmaker.assets.records.parts import Part
from matchmaker.assets.wording import weekday_name
from matchmaker.foundation.database import db
from matchmaker.foundation.forms import Form
from matchmaker.foundation.i18n import locale
from matchmaker.organisations.models import Organisation
from matchmaker.organisations.rules import VettingState


def _in_our_time(_form: Form, field: Any) -> None:
    if field.data and not 2000 <= field.data.year <= 2100:
        raise ValidationError(_("Enter a date between 2000 and 2100."))


class HoursForm(Form):
    """Bookable hours of one or several weekdays."""

    weekdays = SelectMultipleField(
        _l("Weekdays"), validators=[DataRequired()],
        choices=lambda: [(str(day), weekday_name(day)) for day in range(7)],
    )  # fmt: skip
    first_hour = SelectField(_l("From (Korean time)"), choices=lambda: [(str(h), f"{h:02}:00") for h in range(24)])
    end_hour = SelectField(_l("Until (Korean time)"), choices=lambda: [(str(h), f"{h:02}:00") for h in range(1, 25)])

    def validate_end_hour(self, field: Any) -> None:
        """After the hour in which it begins."""
        both = [str(one.data) for one in (self.first_hour, field)]
        if all(one.isascii() and one.isdigit() for one in both) and int(both[1]) <= int(both[0]):
            raise ValidationError(_("The end is not after the beginning."))

    def rows(self) -> list[Part]:
        """One row for each weekday."""
        first, end = int(self.first_hour.data), int(self.end_hour.data)
        days = sorted({int(day) for day in self.weekdays.data})
        return [AssetHours(weekday=day, first_hour=first, end_hour=end) for day in days]


class ClosureForm(Form):
    """Days without bookings."""

    first_day = DateField(_l("First day"), validators=[InputRequired(), _in_our_time])
    last_day = DateField(_l("Last day"), validators=[InputRequired(), _in_our_time])
    reason_ko = line(_l("Reason in Korean"), 200, required=True)
    reason_en = line(_l("Reason in English"), 200, required=True)

    def validate_last_day(self, field: Any) -> None:
        """Not before the first day."""
        if field.data and self.first_day.data and field.data < self.first_day.data:
            raise ValidationError(_("The last day is before the first."))

    def rows(self) -> list[Part]:
        """The row."""
        return [
            AssetClosure(
                first_day=self.first_day.data, last_day=self.last_day.data, reason_ko=self.reason_ko.data,
                reason_en=self.reason_en.data,
            )
        ]  # fmt: skip


class QualityForm(Form):
    """A standard and how far the asset is with it."""

    standard = code(_l("Standard"), "standard", required=True)
    status = code(_l("Status of the standard"), "standard_status", required=True)
    scope = line(_l("Scope"), 300)
    issuer = line(_l("Issuer"), 200)
    valid_to = DateField(_l("Valid until"), validators=[Optional(), _in_our_time])

    def rows(self) -> list[Part]:
        """The row."""
        return [
            AssetQuality(
                standard=self.standard.data, status=self.status.data, scope=self.scope.data or "",
                issuer=self.issuer.data or "", valid_to=self.valid_to.data,
            )
        ]  # fmt: skip


class LinkForm(Form):
    """A link to another asset or to an organisation."""

    kind = code(_l("Kind of connection"), "link_kind", required=True)
    other = reference(_l("Other asset"))
    organisation = reference(_l("Organisation"))
    note_ko = line(_l("What passes between them, in Korean"), 300)
    note_en = line(_l("What passes between them, in English"), 300)
    last_used = DateField(_l("Last used"), validators=[Optional(), _in_our_time])

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        language = locale()
        assets = db.session.scalars(sa.select(Asset).order_by(Asset.name_en))
        self.other.choices = [("", "–"), *((str(one.id), one.name(language)) for one in assets)]
        approved = db.session.scalars(sa.select(Organisation).where(Organisation.state == VettingState.APPROVED))
        named = sorted(((str(one.id), one.name(language)) for one in approved), key=lambda pair: pair[1])
        self.organisation.choices = [("", "–"), *named]

    def validate_other(self, field: Any) -> None:
        """One end, not two."""
        if (field.data is None) == (self.organisation.data is None):
            raise ValidationError(_("Choose an asset or an organisation, one of the two."))

    def rows(self) -> list[Part]:
        """The row."""
        return [
            AssetLink(
                kind=self.kind.data, other_id=self.other.data, organisation_id=self.organisation.data,
                note_ko=self.note_ko.data or "", note_en=self.note_en.data or "", last_used=self.last_used.data,
            )
        ]  # fmt: skip


class FactRowForm(FactForm):
    """A fact to be recorded."""

    def rows(self) -> list[Part]:
        """The row."""
        said = self.statement(self.about.data)
        return [
            AssetFact(
                about=said.about, value_ko=said.value_ko, value_en=said.value_en, source_ko=said.source_ko,
                source_en=said.source_en, dated=said.dated,
            )
        ]  # fmt: skip


FORMS: dict[str, Callable[..., Any]] = {
    "fact": FactRowForm, "hours": HoursForm, "closure": ClosureForm, "quality": QualityForm, "link": LinkForm,
}  # fmt: skip
