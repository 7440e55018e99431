"""Keeping, sharing and dropping views."""

from urllib.parse import parse_qsl, urlencode

import sqlalchemy as sa
from sqlalchemy.exc import IntegrityError

from matchmaker.desk.models import SavedView, ViewPage
from matchmaker.desk.rules import VIEW_NAME_MAX, VIEW_QUERY_MAX
from matchmaker.desk.saved import queries
from matchmaker.foundation import audit
from matchmaker.foundation.database import db
from matchmaker.foundation.errors import NotFound, RuleViolation
from matchmaker.foundation.permissions import Actor

KEYS: dict[ViewPage, frozenset[str]] = {
    ViewPage.QUEUE: frozenset({"whose", "kind"}),
    ViewPage.BOARD: frozenset({"whose", "direction", "cluster", "period"}),
    ViewPage.LIST: frozenset({"whose", "direction", "cluster", "period", "stage"}),
    ViewPage.TASKS: frozenset({"whose", "state"}),
}
"""Filters of each page; anything else in an address is dropped."""
_VALUE_MAX = 60


def cleaned(page: ViewPage, query: str) -> str:
    """The filters of `query` that the page knows, each once, in a fixed order."""
    pairs = {
        key: value
        for key, value in parse_qsl(query[:VIEW_QUERY_MAX])
        if key in KEYS[page] and len(value) <= _VALUE_MAX and "\x00" not in value
    }
    return urlencode(sorted(pairs.items()))


def keep(
    page: ViewPage, name: str, query: str, *, staff: Actor, is_shared: bool = False, is_default: bool = False
) -> SavedView:
    """Keep the filters `query` of `page` under `name`. Raises RuleViolation for no name or one that is taken."""
    title = " ".join(name.split())[:VIEW_NAME_MAX]
    if not title:
        raise RuleViolation("desk.view_name_needed")
    if is_default:
        _no_default(page, staff)
    view = SavedView(user_id=staff.user_id, page=page, name=title, query=cleaned(page, query), is_shared=is_shared,
                     is_default=is_default)  # fmt: skip
    try:
        with db.session.begin_nested():
            db.session.add(view)
    except IntegrityError as error:
        raise RuleViolation("desk.view_name_taken") from error
    audit.record("desk.view_kept", view, actor_id=staff.user_id)
    return view


def _no_default(page: ViewPage, staff: Actor) -> None:
    db.session.execute(
        sa.update(SavedView)
        .where(SavedView.user_id == staff.user_id, SavedView.page == page, SavedView.is_default.is_(True))
        .values(is_default=False)
    )


def own_view(staff: Actor, view_id: int) -> SavedView:
    """A view that this person made. Raises NotFound."""
    found = db.session.scalars(queries.own(staff.user_id).where(SavedView.id == view_id)).first()
    if found is None:
        raise NotFound("not_found")
    return found


def share(view: SavedView, *, staff: Actor, is_shared: bool) -> None:
    """Let colleagues see it, or no more."""
    view.is_shared = is_shared
    audit.record("desk.view_shared" if is_shared else "desk.view_unshared", view, actor_id=staff.user_id)


def make_default(view: SavedView, *, staff: Actor, is_default: bool) -> None:
    """Let it open by itself, or no more; of the views of a page one at most does."""
    _no_default(view.page, staff)
    db.session.flush()
    view.is_default = is_default
    db.session.flush()


def drop(view: SavedView, *, staff: Actor) -> None:
    """Delete it."""
    audit.record("desk.view_dropped", view, actor_id=staff.user_id)
    db.session.delete(view)
