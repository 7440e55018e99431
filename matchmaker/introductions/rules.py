"""States of an introduction, who may do what in each, and the clocks that run."""

import re
from collections import Counter
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from matchmaker.foundation.errors import RuleViolation

MESSAGE_MAX = 500
REASON_MAX = 1000
REMIND_AFTER_WORKING_DAYS = 2
"""Days of work without an answer after which the counterpart is reminded, once."""
WARN_WORKING_DAYS = 1
"""Days of work before the end at which those who must move, and the broker, are warned."""
FIRST_TOUCH_WORKING_DAYS = 2
"""Days of work within which a broker is to take up what was sent in."""
DECISION_WORKING_DAYS = 5
"""Days of work within which a broker is to forward, return or refuse what was sent in."""


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
ASKABLE = WITH_BROKER | {S.FORWARDED}
"""States in which a question can be put to the requester: by a broker, then by the counterpart."""
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


MENDABLE = frozenset({
    "introduction.names_counterpart", "introduction.contact_in_message", "introduction.reason_needed",
    "introduction.reason_too_long", "introduction.unknown_reason", "introduction.note_needed",
    "introduction.question_needed", "introduction.answer_needed",
})  # fmt: skip
"""Refusals of words that other words in the same form mend."""


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
    ASK = "ask"
    REPLY = "reply"
    APPROVE = "approve"
    TAKE_BACK_APPROVAL = "take_back_approval"


class StepKind(StrEnum):
    """What a line of the history tells: a move or a note, a question or its answer, an approval given or taken back."""

    MOVE = "move"
    QUESTION = "question"
    ANSWER = "answer"
    APPROVAL = "approval"
    APPROVAL_TAKEN_BACK = "approval_taken_back"


AGENCY_OFFICE = "agency"
"""The office that always has to approve; the others are codes of clusters that have a co-broker."""


class Party(StrEnum):
    """Who a person is to an introduction."""

    REQUESTER = "requester"
    COUNTERPART = "counterpart"
    AGENCY = "agency"
    CO_BROKER_OF_REQUESTER = "co_broker_of_requester"
    CO_BROKER_OF_COUNTERPART = "co_broker_of_counterpart"


_WITHDRAWABLE = frozenset(state for state in S if S.WITHDRAWN in NEXT[state])
_CO_BROKER: Mapping[Act, frozenset[IntroductionState]] = {
    Act.NOTE: frozenset(S), Act.ASK: WITH_BROKER, Act.APPROVE: WITH_BROKER, Act.TAKE_BACK_APPROVAL: WITH_BROKER,
    Act.REFUSE: WITH_BROKER,
}  # fmt: skip
ACTS: Mapping[Party, Mapping[Act, frozenset[IntroductionState]]] = {
    Party.REQUESTER: {
        Act.EDIT: EDITABLE, Act.SEND: EDITABLE, Act.WITHDRAW: _WITHDRAWABLE, Act.REPLY: ASKABLE,
    },
    Party.COUNTERPART: {Act.ANSWER: frozenset({S.FORWARDED}), Act.ASK: frozenset({S.FORWARDED})},
    Party.AGENCY: {
        Act.TAKE: WITH_BROKER, Act.ASSIGN: UNDER_WAY | {S.INTRODUCED},
        Act.FORWARD: WITH_BROKER, Act.RETURN: WITH_BROKER, Act.REFUSE: WITH_BROKER,
        Act.ANSWER: frozenset({S.FORWARDED}), Act.WITHDRAW: _WITHDRAWABLE, Act.NOTE: frozenset(S),
        Act.ASK: WITH_BROKER, Act.REPLY: ASKABLE, Act.TAKE_BACK_APPROVAL: WITH_BROKER,
    },
    Party.CO_BROKER_OF_REQUESTER: {**_CO_BROKER, Act.REPLY: ASKABLE},
    Party.CO_BROKER_OF_COUNTERPART: {**_CO_BROKER, Act.ANSWER: frozenset({S.FORWARDED})},
}  # fmt: skip
"""In which states each party may do what.

The agency forwards; where a side has a co-broker, only after both offices have approved. A co-broker answers for its
own members.
"""


def may(party: Party, act: Act, state: IntroductionState) -> bool:
    """Whether `party` may do `act` while the introduction is in `state`."""
    return state in ACTS[party].get(act, frozenset())


def is_forwardable(needed: Collection[str], approved: Collection[str]) -> bool:
    """Whether every office in whose care a side is (`needed`) is among those that have `approved`."""
    return AGENCY_OFFICE in needed and frozenset(needed) <= frozenset(approved)


CAN_BE_MENDED = (
    "benefit_unclear", "description_unclear", "commercial_route_unclear", "scientific_concern", "too_early_stage",
    "geography_regulatory",
)  # fmt: skip
"""Reasons of a refusal about which the refused can do something on its own page."""
MENDING_WITHIN = timedelta(days=60)
MENDING_AFTER = 3


@dataclass(frozen=True, slots=True)
class Refused:
    """A no that an organisation got: why, when, about which own opportunity, and when that was last edited."""

    reason: str
    at: datetime
    opportunity_id: int | None = None
    edited_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Mending:
    """What to do about a reason that was given `times` times; mostly about one own opportunity, if any."""

    reason: str
    times: int
    opportunity_id: int | None = None


def to_mend(refusals: Iterable[Refused], moment: datetime) -> list[Mending]:
    """Reasons that can be mended and were given thrice within 60 days before `moment`, the most frequent first.

    A refusal counts no more once what it was about has been edited.
    """
    counted: dict[str, Counter[int | None]] = {code: Counter() for code in CAN_BE_MENDED}
    for one in refusals:
        stands = one.edited_at is None or one.edited_at <= one.at
        if one.reason in counted and stands and timedelta(0) <= moment - one.at <= MENDING_WITHIN:
            counted[one.reason][one.opportunity_id] += 1
    found = [
        Mending(reason, about.total(), about.most_common(1)[0][0])
        for reason, about in counted.items() if about.total() >= MENDING_AFTER
    ]  # fmt: skip
    return sorted(found, key=lambda mending: -mending.times)


def words(text: str, *, code: str = "introduction.reason_needed") -> str:
    """`text` trimmed. Raises RuleViolation `code` for none, or when it is too long."""
    trimmed = text.strip()
    if not trimmed:
        raise RuleViolation(code)
    if len(trimmed) > REASON_MAX:
        raise RuleViolation("introduction.reason_too_long", most=REASON_MAX)
    return trimmed


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
