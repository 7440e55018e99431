"""Forms of accounts: shape of the input only."""

from typing import Any

from flask import request
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import BooleanField, Field, PasswordField, SelectField, StringField, ValidationError
from wtforms.fields import SelectChoice
from wtforms.validators import DataRequired, EqualTo, InputRequired, Length, Optional

from matchmaker.accounts import time_zones
from matchmaker.accounts.password_rules import PASSWORD_MAX
from matchmaker.accounts.rules import (
    EMAIL_MAX,
    NAME_MAX,
    REQUIRED_CONSENTS,
    ConsentPurpose,
    SignUp,
    is_plain_name,
    usual_address,
)
from matchmaker.accounts.wording import CONSENT_LABEL, ROLE_LABEL
from matchmaker.foundation.codes import code_choices
from matchmaker.foundation.errors import RuleViolation
from matchmaker.foundation.forms import Form, clean_line
from matchmaker.foundation.i18n import locale
from matchmaker.foundation.permissions import STAFF, Role
from matchmaker.foundation.wording import say

INTERFACE_LANGUAGES = [SelectChoice("ko", "한국어"), SelectChoice("en", "English")]
CODE_MAX = 40


def show_refusal(field: Field, error: RuleViolation) -> None:
    """Tell at `field` why the rules refused what was sent."""
    field.errors = [*field.errors, say(error)]


def is_address(_form: Form, field: Field) -> None:
    """Validator: an e-mail address as it can be written to; `field` is left with its usual spelling."""
    usual = usual_address(field.data or "")
    if usual is None:
        raise ValidationError(_("This is not an e-mail address. Example: name@company.com"))
    field.data = usual


def is_name(_form: Form, field: Field) -> None:
    """Validator: a person's name, no address or mark-up."""
    if not is_plain_name(field.data or ""):
        raise ValidationError(_("Enter a person's name, without addresses or signs such as / @ < >."))


def email_field() -> StringField:
    """The address that somebody signs in with."""
    return StringField(_l("E-mail address"), [InputRequired(), Length(max=EMAIL_MAX), is_address], filters=[clean_line])


def name_field() -> StringField:
    """A person's name."""
    return StringField(_l("Name"), [DataRequired(), Length(max=NAME_MAX), is_name], filters=[clean_line])


def password_field(label: Any) -> PasswordField:
    """A password that exists already."""
    return PasswordField(label, [InputRequired(), Length(max=PASSWORD_MAX)])


def new_password_field(label: Any) -> PasswordField:
    """A password to be set."""
    return PasswordField(
        label, [InputRequired(), Length(max=PASSWORD_MAX)],
        description=_l("At least 10 characters. A few words in a row are good; names and keyboard rows are not."),
    )  # fmt: skip


def repeat_field(other: str) -> PasswordField:
    """The same password once more."""
    return PasswordField(
        _l("Password again"), [InputRequired(), EqualTo(other, message=_l("The two passwords differ."))]
    )


def consent_field(purpose: ConsentPurpose) -> BooleanField:
    """Agreement to one purpose, never ticked beforehand."""
    required = purpose in REQUIRED_CONSENTS
    refusal = _l("Without this consent an account cannot be made.")
    return BooleanField(CONSENT_LABEL[purpose], [DataRequired(message=refusal)] if required else [Optional()])


class _WithZone(Form):
    """A form that asks for language and time zone."""

    locale = SelectField(_l("Language of the service"), choices=INTERFACE_LANGUAGES)
    time_zone = SelectField(_l("Time zone"))

    def __init__(self, **values: Any) -> None:
        super().__init__(**values)
        self.time_zone.choices = [SelectChoice(zone, name) for zone, name in time_zones.choices(locale())]


class SignUpForm(_WithZone):
    """A new account."""

    full_name = name_field()
    email = email_field()
    password = new_password_field(_l("Password"))
    repeat = repeat_field("password")
    terms = consent_field(ConsentPurpose.TERMS)
    privacy = consent_field(ConsentPurpose.PRIVACY)
    publication = consent_field(ConsentPurpose.PUBLICATION)
    overseas = consent_field(ConsentPurpose.OVERSEAS)
    messages = consent_field(ConsentPurpose.MESSAGES)
    statistics = consent_field(ConsentPurpose.STATISTICS)

    def __init__(self) -> None:
        zone = time_zones.guess(list(request.accept_languages.values()))
        super().__init__(data={"locale": locale(), "time_zone": zone})

    def given(self) -> SignUp:
        """What was filled in."""
        agreed = frozenset(purpose for purpose in ConsentPurpose if self[purpose.value].data)
        return SignUp(
            email=self.email.data, password=self.password.data, full_name=self.full_name.data,
            locale=self.locale.data, time_zone=self.time_zone.data, consents=agreed,
        )  # fmt: skip


class SignInForm(Form):
    """Address and password."""

    email = StringField(_l("E-mail address"), [InputRequired(), Length(max=EMAIL_MAX)], filters=[clean_line])
    password = password_field(_l("Password"))


class CodeForm(Form):
    """A code of the second factor, or a recovery code."""

    code = StringField(_l("One-time code"), [InputRequired(), Length(max=CODE_MAX)], filters=[clean_line])


class AddressForm(Form):
    """An address to which a link is mailed."""

    email = email_field()


class NewPasswordForm(Form):
    """A password set by a mailed link."""

    password = new_password_field(_l("New password"))
    repeat = repeat_field("password")


class ChangePasswordForm(Form):
    """One's own password, changed."""

    old = password_field(_l("Present password"))
    password = new_password_field(_l("New password"))
    repeat = repeat_field("password")


class ProfileForm(_WithZone):
    """Name, language, time zone."""

    full_name = name_field()


class ProofForm(Form):
    """Password and code, asked again before the second factor is changed."""

    password = password_field(_l("Password"))
    code = StringField(
        _l("One-time code"), [InputRequired(), Length(max=CODE_MAX)], filters=[clean_line],
        description=_l("The present code of your app, or one of your recovery codes."),
    )  # fmt: skip


class CloseForm(Form):
    """The password, asked before an account is closed."""

    password = password_field(_l("Password"))


def _roles(allowed: frozenset[Role]) -> list[SelectChoice]:
    return [SelectChoice(role.value, ROLE_LABEL[role]) for role in Role if role in allowed]


class _WithRole(Form):
    """A form that asks for a role, and the cluster of a co-broker."""

    role = SelectField(_l("Role"))
    cluster = SelectField(
        _l("Cluster"), description=_l("For co-brokers only: the cluster whose members they look after.")
    )

    def __init__(self, allowed: frozenset[Role], **values: Any) -> None:
        super().__init__(**values)
        self.role.choices = _roles(allowed)
        self.cluster.choices = code_choices("cluster", optional=True)


class InviteForm(_WithRole):
    """A colleague to be invited."""

    full_name = name_field()
    email = email_field()
    locale = SelectField(_l("Language of the service"), choices=INTERFACE_LANGUAGES)

    def __init__(self) -> None:
        super().__init__(STAFF, data={"role": Role.BROKER.value, "locale": locale()})


class RoleForm(_WithRole):
    """A person's role, changed."""


class PeopleFilter(Form):
    """Which people are listed."""

    class Meta(Form.Meta):
        """Read from the address; it changes nothing."""

        csrf = False

    q = StringField(_l("Name or e-mail address"), [Optional(), Length(max=NAME_MAX)], filters=[clean_line])
    role = SelectField(_l("Role"))

    def __init__(self) -> None:
        super().__init__(request.args)
        self.role.choices = [SelectChoice("", _("All roles")), *_roles(frozenset(Role))]
