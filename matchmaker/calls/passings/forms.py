"""The form with which staff point a member to a call."""

from flask_babel import lazy_gettext as _l
from wtforms import SelectField
from wtforms.validators import DataRequired

from matchmaker.foundation.forms import Form, whole_number


class InviteForm(Form):
    """Whom to point to the call."""

    organisation = SelectField(_l("Organisation"), coerce=whole_number, validators=[DataRequired()])
