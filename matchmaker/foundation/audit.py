"""The audit log: one row for each deed, in the deed's own transaction."""

from collections.abc import Mapping
from typing import Any, Protocol

from matchmaker.foundation.database import db
from matchmaker.foundation.models import AuditEntry


class HasId(Protocol):
    """A row that can be the subject of an entry."""

    id: Any
    __tablename__: Any


def record(action: str, subject: HasId, *, actor_id: int | None, details: Mapping[str, object] | None = None) -> None:
    """Write that `actor_id` (None: the system) did `action` to `subject`. No personal data in `details`."""
    if subject.id is None:
        db.session.flush()
    entry = AuditEntry(
        action=action, subject_type=subject.__tablename__, subject_id=subject.id,
        actor_id=actor_id, details=dict(details or {}),
    )  # fmt: skip
    db.session.add(entry)
