"""Where an introduction stands, in words: its state, what happens next and by whom, until when."""

from collections.abc import Mapping
from datetime import date

from flask_babel import LazyString, format_date
from flask_babel import lazy_gettext as _l

from matchmaker.foundation.codes import code_label
from matchmaker.introductions.deadlines.clocks import ClockKind, due_of
from matchmaker.introductions.models import Introduction
from matchmaker.introductions.rules import ASKABLE, FIRST_TOUCH_WORKING_DAYS, IntroductionState, Party

S = IntroductionState
KINDS: Mapping[IntroductionState, str] = {
    S.DRAFT: "gray", S.SUBMITTED: "information", S.BROKER_REVIEW: "information", S.NEED_INFO: "warning",
    S.FORWARDED: "primary", S.ACCEPTED: "success", S.INTRODUCED: "success", S.DECLINED: "danger",
    S.WITHDRAWN: "gray", S.EXPIRED: "gray",
}  # fmt: skip
"""Colour of the badge of each state."""

_FOR_REQUESTER: Mapping[IntroductionState, LazyString] = {
    S.DRAFT: _l("Only your organisation sees this draft. Complete it and send it to the agency."),
    S.SUBMITTED: _l("Sent. A broker of the agency takes it up within %(touch)s working days."),
    S.BROKER_REVIEW: _l("A broker of the agency is checking it, and will pass it on or write to you."),
    S.NEED_INFO: _l("The broker needs something from you. Complete it and send it again by %(due)s."),
    S.FORWARDED: _l("Passed on to %(name)s, whose answer is expected by %(due)s. You can still withdraw."),
    S.ACCEPTED: _l("%(name)s has agreed. The contacts follow."),
    S.INTRODUCED: _l("Both sides have agreed. Write to the contacts below; the agency is at your side."),
    S.DECLINED: _l("%(name)s has declined. Nothing more is asked of you."),
    S.WITHDRAWN: _l("Withdrawn. You may turn to them again at any time."),
    S.EXPIRED: _l("It lapsed because the time ran out. You may turn to them again at any time."),
}
_FOR_COUNTERPART: Mapping[IntroductionState, LazyString] = {
    S.FORWARDED: _l("%(name)s would like to meet you. Please answer by %(due)s; a no is an answer too."),
    S.ACCEPTED: _l("You have agreed. The contacts follow."),
    S.INTRODUCED: _l("Both sides have agreed. Write to the contacts below; the agency is at your side."),
    S.DECLINED: _l("You have declined. Nothing more is asked of you."),
    S.WITHDRAWN: _l("%(name)s has withdrawn. Nothing more is asked of you."),
    S.EXPIRED: _l("It lapsed because there was no answer in time. Nothing more is asked of you."),
}
_FOR_STAFF: Mapping[IntroductionState, LazyString] = {
    S.DRAFT: _l("Proposed by staff. The members of the first organisation check it and send it."),
    S.SUBMITTED: _l("Waits to be taken up by a broker, by %(due)s."),
    S.BROKER_REVIEW: _l("In review. Forward it, return it or refuse it by %(due)s."),
    S.NEED_INFO: _l("Returned. The requester completes it by %(due)s, or it lapses."),
    S.FORWARDED: _l("With the counterpart, whose answer is expected by %(due)s, or it lapses."),
    S.ACCEPTED: _l("Accepted."),
    S.INTRODUCED: _l("Both sides have agreed and have each other's contacts."),
    S.DECLINED: _l("Ended by a no."),
    S.WITHDRAWN: _l("Ended by the requester."),
    S.EXPIRED: _l("Lapsed because the time ran out."),
}


_ASKED: Mapping[Party, LazyString] = {
    Party.REQUESTER: _l("You have been asked something. Please answer by %(due)s."),
    Party.COUNTERPART: _l(
        "Your question is with %(name)s, who is to answer by %(due)s. You can accept or decline now."
    ),
    Party.AGENCY: _l("The requester has been asked something and is to answer by %(due)s."),
}
_SIDES = (ClockKind.COMPLETION, ClockKind.REPLY, ClockKind.ANSWER)


def due(introduction: Introduction) -> date | None:
    """By when whoever's turn it is must move: a side, or else the broker; None when nobody must."""
    return due_of(introduction, *_SIDES) or due_of(introduction)


def what_next(introduction: Introduction, party: Party, name: str) -> str:
    """What happens next and by whom, for `party`; `name` is what it may call the other side."""
    state = introduction.state
    if introduction.asked_at is not None and party in _ASKED:
        words = _ASKED[party]
    elif party is Party.COUNTERPART:
        words = _FOR_COUNTERPART[state]
    elif party is Party.REQUESTER:
        words = _said_to_requester(introduction)
    else:
        words = _FOR_STAFF[state]
    day = due(introduction)
    return str(words) % {
        "name": name,
        "touch": FIRST_TOUCH_WORKING_DAYS,
        "due": format_date(day, "medium") if day else "",
    }


def _said_to_requester(introduction: Introduction) -> LazyString:
    if introduction.state is S.DRAFT and introduction.proposed_by_staff:
        return _l("The agency proposes this introduction. Check it and send it, or discard it.")
    if introduction.state is S.DECLINED and introduction.forwarded_at is None:
        return _l("The agency did not pass it on. Its reason is given below.")
    return _FOR_REQUESTER[introduction.state]


def asks(introduction: Introduction, party: Party) -> bool:
    """Whether it is `party`'s turn."""
    if introduction.asked_at is not None and introduction.state in ASKABLE:
        return party is Party.REQUESTER
    turn = {Party.REQUESTER: {S.DRAFT, S.NEED_INFO}, Party.COUNTERPART: {S.FORWARDED}}
    return introduction.state in turn.get(party, frozenset())


def state_label(introduction: Introduction) -> str:
    """The state in the reader's language."""
    return code_label("introduction_state", introduction.state.value)
