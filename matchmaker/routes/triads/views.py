"""Pages of triads: a member's own, or those in the care of staff."""

from flask import render_template, request
from flask.typing import ResponseReturnValue

from matchmaker.foundation.database import db
from matchmaker.foundation.i18n import locale
from matchmaker.foundation.paging import Page, paginate
from matchmaker.routes.blueprint import on_both
from matchmaker.routes.models import Triad
from matchmaker.routes.sight import Reader
from matchmaker.routes.triads import presenting, queries
from matchmaker.routes.triads.forms import FilterForm


@on_both("/triads")
def triads(reader: Reader) -> ResponseReturnValue:
    """Firm, partner and asset together: in time first, then those whose asset opens too late, with its date."""
    own = reader.organisation
    every = queries.of_organisation(own.id) if own is not None else queries.in_care_of(reader.actor)
    pairs = presenting.open_pairs(own, every) if own is not None else {}
    every = queries.with_others(every, pairs) if own is not None else every
    form = FilterForm(request.args)
    form.offer([(one.key, one.name(locale())) for one in db.session.scalars(queries.assets_in(every))])
    statement = queries.with_asset(every, form.asset.data) if form.validate() and form.asset.data else every
    if not (form.too_late.data and form.validate()):
        statement = statement.where(Triad.score > 0)
    found = paginate(statement)
    shown = found.rows
    views = presenting.for_member(own, shown, pairs) if own is not None else presenting.for_staff(shown)
    page = Page([(view, *presenting.badge_of(view.asset)) for view in views], found.number, found.total, found.per_page)
    return render_template("routes/triads.html", page=page, form=form, reader=reader)
