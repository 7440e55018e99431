from .explanation import (
    Basis,
    Contribution,
    ContributionKind,
    Direction,
    Exclusion,
    Explanation,
    RequirementCheck,
)
from .index import MatchIndex, NotIndexed
from .language.analysis import Analyser, Passage
from .listing import Kind, Listing, Side, Stance
from .ranking import Suggested
from .requirements import (
    Facts,
    Field,
    Operator,
    Requirement,
    StandardFact,
    Strength,
    Verdict,
)
from .searching import Hit
from .segment import Drift
from .semantic.encoder import Encoder, EncoderError, encoder_named
from .settings import Settings, TextSettings
from .store import IndexFileError

__all__ = [
    "Analyser",
    "Basis",
    "Contribution",
    "ContributionKind",
    "Direction",
    "Drift",
    "Encoder",
    "EncoderError",
    "Exclusion",
    "Explanation",
    "Facts",
    "Field",
    "Hit",
    "IndexFileError",
    "Kind",
    "Listing",
    "MatchIndex",
    "NotIndexed",
    "Operator",
    "Passage",
    "Requirement",
    "RequirementCheck",
    "Settings",
    "Side",
    "Stance",
    "StandardFact",
    "Strength",
    "Suggested",
    "TextSettings",
    "Verdict",
    "encoder_named",
]
