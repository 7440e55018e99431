"""The form for expressing interest, and what all forms of introductions share."""

from collections.abc import Sequence
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import BooleanField, SelectField, TextAreaField, ValidationError
from wtforms.validators import Length

from matchmaker.foundation.forms import VersionedForm, clean_text, whole_number
from matchmaker.foundation.i18n import locale
from matchmaker.introductions.rules import MESSAGE_MAX, names_a_contact
from matchmaker.introductions.service import Interest
from matchmaker.opportunities.models import Opportunity
from matchmaker.opportunities.presenting import present
from matchmaker.organisations.rules import Tier

CONSENT = _l("I agree that our profile and, once both sides have said yes, our contacts are given to a partner abroad.")


def no_contacts(_form: Any, field: TextAreaField) -> None:
    """Validator: no e-mail address or telephone number."""
    if names_a_contact(field.data or ""):
        raise ValidationError(
            _("Leave out e-mail addresses and telephone numbers. Contacts are exchanged once both sides have agreed.")
        )


class InterestForm(VersionedForm):
    """Which of ours, which of theirs, and why."""

    from_opportunity = SelectField(_l("Your offer or need"), coerce=whole_number)
    to_opportunity = SelectField(_l("Their offer or need"), coerce=whole_number)
    message = TextAreaField(
        _l("Message"), filters=[clean_text], validators=[Length(max=MESSAGE_MAX), no_contacts],
        description=_l("Quote what they need in their words, then say what you bring. No contact data yet."),
    )  # fmt: skip
    consent = BooleanField(CONSENT)

    def offer(self, ours: Sequence[tuple[Opportunity, Tier]], theirs: Sequence[tuple[Opportunity, Tier]]) -> None:
        """Fill the choices with published opportunities, each at the tier its reader has reached."""
        self.from_opportunity.choices = _choices(ours)
        self.to_opportunity.choices = _choices(theirs)

    def fill(self, interest: Interest) -> None:
        """Show what was written before."""
        self.from_opportunity.data = interest.from_opportunity_id
        self.to_opportunity.data = interest.to_opportunity_id
        self.message.data = interest.message

    def is_complete(self, *, consent_needed: bool) -> bool:
        """Whether it can be sent; what is missing is told at its field."""
        faults = [
            (self.message, not (self.message.data or "").strip(), _("Say in a few words why you turn to them.")),
            (self.from_opportunity, _unchosen(self.from_opportunity), _("Choose what this is about on your side.")),
            (self.to_opportunity, _unchosen(self.to_opportunity), _("Choose what this is about on their side.")),
            (
                self.consent,
                consent_needed and not self.consent.data,
                _("It cannot be sent abroad without this consent."),
            ),
        ]
        for field, wrong, words in faults:
            if wrong:
                field.errors = [*field.errors, words]
        return not any(wrong for _field, wrong, _words in faults)

    def interest(self) -> Interest:
        """What is asked."""
        return Interest(self.from_opportunity.data, self.to_opportunity.data, self.message.data or "")


def _choices(offered: Sequence[tuple[Opportunity, Tier]]) -> list[tuple[str, str]]:
    """One published opportunity is required where there is any; else the talk is about the organisation in general."""
    if not offered:
        return [("", _("In general (nothing published)"))]
    views = [present(item, tier, locale()) for item, tier in offered]
    pairs = [(str(view.id), f"{view.type_label} · {view.title.text or view.reference}") for view in views]
    return [("", _("Please choose")), *pairs]


def _unchosen(field: SelectField) -> bool:
    return field.data is None and len(field.choices) > 1
