"""What an opportunity says, what its type asks for, and how complete it is; pure.

Which type needs what follows the Enterprise Europe Network's profiles (BO, BR, TO, TR, RDR); the others are ours.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from matchmaker.opportunities.profile_types import BOTH, NEED, OFFER


class Step(StrEnum):
    """The pages on which an opportunity is written, in order."""

    WHAT = "what"
    CLASSIFICATION = "classification"
    DETAILS = "details"
    PARTNER = "partner"
    VISIBILITY = "visibility"


@dataclass(frozen=True, slots=True)
class Content:
    """What an opportunity says: texts by language and field, codes by list, single values and row counts."""

    profile_type: str
    side: str
    texts: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    codes: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    values: Mapping[str, object] = field(default_factory=dict)
    requirements: int = 0
    alternatives: int = 0


@dataclass(frozen=True, slots=True)
class Missing:
    """Something not yet given: which field, on which page, and whether it holds up submission."""

    key: str
    step: Step
    required: bool


@dataclass(frozen=True, slots=True)
class Completeness:
    """Percent of what is asked for (required things weigh three times), and what is missing, required first."""

    percent: int
    missing: tuple[Missing, ...]

    @property
    def holding_up(self) -> tuple[Missing, ...]:
        """What must be given before it can be submitted."""
        return tuple(one for one in self.missing if one.required)


ALL = frozenset({"BO", "BR", "TO", "TR", "RDR", "JD", "SP", "TL", "IV"})
APPLIES: Mapping[str, frozenset[str]] = {
    "modality": ALL - {"SP"},
    "unit_operation": ALL - {"IV"},
    "therapeutic_area": ALL - {"SP", "TL"},
    "stage_of_development": frozenset({"BO", "TO", "JD", "IV"}),
    "trl": frozenset({"TO", "TR", "JD"}),
    "trl_scheme": frozenset({"TO", "TR", "JD"}),
    "development_phase": ALL - {"SP", "TL"},
    "target_class": ALL - {"SP", "TL"},
    "data_licence": ALL - {"SP", "TL"},
    "validation_partner": ALL - {"SP", "TL"},
    "technology_keyword": ALL - {"SP", "TL"},
    "market_keyword": ALL - {"SP", "TL"},
    "advantages": ALL - {"BR", "TR", "RDR"},
    "alternatives": frozenset({"BO", "TO"}),
    "specification": ALL - {"BO", "TO", "IV"},
    "ipr_status": frozenset({"BO", "TO", "JD", "IV"}),
    "ipr_notes": frozenset({"BO", "TO", "JD", "IV"}),
    "ip_terms": frozenset({"TO", "TR", "RDR", "JD"}),
    "quantity": ALL - {"TO", "IV"},
    "budget_band": ALL - {"BO", "TO"},
    "call": frozenset({"RDR"}),
}
"""Types for which a field is asked; a field that is not here is asked for all."""

REQUIRED_OF_ALL = frozenset({"title", "summary", "description", "partner_role", "area", "stage_now", "stage_next",
                             "partnership_type", "sensitivity"})  # fmt: skip
REQUIRED_OF: Mapping[str, frozenset[str]] = {
    "BO": frozenset({"advantages", "alternatives"}),
    "BR": frozenset({"specification"}),
    "TO": frozenset({"advantages", "alternatives", "stage_of_development", "ipr_status", "technology_keyword",
                     "market_keyword"}),
    "TR": frozenset({"specification", "technology_keyword", "market_keyword"}),
    "RDR": frozenset({"call_framework", "call_identifier", "call_url", "call_coordinator_required",
                      "call_interest_deadline", "call_deadline"}),
}  # fmt: skip
MATCHED_OF_SIDE: Mapping[str, str] = {OFFER: "offer", NEED: "need", BOTH: "offer_or_need"}
WANTED = ("english", "modality", "unit_operation", "trl", "sdg", "sought", "requirements")
"""Not required, but matches get better with them."""

STEP_OF: Mapping[str, Step] = {
    "title": Step.WHAT, "summary": Step.WHAT, "offer": Step.WHAT, "need": Step.WHAT, "offer_or_need": Step.WHAT,
    "english": Step.WHAT,
    "area": Step.CLASSIFICATION, "modality": Step.CLASSIFICATION, "unit_operation": Step.CLASSIFICATION,
    "stage_now": Step.CLASSIFICATION, "stage_next": Step.CLASSIFICATION,
    "stage_of_development": Step.CLASSIFICATION, "trl": Step.CLASSIFICATION,
    "technology_keyword": Step.CLASSIFICATION, "market_keyword": Step.CLASSIFICATION, "sdg": Step.CLASSIFICATION,
    "description": Step.DETAILS, "advantages": Step.DETAILS, "alternatives": Step.DETAILS,
    "specification": Step.DETAILS, "ipr_status": Step.DETAILS, "call_framework": Step.DETAILS,
    "call_identifier": Step.DETAILS, "call_url": Step.DETAILS, "call_coordinator_required": Step.DETAILS,
    "call_interest_deadline": Step.DETAILS, "call_deadline": Step.DETAILS,
    "partner_role": Step.PARTNER, "partnership_type": Step.PARTNER, "sought": Step.PARTNER,
    "requirements": Step.PARTNER,
    "sensitivity": Step.VISIBILITY,
}  # fmt: skip
TEXTS = frozenset({"title", "summary", "offer", "need", "description", "advantages", "specification", "partner_role",
                   "ipr_notes", "offer_or_need"})  # fmt: skip
REQUIRED_WEIGHT, WANTED_WEIGHT = 3, 1


def applies(name: str, profile_type: str) -> bool:
    """Whether the field `name` is asked for this type."""
    return profile_type in APPLIES.get(name, ALL)


def required(profile_type: str, side: str) -> frozenset[str]:
    """Fields without which an opportunity of this type cannot be submitted."""
    return REQUIRED_OF_ALL | REQUIRED_OF.get(profile_type, frozenset()) | {MATCHED_OF_SIDE[side]}


def completeness(content: Content) -> Completeness:
    """How complete `content` is. Texts count in the one language in which most required ones are written."""
    needed = required(content.profile_type, content.side)
    wanted = [key for key in WANTED if key not in needed and applies(key, content.profile_type)]
    language = main_language(content)
    lacking = [key for key in STEP_OF if key in needed or key in wanted if not _is_given(content, key, language)]
    weights = {**dict.fromkeys(wanted, WANTED_WEIGHT), **dict.fromkeys(needed, REQUIRED_WEIGHT)}
    percent = 100 - round(100 * sum(weights[key] for key in lacking) / sum(weights.values()))
    missing = sorted((Missing(key, STEP_OF[key], key in needed) for key in lacking), key=lambda one: not one.required)
    return Completeness(min(percent, 99) if missing else 100, tuple(missing))


def main_language(content: Content) -> str:
    """The language in which most of the required texts are written."""
    asked = required(content.profile_type, content.side) & TEXTS

    def filled(language: str) -> int:
        return sum(_has_text(content, key, language) for key in asked)

    return max(content.texts, key=filled, default="en")


def _is_given(content: Content, key: str, language: str) -> bool:
    if key in TEXTS:
        return _has_text(content, key, language)
    if key == "english":
        return all(_has_text(content, one, "en") for one in ("title", "summary", MATCHED_OF_SIDE[content.side]))
    if key == "sought":
        return any(codes for name, codes in content.codes.items() if name.startswith("sought_"))
    if key in {"requirements", "alternatives"}:
        return bool(content.requirements if key == "requirements" else content.alternatives)
    if key in content.codes:
        return bool(content.codes[key])
    return content.values.get(key) not in (None, "")


def _has_text(content: Content, key: str, language: str) -> bool:
    texts = content.texts.get(language, {})
    names = ("offer", "need") if key == "offer_or_need" else (key,)
    return any(texts.get(name, "").strip() for name in names)
