"""Words of routes, hand-overs and triads."""

from flask_babel import LazyString
from flask_babel import lazy_gettext as _l

from matchmaker.routes.rules import HandoverState

WORDING: dict[str, LazyString] = {
    "handover.settled": _l("This hand-over is settled already."),
    "handover.same_stage": _l("The project stands at this stage already. Choose another one."),
    "handover.next_is_same": _l("What is needed after that must be another stage."),
    "handover.not_published": _l("Only a project that was published can be handed over."),
    "handover.words_needed": _l("Say in up to 1,000 characters what is handed over."),
    "handover.waits_already": _l("A hand-over of this project waits for its answer already."),
    "handover.asset_serves_not": _l("This asset does not serve that stage."),
    "handover.asset_not_open": _l("This asset is not open yet, so nothing can be handed over to it."),
    "handover.not_acquainted": _l("Choose an organisation to which you were introduced."),
    "handover.reason_needed": _l("Say why it is declined."),
    "handover.note_needed": _l("Say when and how the other side confirmed it."),
    "handover.moved_meanwhile": _l(
        "The project has moved to another stage meanwhile. The hand-over must be made anew."
    ),
}

HANDOVER_LABEL: dict[HandoverState, LazyString] = {
    HandoverState.OFFERED: _l("Waits for confirmation"),
    HandoverState.CONFIRMED: _l("Received"),
    HandoverState.DECLINED: _l("Not accepted"),
    HandoverState.WITHDRAWN: _l("Taken back"),
}

HANDOVER_BADGE: dict[HandoverState, str] = {
    HandoverState.OFFERED: "warning",
    HandoverState.CONFIRMED: "success",
    HandoverState.DECLINED: "danger",
    HandoverState.WITHDRAWN: "gray",
}

POSITION_LABEL: dict[str, LazyString] = {
    "behind": _l("Behind"),
    "now": _l("Here now"),
    "next": _l("Needed next"),
    "ahead": _l("Ahead"),
}
"""Where a stage lies for a project."""
