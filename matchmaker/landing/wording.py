"""What people read of the way in: refusals, states, points of a match."""

from collections.abc import Mapping

from flask_babel import LazyString
from flask_babel import lazy_gettext as _l

from matchmaker.landing.checklists.rules import OwnerKind, TaskState
from matchmaker.landing.spaces.rules import DemandState, OfferState, Verdict
from matchmaker.landing.talent.rules import ApplicationState, PostState

WORDING = {
    "space.bad_move": _l("This is not possible any more: the demand has moved on. Check its present state."),
    "space.not_vetted": _l("You can ask for space once your organisation is approved."),
    "space.month_passed": _l("Choose a month after the present one."),
    "space.reason_needed": _l("Give a reason."),
    "space.does_not_fit": _l("This unit does not meet a wish of the demand, so it cannot be offered."),
    "space.offered_already": _l("This unit is offered already."),
    "space.month_taken": _l("The unit is let for one of these months already. Choose another unit."),
    "space.not_open_then": _l("The unit cannot be used before %(opens)s."),
    "space.one_place": _l("Choose the facility or the site that the unit belongs to."),
    "space.lease_upside_down": _l("The shortest lease is above the longest."),
    "space.bad_date": _l("Write 2029, 2029-H2, 2029-07 or 2029-07-01."),
    "landing.waits": _l("Something else comes first. Settle that before this."),
    "landing.not_vetted": _l("You can begin once your organisation is approved."),
    "landing.in_the_past": _l("Choose a day that has not passed."),
    "landing.begun_already": _l("This organisation has its list already."),
    "landing.owner_name": _l("Give a name if somebody else does it, and only then."),
    "landing.too_many": _l("A list has at most %(most)s tasks."),
    "talent.bad_move": _l("This is not possible any more: somebody was faster. Check the present state."),
    "talent.days_upside_down": _l("The last day lies before the first."),
    "talent.in_the_past": _l("This day has passed."),
    "talent.not_vetted": _l("This is open to you once your organisation is approved."),
    "talent.too_few_seats": _l("There are not so many free seats: %(free)s."),
    "talent.session_over": _l("This session is over, so its seats cannot be given back."),
    "talent.reason_needed": _l("Give a reason."),
    "talent.not_open": _l("The post takes no applications from you."),
    "talent.applied_already": _l("You have applied already."),
}

DEMAND_STATES: Mapping[DemandState, LazyString] = {
    DemandState.SUBMITTED: _l("Waits for the agency"),
    DemandState.ACCEPTED: _l("In the agency’s plan"),
    DemandState.OFFERED: _l("Unit offered"),
    DemandState.RESERVED: _l("Unit reserved"),
    DemandState.MOVED_IN: _l("Moved in"),
    DemandState.ENDED: _l("Tenancy ended"),
    DemandState.REFUSED: _l("Demand refused"),
    DemandState.WITHDRAWN: _l("Demand taken back"),
}
DEMAND_BADGES: Mapping[DemandState, str] = {
    DemandState.SUBMITTED: "warning", DemandState.ACCEPTED: "information", DemandState.OFFERED: "point",
    DemandState.RESERVED: "success", DemandState.MOVED_IN: "primary", DemandState.ENDED: "gray",
    DemandState.REFUSED: "danger", DemandState.WITHDRAWN: "gray",
}  # fmt: skip
DEMAND_AHEAD: Mapping[DemandState, LazyString] = {
    DemandState.SUBMITTED: _l(
        "The agency reads the demand and answers by e-mail. The list below shows what would fit."
    ),
    DemandState.ACCEPTED: _l("The agency offers you a unit as soon as one fits. Nothing is asked of you now."),
    DemandState.OFFERED: _l(
        "Reserve one of the offered units before somebody else does, or say that you do not want it."
    ),
    DemandState.RESERVED: _l("The unit is held for you. The agency arranges the contract and the keys with you."),
}
"""What comes next, as the members read it."""
OFFER_STATES: Mapping[OfferState, LazyString] = {
    OfferState.OFFERED: _l("Waits for an answer"),
    OfferState.TAKEN: _l("Unit reserved"),
    OfferState.DECLINED: _l("Not wanted"),
    OfferState.LAPSED: _l("No longer offered"),
}
VERDICTS: Mapping[Verdict, LazyString] = {
    Verdict.MATCH: _l("Met"),
    Verdict.GAP: _l("Not met"),
    Verdict.UNKNOWN: _l("Not stated"),
}
VERDICT_BADGES: Mapping[Verdict, str] = {Verdict.MATCH: "success", Verdict.GAP: "danger", Verdict.UNKNOWN: "warning"}
POINTS: Mapping[str, LazyString] = {
    "unit_type": _l("Kind of space"),
    "area": _l("Area (m²)"),
    "available": _l("Open by the move-in date"),
    "free": _l("Free in all these months"),
    "lease": _l("Lease (months)"),
    "benches": _l("Laboratory benches"),
    "desks": _l("Desks"),
    "biosafety": _l("Biosafety level"),
    "cleanroom": _l("Clean-room class (ISO)"),
    "services": _l("Services of the unit"),
}
TASK_STATES: Mapping[TaskState, LazyString] = {
    TaskState.TODO: _l("To do"),
    TaskState.DOING: _l("Under way"),
    TaskState.DONE: _l("Done"),
    TaskState.NOT_NEEDED: _l("Not needed"),
}
TASK_BADGES: Mapping[TaskState, str] = {
    TaskState.TODO: "gray", TaskState.DOING: "information", TaskState.DONE: "success", TaskState.NOT_NEEDED: "gray",
}  # fmt: skip
OWNERS: Mapping[OwnerKind, LazyString] = {
    OwnerKind.MEMBER: _l("The organisation"),
    OwnerKind.AGENCY: _l("The agency"),
    OwnerKind.NAMED: _l("Somebody else"),
}
POST_STATES: Mapping[PostState, LazyString] = {
    PostState.SUBMITTED: _l("Is being checked"),
    PostState.OPEN: _l("Takes applications"),
    PostState.REFUSED: _l("Post refused"),
    PostState.CLOSED: _l("Post closed"),
}
POST_BADGES: Mapping[PostState, str] = {
    PostState.SUBMITTED: "warning", PostState.OPEN: "success", PostState.REFUSED: "danger", PostState.CLOSED: "gray",
}  # fmt: skip
APPLICATION_STATES: Mapping[ApplicationState, LazyString] = {
    ApplicationState.RECEIVED: _l("Waits for an answer"),
    ApplicationState.ACCEPTED: _l("Accepted, the agency puts them in touch"),
    ApplicationState.CONNECTED: _l("Put in touch"),
    ApplicationState.DECLINED: _l("Application declined"),
    ApplicationState.WITHDRAWN: _l("Application taken back"),
}
APPLICATION_BADGES: Mapping[ApplicationState, str] = {
    ApplicationState.RECEIVED: "warning", ApplicationState.ACCEPTED: "information",
    ApplicationState.CONNECTED: "success", ApplicationState.DECLINED: "gray", ApplicationState.WITHDRAWN: "gray",
}  # fmt: skip
