"""Pages of one's own second factor."""

import io

import segno
from flask import Response, abort, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from matchmaker.accounts import passwords, second_factor, sessions
from matchmaker.accounts.blueprint import bp
from matchmaker.accounts.forms import CodeForm, ProofForm, show_refusal
from matchmaker.accounts.models import User
from matchmaker.foundation.access import require
from matchmaker.foundation.database import transaction
from matchmaker.foundation.errors import RuleViolation
from matchmaker.foundation.limits import SIGN_IN, limiter
from matchmaker.foundation.permissions import STAFF, Permission


@bp.get("/account/second-factor", endpoint="second_factor")
@require(Permission.ACCOUNT_OWN, without_second_factor=True)
def show_second_factor() -> ResponseReturnValue:
    """Set-up while there is none (or a new device is being set up), else what can be done with it."""
    user = sessions.me()
    if user.has_second_factor and sessions.setup_secret(user) is None:
        return render_template("accounts/second_factor.html", is_staff=user.role in STAFF)
    return _setup_page(user, CodeForm())


def _setup_page(user: User, form: CodeForm) -> str:
    sealed = sessions.setup_secret(user)
    if sealed is None:
        sealed = second_factor.begin_second_factor()
        sessions.begin_setup(sealed, proved=False)
    return render_template(
        "accounts/second_factor_setup.html", form=form, secret=passwords.grouped(sealed), is_staff=user.role in STAFF
    )


@bp.get("/account/second-factor/qr.svg")
@require(Permission.ACCOUNT_OWN, without_second_factor=True)
def second_factor_qr() -> ResponseReturnValue:
    """The picture that an authenticator app reads."""
    user = sessions.me()
    sealed = sessions.setup_secret(user)
    if sealed is None:
        abort(404)
    picture = io.BytesIO()
    address = passwords.totp_address(sealed, user.email)
    code = segno.make(address, error="m", micro=False)
    code.save(picture, kind="svg", scale=5, border=4, light="#fff", svgclass=None, lineclass=None)
    return Response(picture.getvalue(), mimetype="image/svg+xml")


@bp.post("/account/second-factor")
@limiter.limit(SIGN_IN)
@require(Permission.ACCOUNT_OWN, without_second_factor=True)
def confirm_second_factor() -> ResponseReturnValue:
    """Put the second factor in force by a first code; the recovery codes are shown on the answer, once."""
    user = sessions.me()
    sealed = sessions.setup_secret(user)
    if sealed is None:
        return redirect(url_for("accounts.second_factor"))
    form = CodeForm()
    if form.validate_on_submit():
        try:
            with transaction():
                codes = second_factor.confirm_second_factor(user, sealed, form.code.data)
        except RuleViolation as error:
            show_refusal(form.code, error)
        else:
            sessions.end_setup()
            return render_template("accounts/recovery_codes.html", codes=codes)
    return _setup_page(user, form), 422


@bp.route("/account/second-factor/move", methods=["GET", "POST"])
@limiter.limit(SIGN_IN, methods=["POST"])
@require(Permission.ACCOUNT_OWN)
def move_second_factor() -> ResponseReturnValue:
    """Set up another device; the present one stays in force until the new one has shown a code."""
    form = ProofForm()
    if _proved(form):
        sessions.begin_setup(second_factor.begin_second_factor(), proved=True)
        return redirect(url_for("accounts.second_factor"))
    return _proof_page(form, _("Move to another device"))


@bp.route("/account/second-factor/recovery-codes", methods=["GET", "POST"])
@limiter.limit(SIGN_IN, methods=["POST"])
@require(Permission.ACCOUNT_OWN)
def recovery_codes() -> ResponseReturnValue:
    """New recovery codes; the old ones stop working."""
    form = ProofForm()
    if _proved(form):
        with transaction():
            codes = second_factor.new_recovery_codes(sessions.me())
        return render_template("accounts/recovery_codes.html", codes=codes)
    return _proof_page(form, _("New recovery codes"))


@bp.route("/account/second-factor/off", methods=["GET", "POST"])
@limiter.limit(SIGN_IN, methods=["POST"])
@require(Permission.ACCOUNT_OWN)
def switch_off_second_factor() -> ResponseReturnValue:
    """Members may sign in with the password alone."""
    form = ProofForm()
    if _proved(form):
        user = sessions.me()
        with transaction():
            second_factor.switch_off(user)
        sessions.begin(user)
        flash(_("The second factor is off. All other sessions have ended."), "success")
        return redirect(url_for("accounts.settings"))
    return _proof_page(form, _("Switch off the second factor"))


def _proved(form: ProofForm) -> bool:
    """Whether the form was sent with the right password and code; what is wrong is told at its field."""
    if not form.validate_on_submit():
        return False
    try:
        with transaction():
            second_factor.prove_oneself(sessions.me(), password=form.password.data, code=form.code.data)
    except RuleViolation as error:
        show_refusal(form.password if error.code == "account.wrong_password" else form.code, error)
        return False
    return True


def _proof_page(form: ProofForm, title: str) -> ResponseReturnValue:
    if not sessions.me().has_second_factor:
        return redirect(url_for("accounts.second_factor"))
    return render_template("accounts/prove.html", form=form, title=title), 422 if form.is_submitted() else 200
