"""What rooms downstream hold back: asked before the two sides of an introduction are given each other's contacts."""

from collections.abc import Callable

from matchmaker.introductions.models import Introduction

Gate = Callable[[Introduction], None]
"""Raises RuleViolation while contacts may not be given."""

_GATES: list[Gate] = []


def add_gate(gate: Gate) -> None:
    """Ask `gate` before contacts are given."""
    if gate not in _GATES:
        _GATES.append(gate)


def check_gates(introduction: Introduction) -> None:
    """Raise RuleViolation while a gate is closed."""
    for gate in _GATES:
        gate(introduction)
