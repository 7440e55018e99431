"""Pages of one's own account: profile, password, consents, sessions, data, leaving."""

from flask import Response, flash, json, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import refresh

from matchmaker.accounts import closing, consents, service, sessions
from matchmaker.accounts.blueprint import bp
from matchmaker.accounts.forms import ChangePasswordForm, CloseForm, ProfileForm, show_refusal
from matchmaker.accounts.rules import CONSENT_VERSION, REQUIRED_CONSENTS, ConsentPurpose
from matchmaker.accounts.views import home
from matchmaker.foundation.access import require
from matchmaker.foundation.database import transaction
from matchmaker.foundation.errors import NotFound, RuleViolation
from matchmaker.foundation.limits import SIGN_IN, limiter
from matchmaker.foundation.permissions import STAFF, Permission


@bp.route("/account", methods=["GET", "POST"])
@require(Permission.ACCOUNT_OWN)
def settings() -> ResponseReturnValue:
    """Name, language and time zone, and the way to everything else."""
    user = sessions.me()
    form = ProfileForm(obj=user)
    if form.validate_on_submit():
        with transaction():
            service.change_profile(
                user, full_name=form.full_name.data, locale=form.locale.data, time_zone=form.time_zone.data
            )
        sessions.read_in(form.locale.data)
        refresh()
        flash(_("Your settings are saved."), "success")
        return redirect(url_for("accounts.settings"))
    page = render_template("accounts/settings.html", form=form, user=user, is_staff=user.role in STAFF)
    return page, 422 if form.is_submitted() else 200


@bp.route("/account/password", methods=["GET", "POST"])
@limiter.limit(SIGN_IN, methods=["POST"])
@require(Permission.ACCOUNT_OWN)
def change_password() -> ResponseReturnValue:
    """Another password; every other session ends."""
    user = sessions.me()
    form = ChangePasswordForm()
    if form.validate_on_submit():
        try:
            with transaction():
                service.change_password(user, old=form.old.data, new=form.password.data)
        except RuleViolation as error:
            show_refusal(form.old if error.code == "account.wrong_password" else form.password, error)
        else:
            sessions.begin(user)
            flash(_("Your password is changed. All other sessions have ended."), "success")
            return redirect(url_for("accounts.settings"))
    page = render_template("accounts/change_password.html", form=form, user=user)
    return page, 422 if form.is_submitted() else 200


@bp.get("/account/consents", endpoint="consents")
@require(Permission.ACCOUNT_OWN)
def list_consents() -> ResponseReturnValue:
    """What one agreed to, in which version and since when."""
    user = sessions.me()
    return render_template(
        "accounts/consents.html", purposes=list(ConsentPurpose), in_force=consents.consents_in_force(user),
        versions=CONSENT_VERSION, required=REQUIRED_CONSENTS, history=user.consents,
    )  # fmt: skip


@bp.post("/account/consents/<purpose>/give")
@require(Permission.ACCOUNT_OWN)
def give_consent(purpose: str) -> ResponseReturnValue:
    """Agree to one purpose."""
    with transaction():
        consents.give_consent(sessions.me(), _purpose(purpose))
    flash(_("Your consent is recorded."), "success")
    return redirect(url_for("accounts.consents"))


@bp.post("/account/consents/<purpose>/withdraw")
@require(Permission.ACCOUNT_OWN)
def withdraw_consent(purpose: str) -> ResponseReturnValue:
    """Stop agreeing to one purpose."""
    with transaction():
        consents.withdraw_consent(sessions.me(), _purpose(purpose))
    flash(_("Your consent is withdrawn."), "success")
    return redirect(url_for("accounts.consents"))


def _purpose(text: str) -> ConsentPurpose:
    try:
        return ConsentPurpose(text)
    except ValueError as error:
        raise NotFound("not_found") from error


@bp.post("/account/sessions/end")
@require(Permission.ACCOUNT_OWN)
def end_sessions() -> ResponseReturnValue:
    """Sign out everywhere else."""
    user = sessions.me()
    with transaction():
        service.end_sessions(user)
    sessions.begin(user)
    flash(_("All other sessions have ended."), "success")
    return redirect(url_for("accounts.settings"))


@bp.get("/account/data.json")
@require(Permission.ACCOUNT_OWN)
def own_data() -> ResponseReturnValue:
    """One's own data as a file."""
    text = json.dumps(closing.own_data(sessions.me()), indent=2, ensure_ascii=False, sort_keys=False)
    headers = {"Content-Disposition": "attachment; filename=my-data.json"}
    return Response(text, mimetype="application/json", headers=headers)


@bp.route("/account/close", methods=["GET", "POST"])
@limiter.limit(SIGN_IN, methods=["POST"])
@require(Permission.ACCOUNT_OWN)
def close() -> ResponseReturnValue:
    """Leave."""
    form = CloseForm()
    if form.validate_on_submit():
        try:
            with transaction():
                closing.close_account(sessions.me(), password=form.password.data)
        except RuleViolation as error:
            show_refusal(form.password, error)
        else:
            sessions.end()
            flash(_("Your account is closed."), "success")
            return redirect(home())
    return render_template("accounts/close.html", form=form), 422 if form.is_submitted() else 200
