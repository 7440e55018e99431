"""Forms of meetings: the shape of what is typed, not who may type it."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import (
    DateField,
    IntegerField,
    RadioField,
    SelectField,
    StringField,
    TextAreaField,
    TimeField,
    ValidationError,
)
from wtforms.validators import DataRequired, Email, InputRequired, Length, Optional
from wtforms.widgets import HiddenInput

from matchmaker.accounts.models import User
from matchmaker.foundation.forms import Form, VersionedForm, clean_line, clean_text, whole_number
from matchmaker.meetings.rules import DURATIONS, LINK_MAX, PLACE_MAX, REASON_MAX, TITLE_MAX, ParticipantRole

DEFAULT_MINUTES = 30


def is_link(_form: Any, field: StringField) -> None:
    """Validator: an address that opens a page and nothing else."""
    if field.data and not field.data.startswith(("https://", "http://")):
        raise ValidationError(_("Enter an address that begins with https://."))


class ReasonForm(VersionedForm):
    """Words that everybody who takes part reads."""

    reason = TextAreaField(_l("Reason"), filters=[clean_text], validators=[DataRequired(), Length(max=REASON_MAX)],
                           description=_l("Everybody who takes part reads it."))  # fmt: skip


class PlaceForm(VersionedForm):
    """What a meeting is about and where it is."""

    title = StringField(_l("Subject of the meeting"), filters=[clean_line], validators=[Length(max=TITLE_MAX)],
                        description=_l("Optional. For example: first talk, demonstration of the device."))  # fmt: skip
    video_link = StringField(_l("Video link"), filters=[clean_line], validators=[Length(max=LINK_MAX), is_link],
                             description=_l("Can follow later. Everybody gets a new invitation then."))  # fmt: skip
    place = StringField(_l("Place, if people meet in person"), filters=[clean_line],
                        validators=[Length(max=PLACE_MAX)])  # fmt: skip


class TimesForm(PlaceForm):
    """Up to five times: ticked in the list, or one typed in."""

    minutes = IntegerField(widget=HiddenInput(), default=DEFAULT_MINUTES)
    own_day = DateField(_l("Another day"), validators=[Optional()])
    own_time = TimeField(_l("Begins at (your clock)"), validators=[Optional()])
    reason = TextAreaField(_l("Why another time?"), filters=[clean_text], validators=[Length(max=REASON_MAX)],
                           description=_l("Everybody who takes part reads it."))  # fmt: skip

    def validate_minutes(self, field: IntegerField) -> None:
        """One of the lengths that meetings have."""
        if field.data not in DURATIONS:
            field.data = DEFAULT_MINUTES

    def validate_own_day(self, _field: DateField) -> None:
        """Day and hour belong together; an empty field is checked through the other."""
        if self.own_time.data is None:
            raise ValidationError(_("Enter the day and the time."))

    def validate_own_time(self, _field: TimeField) -> None:
        """Day and hour belong together."""
        if self.own_day.data is None:
            raise ValidationError(_("Enter the day and the time."))


def ticked(values: Sequence[str]) -> set[datetime]:
    """Times ticked in the list; what is none is left out."""
    found = set()
    for value in values:
        try:
            at = datetime.fromisoformat(value)
        except ValueError:
            continue
        if at.tzinfo is not None:
            found.add(at)
    return found


class ArrangeForm(PlaceForm):
    """Where it is and who sees to it."""

    owner = SelectField(
        _l("Who sees to it"), coerce=whole_number, validators=[InputRequired()],
        description=_l("Makes sure that the meeting takes place and that its result is recorded."),
    )  # fmt: skip

    def offer(self, people: Sequence[User]) -> None:
        """Fill the choices with people who can own the meeting."""
        self.owner.choices = [(str(person.id), person.full_name) for person in people]


class HelperForm(VersionedForm):
    """An interpreter or observer from outside."""

    version = IntegerField(id="helper-version", widget=HiddenInput(), validators=[Optional()])
    role = RadioField(_l("Takes part as"), validators=[InputRequired()])
    name = StringField(_l("Name"), filters=[clean_line], validators=[DataRequired(), Length(max=120)])
    email = StringField(
        _l("E-mail address"), filters=[clean_line], validators=[DataRequired(), Email(), Length(max=320)]
    )
    language = RadioField(_l("Language of the invitation"), default="ko", validators=[InputRequired()])

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        roles = ParticipantRole
        self.role.choices = [(roles.INTERPRETER.value, _("Interpreter")), (roles.OBSERVER.value, _("Observer"))]
        self.language.choices = [("ko", _("Korean")), ("en", _("English"))]


class ColleagueForm(VersionedForm):
    """Somebody of the service who is to take part too."""

    version = IntegerField(id="colleague-version", widget=HiddenInput(), validators=[Optional()])
    user = SelectField(_l("Colleague"), coerce=whole_number, validators=[InputRequired()])

    def offer(self, people: Sequence[User]) -> None:
        """Fill the choices with colleagues who do not take part yet."""
        self.user.choices = [(str(person.id), person.full_name) for person in people]


class FilterForm(Form):
    """Filters of the list of staff."""

    class Meta(Form.Meta):
        """A filter changes nothing."""

        csrf = False

    state = SelectField(_l("State"), validators=[Optional()])
    whose = SelectField(_l("Who sees to it"), validators=[Optional()])

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.state.choices = [
            ("", _("Coming")), ("proposed", _("Time not agreed yet")), ("confirmed", _("Confirmed")),
            ("unrecorded", _("Over, result not recorded")), ("past", _("Past and cancelled")),
        ]  # fmt: skip
        self.whose.choices = [("", _("Everybody")), ("mine", _("Me")), ("attend", _("I take part"))]
