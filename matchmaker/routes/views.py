"""Pages of routes: the projects of a member or in the care of staff, and the route of one."""

from flask import render_template, request
from flask.typing import ResponseReturnValue

from matchmaker.foundation.access import actor, require
from matchmaker.foundation.codes import is_known
from matchmaker.foundation.database import db
from matchmaker.foundation.forms import clean_line
from matchmaker.foundation.i18n import locale
from matchmaker.foundation.paging import Page, paginate
from matchmaker.foundation.permissions import Permission
from matchmaker.routes import presenting, queries, sight
from matchmaker.routes.blueprint import bp, member, on_both, staff_bp
from matchmaker.routes.forms import FilterForm
from matchmaker.routes.gathering import areas_of, gather
from matchmaker.routes.handovers import presenting as handovers
from matchmaker.routes.overview import flow
from matchmaker.routes.sight import Reader


@bp.get("/routes")
@require(Permission.ROUTE_OWN)
def index() -> ResponseReturnValue:
    """The organisation's projects with their ribbons, and what was handed to it."""
    reader = member()
    assert reader.organisation is not None  # noqa: S101 - a member's reader has one
    owner = reader.organisation
    found = paginate(queries.for_route(queries.projects_of(owner.id)), per_page=10)
    areas = frozenset[str]().union(*(areas_of(one) for one in found.rows))
    around = gather(owner, areas)
    page = Page([presenting.outline(one, around) for one in found.rows], found.number, found.total, found.per_page)
    received = [handovers.present(row, reader) for row in db.session.scalars(queries.received_by(owner.id).limit(20))]
    return render_template("routes/index.html", page=page, received=received)


@staff_bp.get("/routes")
@require(Permission.ROUTE_ANY)
def in_care() -> ResponseReturnValue:
    """Published projects in care, the flow as a whole, and hand-overs that wait."""
    form = FilterForm(request.args)
    following = form.stage.data if is_known("stage", form.stage.data or "") else ""
    words = clean_line(form.q.data)[:100]
    page = paginate(queries.for_route(queries.projects_in_care(actor(), following=following or "", words=words)))
    reader = Reader(actor())
    waiting = [handovers.present(row, reader) for row in db.session.scalars(queries.waiting_in_care(actor()).limit(20))]
    return render_template(
        "routes/staff_index.html", page=page, form=form, waiting=waiting, flow=flow(actor()), language=locale()
    )


@on_both("/routes/<int:opportunity_id>")
def show(reader: Reader, opportunity_id: int) -> ResponseReturnValue:
    """Who or what serves each stage of a project, from when, and where the chain breaks."""
    project = sight.project_of(reader, opportunity_id)
    around = gather(project.organisation, areas_of(project))
    rows = [handovers.present(row, reader) for row in db.session.scalars(queries.handovers_of(project.id))]
    return render_template(
        "routes/show.html", view=presenting.present(project, around, staff=reader.staff), history=rows, reader=reader,
        project=project, owner=project.organisation.name(locale()),
        is_waiting=any(row.may_withdraw or row.may_answer for row in rows),
    )  # fmt: skip
