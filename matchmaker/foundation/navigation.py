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
    in_line_for_visitors: bool
    beside: str


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
    endpoint: str, label: LazyString, permission: Permission | None, *, order: int, in_cluster: bool = False,
    in_line_for_visitors: bool = False, beside: str = "",
) -> None:  # fmt: skip
    """Put an entry into the menu, or into its list behind “Cluster”.

    `beside` is the endpoint of a page elsewhere that belongs to the entry, too. `in_line_for_visitors` puts one that
    members find in that list into the line of visitors, whose menu is short.
    """
    _ENTRIES[endpoint] = Entry(endpoint, label, permission, order, in_cluster, in_line_for_visitors, beside)


def navigation() -> list[Link]:
    """The menu for the present reader."""
    asker = maybe_actor()
    seen = [e for e in _ENTRIES.values() if e.permission is None or (asker is not None and asker.may(e.permission))]
    current = request.script_root + request.path
    links = [(url_for(e.endpoint), e) for e in sorted(seen, key=lambda e: (e.order, e.endpoint))]
    best = max((url for url, entry in links if _is_within(entry, url, current)), key=len, default=None)
    is_full = sum(not entry.in_cluster for _url, entry in links) > MOST_IN_LINE
    is_visitor = asker is None
    places = [_place(entry, is_full=is_full, is_visitor=is_visitor) for _url, entry in links]
    return [Link(str(e.label), url, url == best, place) for (url, e), place in zip(links, places, strict=True)]


def _place(entry: Entry, *, is_full: bool, is_visitor: bool) -> Place:
    if entry.in_cluster:
        return Place.LINE if is_visitor and entry.in_line_for_visitors else Place.CLUSTER
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


def _is_within(entry: Entry, url: str, path: str) -> bool:
    return _covers(url, path) or (bool(entry.beside) and _covers(url_for(entry.beside), path))


def _covers(url: str, path: str) -> bool:
    """Whether the page at `path` belongs to the entry at `url`."""
    return path == url or (url != "/" and path.startswith(url.rstrip("/") + "/"))


def init_app(app: Flask) -> None:
    """Offer the menu to every template."""

    @app.context_processor
    def offer() -> dict[str, Any]:
        return {"navigation": navigation, "footer_links": footer_links, "actor": maybe_actor()}
