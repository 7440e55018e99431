"""Forms of relations."""

from collections.abc import Sequence
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import DateField, SelectField, StringField, TextAreaField
from wtforms.fields import SelectChoice
from wtforms.validators import InputRequired, Length, Optional

from matchmaker.accounts.models import User
from matchmaker.foundation.codes import code_choices
from matchmaker.foundation.forms import Form, VersionedForm, clean_line, clean_text, whole_number
from matchmaker.foundation.i18n import locale
from matchmaker.gateway.models import Relation
from matchmaker.gateway.relations.service import FIELDS, RelationSaid
from matchmaker.gateway.rules import TEXT_MAX, TITLE_MAX, AgreementKind, Temperature
from matchmaker.gateway.wording import AGREEMENTS, TEMPERATURES
from matchmaker.organisations.models import Organisation


class RelationForm(VersionedForm):
    """What stands between the agency and a partner."""

    name = StringField(_l("Partner"), filters=[clean_line], validators=[InputRequired(), Length(max=TITLE_MAX)])
    cluster = SelectField(_l("Cluster"), validators=[InputRequired()])
    organisation_id = SelectField(_l("Organisation in this service"), coerce=whole_number, validators=[Optional()])
    agreement = SelectField(_l("Agreement"), validators=[InputRequired()])
    agreed_on = StringField(_l("Agreed on"), filters=[clean_line], validators=[Length(max=10)])
    ends_on = DateField(_l("Agreement ends on"), validators=[Optional()])
    temperature = SelectField(_l("Temperature"), validators=[InputRequired()])
    contacts = TextAreaField(_l("Who talks to whom"), filters=[clean_text], validators=[Length(max=TEXT_MAX)])
    keeper_id = SelectField(_l("Who keeps it warm"), coerce=whole_number, validators=[Optional()])
    next_step = StringField(_l("Next step"), filters=[clean_line], validators=[Length(max=300)])
    next_on = DateField(_l("Next step by"), validators=[Optional()])
    source = StringField(_l("Source"), filters=[clean_line], validators=[Length(max=300)])

    def offer(self, organisations: Sequence[Organisation], people: Sequence[User]) -> None:
        """Fill the choices."""
        language = locale()
        self.cluster.choices = [*code_choices("cluster")]
        self.agreement.choices = [SelectChoice(one.value, str(AGREEMENTS[one])) for one in AgreementKind]
        self.temperature.choices = [SelectChoice(one.value, str(TEMPERATURES[one])) for one in Temperature]
        none = SelectChoice("", _("None"))
        self.organisation_id.choices = [none, *(SelectChoice(str(o.id), o.name(language)) for o in organisations)]
        self.keeper_id.choices = [none, *(SelectChoice(str(one.id), one.full_name) for one in people)]

    def fill(self, relation: Relation) -> None:
        """Show what there is."""
        self.version.data = relation.version
        for name in FIELDS:
            self[name].data = getattr(relation, name)
        self.agreement.data, self.temperature.data = relation.agreement.value, relation.temperature.value

    def said(self) -> RelationSaid:
        """What the valid form says."""
        plain = {name: self[name].data for name in FIELDS}
        plain |= {name: plain[name] or "" for name in ("agreed_on", "contacts", "source", "next_step")}
        plain |= {"agreement": AgreementKind(plain["agreement"]), "temperature": Temperature(plain["temperature"])}
        return RelationSaid(**plain)


class EntryForm(Form):
    """Something that happened."""

    day = DateField(_l("Day"), validators=[InputRequired()])
    text = TextAreaField(
        _l("What happened between the two"), filters=[clean_text], validators=[InputRequired(), Length(max=TEXT_MAX)]
    )


class RelationFilterForm(Form):
    """Which relations are listed."""

    class Meta(Form.Meta):
        """Read-only."""

        csrf = False

    cluster = SelectField(_l("Cluster"), validators=[Optional()])
    due = SelectField(_l("Next step"), validators=[Optional()])

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.cluster.choices = [SelectChoice("", _("All")), *code_choices("cluster")]
        self.due.choices = [SelectChoice("", _("All")), SelectChoice("due", _("Due now"))]
