"""Forms of staff who propose an introduction."""

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import RadioField, StringField, TextAreaField, ValidationError
from wtforms.validators import InputRequired, Length

from matchmaker.foundation.forms import Form, clean_line, clean_text
from matchmaker.introductions.forms import InterestForm
from matchmaker.introductions.rules import REASON_MAX


class ProposalForm(InterestForm):
    """What staff propose, and whether the requesting side has said yes already."""

    agreed = RadioField(_l("Has the first organisation agreed?"), validators=[InputRequired()])
    note = TextAreaField(
        _l("When, how and by whom it was said"), filters=[clean_text], validators=[Length(max=REASON_MAX)],
        description=_l("Needed if it has agreed. For example: by phone on 3 December."),
    )  # fmt: skip

    def ask(self, *, has_members: bool, in_care: bool) -> None:
        """Offer the ways that are open for this organisation."""
        ways = [("ask", _("Not yet: its members get the draft, check it and send it."))] if has_members else []
        ways += [("agreed", _("Yes, and the note below says when and how."))] if in_care else []
        self.agreed.choices = ways

    def validate_note(self, field: TextAreaField) -> None:
        """A yes by phone or letter needs a note."""
        if self.agreed.data == "agreed" and not (field.data or "").strip():
            raise ValidationError(_("Say when and how it agreed."))


class PickForm(Form):
    """Words of a name."""

    class Meta(Form.Meta):
        """A search changes nothing."""

        csrf = False

    q = StringField(_l("Name"), filters=[clean_line], validators=[Length(max=100)])
