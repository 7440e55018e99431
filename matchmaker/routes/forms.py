"""The filter of the staff's list of projects."""

from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms.fields import SearchField, SelectChoice, SelectField
from wtforms.validators import Length, Optional

from matchmaker.foundation.codes import code_choices
from matchmaker.foundation.forms import Form


class FilterForm(Form):
    """What to look for; read from the address, so it needs no token."""

    class Meta(Form.Meta):
        """Reading changes nothing."""

        csrf = False

    q = SearchField(_l("Search words"), [Optional(), Length(max=100)])
    stage = SelectField(_l("Stage needed next"), [Optional()])

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.stage.choices = [SelectChoice("", _("All")), *code_choices("stage")]
