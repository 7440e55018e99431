"""Amounts that can be compared: units of one kind, grades, and what amounts a text mentions."""

import math
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from fractions import Fraction
from functools import lru_cache
from itertools import chain, islice

from matchmaker.matching.language.figures import Figure, figures, unit_of
from matchmaker.matching.language.reading import Passage
from matchmaker.matching.language.text import Language, clean, languages

Amounts = Mapping[str, tuple[tuple[float, float], ...]]
"""By kind of measure: lowest and highest value of each amount, in its base unit (`{"l": ((50.0, 2000.0),)}`)."""

ISO_CLASS, BIOSAFETY = "iso class", "bsl"
LESS_IS_BETTER = frozenset({ISO_CLASS})
"""Grades whose smaller number is the stricter one (ISO 14644-1: a class 5 room is cleaner than one of class 7)."""

_FACTORS: Mapping[str, Mapping[str, str]] = {
    "l": {"m3": "1e3", "kl": "1e3", "dl": "1e-1", "ml": "1e-3", "μl": "1e-6"},
    "g": {"t": "1e6", "kg": "1e3", "mg": "1e-3", "μg": "1e-6", "ng": "1e-9"},
    "m": {"km": "1e3", "cm": "1e-2", "mm": "1e-3", "μm": "1e-6", "nm": "1e-9"},
    "pa": {"mpa": "1e6", "bar": "1e5", "kpa": "1e3", "mbar": "1e2"},
    "hz": {"mhz": "1e6", "khz": "1e3"},
    "da": {"kda": "1e3"},
    "mol": {"mmol": "1e-3"},
    "v": {"kv": "1e3"},
    "w": {"kw": "1e3"},
    "a": {"ma": "1e-3"},
    "min": {"h": "60"},
}
"""Base unit -> unit -> how many of the base it is, all exact by definition (NIST Special Publication 811, 2008,
tables 5 to 8: prefixes, minute and hour, litre, tonne, bar). A known unit that stands nowhere here is its own base."""

_BASE_OF: Mapping[str, tuple[str, Fraction]] = {
    unit: (base, Fraction(factor)) for base, units in _FACTORS.items() for unit, factor in units.items()
}
_GRADES: Mapping[str, re.Pattern[str]] = {
    BIOSAFETY: re.compile(
        r"(?<![^\W_])(?:BSL|bio-?safety level|생물안전(?: ?등급|도)?)[ -]?(?P<grade>[1-4])(?!\d|[-.,]\d)", re.I
    ),
    ISO_CLASS: re.compile(
        r"(?<![^\W_])ISO(?:[ -]?14644(?:-\d)?+,?+)?+[ -]?(?:class|클래스|등급)?[ -]?(?P<grade>[1-9])(?!\d|[-.,]\d)",
        re.I,
    ),
}
_OTHER_THING = re.compile(r"(?<![^\W\d_])(?:[nuμm]?M|T|G|[avw]|mPa)(?![^\W\d_])")
"""Case tells molar from metre (`5 nM`), tesla from tonne, volt from version: reading amounts does not."""

_UNCLEAR = re.compile(r"\d,\d{1,2}(?!\d)|\d\.\d+\.\d")
_POWERS = frozenset({"cell", "cfu"})
_MAX_AMOUNTS = 200


@dataclass(frozen=True, slots=True)
class Measure:
    """A unit or a grade: `factor` of the `base` that it can be compared in."""

    base: str
    factor: Fraction

    def in_base(self, value: float) -> float | None:
        """`value` in the base unit, None beyond all numbers (infinite, none). Equal amounts give equal floats."""
        if not math.isfinite(value):
            return None
        try:
            return float(Fraction(repr(value)) * self.factor)
        except OverflowError:
            return None


@lru_cache(maxsize=4096)
def measure(unit: str) -> Measure | None:
    """What a unit typed by a member measures (`kL`, `리터`, `mg/mL`, `°C`, `BSL`, `ISO class`), None if unknown."""
    typed = " ".join(clean(unit).split()).rstrip(".")
    for grade, pattern in _GRADES.items():
        if pattern.fullmatch(f"{typed} 1"):
            return Measure(grade, Fraction(1))
    if not typed or _OTHER_THING.search(typed):
        return None
    parts = [unit_of(part.strip()) for part in typed.split("/")]
    return _measure("/".join(parts)) if all(parts) and len(parts) <= 2 else None


def amounts_in(passages: Iterable[Passage]) -> Amounts:
    """The first 200 amounts and grades that texts mention, sorted within each kind of measure."""
    found: dict[str, set[tuple[float, float]]] = {}
    for base, span in islice(chain.from_iterable(map(_mentions, passages)), _MAX_AMOUNTS):
        found.setdefault(base, set()).add(span)
    return {base: tuple(sorted(spans)) for base, spans in sorted(found.items())}


def _mentions(passage: Passage) -> Iterator[tuple[str, tuple[float, float]]]:
    text = clean(passage.text)
    for grade, pattern in _GRADES.items():
        for match in pattern.finditer(text):
            yield grade, (float(match["grade"]), float(match["grade"]))
    for start, end, language in languages(text, passage.lang):
        for figure in figures(text, language, start, end):
            if figure.unit and not _is_unclear(text, figure, language):
                yield _span(figure)


def _is_unclear(text: str, figure: Figure, language: Language) -> bool:
    """Whether a figure may not mean what it was read as.

    A decimal comma outside German reads as thousands. Numbers of cells are powers of ten (`10⁶`), whose exponent the
    cleaned text no longer tells from the number.
    """
    written = text[figure.start : figure.end]
    is_power = text[max(0, figure.start - 1) : figure.start] == "^" or figure.unit.split("/")[0] in _POWERS
    has_comma = language is not Language.DE and _UNCLEAR.search(written) is not None
    return is_power or has_comma or _OTHER_THING.search(written) is not None


def _span(figure: Figure) -> tuple[str, tuple[float, float]]:
    """Kind of measure, lowest and highest value. Of a span below zero the first end: `-20 to 25` need not end there."""
    of = _measure(figure.unit)
    is_negative = figure.terms[0].startswith("-")
    numbers = [-Fraction(figure.numbers[0])] if is_negative else [Fraction(number) for number in figure.numbers]
    values = sorted(float(number * of.factor) for number in numbers)
    return of.base, (values[0], values[-1])


def _measure(unit: str) -> Measure:
    name, _slash, per = unit.partition("/")
    base, factor = _BASE_OF.get(name, (name, Fraction(1)))
    if not per:
        return Measure(base, factor)
    per_base, per_factor = _BASE_OF.get(per, (per, Fraction(1)))
    return Measure(f"{base}/{per_base}", factor / per_factor)
