"""Words to go with a decision, which several forms of this room ask for."""

from flask_babel import lazy_gettext as _l
from wtforms import TextAreaField
from wtforms.validators import Length

from matchmaker.calls import rules
from matchmaker.foundation.forms import VersionedForm, clean_text


class WordsForm(VersionedForm):
    """Words to go with a decision."""

    words = TextAreaField(_l("In your own words"), filters=[clean_text], validators=[Length(max=rules.WORDS_MAX)])
