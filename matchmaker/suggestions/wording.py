"""Refusals and short words of the room, in the reader's language."""

from flask_babel import lazy_gettext as _l

from matchmaker.matching import Direction as LineDirection
from matchmaker.matching import Exclusion, Verdict
from matchmaker.suggestions.rules import Basis, Direction, Grade

WORDING = {
    "suggestions.build_running": _l("Another build is running. Try again when it has finished."),
    "suggestions.same_organisation": _l("Choose two different organisations."),
}

DIRECTION_LABEL = {
    Direction.FORWARD: _l("You offer what they need"),
    Direction.BACKWARD: _l("They offer what you need"),
    Direction.BOTH: _l("Both offer what the other needs"),
    Direction.NONE: _l("Similar field; no stated need"),
}
"""As the organisation itself reads it."""

STAFF_DIRECTION_LABEL = {
    Direction.FORWARD: _l("The first offers what the second needs"),
    Direction.BACKWARD: _l("The second offers what the first needs"),
    Direction.BOTH: _l("Both offer what the other needs"),
    Direction.NONE: _l("Similar field; no stated need"),
}

BASIS_LABEL = {
    Basis.TWO_WAY: _l("Offers and needs were compared both ways."),
    Basis.ONE_WAY: _l("An offer was compared with a need; the other way round nothing is stated."),
    Basis.SIMILARITY: _l("Only the profiles were compared, because neither side states a need. Treat it as a hint."),
}

SIDE_LABEL = {
    LineDirection.FORWARD: _l("A offers, B needs"),
    LineDirection.BACKWARD: _l("B offers, A needs"),
    LineDirection.BOTH: _l("both"),
}
"""Of one line of the sum, where the organisations are called A and B."""

VERDICT_LABEL = {Verdict.MATCH: _l("Fits"), Verdict.GAP: _l("Gap"), Verdict.UNKNOWN: _l("Not stated")}

EXCLUSION_LABEL = {
    Exclusion.SAME_SIDE: _l("both are on the same side of the gateway"),
    Exclusion.BLOCKED: _l("one has the other on its block list"),
    Exclusion.PARTNERSHIP_TYPE: _l("the kinds of partnership do not go together"),
    Exclusion.REQUIREMENT: _l("a requirement is not met"),
}

GRADE_LABEL = {Grade.GOOD: _l("Good"), Grade.FAIR: _l("Fair"), Grade.POOR: _l("Poor")}

LIST_LABEL = {
    "area": _l("Area"),
    "modality": _l("Modality"),
    "unit_operation": _l("Unit operation"),
    "therapeutic_area": _l("Therapeutic area"),
    "technology_keyword": _l("Technology keyword"),
    "stage": _l("Stage of the flow"),
    "partnership_type": _l("Partnership type"),
    "org_type": _l("Type of organisation wanted"),
    "size_band": _l("Size wanted"),
    "country": _l("Country wanted"),
    "cluster": _l("Cluster wanted"),
}
"""What a code channel of the engine compares."""
