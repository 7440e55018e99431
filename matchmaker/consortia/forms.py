"""Forms of consortia."""

from collections.abc import Sequence
from typing import Any

from flask_babel import lazy_gettext as _l
from wtforms import IntegerField, SelectField, SelectMultipleField, StringField, TextAreaField, ValidationError
from wtforms.fields import SelectChoice
from wtforms.validators import DataRequired, Length, NumberRange, Optional

from matchmaker.consortia.rules import MOST_MEMBERS, NOTE_MAX
from matchmaker.foundation.codes import code_choices
from matchmaker.foundation.errors import RuleViolation
from matchmaker.foundation.forms import Form, VersionedForm, clean_line, clean_text
from matchmaker.foundation.wording import say
from matchmaker.introductions.rules import MESSAGE_MAX, names_a_contact


class PickForm(Form):
    """Words of the title of a need; read from the address."""

    class Meta(Form.Meta):
        """Reading changes nothing."""

        csrf = False

    q = StringField(_l("Search words"), filters=[clean_line], validators=[Length(max=100)])


class WishForm(Form):
    """What a team is to cover beside the must-requirements, and how large it may be; read from the address."""

    class Meta(Form.Meta):
        """Reading changes nothing."""

        csrf = False

    stages = SelectMultipleField(_l("Stages that the team covers"))
    most = IntegerField(_l("Members at most"), default=4, validators=[Optional(), NumberRange(min=1, max=MOST_MEMBERS)])

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.stages.choices = code_choices("stage")


class JoinForm(VersionedForm):
    """Who joins, in whose place."""

    key = SelectField(_l("Who joins"), validators=[DataRequired()])
    instead = SelectField(_l("In the place of"), validators=[Optional()])

    def offer(self, joiners: Sequence[tuple[str, str]], members: Sequence[tuple[str, str]], nobody: str) -> None:
        """Fill both choices, by key and name."""
        self.key.choices = [SelectChoice(key, name) for key, name in joiners]
        self.instead.choices = [SelectChoice("", nobody), *(SelectChoice(key, name) for key, name in members)]


class NoteForm(VersionedForm):
    """What colleagues should know."""

    words = TextAreaField(_l("Note for colleagues"), filters=[clean_text], validators=[Length(max=NOTE_MAX)])


class IntroduceForm(VersionedForm):
    """The message of the proposals."""

    message = TextAreaField(
        _l("Why these organisations should meet"), filters=[clean_text],
        validators=[DataRequired(), Length(max=MESSAGE_MAX)],
        description=_l("It goes into every proposal. Name nobody: the sides are not introduced yet."),
    )  # fmt: skip

    def validate_message(self, field: TextAreaField) -> None:
        """Contact data are exchanged by the introduction only."""
        if names_a_contact(field.data or ""):
            raise ValidationError(say(RuleViolation("introduction.contact_in_message")))
