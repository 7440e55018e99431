"""Forms of the showcase."""

from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import BooleanField, SelectField, StringField
from wtforms.fields import SelectChoice
from wtforms.validators import Length, Optional

from matchmaker.foundation.codes import code_choices
from matchmaker.foundation.forms import Form, VersionedForm, clean_line
from matchmaker.gateway.models import Teaser
from matchmaker.gateway.rules import TEASER_MAX
from matchmaker.gateway.showcase.queries import Wanted
from matchmaker.gateway.showcase.teasers import Sentence

FILTERS = ("gateway", "profile_type", "area", "stage", "initiative")


class ShowcaseFilterForm(Form):
    """What a visitor looks for."""

    class Meta(Form.Meta):
        """Read-only."""

        csrf = False

    gateway = SelectField(_l("Direction"), validators=[Optional()])
    profile_type = SelectField(_l("Type of offer or need"), validators=[Optional()])
    area = SelectField(_l("Area"), validators=[Optional()])
    stage = SelectField(_l("Stage"), validators=[Optional()])
    initiative = SelectField(_l("Shared growth and open innovation"), validators=[Optional()])

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in FILTERS:
            self[name].choices = [SelectChoice("", _("All")), *code_choices(name)]

    def wanted(self) -> Wanted:
        """What is asked for; a filter that is none is left out."""
        if not self.validate():
            return Wanted()
        return Wanted(**{name: self[name].data or "" for name in FILTERS})


class TeaserForm(VersionedForm):
    """A sentence for the public."""

    text_ko = StringField(_l("Sentence in Korean"), filters=[clean_line], validators=[Length(max=TEASER_MAX)])
    text_en = StringField(_l("Sentence in English"), filters=[clean_line], validators=[Length(max=TEASER_MAX)])
    is_withheld = BooleanField(_l("Do not show this to the public at all"))

    def fill(self, teaser: Teaser | None) -> None:
        """Show what there is."""
        if teaser is not None:
            self.version.data, self.is_withheld.data = teaser.version, teaser.is_withheld
            self.text_ko.data, self.text_en.data = teaser.text_ko, teaser.text_en

    def sentence(self) -> Sentence:
        """What the valid form says."""
        return Sentence(self.text_ko.data or "", self.text_en.data or "", bool(self.is_withheld.data))
