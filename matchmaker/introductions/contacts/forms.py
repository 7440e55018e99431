"""Forms about people at organisations that nobody represents here: two on one page, of which one is sent."""

from typing import Any, ClassVar, Self

from flask import request
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import SelectField, StringField
from wtforms.validators import DataRequired, Email, Length

from matchmaker.accounts.rules import EMAIL_MAX, NAME_MAX
from matchmaker.foundation.forms import Form, clean_line
from matchmaker.introductions.contacts.service import NewContact


class _OneOfTwo(Form):
    """A form that reads only what was sent under its own prefix."""

    PREFIX: ClassVar[str]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.language.choices = [("ko", _("Korean")), ("en", _("English"))]

    @classmethod
    def read(cls, language: str) -> Self:
        """What was sent, or an empty form that proposes `language`."""
        if cls.was_sent():
            return cls(prefix=cls.PREFIX)
        return cls(formdata=None, prefix=cls.PREFIX, language=language)

    @classmethod
    def was_sent(cls) -> bool:
        """Whether it was this form that was sent."""
        return f"{cls.PREFIX}-email" in request.form


class ContactForm(_OneOfTwo):
    """A person to talk to."""

    PREFIX = "contact"
    name = StringField(_l("Name"), filters=[clean_line], validators=[DataRequired(), Length(max=NAME_MAX)])
    position = StringField(_l("Position"), filters=[clean_line], validators=[Length(max=120)])
    email = StringField(_l("E-mail"), filters=[clean_line], validators=[DataRequired(), Email(), Length(max=EMAIL_MAX)])
    phone = StringField(_l("Telephone"), filters=[clean_line], validators=[Length(max=40)])
    language = SelectField(_l("Language of e-mails"))

    def contact(self) -> NewContact:
        """What was typed."""
        return NewContact(
            self.name.data, self.position.data or "", self.email.data, self.phone.data or "", self.language.data
        )


class InvitationForm(_OneOfTwo):
    """Whom to invite to sign up for an organisation."""

    PREFIX = "invite"
    email = StringField(_l("E-mail"), filters=[clean_line], validators=[DataRequired(), Email(), Length(max=EMAIL_MAX)])
    language = SelectField(_l("Language of the e-mail"))
