"""What one side demands, checked against the facts of the other: MATCH, GAP or UNKNOWN."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum

from matchmaker.matching.quantities import LESS_IS_BETTER, Amounts, measure


class Verdict(StrEnum):
    """Outcome of one requirement; UNKNOWN means that the other side does not say."""

    MATCH = "match"
    GAP = "gap"
    UNKNOWN = "unknown"


class Operator(StrEnum):
    """How values are compared; the last two need numbers."""

    IS = "is"
    ANY_OF = "any_of"
    NONE_OF = "none_of"
    AT_LEAST = "at_least"
    AT_MOST = "at_most"


class Strength(StrEnum):
    """A GAP on a must excludes the pair, a GAP on a should is only shown."""

    MUST = "must"
    SHOULD = "should"


class Field(StrEnum):
    """What can be required. `SPEC` is a free figure named by its unit (`2000` of `L`)."""

    STANDARD = "standard"
    LICENCE = "licence"
    ORG_TYPE = "org_type"
    SIZE_BAND = "size_band"
    COUNTRY = "country"
    CLUSTER = "cluster"
    LANGUAGE = "language"
    AREA = "area"
    MODALITY = "modality"
    UNIT_OPERATION = "unit_operation"
    STAGE = "stage"
    PARTNERSHIP_TYPE = "partnership_type"
    TRL = "trl"
    EMPLOYEES = "employees"
    RND_HEADCOUNT = "rnd_headcount"
    YEAR_ESTABLISHED = "year_established"
    SPEC = "spec"


NUMBERS = frozenset({Field.TRL, Field.EMPLOYEES, Field.RND_HEADCOUNT, Field.YEAR_ESTABLISHED, Field.SPEC})
_HELD = "held"


@dataclass(frozen=True, slots=True)
class StandardFact:
    """A quality standard of an organisation: status (`held`, `in_progress`, ...) and last valid day."""

    status: str
    valid_to: date | None = None


@dataclass(frozen=True, slots=True)
class Facts:
    """What is known of an organisation and its listing; an empty set or None means it is not stated.

    `codes` holds the coded fields by `Field` value (`org_type`, `licence`, `country`, `language`, ...), `numbers`
    the figures (`trl`, `employees`, ...), `specs` free figures by unit (`{"L": 2000.0}`). `mentioned` are amounts that
    its texts name as part of what it offers: they can fulfil a requirement, never fail it, for a text names many.
    """

    standards: Mapping[str, StandardFact] = field(default_factory=dict)
    codes: Mapping[str, frozenset[str]] = field(default_factory=dict)
    numbers: Mapping[str, float] = field(default_factory=dict)
    specs: Mapping[str, float] = field(default_factory=dict)
    mentioned: Amounts = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Requirement:
    """`field` `operator` `values`: codes as text, figures as text of a number. `unit` names a spec.

    Raises ValueError when the operator does not fit the field, or a figure is not a number.
    """

    field: Field
    operator: Operator
    values: tuple[str, ...]
    strength: Strength = Strength.MUST
    unit: str = ""

    def __post_init__(self) -> None:
        for name, kind in (("field", Field), ("operator", Operator), ("strength", Strength)):
            object.__setattr__(self, name, kind(getattr(self, name)))
        if not self.values:
            raise ValueError(f"a requirement on {self.field} needs a value")
        is_ordering = self.operator in (Operator.AT_LEAST, Operator.AT_MOST)
        if is_ordering and (self.field not in NUMBERS or len(self.values) != 1):
            raise ValueError(f"{self.operator} needs a field of figures and one value, not {self.field}")
        if self.field in NUMBERS - {Field.SPEC} or is_ordering:
            for value in self.values:
                if _number(value) is None:
                    raise ValueError(f"{self.field} needs a figure, not {value!r}")


def check(requirement: Requirement, facts: Facts, *, on: date) -> Verdict:
    """Verdict of `requirement` on `facts`, as of the day `on` (standards expire)."""
    if requirement.field is Field.SPEC:
        return _check_spec(requirement, facts)
    if requirement.field in NUMBERS:
        return _check_number(requirement, facts)
    if requirement.field is Field.STANDARD:
        return _check_standards(requirement, facts, on)
    stated = facts.codes.get(requirement.field, frozenset())
    if not stated:
        return Verdict.UNKNOWN
    return _verdict((bool(stated & set(requirement.values))) is (requirement.operator is not Operator.NONE_OF))


def _check_standards(requirement: Requirement, facts: Facts, on: date) -> Verdict:
    known = [facts.standards[name] for name in requirement.values if name in facts.standards]
    is_held = any(fact.status == _HELD and (fact.valid_to is None or fact.valid_to >= on) for fact in known)
    is_excluding = requirement.operator is Operator.NONE_OF
    if is_held:
        return _verdict(not is_excluding)
    if len(known) < len(requirement.values):
        return Verdict.UNKNOWN
    return _verdict(is_excluding)


def rests_on_text(requirement: Requirement, facts: Facts) -> bool:
    """Whether only amounts in texts answer a requirement, no figure that was stated for it."""
    return requirement.field is Field.SPEC and not _stated(requirement, facts)


def _check_number(requirement: Requirement, facts: Facts) -> Verdict:
    stated = facts.numbers.get(requirement.field)
    wanted = [number for value in requirement.values if (number := _number(value)) is not None]
    if stated is None:
        return Verdict.UNKNOWN
    return _verdict(_holds(requirement.operator, (stated, stated), wanted))


def _check_spec(requirement: Requirement, facts: Facts) -> Verdict:
    wanted = [_comparable(_number(value), requirement.unit) for value in requirement.values]
    known = [value for value in wanted if value is not None]
    if len(known) < len(wanted):
        return Verdict.UNKNOWN
    kind = _kind(requirement.unit)
    operator = requirement.operator
    if kind in LESS_IS_BETTER and operator is Operator.AT_LEAST:
        operator = Operator.AT_MOST
    if stated := _stated(requirement, facts):
        every = all if operator is Operator.NONE_OF else any
        return _verdict(every(_holds(operator, (value, value), known) for value in stated))
    if operator is Operator.NONE_OF:
        return Verdict.UNKNOWN
    is_said = any(_holds(operator, span, known) for span in facts.mentioned.get(kind, ()))
    return Verdict.MATCH if is_said else Verdict.UNKNOWN


def _stated(requirement: Requirement, facts: Facts) -> list[float]:
    """Stated figures of the same kind of measure, in its base unit."""
    kind = _kind(requirement.unit)
    same = (_comparable(value, unit) for unit, value in facts.specs.items() if _kind(unit) == kind)
    return [value for value in same if value is not None]


def _kind(unit: str) -> str:
    """What is compared: the base of a known unit, any other one as it is spelt."""
    known = measure(unit)
    return known.base if known else unit.strip().casefold()


def _comparable(value: float | None, unit: str) -> float | None:
    if value is None:
        return None
    known = measure(unit)
    return known.in_base(value) if known else value


def _holds(operator: Operator, span: tuple[float, float], wanted: list[float]) -> bool:
    """Whether some value of the span fulfils the demand; NONE_OF: whether it holds none of those excluded."""
    low, high = span
    if operator is Operator.AT_LEAST:
        return high >= wanted[0]
    if operator is Operator.AT_MOST:
        return low <= wanted[0]
    return any(low <= value <= high for value in wanted) is (operator is not Operator.NONE_OF)


def _number(value: str) -> float | None:
    try:
        return float(value.replace(",", ""))
    except ValueError:
        return None


def _verdict(holds: bool) -> Verdict:
    return Verdict.MATCH if holds else Verdict.GAP
