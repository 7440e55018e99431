"""The counterpart's yes or no, said on the page or, for those whom nobody represents here, to a broker."""

from dataclasses import dataclass

from matchmaker.accounts.models import User
from matchmaker.foundation.database import db, now
from matchmaker.foundation.errors import RuleViolation
from matchmaker.foundation.permissions import Actor
from matchmaker.introductions import letters, queries
from matchmaker.introductions.gates import check_gates
from matchmaker.introductions.models import Introduction
from matchmaker.introductions.moves import check_act, check_still_possible, move
from matchmaker.introductions.review.brokering import check, disclose_both, known_reason
from matchmaker.introductions.rules import REASON_MAX, Act, IntroductionState, Party, names_a_contact, words
from matchmaker.introductions.service import check_consent
from matchmaker.organisations.models import Organisation
from matchmaker.organisations.rules import Tier

ASKED = frozenset({Party.COUNTERPART})


@dataclass(frozen=True, slots=True)
class Answer:
    """What the counterpart said; a no has a code of the list `decline_reason` and may have words."""

    accepted: bool
    reason: str = ""
    words: str = ""


def answer(introduction: Introduction, said: Answer, *, user: User, version: int | None, consent: bool = False) -> None:
    """Record what the counterpart's member answers. Raises RuleViolation."""
    check_act(introduction, Act.ANSWER, ASKED, version=version)
    if said.accepted:
        check_consent(user, introduction.to_organisation, given=consent)
    _settle(introduction, said, actor_id=user.id)


def answer_on_behalf(introduction: Introduction, said: Answer, *, note: str, staff: Actor, version: int | None) -> None:
    """Record what the counterpart told a broker; `note` says when and how.

    Only where nobody speaks for the counterpart here, or for a co-broker's own members. Raises RuleViolation.
    """
    check(introduction, Act.ANSWER, staff, version)
    side = introduction.to_organisation
    if staff.cluster is None and db.session.scalar(queries.has_members(side.id)):
        raise RuleViolation("introduction.answers_itself")
    how = words(note, code="introduction.note_needed")
    _settle(introduction, said, actor_id=staff.user_id, note=how, on_behalf_of=side)


def _settle(
    introduction: Introduction, said: Answer, *, actor_id: int, note: str = "", on_behalf_of: Organisation | None = None
) -> None:
    introduction.answered_at = now()
    if said.accepted:
        _introduce(introduction, actor_id=actor_id, note=note, on_behalf_of=on_behalf_of)
    else:
        _decline(introduction, said, actor_id=actor_id, note=note, on_behalf_of=on_behalf_of)


def _introduce(introduction: Introduction, *, actor_id: int, note: str, on_behalf_of: Organisation | None) -> None:
    """Both said yes: each side gets the other's contacts."""
    check_still_possible(introduction)
    check_gates(introduction)
    move(introduction, IntroductionState.ACCEPTED, actor_id=actor_id, note=note, on_behalf_of=on_behalf_of)
    introduction.introduced_at = now()
    move(introduction, IntroductionState.INTRODUCED, actor_id=actor_id)
    disclose_both(introduction, Tier.CONTACTS)
    for organisation in (introduction.from_organisation, introduction.to_organisation):
        letters.tell_contacts(introduction, organisation)


def _decline(
    introduction: Introduction, said: Answer, *, actor_id: int, note: str, on_behalf_of: Organisation | None
) -> None:
    told = said.words.strip()
    if len(told) > REASON_MAX:
        raise RuleViolation("introduction.reason_too_long", most=REASON_MAX)
    if names_a_contact(told):
        raise RuleViolation("introduction.contact_in_message")
    introduction.decline_reason = known_reason(said.reason)
    introduction.state_reason = told or None
    move(introduction, IntroductionState.DECLINED, actor_id=actor_id, note=note, on_behalf_of=on_behalf_of)
    letters.to_members("introduction_declined", introduction, introduction.from_organisation)
