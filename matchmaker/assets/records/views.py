"""Pages of staff about assets: adding, changing, the life cycle, the rows that hang on one."""

from typing import Any

from flask import Blueprint, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from matchmaker.assets import linkage
from matchmaker.assets.models import Asset
from matchmaker.assets.records import parts, service
from matchmaker.assets.records.forms import AssetForm, NewAssetForm, StatusForm
from matchmaker.assets.records.part_forms import FORMS
from matchmaker.assets.rules import LegalStatus
from matchmaker.foundation.access import actor, require
from matchmaker.foundation.database import transaction
from matchmaker.foundation.errors import RuleViolation
from matchmaker.foundation.forms import VersionedForm
from matchmaker.foundation.permissions import Permission
from matchmaker.foundation.saving import RefusalsIn
from matchmaker.foundation.wording import say

bp = Blueprint("asset_records", __name__, url_prefix="/staff/assets")


@bp.route("/new", methods=["GET", "POST"])
@require(Permission.ASSET_MANAGE)
def new() -> ResponseReturnValue:
    """Add an asset."""
    form = NewAssetForm()
    if form.validate_on_submit():
        with RefusalsIn(form):
            with transaction():
                status = LegalStatus(form.status.data)
                asset = service.add(form.key.data, status, form.said(), actor_id=actor().user_id)
            flash(_("The asset is added. Enter its facts, hours and connections here."), "success")
            return redirect(url_for(".show", key=asset.key))
    return render_template("assets/records/edit.html", form=form, asset=None), 422 if form.errors else 200


@bp.get("/<key>")
@require(Permission.ASSET_MANAGE)
def show(key: str) -> ResponseReturnValue:
    """Everything that staff keep about an asset, with a form for each kind of row."""
    return _page(service.get(key), {})


def _page(asset: Asset, refused: dict[str, Any]) -> ResponseReturnValue:
    forms = {kind: refused.get(kind) or make(formdata=None, prefix=kind) for kind, make in FORMS.items()}
    status = refused.get("status") or _status_form(asset)
    delete = VersionedForm(formdata=None, prefix="delete")
    delete.version.data = asset.version
    page = render_template(
        "assets/records/show.html", asset=asset, forms=forms, status=status, delete=delete,
        links=linkage.links_of(asset.id),
    )  # fmt: skip
    return page, 422 if refused else 200


def _status_form(asset: Asset) -> StatusForm:
    form = StatusForm(formdata=None, prefix="status")
    form.version.data, form.status.data = asset.version, asset.legal_status.value
    form.available_from.data = asset.available_from
    return form


@bp.route("/<key>/edit", methods=["GET", "POST"])
@require(Permission.ASSET_MANAGE)
def edit(key: str) -> ResponseReturnValue:
    """Correct what is said of an asset."""
    asset = service.get(key)
    form = AssetForm(asset)
    if form.validate_on_submit():
        with transaction():
            service.change(asset, form.said(), version=form.version.data, actor_id=actor().user_id)
        flash(_("The asset is changed."), "success")
        return redirect(url_for(".show", key=key))
    return render_template("assets/records/edit.html", form=form, asset=asset), 422 if form.errors else 200


@bp.post("/<key>/status")
@require(Permission.ASSET_MANAGE)
def set_status(key: str) -> ResponseReturnValue:
    """Move an asset along its life cycle."""
    asset, form = service.get(key), StatusForm(prefix="status")
    if form.validate_on_submit():
        try:
            with transaction():
                service.set_status(
                    asset, form.new_status(), form.available_from.data or "", form.statement(),
                    version=form.version.data, actor_id=actor().user_id,
                )  # fmt: skip
        except RuleViolation as refusal:
            if refusal.code != "asset.same_status":
                raise
            form.form_errors.append(say(refusal))
            asset = service.get(key)
        else:
            flash(_("The progress of the asset is recorded."), "success")
            return redirect(url_for(".show", key=key))
    return _page(asset, {"status": form})


@bp.post("/<key>/<any(fact,hours,closure,quality,link):kind>")
@require(Permission.ASSET_MANAGE)
def add_part(key: str, kind: str) -> ResponseReturnValue:
    """Add a row to an asset."""
    asset, form = service.get(key), FORMS[kind](prefix=kind)
    if form.validate_on_submit():
        with RefusalsIn(form):
            with transaction():
                for row in form.rows():
                    parts.add(asset, row, actor_id=actor().user_id)
            flash(_("The entry is added."), "success")
            return redirect(url_for(".show", key=key, _anchor=f"{kind}-title"))
        asset = service.get(key)
    return _page(asset, {kind: form})


@bp.post("/<key>/<any(fact,hours,closure,quality,link):kind>/<int:part_id>/remove")
@require(Permission.ASSET_MANAGE)
def remove_part(key: str, kind: str, part_id: int) -> ResponseReturnValue:
    """Take a row out of an asset."""
    with transaction():
        parts.remove(service.get(key), kind, part_id, actor_id=actor().user_id)
    flash(_("The entry is removed."), "success")
    return redirect(url_for(".show", key=key, _anchor=f"{kind}-title"))


@bp.post("/<key>/delete")
@require(Permission.ASSET_MANAGE)
def delete(key: str) -> ResponseReturnValue:
    """Delete an asset that was entered by mistake."""
    asset, form = service.get(key), VersionedForm(prefix="delete")
    form.validate()
    with transaction():
        service.delete(asset, version=form.version.data, actor_id=actor().user_id)
    flash(_("The asset is deleted."), "success")
    return redirect(url_for("assets.index"))
