"""How well an asset of the cluster fits a pair of organisations; pure.

The score of a triad is the score of the pair times the fit of the asset. It is 0 when the asset lacks what is
required, or cannot be used in the window that the two want.
"""

from dataclasses import dataclass
from datetime import date, timedelta

from matchmaker.assets.availability import Usable

CAPABILITY_WEIGHT, STAGE_WEIGHT, AREA_WEIGHT = 0.5, 0.3, 0.2
USUAL_WINDOW = timedelta(days=365)
"""How long the wanted window is when nobody has said until when."""


@dataclass(frozen=True, slots=True)
class Window:
    """The days between which a pair wants the asset, both included."""

    first: date
    last: date


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """What a pair wants of an asset. Codes of `unit_operation`, `stage` and `area`.

    Each group of `required` must be met by one of its capabilities at least: what a must-requirement of either side
    demands.
    """

    capabilities: frozenset[str] = frozenset()
    required: tuple[frozenset[str], ...] = ()
    stages: frozenset[str] = frozenset()
    areas: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True, kw_only=True)
class Offered:
    """What an asset offers, by codes."""

    capabilities: frozenset[str] = frozenset()
    stages: frozenset[str] = frozenset()
    areas: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Fit:
    """How well an asset fits: `value` in 0 to 1, what is shared, and the required capabilities that it lacks."""

    value: float
    capabilities: tuple[str, ...] = ()
    stages: tuple[str, ...] = ()
    areas: tuple[str, ...] = ()
    lacking: tuple[str, ...] = ()


def fit(wanted: Wanted, offered: Offered) -> Fit:
    """The fit of an asset: the weighted mean of the shares of capabilities, stages and areas that it supplies.

    0 when it lacks a required capability, or names capabilities and none of those wanted. What names no capability
    (a hospital, a school) must supply a stage that is needed next. Kinds of codes that the pair does not state count
    nothing.
    """
    shared = wanted.capabilities & offered.capabilities
    stages, areas = wanted.stages & offered.stages, wanted.areas & offered.areas
    lacking = {code for group in wanted.required if not group & offered.capabilities for code in group}
    misses = bool(wanted.capabilities and offered.capabilities and not shared)
    lacking |= wanted.capabilities if misses else set()
    serves = bool(shared or stages or any(group & offered.capabilities for group in wanted.required))
    value = 0.0 if lacking or not serves else _share(wanted, len(shared), bool(stages), bool(areas))
    return Fit(value, tuple(sorted(shared)), tuple(sorted(stages)), tuple(sorted(areas)), tuple(sorted(lacking)))


def _share(wanted: Wanted, shared: int, has_stage: bool, has_area: bool) -> float:
    parts = [
        (CAPABILITY_WEIGHT, shared / len(wanted.capabilities)) if wanted.capabilities else (0.0, 0.0),
        (STAGE_WEIGHT if wanted.stages else 0.0, float(has_stage)),
        (AREA_WEIGHT if wanted.areas else 0.0, float(has_area)),
    ]
    total = sum(weight for weight, _value in parts)
    return sum(weight * value for weight, value in parts) / total if total else 1.0


def triad_score(pair_score: float, found: Fit, usable: Usable) -> float:
    """The score of a triad; 0 unless the asset fits and can be used, or is announced to be, in the wanted window."""
    return pair_score * found.value if usable.ever else 0.0


def window(first: date | None, last: date | None, other_first: date | None, other_last: date | None,
           *, today: date) -> Window:  # fmt: skip
    """The days that both sides want: what their periods share, else all that either names; never before `today`.

    A period that is over, or that nobody has stated, means the year from today.
    """
    starts = [day for day in (first, other_first) if day is not None]
    ends = [day for day in (last, other_last) if day is not None]
    begin, end = max([today, *starts]), min(ends, default=None)
    if end is not None and end < begin:
        begin, end = max(today, min(starts, default=today)), max(ends)
    return Window(begin, end if end is not None and end >= begin else begin + USUAL_WINDOW)
