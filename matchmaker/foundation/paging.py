"""Pages of a long list."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Generic, TypeVar
from urllib.parse import urlencode

import sqlalchemy as sa
from flask import request

from matchmaker.foundation.addresses import here
from matchmaker.foundation.database import db

T = TypeVar("T")
PER_PAGE = 20


@dataclass(frozen=True, slots=True)
class Page(Generic[T]):
    """One page of a list: its rows, its number from 1, and how many rows there are in all."""

    rows: Sequence[T]
    number: int
    total: int
    per_page: int = PER_PAGE

    @property
    def pages(self) -> int:
        """Number of pages, at least 1."""
        return max(1, -(-self.total // self.per_page))

    def url_for_page(self, number: int) -> str:
        """Address of page `number` of the list that is being shown."""
        query = [(key, value) for key, value in request.args.items(multi=True) if key != "page"]
        return f"{here()}?{urlencode([*query, ('page', number)])}"


def wanted_page() -> int:
    """The page number asked for; anything that is none counts as 1."""
    text = request.args.get("page", "1")
    return max(1, int(text)) if text.isascii() and text.isdigit() and len(text) < 7 else 1


def paginate(statement: sa.Select[Any], *, per_page: int = PER_PAGE) -> Page[Any]:
    """The page of `statement`'s rows that the request asks for; past the end gives the last page."""
    total = db.session.scalar(sa.select(sa.func.count()).select_from(statement.order_by(None).subquery())) or 0
    number = min(wanted_page(), max(1, -(-total // per_page)))
    rows = db.session.scalars(statement.limit(per_page).offset((number - 1) * per_page)).all()
    return Page(rows, number, total, per_page)
