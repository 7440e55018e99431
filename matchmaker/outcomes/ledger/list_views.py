"""Lists of the ledger: ours and theirs for members; overdue first, and the fulfilment rates, for staff."""

from typing import Any

import sqlalchemy as sa
from flask import render_template, request
from flask.typing import ResponseReturnValue

from matchmaker.foundation.access import actor, require
from matchmaker.foundation.database import db
from matchmaker.foundation.i18n import locale
from matchmaker.foundation.paging import Page, paginate
from matchmaker.foundation.permissions import Permission
from matchmaker.organisations import days
from matchmaker.organisations.readers import Reader
from matchmaker.organisations.service import organisation_of
from matchmaker.outcomes import queries
from matchmaker.outcomes.blueprint import bp, staff, staff_bp
from matchmaker.outcomes.ledger import fulfilling
from matchmaker.outcomes.ledger.fulfilling import Grouping
from matchmaker.outcomes.ledger.presenting import ObligationLine, obligation_lines, rate_words
from matchmaker.outcomes.models import Obligation
from matchmaker.outcomes.rules import ObligationState


def _page(statement: queries.Obligations, reader: Reader) -> Page[ObligationLine]:
    found = paginate(queries.for_obligation_lists(statement))
    lines = obligation_lines(found.rows, reader, days.today())
    return Page(lines, found.number, found.total, found.per_page)


@bp.get("/obligations")
@require(Permission.OUTCOME_OWN)
def obligations() -> ResponseReturnValue:
    """What the organisation owes, and what is owed to it."""
    organisation = organisation_of(actor().user_id)
    if organisation is None:
        return render_template("introductions/none_yet.html")
    tabs = {
        "ours": queries.obligations_of_organisation(organisation.id, own=True),
        "theirs": queries.obligations_of_organisation(organisation.id, own=False),
    }
    tab = request.args.get("tab", "ours")
    tab = tab if tab in tabs else "ours"
    figures = fulfilling.total(tabs[tab], days.today())
    return render_template(
        "outcomes/obligations.html", tab=tab, page=_page(tabs[tab], Reader(actor(), organisation)), figures=figures,
        rate=rate_words(figures), counts={name: _count(one) for name, one in tabs.items()},
    )  # fmt: skip


def _count(statement: queries.Obligations) -> int:
    return db.session.scalar(sa.select(sa.func.count()).select_from(statement.order_by(None).subquery())) or 0


_SHOWN: dict[str, Any] = {
    "open": Obligation.state == ObligationState.OPEN, "settled": Obligation.state != ObligationState.OPEN,
}  # fmt: skip


@staff_bp.get("/obligations")
@require(Permission.OUTCOME_BROKER)
def obligations_in_care() -> ResponseReturnValue:
    """All obligations in this person's care, the overdue first."""
    every = queries.obligations_in_care(actor())
    tabs = {
        "overdue": queries.overdue(every, days.today()),
        "open": every.where(_SHOWN["open"]), "settled": every.where(_SHOWN["settled"]),
    }  # fmt: skip
    tab = request.args.get("tab", "open")
    tab = tab if tab in tabs else "open"
    counts = {name: _count(one) for name, one in tabs.items()}
    return render_template("outcomes/staff_obligations.html", tab=tab, page=_page(tabs[tab], staff()), counts=counts)


@staff_bp.get("/obligations/fulfilment")
@require(Permission.OUTCOME_BROKER)
def fulfilment() -> ResponseReturnValue:
    """How many promises were kept: in all, and for each firm, partner and programme."""
    promises, today = queries.obligations_in_care(actor()), days.today()
    tables = {one.value: fulfilling.by(one, promises, today, locale()) for one in Grouping}
    return render_template(
        "outcomes/fulfilment.html", tables=tables, total=fulfilling.total(promises, today), rate_words=rate_words
    )
