"""The shape of the data files: required lists, columns, code patterns, references between lists."""

import re
from dataclasses import dataclass

LABELS = ("ko", "en", "ja", "de")
REQUIRED_LABELS = ("ko", "en")
MAX_LENGTH = 80
FILE_NAME = re.compile(r"[a-z][a-z0-9_]*")


@dataclass(frozen=True, slots=True)
class Shape:
    """A pattern and how to say it."""

    pattern: re.Pattern[str]
    example: str

    def fits(self, value: str) -> bool:
        """Whether the whole value has this shape."""
        return self.pattern.fullmatch(value) is not None


LOWER = Shape(re.compile(r"[a-z0-9]+(?:_[a-z0-9]+)*"), "cell_culture (a-z, 0-9, _)")
UPPER = Shape(re.compile(r"[A-Z0-9]+(?:_[A-Z0-9]+)*"), "CAR_T (A-Z, 0-9, _)")
KEBAB = Shape(re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*"), "cell-culture (a-z, 0-9, -)")
EEN_TECHNOLOGY = Shape(re.compile(r"\d{8}"), "06001009 (8 digits)")
EEN_MARKET = Shape(re.compile(r"\d{5}(?:\d{3})?"), "04002, 05001005 (5 or 8 digits)")
COUNTRY = Shape(re.compile(r"[A-Z]{2}"), "KR, CH (ISO 3166-1 alpha-2)")


@dataclass(frozen=True, slots=True)
class ListSpec:
    """One required list: how its codes look and which columns it has besides code and labels."""

    shape: Shape = LOWER
    columns: tuple[str, ...] = ()


REQUIRED: dict[str, ListSpec] = {
    "org_type": ListSpec(),
    "size_band": ListSpec(),
    "cluster": ListSpec(UPPER, ("country", "time_zone")),
    "profile_type": ListSpec(UPPER, ("side", "partnership_types")),
    "area": ListSpec(UPPER),
    "modality": ListSpec(UPPER, ("statutory_class",)),
    "unit_operation": ListSpec(),
    "stage": ListSpec(UPPER, ("order",)),
    "development_phase": ListSpec(),
    "stage_of_development": ListSpec(LOWER, ("trl_from", "trl_to")),
    "standard": ListSpec(),
    "standard_status": ListSpec(),
    "licence": ListSpec(),
    "partnership_type": ListSpec(LOWER, ("een", "counterpart", "family")),
    "ipr_status": ListSpec(),
    "ip_terms": ListSpec(),
    "sensitivity": ListSpec(),
    "introduction_state": ListSpec(),
    "decline_reason": ListSpec(),
    "meeting_outcome": ListSpec(),
    "outcome_kind": ListSpec(),
    "obligation_state": ListSpec(),
    "therapeutic_area": ListSpec(),
    "technology_keyword": ListSpec(EEN_TECHNOLOGY),
    "market_keyword": ListSpec(EEN_MARKET),
    "asset_kind": ListSpec(),
    "legal_status": ListSpec(),
    "access_mode": ListSpec(),
    "requirement_field": ListSpec(),
    "requirement_operator": ListSpec(),
    "trl_scheme": ListSpec(),
    "gateway": ListSpec(),
    "sdg": ListSpec(),
    "budget_band": ListSpec(),
    "dismiss_reason": ListSpec(),
    "vetting_state": ListSpec(),
    "opportunity_state": ListSpec(),
    "asset_request_kind": ListSpec(),
    "asset_refusal_reason": ListSpec(),
    "biosafety_level": ListSpec(),
    "cleanroom_class": ListSpec(),
    "gmp_grade": ListSpec(UPPER),
    "fee_model": ListSpec(),
    "link_kind": ListSpec(),
    "space_type": ListSpec(),
    "space_service": ListSpec(),
    "landing_kind": ListSpec(),
    "talent_kind": ListSpec(),
    "skill": ListSpec(),
    "initiative": ListSpec(),
    "target_class": ListSpec(),
    "data_licence": ListSpec(),
    "validation_partner": ListSpec(),
    "site_readiness": ListSpec(),
    "site_verdict": ListSpec(),
    "call_criterion": ListSpec(),
    "screening_reason": ListSpec(),
    "machine_capability": ListSpec(),
    "capability_operation": ListSpec(LOWER, ("capability", "unit_operation", "standards")),
    "compliance_question": ListSpec(LOWER, (
        "light", "asked", "on_yes", "stops_files", "sensitivity", "question_ko", "question_en", "office_ko",
        "office_en", "lead_ko", "lead_en", "source_ko", "source_en", "dated",
    )),
}  # fmt: skip

OTHER_LIST = ListSpec(Shape(re.compile(r"[A-Za-z0-9]+(?:_[A-Za-z0-9]+)*"), "cell_culture, CAR_T"))


@dataclass(frozen=True, slots=True)
class Reference:
    """A column whose cells (or their `;` parts) are codes of another list."""

    source: str
    column: str
    target: str
    required: bool = True


REFERENCES = (
    Reference("profile_type", "partnership_types", "partnership_type"),
    Reference("partnership_type", "een", "partnership_type"),
    Reference("partnership_type", "counterpart", "partnership_type"),
    Reference("modality", "statutory_class", "modality", required=False),
    Reference("capability_operation", "capability", "machine_capability"),
    Reference("capability_operation", "unit_operation", "unit_operation"),
    Reference("capability_operation", "standards", "standard"),
    Reference("compliance_question", "sensitivity", "sensitivity", required=False),
)

# (list, column) -> allowed values, in the order in which they are named to the reader.
ALLOWED: dict[tuple[str, str], tuple[str, ...]] = {
    ("profile_type", "side"): ("offer", "need", "both"),
    ("compliance_question", "light"): ("technology", "biomaterials", "personal_data", "clinical", "people"),
    ("compliance_question", "asked"): ("domestic", "overseas", "both"),
    ("compliance_question", "on_yes"): ("amber", "red"),
    ("stage", "order"): tuple(str(n) for n in range(1, 100)),
    ("stage_of_development", "trl_from"): tuple(str(n) for n in range(1, 10)),
    ("stage_of_development", "trl_to"): tuple(str(n) for n in range(1, 10)),
}

GLOSSARY_TERMS = {lang: (lang, f"{lang}_synonyms") for lang in LABELS}
GLOSSARY_COLUMNS = (
    "id", "ko", "ko_synonyms", "en", "en_synonyms", "abbreviations",
    "ja", "ja_synonyms", "de", "de_synonyms", "broader", "core",
)  # fmt: skip
TERM_COLUMNS = (*(column for pair in GLOSSARY_TERMS.values() for column in pair), "abbreviations")
CORE_LABELS = ("ja", "de")
