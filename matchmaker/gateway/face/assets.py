"""What search engines read of the page of an asset."""

from flask import render_template
from flask_babel import gettext as _
from markupsafe import Markup

from matchmaker.assets.models import Asset
from matchmaker.foundation.i18n import locale
from matchmaker.gateway.face import structured
from matchmaker.gateway.face.heads import head, public_url

KINDS = {
    "facility": "ResearchOrganization", "programme": "EducationalOrganization", "training": "EducationalOrganization",
    "equipment": "Product", "service": "Service",
}  # fmt: skip
"""The type of schema.org for each kind of asset; any other is a place."""


def structured_data(asset: Asset) -> Markup:
    """Description, addresses and structured data for the head of the page of `asset`: public facts only."""
    language = locale()
    name, summary, url = asset.name(language), asset.summary(language), public_url("assets.show", key=asset.key)
    thing = structured.place(
        KINDS.get(asset.kind, "Place"), name, url, summary,
        alternateName=asset.name("en" if language == "ko" else "ko"),
    )  # fmt: skip
    trail = structured.breadcrumbs(
        [
            (_("Home"), public_url("introductions.home")), (_("Cluster assets"), public_url("assets.index")),
            (name, url),
        ]
    )  # fmt: skip
    found = head("assets.show", name, summary, [thing, trail], key=asset.key)
    return Markup(render_template("gateway/_head.html", head=found))  # noqa: S704 - a template of ours, escaped
