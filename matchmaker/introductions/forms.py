"""Forms of introductions: the shape of what is typed, not who may type it."""

from collections.abc import Sequence
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import BooleanField, IntegerField, RadioField, SelectField, StringField, TextAreaField, ValidationError
from wtforms.validators import DataRequired, InputRequired, Length, Optional
from wtforms.widgets import HiddenInput

from matchmaker.accounts.models import User
from matchmaker.foundation.codes import code_choices
from matchmaker.foundation.forms import Form, clean_line, clean_text
from matchmaker.foundation.i18n import locale
from matchmaker.introductions.rules import MESSAGE_MAX, REASON_MAX, names_a_contact
from matchmaker.introductions.service import Interest
from matchmaker.opportunities.models import Opportunity
from matchmaker.opportunities.presenting import present
from matchmaker.organisations.rules import Tier

CONSENT = _l("I agree that our profile and, once both sides have said yes, our contacts are given to a partner abroad.")


def _row_id(value: object) -> int | None:
    text = str(value) if value is not None else ""
    return int(text) if text.isascii() and text.isdigit() and len(text) < 10 else None


def no_contacts(_form: Any, field: TextAreaField) -> None:
    """Validator: no e-mail address or telephone number."""
    if names_a_contact(field.data or ""):
        raise ValidationError(
            _("Leave out e-mail addresses and telephone numbers. Contacts are exchanged once both sides have agreed.")
        )


class VersionedForm(Form):
    """A form about something that others may change at the same time."""

    version = IntegerField(widget=HiddenInput(), validators=[Optional()])


class InterestForm(VersionedForm):
    """Which of ours, which of theirs, and why."""

    from_opportunity = SelectField(_l("Your offer or need"), coerce=_row_id)
    to_opportunity = SelectField(_l("Their offer or need"), coerce=_row_id)
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


class ConsentForm(VersionedForm):
    """Yes, with the consent it may need."""

    version = IntegerField(id="accept-version", widget=HiddenInput(), validators=[Optional()])
    consent = BooleanField(CONSENT)


class DeclineForm(VersionedForm):
    """No, with a reason."""

    version = IntegerField(id="decline-version", widget=HiddenInput(), validators=[Optional()])
    reason = RadioField(_l("Reason"), validators=[InputRequired()])
    words = TextAreaField(
        _l("In your own words"), filters=[clean_text], validators=[Length(max=REASON_MAX), no_contacts],
        description=_l("Optional. The other side reads this."),
    )  # fmt: skip

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.reason.choices = code_choices("decline_reason")


class RefuseForm(DeclineForm):
    """The broker's no: reason and words both needed."""

    words = TextAreaField(
        _l("Explanation for the requester"), filters=[clean_text], validators=[DataRequired(), Length(max=REASON_MAX)]
    )


class ReasonForm(VersionedForm):
    """What is missing."""

    words = TextAreaField(
        _l("What is missing"), filters=[clean_text], validators=[DataRequired(), Length(max=REASON_MAX)],
        description=_l("The requester reads this."),
    )  # fmt: skip


class NoteForm(VersionedForm):
    """A note for colleagues, or how something was said."""

    note = TextAreaField(_l("Note"), filters=[clean_text], validators=[DataRequired(), Length(max=REASON_MAX)])


class AnswerForm(VersionedForm):
    """What the counterpart told a broker."""

    answer = RadioField(_l("Their answer"), validators=[InputRequired()])
    reason = SelectField(_l("Reason, if declined"), default="")
    words = TextAreaField(
        _l("Words for the requester, if declined"),
        filters=[clean_text],
        validators=[Length(max=REASON_MAX), no_contacts],
    )
    note = TextAreaField(
        _l("When, how and by whom it was said"), filters=[clean_text],
        validators=[DataRequired(), Length(max=REASON_MAX)], description=_l("For example: by phone on 3 December."),
    )  # fmt: skip

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.answer.choices = [("yes", _("Accepts")), ("no", _("Declines"))]
        self.reason.choices = code_choices("decline_reason", optional=True)

    def validate_reason(self, field: SelectField) -> None:
        """A no needs a reason."""
        if self.answer.data == "no" and not field.data:
            raise ValidationError(_("Choose a reason."))


class AssignForm(VersionedForm):
    """Who is in charge."""

    broker = SelectField(_l("Broker in charge"), coerce=_row_id, validators=[InputRequired()])

    def offer(self, people: Sequence[User]) -> None:
        """Fill the choices with the people of the agency."""
        self.broker.choices = [(str(person.id), person.full_name) for person in people]


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


class QueueForm(Form):
    """Filters of the queue."""

    class Meta(Form.Meta):
        """A filter changes nothing."""

        csrf = False

    state = SelectField(_l("State"), validators=[Optional()])
    whose = SelectField(_l("In charge"), validators=[Optional()])

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.state.choices = [("", _("Under way")), ("all", _("All")), *code_choices("introduction_state")]
        self.whose.choices = [("", _("Everybody")), ("mine", _("Mine")), ("nobody", _("Nobody yet"))]


class PickForm(Form):
    """Words of a name."""

    class Meta(Form.Meta):
        """A search changes nothing."""

        csrf = False

    q = StringField(_l("Name"), filters=[clean_line], validators=[Length(max=100)])
