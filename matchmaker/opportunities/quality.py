"""What a second reader looks for before publication, looked for by rule; pure.

Severities follow the rubric BLOCKER, MAJOR, MINOR: return for revision, mend first, mend when convenient.
"""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from matchmaker.opportunities.contents import Content, applies
from matchmaker.opportunities.demands import Demand, contradictions
from matchmaker.opportunities.profile_types import NEED, OFFER
from matchmaker.opportunities.rules import Gateway, Strength


class Severity(StrEnum):
    """How much a flag weighs."""

    BLOCKER = "blocker"
    MAJOR = "major"
    MINOR = "minor"


class FlagCode(StrEnum):
    """What was found."""

    NAMED = "named"
    CONTRADICTION = "contradiction"
    NO_ENGLISH = "no_english"
    NO_NUMBER = "no_number"
    MIXED_UP = "mixed_up"
    SENSITIVITY_UNKNOWN = "sensitivity_unknown"
    SENSITIVITY_RESTRICTED = "sensitivity_restricted"
    SHORT = "short"


@dataclass(frozen=True, slots=True)
class Flag:
    """One finding: in which text (`field`, `language`), or about which demand."""

    code: FlagCode
    severity: Severity
    field: str = ""
    language: str = ""
    demand: Demand | None = None


SHORT_TEXT: Mapping[str, int] = {"ko": 40, "ja": 40}
SHORT_TEXT_ELSE = 80
"""Characters below which a text says too little; Hangul, kana and han carry about twice as much each."""

LONG_FIELDS = ("description", "offer", "need", "advantages", "specification", "partner_role")
RESTRICTED = frozenset({"national_core_tech", "national_adv_strategic_tech", "strategic_item", "bio_resource_export",
                        "dual_use"})  # fmt: skip
"""Sensitivities that need a permit before the technology leaves Korea."""

_ASKING = re.compile(
    r"\b(we (?:are )?(?:seek|need|look|search|require)|(?:is|are) (?:seeking|looking for)|sought|gesucht|wir suchen)"
    r"|찾고\s*(?:있|자)|구하고\s*(?:있|자)|찾습니다|구합니다|모집합니다|필요로\s*합니다|を(?:探して|求めて)い",
    re.IGNORECASE,
)
_GIVING = re.compile(
    r"\b(we (?:can )?(?:offer|provide|supply)|(?:offers|provides|supplies) |wir (?:bieten|liefern))"
    r"|(?:제공|공급)(?:합니다|할\s*수\s*있|하고\s*있)|を提供(?:します|できます)",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Reading:
    """What a second reader has before them. `redact` strikes the owner's identity out of a text."""

    content: Content
    demands: Sequence[Demand]
    gateway: Gateway
    is_anonymous: bool
    redact: Callable[[str], str]


def flags(reading: Reading) -> list[Flag]:
    """Everything found, the gravest first."""
    found = [*_named(reading), *_contradictions(reading), *_language(reading), *_numbers(reading), *_mixed_up(reading),
             *_sensitivity(reading), *_short(reading)]  # fmt: skip
    order = list(Severity)
    return sorted(found, key=lambda flag: order.index(flag.severity))


def _texts(reading: Reading, names: Sequence[str]) -> list[tuple[str, str, str]]:
    """(language, field, text) of the texts that are written."""
    return [
        (language, name, said)
        for language, texts in reading.content.texts.items()
        for name in names
        if (said := texts.get(name, "").strip())
    ]


def _named(reading: Reading) -> list[Flag]:
    if not reading.is_anonymous:
        return []
    return [
        Flag(FlagCode.NAMED, Severity.BLOCKER, name, language)
        for language, name, said in _texts(reading, ("title", "summary", *LONG_FIELDS))
        if reading.redact(said) != said
    ]


def _contradictions(reading: Reading) -> list[Flag]:
    return [
        Flag(
            FlagCode.CONTRADICTION, Severity.BLOCKER if demand.strength is Strength.MUST else Severity.MAJOR,
            "requirements", demand=demand,
        )
        for demand in contradictions(reading.demands, dict(reading.content.codes))
    ]  # fmt: skip


def _language(reading: Reading) -> list[Flag]:
    english = reading.content.texts.get("en", {})
    is_there = all(english.get(name, "").strip() for name in ("title", "summary"))
    return [] if is_there else [Flag(FlagCode.NO_ENGLISH, Severity.MAJOR)]


def _numbers(reading: Reading) -> list[Flag]:
    if not applies("alternatives", reading.content.profile_type):
        return []
    written = [said for _language, _name, said in _texts(reading, ("advantages",))]
    has_number = any(letter.isdigit() for said in written for letter in said)
    return [Flag(FlagCode.NO_NUMBER, Severity.MAJOR, "advantages")] if written and not has_number else []


def _mixed_up(reading: Reading) -> list[Flag]:
    """An offer that only asks, or a need that only offers."""
    return [
        Flag(FlagCode.MIXED_UP, Severity.MAJOR, name, language)
        for language, name, said in _texts(reading, (OFFER, NEED))
        if _points_away(name, said)
    ]


def _points_away(name: str, said: str) -> bool:
    asks, gives = bool(_ASKING.search(said)), bool(_GIVING.search(said))
    return asks and not gives if name == OFFER else gives and not asks


def _sensitivity(reading: Reading) -> list[Flag]:
    codes = set(reading.content.codes.get("sensitivity", ()))
    if codes & RESTRICTED and reading.gateway is Gateway.OUTBOUND:
        return [Flag(FlagCode.SENSITIVITY_RESTRICTED, Severity.MAJOR)]
    return [Flag(FlagCode.SENSITIVITY_UNKNOWN, Severity.MAJOR)] if "unknown" in codes else []


def _short(reading: Reading) -> list[Flag]:
    return [
        Flag(FlagCode.SHORT, Severity.MINOR, name, language)
        for language, name, said in _texts(reading, ("description", OFFER, NEED))
        if len(said) < SHORT_TEXT.get(language, SHORT_TEXT_ELSE)
    ]
