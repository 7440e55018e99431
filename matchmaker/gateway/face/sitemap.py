"""The addresses of all public pages, each in both languages, and what robots may read."""

from collections.abc import Iterator
from datetime import date
from typing import Any

import sqlalchemy as sa
from flask import Blueprint, Response, render_template
from flask.typing import ResponseReturnValue

from matchmaker.assets.models import Asset
from matchmaker.foundation.access import public
from matchmaker.foundation.database import db
from matchmaker.foundation.i18n import LOCALES
from matchmaker.gateway.face.clusters import cluster_codes
from matchmaker.gateway.face.heads import public_url
from matchmaker.gateway.showcase import queries
from matchmaker.organisations.rules import KOREA

bp = Blueprint("gateway_sitemap", __name__)

Address = tuple[str, dict[str, Any], date | None]
"""Endpoint, its arguments, the day of the last change."""
ENTRIES_MAX = 50_000
"""Addresses that one sitemap may hold (sitemaps.org)."""
PLAIN = (
    "introductions.home", "gateway_face.cluster", "assets.index", "assets.sketch_map", "assets.links",
    "showcase.index", "gateway_goals.progress",
)  # fmt: skip


def addresses() -> Iterator[Address]:
    """Every public page."""
    for endpoint in PLAIN:
        yield endpoint, {}, None
    for code in cluster_codes():
        yield "gateway_face.partner", {"code": code}, None
    for key, changed in db.session.execute(sa.select(Asset.key, Asset.updated_at).order_by(Asset.id)):
        yield "assets.show", {"key": key}, changed.astimezone(KOREA).date()
    for reference, published in db.session.execute(queries.references().limit(ENTRIES_MAX // len(LOCALES) // 2)):
        yield "showcase.show", {"reference": reference}, published.astimezone(KOREA).date() if published else None


@bp.get("/sitemap.xml")
@public
def sitemap() -> ResponseReturnValue:
    """The sitemap (sitemaps.org), with the languages of each page."""
    entries: list[tuple[str, list[tuple[str, str]], date | None]] = []
    for endpoint, values, changed in addresses():
        links = [(code, public_url(endpoint, language=code, **values)) for code in LOCALES]
        links.append(("x-default", public_url(endpoint, **values)))
        entries.extend((url, links, changed) for code, url in links if code in LOCALES)
    text = render_template("gateway/sitemap.xml", entries=entries)
    return Response(text, mimetype="application/xml")


@bp.get("/robots.txt")
@public
def robots() -> ResponseReturnValue:
    """What robots may read: public pages; nothing behind the sign-in."""
    lines = ("User-agent: *", "Disallow: /staff", "Disallow: /desk", "Disallow: /settings", "Disallow: /sign-in",
             "", f"Sitemap: {public_url('gateway_sitemap.sitemap')}", "")  # fmt: skip
    return Response("\n".join(lines), mimetype="text/plain")
