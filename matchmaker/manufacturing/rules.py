"""What machines can do, told as operations of bioprocessing, and which certificates that still lacks; pure."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass

CAPABILITIES_MAX = 15
WORDS_MAX = 500
NOTE_MAX = 300


@dataclass(frozen=True, slots=True)
class Use:
    """A row of the mapping: what a capability is good for, and the certificates that are asked for there."""

    code: str
    capability: str
    unit_operation: str
    standards: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Certificates:
    """Standards of an organisation: held and still valid, or being worked on."""

    held: frozenset[str] = frozenset()
    under_way: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Operation:
    """An operation that a manufacturer could serve: through which uses, and with which gaps."""

    unit_operation: str
    uses: tuple[Use, ...]
    held: tuple[str, ...]
    under_way: tuple[str, ...]
    missing: tuple[str, ...]

    @property
    def gaps(self) -> tuple[str, ...]:
        """Standards that are asked for and not held."""
        return (*self.under_way, *self.missing)


def operations(capabilities: Collection[str], mapping: Iterable[Use], own: Certificates) -> list[Operation]:
    """The operations that `capabilities` serve, those with the fewest gaps first; ties in the order of the mapping."""
    grouped: dict[str, list[Use]] = {}
    for use in mapping:
        if use.capability in capabilities:
            grouped.setdefault(use.unit_operation, []).append(use)
    found = [_operation(code, uses, own) for code, uses in grouped.items()]
    return sorted(found, key=lambda one: len(one.gaps))


def _operation(code: str, uses: list[Use], own: Certificates) -> Operation:
    asked = dict.fromkeys(standard for use in uses for standard in use.standards)
    open_ones = [standard for standard in asked if standard not in own.held]
    return Operation(
        code, tuple(uses), held=tuple(standard for standard in asked if standard in own.held),
        under_way=tuple(standard for standard in open_ones if standard in own.under_way),
        missing=tuple(standard for standard in open_ones if standard not in own.under_way),
    )  # fmt: skip


@dataclass(frozen=True, slots=True)
class Service:
    """What a manufacturer could do for a need: the operations in common, and every gap on the way there."""

    operations: tuple[Operation, ...]

    @property
    def under_way(self) -> tuple[str, ...]:
        """Certificates that are being worked on."""
        return tuple(dict.fromkeys(code for one in self.operations for code in one.under_way))

    @property
    def missing(self) -> tuple[str, ...]:
        """Certificates that nobody works on yet."""
        return tuple(dict.fromkeys(code for one in self.operations for code in one.missing))

    @property
    def rank(self) -> tuple[int, int]:
        """More in common first, then fewer gaps."""
        return -len(self.operations), len(self.missing)


def service_for(wanted: Collection[str], able: Iterable[Operation]) -> Service | None:
    """What those who are `able` could do for a need of the operations `wanted`; None for nothing in common."""
    common = tuple(one for one in able if one.unit_operation in wanted)
    return Service(common) if common else None
