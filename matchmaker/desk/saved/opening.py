"""What a page of the desk shows of saved views, and which one opens by itself."""

from dataclasses import dataclass

from flask import request, url_for
from flask_babel import LazyString
from flask_babel import lazy_gettext as _l

from matchmaker.desk.models import SavedView, ViewPage
from matchmaker.desk.saved import queries
from matchmaker.desk.saved.service import cleaned
from matchmaker.foundation.access import actor
from matchmaker.foundation.database import db

ENDPOINTS = {
    ViewPage.QUEUE: "desk_queue.show", ViewPage.BOARD: "desk_board.show", ViewPage.LIST: "desk_board.listed",
    ViewPage.TASKS: "desk_tasks.index",
}  # fmt: skip
PAGE_LABELS: dict[ViewPage, LazyString] = {
    ViewPage.QUEUE: _l("My queue"), ViewPage.BOARD: _l("Board"), ViewPage.LIST: _l("List"),
    ViewPage.TASKS: _l("Tasks"),
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class ViewLink:
    """A view that can be opened; `owner` is empty for the reader's own."""

    name: str
    url: str
    owner: str
    is_active: bool


@dataclass(frozen=True, slots=True)
class Opening:
    """The views of a page, the present filters, and where to go instead because a view opens by itself."""

    page: ViewPage
    links: list[ViewLink]
    query: str
    redirect: str | None
    plain_url: str


def opening(page: ViewPage) -> Opening:
    """The views of `page` for whoever asks."""
    found = list(db.session.scalars(queries.offered(actor(), page)))
    query = cleaned(page, request.query_string.decode("utf-8", "replace"))
    links = [ViewLink(one.name, address(one), _owner(one), bool(query) and one.query == query) for one in found]
    default = next((one for one in found if one.is_default and one.user_id == actor().user_id), None)
    opens = default is not None and not request.args and bool(default.query)
    return Opening(
        page, links, query, address(default) if opens and default else None, url_for(ENDPOINTS[page], view="none")
    )


def _owner(view: SavedView) -> str:
    return "" if view.user_id == actor().user_id else view.user.full_name


def address(view: SavedView) -> str:
    """Where the view opens."""
    return f"{url_for(ENDPOINTS[view.page])}?{view.query or 'view=none'}"
