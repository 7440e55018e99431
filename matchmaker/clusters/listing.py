"""The coded list `cluster` as it stands in the table: the shipped one is its seed."""

from typing import Any

import sqlalchemy as sa
from flask import g, has_app_context
from sqlalchemy import event

from matchmaker.clusters import queries
from matchmaker.clusters.models import Cluster
from matchmaker.foundation.codes import add_codes
from matchmaker.foundation.database import db
from matchmaker.vocabulary.codes import Code, CodeList


def with_added(shipped: CodeList) -> CodeList:
    """The shipped list with the names that staff gave, and the clusters that they added before the catch-alls.

    Read once for each request. Without a database (when data files are checked) it is the shipped list.
    """
    if not has_app_context():
        return shipped
    if "cluster_list" not in g:
        g.cluster_list = _merged(shipped, {row.code: _code(row) for row in db.session.scalars(queries.clusters())})
    found: CodeList = g.cluster_list
    return found


def _merged(shipped: CodeList, rows: dict[str, Code]) -> CodeList:
    places = [code for code in shipped if code.extra["time_zone"] and not code.code.startswith("OTHER")]
    others = [code for code in shipped if code not in places]
    added = [code for key, code in rows.items() if key not in shipped]
    return CodeList(shipped.name, (*(rows.get(code.code, code) for code in places), *added, *others))


def _code(row: Cluster) -> Code:
    labels = {"ko": row.name_ko, "en": row.name_en, "ja": row.name_ja, "de": row.name_de}
    extra = {"country": row.country, "time_zone": row.time_zone, "places": row.places}
    return Code(row.code, {language: name for language, name in labels.items() if name}, extra, row.id)


def _forget(_mapper: Any, _connection: sa.Connection, _row: Cluster) -> None:
    g.pop("cluster_list", None)


def init_app() -> None:
    """Let every page and form see the table."""
    add_codes("cluster", with_added)
    for moment in ("after_insert", "after_update", "after_delete"):
        if not event.contains(Cluster, moment, _forget):
            event.listen(Cluster, moment, _forget)
