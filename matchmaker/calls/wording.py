"""What people read of calls: refusals, states, acts."""

from collections.abc import Mapping

from flask_babel import LazyString
from flask_babel import lazy_gettext as _l

from matchmaker.calls.rules import AnswerState, CallState, RowKind

WORDING = {
    "call.bad_move": _l("This is not possible any more: the call has moved on. Check its present state."),
    "call.answer_bad_move": _l("This is not possible any more: the answer has been decided or taken back meanwhile."),
    "call.deadline_too_soon": _l(
        "The last day for answers must be %(earliest)s or later, so that partners abroad have time to answer."
    ),
    "call.price_and_currency": _l("Enter a price together with its currency, or neither."),
    "call.band_upside_down": _l("The lower price is above the higher one."),
    "call.no_anchor": _l("Only an anchor company can call out needs. Ask the agency."),
    "call.rows_needed": _l("Enter at least one row of specification or qualification."),
    "call.criteria_needed": _l("Give at least one criterion a weight."),
    "call.not_editable": _l("Answers refer to the call as it is. It cannot be changed any more."),
    "call.not_open": _l("The call takes no answers any more."),
    "call.own_call": _l("This is your own call."),
    "call.rows_unanswered": _l("Answer every row."),
    "call.not_vetted": _l("You can answer once your organisation is approved."),
    "call.not_screened": _l("An answer is not screened yet. Screen every answer first."),
    "call.nobody_in": _l("No answer passed the screening. Close the call, or let it stay open."),
    "call.not_assessed": _l("Score every answer by every criterion first."),
    "call.finalist_needed": _l("Choose at least one finalist."),
    "call.unknown_reason": _l("Choose a reason from the list."),
    "call.unknown_criterion": _l("Choose scores from 0 to 5."),
    "call.cannot_invite": _l("Only approved organisations in your care can be invited, and each only once."),
    "call.handled": _l("Your cluster has seen to this call already."),
}

CALL_STATES: Mapping[CallState, LazyString] = {
    CallState.DRAFT: _l("Call being drafted"),
    CallState.OPEN: _l("Takes answers"),
    CallState.SCREENING: _l("Screening"),
    CallState.ASSESSMENT: _l("Assessment"),
    CallState.FINALIST: _l("Finalists chosen"),
    CallState.AWARDED: _l("Awarded"),
    CallState.CLOSED: _l("Closed without an award"),
}
CALL_BADGES: Mapping[CallState, str] = {
    CallState.DRAFT: "gray", CallState.OPEN: "success", CallState.SCREENING: "information",
    CallState.ASSESSMENT: "information", CallState.FINALIST: "point", CallState.AWARDED: "primary",
    CallState.CLOSED: "gray",
}  # fmt: skip
ANSWER_STATES: Mapping[AnswerState, LazyString] = {
    AnswerState.RECEIVED: _l("Answer received"),
    AnswerState.SCREENED_OUT: _l("Screened out"),
    AnswerState.SCREENED_IN: _l("Passed the screening"),
    AnswerState.ASSESSED: _l("Assessed"),
    AnswerState.FINALIST: _l("Finalist"),
    AnswerState.AWARDED: _l("Awarded"),
    AnswerState.DECLINED: _l("Not chosen"),
    AnswerState.WITHDRAWN: _l("Answer taken back"),
}
ANSWER_BADGES: Mapping[AnswerState, str] = {
    AnswerState.RECEIVED: "information", AnswerState.SCREENED_OUT: "danger", AnswerState.SCREENED_IN: "success",
    AnswerState.ASSESSED: "secondary", AnswerState.FINALIST: "point", AnswerState.AWARDED: "primary",
    AnswerState.DECLINED: "gray", AnswerState.WITHDRAWN: "gray",
}  # fmt: skip
ROW_KINDS: Mapping[RowKind, LazyString] = {
    RowKind.SPECIFICATION: _l("Specification"),
    RowKind.QUALIFICATION: _l("Qualification"),
}
ACTS: Mapping[str, LazyString] = {
    "drafted": _l("Call drafted"),
    "edited": _l("Call changed"),
    "opened": _l("Opened for answers"),
    "passed_on": _l("Went to the partner clusters: no qualified answer had come in time"),
    "screening": _l("Screening began"),
    "assessment": _l("Assessment began"),
    "finalist": _l("Finalists chosen"),
    "awarded": _l("Awarded"),
    "closed": _l("Closed without an award"),
    "invited": _l("An organisation was invited to answer"),
    "handled": _l("A partner cluster has seen to it"),
}
