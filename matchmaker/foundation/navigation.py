"""The main menu, where each room adds its entries and each reader sees those it may open, and the foot of the page."""

from dataclasses import dataclass
from typing import Any, NamedTuple

from flask import Flask, request, url_for
from flask_babel import LazyString
from flask_babel import gettext as _

from matchmaker.foundation.access import maybe_actor
from matchmaker.foundation.permissions import Permission


@dataclass(frozen=True, slots=True)
class Entry:
    """A menu entry; `permission` None means everybody, `order` sorts from the left."""

    endpoint: str
    label: LazyString
    permission: Permission | None
    order: int


class Link(NamedTuple):
    """An entry as it is drawn."""

    label: str
    url: str
    active: bool
    is_more: bool = False
    """It stands in the list behind “More”, because the line is full."""


MOST_IN_LINE = 9
"""Entries that fit into one line of the menu."""
REST_FROM = 60
"""Entries of this order and above go behind “More” when there are too many."""

_ENTRIES: dict[str, Entry] = {}


def add_navigation(endpoint: str, label: LazyString, permission: Permission | None, *, order: int) -> None:
    """Put an entry into the menu."""
    _ENTRIES[endpoint] = Entry(endpoint, label, permission, order)


def navigation() -> list[Link]:
    """The menu for the present reader."""
    asker = maybe_actor()
    seen = [e for e in _ENTRIES.values() if e.permission is None or (asker is not None and asker.may(e.permission))]
    current = request.script_root + request.path
    links = [(url_for(e.endpoint), e) for e in sorted(seen, key=lambda e: (e.order, e.endpoint))]
    best = max((url for url, _entry in links if _covers(url, current)), key=len, default=None)
    is_full = len(links) > MOST_IN_LINE
    return [Link(str(e.label), url, url == best, is_full and e.order >= REST_FROM) for url, e in links]


class FooterLink(NamedTuple):
    """A link at the foot of every page."""

    label: str
    url: str


def footer_links() -> list[FooterLink]:
    """Links at the foot of every page."""
    return [
        FooterLink(_("Privacy policy"), url_for("foundation.privacy")),
        FooterLink(_("Terms of use"), url_for("foundation.terms")),
    ]


def _covers(url: str, path: str) -> bool:
    """Whether the page at `path` belongs to the entry at `url`."""
    return path == url or (url != "/" and path.startswith(url.rstrip("/") + "/"))


def init_app(app: Flask) -> None:
    """Offer the menu to every template."""

    @app.context_processor
    def offer() -> dict[str, Any]:
        return {"navigation": navigation, "footer_links": footer_links, "actor": maybe_actor()}
