"""Forms about clusters: the shape of what staff type."""

from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import SelectField, SelectMultipleField, StringField, TextAreaField, ValidationError
from wtforms.validators import DataRequired, Length, Optional

from matchmaker.accounts import time_zones
from matchmaker.clusters.models import Cluster
from matchmaker.clusters.rules import CODE_MAX, NAME_MAX, PLACES_MAX, SOURCE_MAX, TEXT_MAX, is_published_date
from matchmaker.clusters.service import Said, SourcedFact
from matchmaker.foundation.codes import code_choices
from matchmaker.foundation.forms import Form, VersionedForm, clean_line, clean_text, no_formula
from matchmaker.foundation.i18n import locale


def line(label: Any, most: int, *, required: bool = False, **options: Any) -> StringField:
    """One line."""
    first = DataRequired() if required else Optional()
    return StringField(label, filters=[clean_line], validators=[first, Length(max=most), no_formula], **options)


def text(label: Any, most: int, **options: Any) -> TextAreaField:
    """Several lines."""
    return TextAreaField(label, filters=[clean_text], validators=[Optional(), Length(max=most)], **options)


class ClusterForm(VersionedForm):
    """What is said of a cluster."""

    name_ko = line(_l("Name in Korean"), NAME_MAX, required=True)
    name_en = line(_l("Name in English"), NAME_MAX, required=True)
    name_ja = line(_l("Name in Japanese"), NAME_MAX)
    name_de = line(_l("Name in German"), NAME_MAX)
    country = SelectField(_l("Country"), choices=lambda: code_choices("country", optional=True),
                          validators=[DataRequired()])  # fmt: skip
    time_zone = SelectField(_l("Time zone"), choices=lambda: [("", "–"), *time_zones.choices(locale())],
                            validators=[DataRequired()])  # fmt: skip
    places = line(
        _l("Cities of the cluster"), PLACES_MAX,
        description=_l("Separated by semicolons. An import takes organisations there to be of this cluster."),
    )  # fmt: skip
    stages = SelectMultipleField(_l("Strong in these stages"), choices=lambda: code_choices("stage"))
    areas = SelectMultipleField(_l("Strong in these areas"), choices=lambda: code_choices("area"))
    summary_ko = text(_l("Summary in Korean"), TEXT_MAX)
    summary_en = text(_l("Summary in English"), TEXT_MAX)
    kind_hours_ko = line(_l("Good hours for talks, in Korean"), 300)
    kind_hours_en = line(_l("Good hours for talks, in English"), 300)

    def fill(self, cluster: Cluster) -> None:
        """Show what is said now."""
        self.version.data = cluster.version
        for name in Said.__slots__:
            self[name].data = getattr(cluster, name)

    def said(self) -> Said:
        """What the valid form says."""
        plain = {name: self[name].data or "" for name in Said.__slots__ if name not in {"stages", "areas"}}
        return Said(**plain, stages=tuple(self.stages.data or ()), areas=tuple(self.areas.data or ()))


class NewClusterForm(ClusterForm):
    """A cluster to be added."""

    code = line(
        _l("Code"), CODE_MAX, required=True,
        description=_l("Capital letters, for example LYON or SAN_DIEGO. It cannot be changed later."),
    )  # fmt: skip


class FactForm(Form):
    """A published fact with its source."""

    value_ko = line(_l("Statement in Korean"), 500, required=True)
    value_en = line(_l("Statement in English"), 500, required=True)
    source_ko = line(_l("Source in Korean"), SOURCE_MAX, required=True)
    source_en = line(_l("Source in English"), SOURCE_MAX, required=True)
    dated = StringField(
        _l("Date of the source"), filters=[clean_line], description=_l("2025, 2025-06 or 2025-06-19"),
        validators=[DataRequired()],
    )  # fmt: skip

    def validate_dated(self, field: Any) -> None:
        """As precise as the source was."""
        if not is_published_date(field.data):
            raise ValidationError(_("Write 2025, 2025-06 or 2025-06-19."))

    def fact(self) -> SourcedFact:
        """What the valid form says."""
        return SourcedFact(**{name: self[name].data for name in SourcedFact.__slots__})
