"""Pages of signing up, in and out."""

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_login import current_user

from matchmaker.accounts import second_factor, service, sessions
from matchmaker.accounts.blueprint import bp, typed_address
from matchmaker.accounts.forms import CodeForm, SignInForm, SignUpForm, show_refusal
from matchmaker.accounts.models import User
from matchmaker.accounts.rules import local_path
from matchmaker.foundation.access import public
from matchmaker.foundation.database import transaction
from matchmaker.foundation.errors import RuleViolation
from matchmaker.foundation.limits import MAIL_TO_ADDRESS, SIGN_IN, SIGN_UP, limiter
from matchmaker.foundation.permissions import STAFF


def home() -> str:
    """Where people go when they wanted nothing else."""
    return f"{request.script_root}/"


@bp.route("/sign-up", methods=["GET", "POST"])
@limiter.limit(SIGN_UP, methods=["POST"])
@limiter.limit(MAIL_TO_ADDRESS, methods=["POST"], key_func=typed_address)
@public
def sign_up() -> ResponseReturnValue:
    """A new account; the answer is the same whether the address is known or not."""
    if current_user.is_authenticated:
        return redirect(home())
    form = SignUpForm()
    if form.validate_on_submit():
        try:
            with transaction():
                service.sign_up(form.given())
        except RuleViolation as error:
            show_refusal(form.password, error)
        else:
            return redirect(url_for("accounts.mail_sent", kind="confirmation"))
    return render_template("accounts/sign_up.html", form=form), 422 if form.is_submitted() else 200


@bp.route("/sign-in", methods=["GET", "POST"])
@limiter.limit(SIGN_IN, methods=["POST"])
@public
def sign_in() -> ResponseReturnValue:
    """Address and password; every kind of refusal reads the same."""
    wanted = local_path(request.args.get("next"))
    if current_user.is_authenticated:
        return redirect(wanted or home())
    form = SignInForm()
    refused = False
    if form.validate_on_submit():
        with transaction():
            user = service.check_credentials(form.email.data, form.password.data)
        if user is not None:
            return _after_password(user, wanted)
        refused = True
    status = 422 if form.is_submitted() else 200
    return render_template("accounts/sign_in.html", form=form, refused=refused), status


def _after_password(user: User, wanted: str | None) -> ResponseReturnValue:
    if user.has_second_factor:
        sessions.await_code(user, next_path=wanted)
        return redirect(url_for("accounts.sign_in_code"))
    return _enter(user, wanted)


def _enter(user: User, wanted: str | None) -> ResponseReturnValue:
    with transaction():
        service.note_sign_in(user)
    sessions.begin(user)
    if user.role in STAFF and not user.has_second_factor:
        return redirect(url_for("accounts.second_factor"))
    return redirect(wanted or home())


@bp.route("/sign-in/code", methods=["GET", "POST"])
@limiter.limit(SIGN_IN, methods=["POST"])
@public
def sign_in_code() -> ResponseReturnValue:
    """The second step of signing in: a code of the app, or a recovery code."""
    found = sessions.awaited()
    if found is None:
        flash(_("Signing in took too long. Start again with your password."), "warning")
        return redirect(url_for("accounts.sign_in"))
    user, wanted = found
    form = CodeForm()
    refused = False
    if form.validate_on_submit():
        with transaction():
            right = second_factor.lets_in(user, form.code.data)
        if right:
            return _enter(user, local_path(wanted))
        refused = True
    status = 422 if form.is_submitted() else 200
    return render_template("accounts/sign_in_code.html", form=form, refused=refused), status


@bp.post("/sign-out")
@public
def sign_out() -> ResponseReturnValue:
    """End this session."""
    sessions.end()
    flash(_("You have signed out."), "success")
    return redirect(home())
