"""Words of consortia."""

from flask_babel import LazyString
from flask_babel import lazy_gettext as _l

from matchmaker.consortia.rules import ConsortiumState

WORDING: dict[str, LazyString] = {
    "consortium.need_closed": _l("The need is not published any more, so nobody is introduced for it."),
    "consortium.not_draft": _l("This team is no draft any more, so it cannot be changed."),
    "consortium.size": _l("A team has between 1 and %(most)s members."),
    "consortium.cannot_join": _l(
        "This one cannot join: it takes no part any more, or is not open in the wanted period."
    ),
    "consortium.member_already": _l("It is in the team already."),
    "consortium.no_member": _l("It is not in the team any more."),
    "consortium.nobody_opposite": _l("The team has nobody on the other side of the gateway to meet."),
    "consortium.nobody_to_introduce": _l("The team has no organisation that could be introduced."),
}

STATE_LABEL: dict[ConsortiumState, LazyString] = {
    ConsortiumState.DRAFT: _l("Draft of a team"),
    ConsortiumState.INTRODUCED: _l("Introductions proposed"),
    ConsortiumState.DROPPED: _l("Team dropped"),
}

STATE_BADGE: dict[ConsortiumState, str] = {
    ConsortiumState.DRAFT: "gray",
    ConsortiumState.INTRODUCED: "success",
    ConsortiumState.DROPPED: "danger",
}

SIDE_LABEL: dict[str, LazyString] = {
    "domestic": _l("Korea"),
    "overseas": _l("Abroad"),
    "asset": _l("Cluster asset"),
}
