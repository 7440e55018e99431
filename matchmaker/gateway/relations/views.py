"""Pages of relations, for the agency alone: they hold what it thinks of its partners."""

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from matchmaker.desk.care import colleagues
from matchmaker.foundation.access import actor, require
from matchmaker.foundation.database import db, transaction
from matchmaker.foundation.errors import NotFound
from matchmaker.foundation.paging import paginate
from matchmaker.foundation.permissions import AGENCY, Actor, Permission
from matchmaker.foundation.saving import RefusalsIn, saved
from matchmaker.gateway.models import Relation
from matchmaker.gateway.relations import queries, service
from matchmaker.gateway.relations.forms import EntryForm, RelationFilterForm, RelationForm
from matchmaker.gateway.wording import AGREEMENTS, TEMPERATURES
from matchmaker.organisations.days import today

bp = Blueprint("gateway_relations", __name__, url_prefix="/staff/relations")


def _agency() -> Actor:
    """Who asks, of the agency. Raises NotFound for co-brokers, whom the records are about."""
    found = actor()
    if found.role not in AGENCY:
        raise NotFound("not_found")
    return found


@bp.get("")
@require(Permission.GATEWAY_REPORT)
def index() -> ResponseReturnValue:
    """All relations, the warmest first."""
    _agency()
    form = RelationFilterForm(formdata=request.args)
    cluster, due = ("", "")
    if form.validate():
        cluster, due = form.cluster.data or "", form.due.data or ""
    page = paginate(queries.listed(cluster, due=today() if due else None))
    return render_template(
        "gateway/relations/index.html", page=page, form=form, today=today(), agreements=AGREEMENTS,
        temperatures=TEMPERATURES,
    )  # fmt: skip


@bp.route("/new", methods=["GET", "POST"])
@require(Permission.GATEWAY_REPORT)
def new() -> ResponseReturnValue:
    """Add one."""
    staff, form = _agency(), _form(None)
    if form.validate_on_submit():
        with RefusalsIn(form):
            with transaction():
                relation = service.add(form.said(), actor_id=staff.user_id)
            flash(_("The record is added."), "success")
            return redirect(url_for(".show", relation_id=relation.id))
    return render_template("gateway/relations/edit.html", form=form, relation=None), 422 if form.errors else 200


@bp.get("/<int:relation_id>")
@require(Permission.GATEWAY_REPORT)
def show(relation_id: int) -> ResponseReturnValue:
    """One relation: what was agreed, what is owed, what happened."""
    _agency()
    return _page(service.get(relation_id), EntryForm(formdata=None))


@bp.route("/<int:relation_id>/edit", methods=["GET", "POST"])
@require(Permission.GATEWAY_REPORT)
def edit(relation_id: int) -> ResponseReturnValue:
    """Write it anew."""
    staff, relation = _agency(), service.get(relation_id)
    form = _form(relation)
    if form.validate_on_submit():
        said, version = form.said(), form.version.data
        if saved(form, lambda: service.change(relation, said, version=version, actor_id=staff.user_id)):
            flash(_("The record is changed."), "success")
            return redirect(url_for(".show", relation_id=relation_id))
    elif request.method == "GET":
        form.fill(relation)
    return render_template("gateway/relations/edit.html", form=form, relation=relation), 422 if form.errors else 200


@bp.post("/<int:relation_id>/entries")
@require(Permission.GATEWAY_REPORT)
def note(relation_id: int) -> ResponseReturnValue:
    """Write down what happened."""
    staff, relation, form = _agency(), service.get(relation_id), EntryForm()
    if not form.validate_on_submit():
        return _page(relation, form), 422
    with transaction():
        service.note(relation, form.day.data, form.text.data, actor_id=staff.user_id)
    flash(_("Written down."), "success")
    return redirect(url_for(".show", relation_id=relation_id))


def _form(relation: Relation | None) -> RelationForm:
    form = RelationForm()
    own = relation.organisation_id if relation else None
    people = list(db.session.scalars(colleagues(actor())))
    if relation and relation.keeper and relation.keeper not in people:
        people.append(relation.keeper)  # whose account was closed: kept until staff choose somebody else
    form.offer(db.session.scalars(queries.organisations(own)).all(), people)
    return form


def _page(relation: Relation, form: EntryForm) -> str:
    if not form.day.data:
        form.day.data = today()
    promised = queries.obligations(relation.organisation_id) if relation.organisation_id else None
    return render_template(
        "gateway/relations/show.html", relation=relation, form=form, today=today(), agreements=AGREEMENTS,
        temperatures=TEMPERATURES, obligations=db.session.scalars(promised).all() if promised is not None else [],
    )  # fmt: skip
