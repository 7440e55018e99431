"""Mails of decisions: to both offices, and to the members of both sides."""

from matchmaker.compliance.lights import sides_of
from matchmaker.compliance.rules import Light
from matchmaker.introductions import letters
from matchmaker.introductions.models import Introduction
from matchmaker.introductions.offices.approvals import offices_needed

KIND = "compliance_decided"


def tell(introduction: Introduction, light: Light, *, reason: str, is_revoked: bool) -> None:
    """Tell everybody whom a decision, or its end, concerns."""
    facts: dict[str, object] = {"light": light.value, "reason": reason, "is_revoked": is_revoked}
    path = f"/staff/introductions/{introduction.id}/compliance"
    letters.to_offices(KIND, introduction, offices_needed(introduction), for_staff=True, path=path, **facts)
    for side in sides_of(introduction):
        if side.id == introduction.from_id or introduction.forwarded_at is not None:
            path = f"/introductions/{introduction.id}/compliance"
            letters.to_members(KIND, introduction, side, for_staff=False, path=path, **facts)
