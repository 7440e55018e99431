"""The filter of triads."""

from collections.abc import Sequence

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import BooleanField
from wtforms.fields import SelectChoice, SelectField
from wtforms.validators import Optional

from matchmaker.foundation.forms import Form


class FilterForm(Form):
    """What to look for; read from the address, so it needs no token."""

    class Meta(Form.Meta):
        """Reading changes nothing."""

        csrf = False

    asset = SelectField(_l("Cluster asset"), [Optional()])
    too_late = BooleanField(_l("Also assets that open too late"))

    def offer(self, assets: Sequence[tuple[str, str]]) -> None:
        """Fill the choice of assets, by key and name."""
        self.asset.choices = [SelectChoice("", _("All")), *(SelectChoice(key, name) for key, name in assets)]
