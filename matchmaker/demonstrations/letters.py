"""Mails of demonstrations: to both sides, which name each other by tier, and to the brokers."""

from matchmaker.demonstrations.models import Demonstration
from matchmaker.demonstrations.rules import Deed
from matchmaker.organisations.readers import Reader
from matchmaker.outcomes import letters

KIND = "demonstration_moved"


def tell(row: Demonstration, deed: Deed, *, by: Reader, reason: str = "") -> None:
    """Tell everybody but the side that did it."""
    path = f"/demonstrations/{row.id}"
    facts: dict[str, object] = {"demonstration": row, "deed": deed.value, "reason": reason}
    letters.to_sides(KIND, row.introduction, path=path, but_not=by.side_id, **facts)
    letters.to_brokers(KIND, row.introduction, path=path, **facts)
