"""What rooms downstream hold back: asked before a reader of another organisation opens a document."""

from collections.abc import Callable

from matchmaker.opportunities.models import Attachment, Opportunity
from matchmaker.organisations.models import Organisation

Gate = Callable[[Organisation, Opportunity, Attachment], None]
"""Asked with the reader's organisation; raises RuleViolation while the document may not pass."""

_GATES: list[Gate] = []


def add_document_gate(gate: Gate) -> None:
    """Ask `gate` before a document is opened."""
    if gate not in _GATES:
        _GATES.append(gate)


def check_document(viewer: Organisation, opportunity: Opportunity, attachment: Attachment) -> None:
    """Raise RuleViolation while a gate is closed; one's own documents are never held back."""
    if viewer.id != opportunity.organisation_id:
        for gate in _GATES:
            gate(viewer, opportunity, attachment)
