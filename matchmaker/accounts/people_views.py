"""Pages of people's accounts, for administrators."""

from flask import Blueprint, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from matchmaker.accounts import people, queries, sessions
from matchmaker.accounts.forms import InviteForm, PeopleFilter, RoleForm, show_refusal
from matchmaker.accounts.models import User
from matchmaker.foundation.access import actor, require
from matchmaker.foundation.database import transaction
from matchmaker.foundation.errors import RuleViolation
from matchmaker.foundation.paging import paginate
from matchmaker.foundation.permissions import STAFF, Permission, Role

bp = Blueprint("people", __name__, url_prefix="/staff/people")


@bp.get("/")
@require(Permission.ACCOUNT_MANAGE)
def index() -> ResponseReturnValue:
    """Everybody who has an account."""
    form = PeopleFilter()
    role = Role(form.role.data) if form.role.data in set(Role) else None
    page = paginate(queries.people(role=role, words=form.q.data or ""))
    return render_template("accounts/people.html", page=page, form=form)


@bp.route("/invite", methods=["GET", "POST"])
@require(Permission.ACCOUNT_MANAGE)
def invite() -> ResponseReturnValue:
    """Invite a colleague."""
    form = InviteForm()
    if form.validate_on_submit():
        try:
            with transaction():
                user = people.make_staff(
                    form.email.data, full_name=form.full_name.data, role=Role(form.role.data),
                    cluster=form.cluster.data or None, locale=form.locale.data, actor_id=actor().user_id,
                )  # fmt: skip
        except RuleViolation as error:
            show_refusal(form.cluster if error.code == "account.cluster_of_co_broker" else form.email, error)
        else:
            flash(_("The invitation is on its way to %(address)s.", address=user.email), "success")
            return redirect(url_for("people.show", user_id=user.id))
    return render_template("accounts/invite.html", form=form), 422 if form.is_submitted() else 200


@bp.get("/<int:user_id>")
@require(Permission.ACCOUNT_MANAGE)
def show(user_id: int) -> ResponseReturnValue:
    """One person and what can be done."""
    user = people.get_person(user_id)
    return _page(user, RoleForm(frozenset(Role), data={"role": user.role.value, "cluster": user.cluster or ""}))


def _page(user: User, form: RoleForm) -> str:
    return render_template(
        "accounts/person.html", user=user, form=form, is_me=user.id == sessions.me().id, is_staff=user.role in STAFF
    )


@bp.post("/<int:user_id>/role")
@require(Permission.ACCOUNT_MANAGE)
def change_role(user_id: int) -> ResponseReturnValue:
    """Another role."""
    user = people.get_person(user_id)
    form = RoleForm(frozenset(Role))
    if form.validate_on_submit():
        try:
            with transaction():
                role, cluster = Role(form.role.data), form.cluster.data or None
                people.change_role(user, role=role, cluster=cluster, actor_id=actor().user_id)
        except RuleViolation as error:
            show_refusal(form.cluster if error.code == "account.cluster_of_co_broker" else form.role, error)
        else:
            return _done(user_id, _("The role is changed."))
    return _page(user, form), 422


@bp.post("/<int:user_id>/enable")
@require(Permission.ACCOUNT_MANAGE)
def enable(user_id: int) -> ResponseReturnValue:
    """Open an account that was shut."""
    with transaction():
        people.set_enabled(people.get_person(user_id), True, actor_id=actor().user_id)
    return _done(user_id, _("The account is open again."))


@bp.post("/<int:user_id>/disable")
@require(Permission.ACCOUNT_MANAGE)
def disable(user_id: int) -> ResponseReturnValue:
    """Shut an account."""
    with transaction():
        people.set_enabled(people.get_person(user_id), False, actor_id=actor().user_id)
    return _done(user_id, _("The account is shut and its sessions have ended."))


@bp.post("/<int:user_id>/reset-second-factor")
@require(Permission.ACCOUNT_MANAGE)
def reset_second_factor(user_id: int) -> ResponseReturnValue:
    """Help somebody who lost phone and recovery codes."""
    with transaction():
        people.reset_second_factor(people.get_person(user_id), actor_id=actor().user_id)
    return _done(user_id, _("The second factor is removed. The person was told by e-mail."))


@bp.post("/<int:user_id>/invite-again")
@require(Permission.ACCOUNT_MANAGE)
def invite_again(user_id: int) -> ResponseReturnValue:
    """Mail the invitation once more."""
    with transaction():
        people.invite_again(people.get_person(user_id), actor_id=actor().user_id)
    return _done(user_id, _("The invitation was sent again."))


def _done(user_id: int, message: str) -> ResponseReturnValue:
    flash(message, "success")
    return redirect(url_for("people.show", user_id=user_id))
