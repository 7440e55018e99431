"""The main menu, where each room adds its entries and each reader sees those it may open, and the foot of the page."""

from dataclasses import dataclass
from enum import StrEnum
from typing import Any, NamedTuple

from flask import Flask, request, url_for
from flask_babel import LazyString
from flask_babel import gettext as _

from matchmaker.foundation.access import maybe_actor
from matchmaker.foundation.permissions import Permission


class Place(StrEnum):
    """Where an entry of the main menu stands."""

    LINE = "line"
    CLUSTER = "cluster"
    """In the list behind “Cluster”: facilities, spaces, people and calls of the cluster."""
    MORE = "more"
    """In the list behind “More”, because the line is full."""


@dataclass(frozen=True, slots=True)
class Entry:
    """A menu entry; `permission` None means everybody, `order` sorts from the left."""

    endpoint: str
    label: LazyString
    permission: Permission | None
    order: int
    in_cluster: bool


class Link(NamedTuple):
    """An entry as it is drawn."""

    label: str
    url: str
    active: bool
    place: Place = Place.LINE


MOST_IN_LINE = 8
"""Entries that fit into one line of the menu."""
REST_FROM = 60
"""Entries of this order and above go behind “More” when there are too many."""

_ENTRIES: dict[str, Entry] = {}


def add_navigation(
    endpoint: str, label: LazyString, permission: Permission | None, *, order: int, in_cluster: bool = False
) -> None:
    """Put an entry into the menu, or into its list behind “Cluster”."""
    _ENTRIES[endpoint] = Entry(endpoint, label, permission, order, in_cluster)


def navigation() -> list[Link]:
    """The menu for the present reader."""
    asker = maybe_actor()
    seen = [e for e in _ENTRIES.values() if e.permission is None or (asker is not None and asker.may(e.permission))]
    current = request.script_root + request.path
    links = [(url_for(e.endpoint), e) for e in sorted(seen, key=lambda e: (e.order, e.endpoint))]
    best = max((url for url, _entry in links if _covers(url, current)), key=len, default=None)
    is_full = sum(not entry.in_cluster for _url, entry in links) > MOST_IN_LINE
    return [Link(str(e.label), url, url == best, _place(e, is_full=is_full)) for url, e in links]


def _place(entry: Entry, *, is_full: bool) -> Place:
    if entry.in_cluster:
        return Place.CLUSTER
    return Place.MORE if is_full and entry.order >= REST_FROM else Place.LINE


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
