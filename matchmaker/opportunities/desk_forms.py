"""Forms beside the writing: documents, decisions, filters of lists."""

from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_wtf.file import FileField
from wtforms.fields import BooleanField, RadioField, SelectChoice, SelectField, StringField, TextAreaField
from wtforms.validators import Length

from matchmaker.foundation.codes import code_choices
from matchmaker.foundation.forms import Form, clean_line, clean_text
from matchmaker.opportunities.rules import OpportunityState
from matchmaker.organisations.rules import Tier


class UploadForm(Form):
    """A document to attach."""

    file = FileField(_l("File"))
    title = StringField(_l("Title of the document"), filters=[clean_line], validators=[Length(max=200)])
    tier = SelectField(_l("Who may open it"), choices=[])

    def __init__(self, **values: Any) -> None:
        super().__init__(prefix="upload-", **values)
        self.tier.choices = tier_choices()


def tier_choices() -> list[SelectChoice]:
    """From which tier on a document is open."""
    labels = {
        Tier.TEASER: _("Every vetted member (name nobody in it)"),
        Tier.NAMED: _("Members who may see our name"),
        Tier.CONTACTS: _("After both sides agreed to an introduction"),
        Tier.DOCUMENTS: _("After a confidentiality agreement"),
    }
    return [SelectChoice(str(int(tier)), label) for tier, label in labels.items()]


class DecisionForm(Form):
    """A broker's answer."""

    decision = RadioField(_l("Decision"), choices=[])
    reason = TextAreaField(_l("Reason, for the member"), filters=[clean_text], validators=[Length(max=1000)])
    despite_blockers = BooleanField(_l("I have checked the blockers; publish it all the same"))

    def __init__(self, **values: Any) -> None:
        super().__init__(**values)
        self.decision.choices = [
            SelectChoice(OpportunityState.PUBLISHED.value, _("Publish")),
            SelectChoice(OpportunityState.NEEDS_INFO.value, _("Ask for more information")),
            SelectChoice(OpportunityState.REFUSED.value, _("Refuse")),
        ]


class FilterForm(Form):
    """What a broker narrows the list to."""

    q = StringField(_l("Title, reference or organisation"), filters=[clean_line])
    state = SelectField(_l("State"), choices=[], default="")
    profile_type = SelectField(_l("Kind"), choices=[], default="")
    gateway = SelectField(_l("Direction"), choices=[], default="")
    cluster = SelectField(_l("Cluster"), choices=[], default="")
    area = SelectField(_l("Area"), choices=[], default="")
    initiative = SelectField(_l("Shared growth and open innovation"), choices=[], default="")
    changed = BooleanField(_l("Changed since approval"))

    class Meta(Form.Meta):
        """A search needs no token."""

        csrf = False

    def __init__(self, **values: Any) -> None:
        super().__init__(**values)
        for field, name in ((self.state, "opportunity_state"), (self.profile_type, "profile_type"),
                            (self.gateway, "gateway"), (self.cluster, "cluster"), (self.area, "area"),
                            (self.initiative, "initiative")):  # fmt: skip
            field.choices = code_choices(name, optional=True)
