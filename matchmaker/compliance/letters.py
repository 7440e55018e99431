"""Mails of compliance: decisions to both offices and both sides; to the offices also what a side takes back."""

from collections.abc import Mapping

from matchmaker.compliance.lights import sides_of
from matchmaker.compliance.rules import Answer, Light
from matchmaker.introductions import letters
from matchmaker.introductions.models import Introduction
from matchmaker.introductions.offices.approvals import offices_needed
from matchmaker.organisations.models import Organisation

KIND = "compliance_decided"
EASED = "compliance_eased"


def tell(introduction: Introduction, light: Light, *, reason: str, is_revoked: bool) -> None:
    """Tell everybody whom a decision, or its end, concerns."""
    facts: dict[str, object] = {"light": light.value, "reason": reason, "is_revoked": is_revoked}
    _to_offices(KIND, introduction, **facts)
    for side in sides_of(introduction):
        if side.id == introduction.from_id or introduction.forwarded_at is not None:
            path = f"/introductions/{introduction.id}/compliance"
            letters.to_members(KIND, introduction, side, for_staff=False, path=path, **facts)


def tell_eased(introduction: Introduction, side: Organisation, answers: Mapping[str, Answer]) -> None:
    """Tell both offices that these answers of `side`, by question, were red and are not any more."""
    said = {question: answer.value for question, answer in answers.items()}
    _to_offices(EASED, introduction, by_requester=side.id == introduction.from_id, answers=said)


def _to_offices(kind: str, introduction: Introduction, **facts: object) -> None:
    path = f"/staff/introductions/{introduction.id}/compliance"
    letters.to_offices(kind, introduction, offices_needed(introduction), for_staff=True, path=path, **facts)
