"""Rows that two people may change at once: each has a version, which goes out with its form and comes back with it."""

from typing import Any, Protocol

from sqlalchemy.exc import InvalidRequestError

from matchmaker.foundation.database import db
from matchmaker.foundation.errors import NotFound, RuleViolation


class Versioned(Protocol):
    """A row with a version."""

    version: Any


def check_version(row: Versioned, version: int | None) -> None:
    """Raise RuleViolation `changed_meanwhile` unless `row` still is what its reader saw."""
    if version != row.version:
        raise RuleViolation("changed_meanwhile")


def hold(row: Versioned, version: int | None) -> None:
    """Keep others from changing `row` until this transaction is over.

    Raises RuleViolation `changed_meanwhile` when it is not what its reader saw any more, NotFound when it is gone.
    """
    try:
        db.session.refresh(row, with_for_update={"of": type(row)})
    except InvalidRequestError as error:
        raise NotFound("not_found") from error
    check_version(row, version)
