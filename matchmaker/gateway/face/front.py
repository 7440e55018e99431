"""The front page: what the gateway is, its two doors, its numbers, the flow, what is new."""

from flask import render_template
from flask_babel import gettext as _

from matchmaker.calls import queries as calls
from matchmaker.calls.presenting import teaser
from matchmaker.foundation.database import db
from matchmaker.foundation.i18n import LOCALES
from matchmaker.gateway.face import structured
from matchmaker.gateway.face.clusters import partners
from matchmaker.gateway.face.heads import head, public_url
from matchmaker.gateway.funnels import daily
from matchmaker.gateway.showcase import queries
from matchmaker.gateway.showcase.views import shown

TEASERS_SHOWN = 3
CALLS_SHOWN = 5


def front_page() -> str:
    """The page for visitors: two or three reads, for its numbers were counted before."""
    url = public_url("introductions.home")
    name, lead = _("Siheung Bio Partnering Gateway"), lead_words()
    things = [
        structured.agency(_("Siheung Industry Promotion Agency"), url), structured.website(name, url, LOCALES),
    ]  # fmt: skip
    rows = db.session.scalars(queries.shown().limit(TEASERS_SHOWN)).all()
    open_calls = db.session.scalars(calls.open_calls().limit(CALLS_SHOWN)).all()
    page: str = render_template(
        "gateway/front.html", calls=[teaser(call) for call in open_calls], figures=daily.latest(),
        teasers=shown(list(rows)), clusters=partners(), lead=lead,
        head=head("introductions.home", name, lead, things),
    )  # fmt: skip
    return page


def lead_words() -> str:
    """What the gateway is, in two sentences."""
    words: str = _(
        "Korean firms of the Siheung bio cluster find partners abroad, and technology, capital and talent from abroad "
        "find their place in Siheung. One gateway, from research to the clinic."
    )
    return words
