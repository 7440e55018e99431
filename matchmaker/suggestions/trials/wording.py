"""Refusals and short words of blind comparisons, in the reader's language."""

from flask_babel import lazy_gettext as _l

from matchmaker.suggestions.trials.figures import Outcome
from matchmaker.suggestions.trials.rules import TrialState, Verdict

WORDING = {
    "trials.no_index": _l("There is no match index yet. Start a build first."),
    "trials.not_open": _l("This comparison is not open for judging."),
    "trials.not_closed": _l("The result is shown once the comparison is closed."),
    "trials.not_judged": _l("Some pairs have not been judged yet. Only a manager can close the comparison now."),
}

VARIANT_LABEL = {
    "current": _l("The present setting"),
    "no_codes": _l("Without codes, texts only"),
    "one_direction": _l("Only the better direction counts"),
    "no_rivalry": _l("Competitors are not put behind"),
    "words_only": _l("Shared words only, without likeness of meaning"),
    "learned": _l("With the ranking learned from judgements"),
}
"""What a variant of the engine is called; one without an entry is called by its name."""

STATE_LABEL = {
    TrialState.PREPARING: _l("Being prepared"),
    TrialState.OPEN: _l("Open for judging"),
    TrialState.CLOSED: _l("Closed"),
    TrialState.NOTHING: _l("Nothing to judge"),
}

STATE_KIND = {
    TrialState.PREPARING: "information", TrialState.OPEN: "primary", TrialState.CLOSED: "success",
    TrialState.NOTHING: "gray",
}  # fmt: skip

VERDICT_LABEL = {
    Verdict.SUITS: _l("Suits"),
    Verdict.PARTLY: _l("Suits partly"),
    Verdict.NOT: _l("Does not suit"),
    Verdict.UNSURE: _l("Cannot tell"),
}

OUTCOME_SENTENCE = {
    Outcome.A_BETTER: _l("A is better. The difference is larger than chance would make."),
    Outcome.B_BETTER: _l("B is better. The difference is larger than chance would make."),
    Outcome.NO_DIFFERENCE: _l("No difference can be told from these judgements."),
    Outcome.TOO_FEW: _l("Too few organisations are decided for a verdict. At least six are needed."),
}


def variant_label(name: str) -> str:
    """What people call a variant, in the reader's language."""
    return str(VARIANT_LABEL.get(name, name))
