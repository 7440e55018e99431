"""States of an introduction, who may do what in each, and the clocks that run."""

import re
from collections.abc import Mapping
from datetime import date, datetime, timedelta
from enum import StrEnum

from matchmaker.foundation.errors import RuleViolation
from matchmaker.organisations.rules import KOREA

MESSAGE_MAX = 500
REASON_MAX = 1000
ANSWER_WORKING_DAYS = 10
"""Days of work that a counterpart has to answer, or a requester to complete; then the introduction lapses."""
REMIND_AFTER_WORKING_DAYS = 5
"""Days of work without an answer after which the counterpart is reminded, once."""
FIRST_TOUCH_WORKING_DAYS = 2
"""Days of work within which a broker is to take up what was sent in."""


class IntroductionState(StrEnum):
    """Where an introduction stands."""

    DRAFT = "draft"
    SUBMITTED = "submitted"
    BROKER_REVIEW = "broker_review"
    NEED_INFO = "need_info"
    FORWARDED = "forwarded"
    ACCEPTED = "accepted"
    DECLINED = "declined"
    WITHDRAWN = "withdrawn"
    EXPIRED = "expired"
    INTRODUCED = "introduced"


S = IntroductionState
NEXT: Mapping[IntroductionState, frozenset[IntroductionState]] = {
    S.DRAFT: frozenset({S.SUBMITTED, S.WITHDRAWN}),
    S.SUBMITTED: frozenset({S.BROKER_REVIEW, S.FORWARDED, S.NEED_INFO, S.DECLINED, S.WITHDRAWN}),
    S.BROKER_REVIEW: frozenset({S.FORWARDED, S.NEED_INFO, S.DECLINED, S.WITHDRAWN}),
    S.NEED_INFO: frozenset({S.SUBMITTED, S.WITHDRAWN, S.EXPIRED}),
    S.FORWARDED: frozenset({S.ACCEPTED, S.DECLINED, S.WITHDRAWN, S.EXPIRED}),
    S.ACCEPTED: frozenset({S.INTRODUCED}),
    S.DECLINED: frozenset(),
    S.WITHDRAWN: frozenset(),
    S.EXPIRED: frozenset(),
    S.INTRODUCED: frozenset(),
}
OPEN = frozenset({S.SUBMITTED, S.BROKER_REVIEW, S.NEED_INFO, S.FORWARDED, S.ACCEPTED, S.INTRODUCED})
"""States in which no second introduction of the same pair may be sent. A draft is private: it holds nobody up."""

WITH_BROKER = frozenset({S.SUBMITTED, S.BROKER_REVIEW})
UNDER_WAY = frozenset({S.DRAFT, S.SUBMITTED, S.BROKER_REVIEW, S.NEED_INFO, S.FORWARDED})
EDITABLE = frozenset({S.DRAFT, S.NEED_INFO})

SPEAKS_OF_FIT = frozenset({
    "too_early_stage", "benefit_unclear", "commercial_route_unclear", "scientific_concern", "conflict_competitor",
    "geography_regulatory",
})  # fmt: skip
"""Reasons of a refusal (`decline_reason`) that say something against the pair; the others are about time or words."""


def check_move(current: IntroductionState, new: IntroductionState) -> None:
    """Raise RuleViolation unless an introduction may go from `current` to `new`."""
    if new not in NEXT[current]:
        raise RuleViolation("introduction.bad_move", current=current.value, new=new.value)


class Act(StrEnum):
    """What a person can do to an introduction."""

    EDIT = "edit"
    SEND = "send"
    TAKE = "take"
    ASSIGN = "assign"
    FORWARD = "forward"
    RETURN = "return"
    REFUSE = "refuse"
    ANSWER = "answer"
    WITHDRAW = "withdraw"
    NOTE = "note"


class Party(StrEnum):
    """Who a person is to an introduction."""

    REQUESTER = "requester"
    COUNTERPART = "counterpart"
    AGENCY = "agency"
    CO_BROKER_OF_REQUESTER = "co_broker_of_requester"
    CO_BROKER_OF_COUNTERPART = "co_broker_of_counterpart"


_WITHDRAWABLE = frozenset(state for state in S if S.WITHDRAWN in NEXT[state])
ACTS: Mapping[Party, Mapping[Act, frozenset[IntroductionState]]] = {
    Party.REQUESTER: {Act.EDIT: EDITABLE, Act.SEND: EDITABLE, Act.WITHDRAW: _WITHDRAWABLE},
    Party.COUNTERPART: {Act.ANSWER: frozenset({S.FORWARDED})},
    Party.AGENCY: {
        Act.TAKE: WITH_BROKER, Act.ASSIGN: UNDER_WAY | {S.INTRODUCED},
        Act.FORWARD: WITH_BROKER, Act.RETURN: WITH_BROKER, Act.REFUSE: WITH_BROKER,
        Act.ANSWER: frozenset({S.FORWARDED}), Act.WITHDRAW: _WITHDRAWABLE, Act.NOTE: frozenset(S),
    },
    Party.CO_BROKER_OF_REQUESTER: {Act.NOTE: frozenset(S)},
    Party.CO_BROKER_OF_COUNTERPART: {Act.ANSWER: frozenset({S.FORWARDED}), Act.NOTE: frozenset(S)},
}  # fmt: skip
"""In which states each party may do what. Only the agency forwards; a co-broker answers for its own members."""


def may(party: Party, act: Act, state: IntroductionState) -> bool:
    """Whether `party` may do `act` while the introduction is in `state`."""
    return state in ACTS[party].get(act, frozenset())


# An address, or a telephone number of 9 digits and more that begins with `+` or `0`.
_CONTACT = re.compile(r"[\w.+-]{1,64}\s?@\s?[\w-]+(\.[\w-]+)+|(?<![\d-])(\+|\(?0)\d(?:[\s().-]{0,2}\d){7,13}(?!\d)")


def names_a_contact(text: str) -> bool:
    """Whether `text` holds an e-mail address or a telephone number, which nobody gets before both sides agreed."""
    return _CONTACT.search(text) is not None


def language_of(text: str) -> str | None:
    """Language that the script of `text` gives away: ko or ja; None for Latin script, which may be several."""
    if re.search(r"[가-힣]", text):
        return "ko"
    return "ja" if re.search(r"[\u3041-\u30ff]", text) else None


def due_day(start: datetime, days: int) -> date:
    """The day in Korea that is `days` working days (Monday to Friday) after `start`."""
    day = start.astimezone(KOREA).date()
    while days:
        day += timedelta(days=1)
        days -= day.weekday() < 5
    return day
