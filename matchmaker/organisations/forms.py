"""Forms of this room beside the profile's own: beginning, block list, decisions, the back office's filter."""

from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import StringField, ValidationError
from wtforms.validators import Length, Optional

from matchmaker.foundation.forms import Form, clean_line
from matchmaker.organisations import fields
from matchmaker.organisations.joining import Beginning
from matchmaker.organisations.names import domain_of, is_shared_domain
from matchmaker.organisations.queries import Filter

REASON_MAX = 1000


class BeginForm(Form):
    """What a person first says of their organisation."""

    name_ko = fields.line(_l("Name in Korean"), 200)
    name_en = fields.line(_l("Name in English"), 200)
    website = fields.website(_l("Website"))
    country = fields.code(_l("Country"), "country", required=True)

    def validate_name_en(self, _field: Any) -> None:
        """One of the two names is there."""
        fields.require_a_name(self)

    def beginning(self) -> Beginning:
        """What the valid form says."""
        return Beginning(
            name_ko=self.name_ko.data or None, name_en=self.name_en.data or None, website=self.website.data or None,
            country=self.country.data,
        )  # fmt: skip


class BlockForm(Form):
    """An organisation never to be met, by web domain or by name."""

    domain = fields.line(
        _l("Web domain"), 300, description=_l("For example company.com. Everything below it is meant too.")
    )
    name = fields.line(_l("Name"), 200, description=_l("In Korean or English, without “Ltd.” and the like."))

    def validate_domain(self, field: StringField) -> None:
        """A domain that belongs to one organisation."""
        domain = domain_of(field.data)
        if field.data and (domain is None or is_shared_domain(domain)):
            raise ValidationError(_("Enter the web domain of one organisation, such as company.com."))

    def validate_name(self, field: StringField) -> None:
        """Something is there."""
        if not field.data and not self.domain.data:
            raise ValidationError(_("Enter a web domain or a name."))


class ReasonForm(Form):
    """A broker's answer other than yes."""

    reason = fields.text(_l("Reason, as the organisation will read it"), REASON_MAX)


class ListFilter(Form):
    """What the back office looks for."""

    class Meta(Form.Meta):
        """Read from the address."""

        csrf = False

    q = StringField(_l("Name, web domain or e-mail"), filters=[clean_line], validators=[Optional(), Length(max=200)])
    state = fields.code(_l("State"), "vetting_state")
    country = fields.code(_l("Country"), "country")
    cluster = fields.code(_l("Cluster"), "cluster")
    area = fields.code(_l("Area"), "area")

    def wanted(self) -> Filter:
        """The filter asked for; a value that is no choice asks nothing."""
        self.validate()
        good = {name: "" if field.errors else field.data or "" for name, field in self._fields.items()}
        return Filter(
            text=good["q"], state=good["state"], country=good["country"], cluster=good["cluster"], area=good["area"]
        )
