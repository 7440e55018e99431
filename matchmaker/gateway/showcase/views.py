"""The showcase: what is offered and needed, for everybody, naming nobody."""

from flask import Blueprint, render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from matchmaker.foundation.access import maybe_actor, public
from matchmaker.foundation.database import db
from matchmaker.foundation.errors import NotFound
from matchmaker.foundation.i18n import locale
from matchmaker.foundation.paging import Page, paginate
from matchmaker.foundation.permissions import Permission
from matchmaker.gateway.face.heads import head, public_url
from matchmaker.gateway.face.structured import breadcrumbs
from matchmaker.gateway.showcase import queries
from matchmaker.gateway.showcase.forms import ShowcaseFilterForm
from matchmaker.gateway.showcase.presenting import Showcase, present
from matchmaker.opportunities.models import Opportunity

bp = Blueprint("showcase", __name__, url_prefix="/showcase")


def shown(rows: list[Opportunity]) -> list[Showcase]:
    """`rows` as the public sees them, in one further query."""
    found = db.session.scalars(queries.teasers_of([row.id for row in rows])) if rows else ()
    teasers = {teaser.opportunity_id: teaser for teaser in found}
    return [present(row, teasers.get(row.id), locale()) for row in rows]


@bp.get("")
@public
def index() -> ResponseReturnValue:
    """Everything that is open."""
    form = ShowcaseFilterForm(formdata=request.args)
    found = paginate(queries.shown(form.wanted()))
    page = Page(shown(list(found.rows)), found.number, found.total, found.per_page)
    lead = _(
        "What Korean firms and partners abroad offer and look for. Nobody is named: members see more, step by step."
    )
    return render_template(
        "gateway/showcase/index.html", form=form, page=page, lead=lead,
        head=head("showcase.index", _("Showcase"), lead, [_trail()]),
    )  # fmt: skip


@bp.get("/<reference>")
@public
def show(reference: str) -> ResponseReturnValue:
    """One offer or need."""
    opportunity = db.session.scalars(queries.by_reference(reference)).first()
    if opportunity is None:
        raise NotFound("not_found")
    one = shown([opportunity])[0]
    asker = maybe_actor()
    may_open = asker is not None and asker.may(Permission.OPPORTUNITY_VIEW)
    described = one.sentence or ", ".join((one.title, *one.unit_operations))
    return render_template(
        "gateway/showcase/show.html", one=one, opportunity_id=opportunity.id if may_open else None,
        head=head("showcase.show", one.title, described, [_trail(one)], reference=reference),
    )  # fmt: skip


def _trail(one: Showcase | None = None) -> dict[str, object]:
    items = [(_("Home"), public_url("introductions.home")), (_("Showcase"), public_url("showcase.index"))]
    if one is not None:
        items.append((one.title, public_url("showcase.show", reference=one.reference)))
    return breadcrumbs(items)
