"""What people read: refusals of this room, states, acts."""

from collections.abc import Mapping

from flask_babel import LazyString
from flask_babel import lazy_gettext as _l

from matchmaker.outcomes.rules import ObligationState, OutcomeState

WORDING = {
    "outcome.bad_move": _l("This is not possible any more: the outcome has moved on. Check its present state."),
    "outcome.in_the_future": _l("The day lies in the future. Record an outcome when it has happened."),
    "outcome.before_introduction": _l("The day lies before the introduction (%(first)s)."),
    "outcome.amount_and_currency": _l("Enter an amount together with its currency, or neither."),
    "outcome.amount_out_of_range": _l("Enter an amount of 0 or more, within thirteen digits."),
    "outcome.not_introduced": _l("Outcomes can be recorded once both sides have been introduced."),
    "outcome.chain_closed": _l("It is closed without a result. A broker can reopen it."),
    "outcome.unknown_kind": _l("Choose a kind from the list."),
    "outcome.promise_needed": _l("An MoU or LoI needs at least one obligation: who does what, until when."),
    "outcome.audited_stays": _l("An audited outcome cannot be changed. A broker can revoke the audit first."),
    "outcome.evidence_needed": _l("There is no evidence yet. Add a file or a link before the audit."),
    "outcome.four_eyes": _l("You recorded or changed this outcome yourself. A colleague has to audit it."),
    "outcome.reason_needed": _l("Give a reason."),
    "outcome.unknown_reason": _l("Choose a reason from the list."),
    "outcome.has_result": _l(
        "A contract, investment, tenancy or hire is recorded, so it cannot be closed as without a result."
    ),
    "outcome.promises_open": _l(
        "Obligations are still open. Settle them, drop them with a reason, or agree to waive them first."
    ),
    "obligation.bad_move": _l("This is not possible any more: the obligation has been settled or reopened meanwhile."),
    "obligation.outcome_rejected": _l("The outcome was rejected, so nothing is owed."),
    "obligation.owner_unknown": _l("Choose one of the two organisations."),
    "obligation.text_needed": _l("Say what is to be done."),
    "obligation.due_before_outcome": _l("The obligation cannot be due before the outcome happened."),
    "obligation.too_many": _l("An outcome can have at most %(most)s obligations."),
    "obligation.only_own": _l(
        "You can add what your own organisation owes. Ask your broker to add what the others owe."
    ),
    "obligation.evidence_needed": _l("Add a file or a link that shows that it was done."),
    "obligation.in_the_future": _l("The day lies in the future."),
    "obligation.done_before_outcome": _l("The day lies before the outcome out of which it came."),
    "obligation.reason_needed": _l("Give a reason."),
    "obligation.note_needed": _l("Say when and how both sides agreed."),
    "obligation.proposed_already": _l("Something is proposed already and waits for an answer."),
    "obligation.nothing_proposed": _l("Nothing is proposed any more."),
    "obligation.new_day_needed": _l("Choose another day than the present one."),
    "obligation.new_day_passed": _l("The new day must not lie in the past."),
    "evidence.too_many": _l("No more than %(most)s files and links can be added here."),
    "evidence.stays": _l("Evidence of what is audited or settled stays."),
    "evidence.link_refused": _l("Enter a whole web address that begins with https:// or http://."),
}

OUTCOME_STATES: Mapping[OutcomeState, LazyString] = {
    OutcomeState.CLAIMED: _l("Claimed"),
    OutcomeState.AUDITED: _l("Audited"),
    OutcomeState.REJECTED: _l("Rejected"),
}
OUTCOME_BADGES: Mapping[OutcomeState, str] = {
    OutcomeState.CLAIMED: "warning", OutcomeState.AUDITED: "success", OutcomeState.REJECTED: "danger",
}  # fmt: skip

OBLIGATION_STATES: Mapping[ObligationState, LazyString] = {
    ObligationState.OPEN: _l("Still open"),
    ObligationState.KEPT: _l("Kept"),
    ObligationState.LATE: _l("Kept late"),
    ObligationState.DROPPED: _l("Dropped"),
    ObligationState.WAIVED: _l("Waived by agreement"),
}
OBLIGATION_BADGES: Mapping[ObligationState, str] = {
    ObligationState.OPEN: "information", ObligationState.KEPT: "success", ObligationState.LATE: "warning",
    ObligationState.DROPPED: "danger", ObligationState.WAIVED: "gray",
}  # fmt: skip

OUTCOME_ACTS: Mapping[str, LazyString] = {
    "claimed": _l("Recorded"),
    "edited": _l("Changed"),
    "evidence": _l("Evidence added"),
    "removed": _l("Evidence removed"),
    "audited": _l("Audited"),
    "rejected": _l("Rejected"),
    "revoked": _l("Audit revoked"),
}
OBLIGATION_ACTS: Mapping[str, LazyString] = {
    "promised": _l("Promised"),
    "evidence": _l("Evidence added"),
    "removed": _l("Evidence removed"),
    "kept": _l("Kept"),
    "late": _l("Kept late"),
    "dropped": _l("Dropped"),
    "waived": _l("Waived by agreement"),
    "reopened": _l("Reopened as a correction"),
    "proposed_waive": _l("Proposed: let it go"),
    "proposed_due": _l("Proposed: another day"),
    "refused": _l("The proposal was not agreed to"),
    "taken_back": _l("The proposal was taken back"),
    "moved": _l("Another day agreed"),
}
