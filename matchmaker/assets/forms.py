"""The filters of the catalogue."""

from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms.fields import DateField, SearchField, SelectChoice, SelectField
from wtforms.validators import Length, Optional

from matchmaker.assets.queries import Wanted
from matchmaker.foundation.codes import code_choices
from matchmaker.foundation.forms import Form, clean_line


class FilterForm(Form):
    """What to look for; read from the address, so it needs no token."""

    class Meta(Form.Meta):
        """Reading changes nothing."""

        csrf = False

    words = SearchField(_l("Search words"), [Optional(), Length(max=100)])
    stage = SelectField(_l("Stage of the flow"), [Optional()])
    area = SelectField(_l("Area of the asset"), [Optional()])
    kind = SelectField(_l("Kind of asset"), [Optional()])
    status = SelectField(_l("Progress of the asset"), [Optional()])
    capability = SelectField(_l("Capability"), [Optional()])
    gmp = SelectField(_l("GMP grade"), [Optional()])
    cleanroom = SelectField(_l("Clean-room class"), [Optional()])
    biosafety = SelectField(_l("Biosafety level"), [Optional()])
    first = DateField(_l("Needed from"), [Optional()])
    last = DateField(_l("Needed until"), [Optional()])

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        lists = {
            "stage": "stage", "area": "area", "kind": "asset_kind", "status": "legal_status",
            "capability": "unit_operation", "gmp": "gmp_grade", "cleanroom": "cleanroom_class",
            "biosafety": "biosafety_level",
        }  # fmt: skip
        for name, list_name in lists.items():
            self[name].choices = [SelectChoice("", _("All")), *code_choices(list_name)]

    def wanted(self) -> Wanted:
        """What was asked for; a value that is none of the choices (an old link) narrows nothing."""
        self.validate()
        good = [field for field in self if not field.errors]
        given: dict[str, Any] = {
            field.name: field.data if isinstance(field, DateField) else clean_line(field.data) for field in good
        }
        return Wanted(**given)
