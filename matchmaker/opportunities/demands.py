"""Requirements of a partner: which field takes which operator and which values; pure."""

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from matchmaker.foundation.errors import RuleViolation
from matchmaker.matching.requirements import NUMBERS, Operator
from matchmaker.matching.requirements import Field as DemandField
from matchmaker.opportunities.rules import Strength

UNIT_MAX, NOTE_MAX = 20, 200
CODES_MAX = 20
BOUNDS = {
    DemandField.TRL: (1, 9), DemandField.EMPLOYEES: (0, 1_000_000), DemandField.RND_HEADCOUNT: (0, 1_000_000),
    DemandField.YEAR_ESTABLISHED: (1600, 2100), DemandField.SPEC: (-1e12, 1e12),
}  # fmt: skip
"""Smallest and largest figure of each field of figures."""


@dataclass(frozen=True, slots=True)
class Demand:
    """One requirement: `values` are codes of the field's list, or one figure as text; `unit` goes with `spec`."""

    field: DemandField
    operator: Operator
    values: tuple[str, ...]
    strength: Strength
    unit: str = ""
    note: str = ""


def operators_of(field: DemandField) -> tuple[Operator, ...]:
    """Operators that make sense for `field`."""
    if field in NUMBERS:
        return (Operator.AT_LEAST, Operator.AT_MOST, Operator.IS)
    return (Operator.ANY_OF, Operator.NONE_OF)


def check_demand(demand: Demand, *, is_known: Callable[[str, str], bool]) -> None:
    """Raise RuleViolation unless values, operator and unit fit the field; `is_known` asks for (list, code)."""
    if not demand.values:
        raise RuleViolation("opportunity.requirement_without_value")
    if demand.field in NUMBERS:
        _check_figure(demand)
    else:
        _check_codes(demand, is_known)
    if len(demand.unit) > UNIT_MAX or len(demand.note) > NOTE_MAX:
        raise RuleViolation("opportunity.requirement_too_long")


def _check_figure(demand: Demand) -> None:
    if demand.operator in {Operator.ANY_OF, Operator.NONE_OF} or len(demand.values) != 1:
        raise RuleViolation("opportunity.requirement_operator")
    low, high = BOUNDS[demand.field]
    figure = figure_of(demand.values[0])
    if figure is None or not low <= figure <= high:
        raise RuleViolation("opportunity.requirement_figure", low=f"{low:g}", high=f"{high:g}")
    if demand.field is DemandField.SPEC and not demand.unit:
        raise RuleViolation("opportunity.requirement_unit")


def _check_codes(demand: Demand, is_known: Callable[[str, str], bool]) -> None:
    if demand.operator in {Operator.AT_LEAST, Operator.AT_MOST}:
        raise RuleViolation("opportunity.requirement_operator")
    if len(demand.values) > CODES_MAX:
        raise RuleViolation("opportunity.requirement_too_long")
    if not all(is_known(demand.field.value, code) for code in demand.values):
        raise RuleViolation("opportunity.unknown_code")


def figure_of(text: str) -> float | None:
    """The number written as `text` (thousands separators allowed), None when it is none."""
    try:
        number = float(text.replace(",", ""))
    except ValueError:
        return None
    return number if math.isfinite(number) else None


def plain_figure(text: str) -> str:
    """A figure as it is stored: without separators and needless zeros."""
    number = figure_of(text)
    return text.strip() if number is None else f"{number:.10g}"


def contradictions(demands: Sequence[Demand], codes: dict[str, tuple[str, ...]]) -> list[Demand]:
    """Demands that the opportunity's own codes go against.

    The partner sought (`sought_country`, ...) must be able to fulfil them, and a partnership type that is demanded must
    be one of its own.
    """
    return [demand for demand in demands if _goes_against(demand, codes)]


def _goes_against(demand: Demand, codes: dict[str, tuple[str, ...]]) -> bool:
    own = demand.field is DemandField.PARTNERSHIP_TYPE
    wanted = set(codes.get(demand.field.value if own else f"sought_{demand.field.value}", ()))
    if not wanted:
        return False
    if demand.operator is Operator.NONE_OF:
        return wanted <= set(demand.values)
    return demand.field not in NUMBERS and not wanted & set(demand.values)
