"""Pages of members alone: what came of their introductions."""

from flask import render_template
from flask.typing import ResponseReturnValue

from matchmaker.foundation.access import actor, require
from matchmaker.foundation.database import db
from matchmaker.foundation.paging import Page, paginate
from matchmaker.foundation.permissions import Permission
from matchmaker.organisations.readers import Reader
from matchmaker.organisations.service import organisation_of
from matchmaker.outcomes import queries
from matchmaker.outcomes.blueprint import bp
from matchmaker.outcomes.presenting import Names, outcome_lines


@bp.get("/outcomes")
@require(Permission.OUTCOME_OWN)
def index() -> ResponseReturnValue:
    """The organisation's outcomes, and the introductions for which one can be recorded."""
    organisation = organisation_of(actor().user_id)
    if organisation is None:
        return render_template("introductions/none_yet.html")
    reader = Reader(actor(), organisation)
    found = paginate(queries.for_lists(queries.of_organisation(organisation.id)))
    page = Page(outcome_lines(found.rows, reader), found.number, found.total, found.per_page)
    made = db.session.scalars(queries.waiting_introductions(organisation.id)).all()
    names = Names(reader, made)
    pairs = [(row.id, names.pair(row)) for row in made]
    return render_template("outcomes/index.html", page=page, pairs=pairs)
