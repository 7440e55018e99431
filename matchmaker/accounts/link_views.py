"""Pages of mailed links: asked for, opened, used. Opening one changes nothing, since mail scanners open links too."""

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from matchmaker.accounts import service, sessions
from matchmaker.accounts.blueprint import bp, typed_address
from matchmaker.accounts.forms import AddressForm, NewPasswordForm, show_refusal
from matchmaker.accounts.rules import TokenPurpose
from matchmaker.accounts.tokens import get_token
from matchmaker.foundation.access import public
from matchmaker.foundation.database import transaction
from matchmaker.foundation.errors import NotFound, RuleViolation
from matchmaker.foundation.limits import MAIL_ASKED, MAIL_TO_ADDRESS, SIGN_IN, limiter
from matchmaker.foundation.wording import say


@bp.get("/mail-sent/<any(confirmation, reset):kind>")
@public
def mail_sent(kind: str) -> ResponseReturnValue:
    """What to do next: the same page for addresses known and unknown."""
    return render_template("accounts/mail_sent.html", kind=kind)


@bp.route("/confirm", methods=["GET", "POST"])
@limiter.limit(MAIL_ASKED, methods=["POST"])
@limiter.limit(MAIL_TO_ADDRESS, methods=["POST"], key_func=typed_address)
@public
def ask_for_confirmation() -> ResponseReturnValue:
    """Have the confirmation link sent again."""
    form = AddressForm()
    if form.validate_on_submit():
        with transaction():
            service.ask_for_confirmation(form.email.data)
        return redirect(url_for("accounts.mail_sent", kind="confirmation"))
    return render_template("accounts/ask_confirmation.html", form=form), 422 if form.is_submitted() else 200


@bp.route("/reset", methods=["GET", "POST"])
@limiter.limit(MAIL_ASKED, methods=["POST"])
@limiter.limit(MAIL_TO_ADDRESS, methods=["POST"], key_func=typed_address)
@public
def ask_for_reset() -> ResponseReturnValue:
    """Have a link sent that sets a new password."""
    form = AddressForm()
    if form.validate_on_submit():
        with transaction():
            service.ask_for_reset(form.email.data)
        return redirect(url_for("accounts.mail_sent", kind="reset"))
    return render_template("accounts/ask_reset.html", form=form), 422 if form.is_submitted() else 200


@bp.get("/confirm/<secret>")
@public
def open_confirmation(secret: str) -> ResponseReturnValue:
    """The button that confirms an address."""
    try:
        found = get_token(secret, TokenPurpose.CONFIRM_EMAIL)
    except RuleViolation as error:
        return _problem(error, TokenPurpose.CONFIRM_EMAIL)
    return render_template("accounts/confirm_email.html", secret=secret, user=found.user)


@bp.post("/confirm/<secret>")
@limiter.limit(SIGN_IN)
@public
def confirm_email(secret: str) -> ResponseReturnValue:
    """Confirm the address."""
    try:
        with transaction():
            service.confirm_email(secret)
    except RuleViolation as error:
        return _problem(error, TokenPurpose.CONFIRM_EMAIL)
    flash(_("Your e-mail address is confirmed. You can sign in now."), "success")
    return redirect(url_for("accounts.sign_in"))


@bp.route("/reset/<secret>", methods=["GET", "POST"])
@limiter.limit(SIGN_IN, methods=["POST"])
@public
def reset_password(secret: str) -> ResponseReturnValue:
    """A new password in place of a forgotten one."""
    return _set_password(secret, TokenPurpose.RESET_PASSWORD)


@bp.route("/invitation/<secret>", methods=["GET", "POST"])
@limiter.limit(SIGN_IN, methods=["POST"])
@public
def accept_invitation(secret: str) -> ResponseReturnValue:
    """The first password of a colleague who was invited."""
    return _set_password(secret, TokenPurpose.INVITATION)


def _set_password(secret: str, purpose: TokenPurpose) -> ResponseReturnValue:
    form = NewPasswordForm()
    try:
        found = get_token(secret, purpose)
        if form.validate_on_submit():
            with transaction():
                service.reset_password(secret, form.password.data, purpose=purpose)
            sessions.end()
            flash(_("Your password is set. Sign in with it."), "success")
            return redirect(url_for("accounts.sign_in"))
    except RuleViolation as error:
        if not error.code.startswith("account.password_"):
            return _problem(error, purpose)
        show_refusal(form.password, error)
        found = get_token(secret, purpose)
    page = render_template("accounts/set_password.html", form=form, user=found.user, purpose=purpose)
    return page, 422 if form.is_submitted() else 200


def _problem(error: RuleViolation, purpose: TokenPurpose) -> ResponseReturnValue:
    """Why a link does not work, and how to get a new one."""
    status = 404 if isinstance(error, NotFound) else 410
    return render_template("accounts/link_problem.html", message=say(error), purpose=purpose), status
