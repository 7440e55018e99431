"""What members see of an introduction: its state in words, the other side by the tier reached, its contacts."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from matchmaker.foundation.codes import code_label
from matchmaker.foundation.i18n import locale
from matchmaker.introductions.deadlines.standing import KINDS, asks, state_label, what_next
from matchmaker.introductions.history import Event, member_history
from matchmaker.introductions.letters import contacts_of
from matchmaker.introductions.models import Introduction
from matchmaker.introductions.moves import acts_open_to, party_of
from matchmaker.introductions.questions.asking import open_question
from matchmaker.introductions.rules import WITH_BROKER, Act, IntroductionState, Party, language_of
from matchmaker.opportunities.models import Opportunity
from matchmaker.opportunities.presenting import OpportunityView
from matchmaker.opportunities.presenting import present as present_opportunity
from matchmaker.opportunities.sight import tier_of
from matchmaker.organisations.models import Organisation
from matchmaker.organisations.presenting import ContactView, ProfileView
from matchmaker.organisations.presenting import present as present_organisation
from matchmaker.organisations.rules import Tier
from matchmaker.organisations.visibility import tier_for, tiers_for

S = IntroductionState


@dataclass(frozen=True, slots=True)
class Line:
    """An introduction in a member's list."""

    id: int
    title: str
    state: str
    kind: str
    what_next: str
    at: datetime
    asks_reader: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class MemberView:
    """An introduction as one of its two sides sees it."""

    id: int
    version: int
    party: Party
    state: IntroductionState
    state_label: str
    kind: str
    what_next: str
    counterpart: ProfileView
    own_opportunity: OpportunityView | None
    their_opportunity: OpportunityView | None
    message: str
    message_language: str | None
    question: str
    """What waits for the requester's answer; empty for none, and for whoever did not take part in it."""
    is_brokers_question: bool
    reason: str
    reason_words: str
    history: tuple[Event, ...]
    contacts: tuple[ContactView, ...]
    acts: frozenset[Act]


def lines(introductions: Iterable[Introduction], reader: Organisation) -> list[Line]:
    """Introductions for the lists of `reader`, the other side named by the tier reached."""
    listed = list(introductions)
    others = {row.id: row.other_side(reader.id) for row in listed}
    tiers = tiers_for(reader, others.values())
    return [
        _line(row, reader, present_organisation(others[row.id], tiers[others[row.id].id], locale())) for row in listed
    ]


def _line(introduction: Introduction, reader: Organisation, other: ProfileView) -> Line:
    party = party_of(introduction, reader)
    return Line(
        introduction.id, other.title, state_label(introduction), KINDS[introduction.state],
        what_next(introduction, party, other.title), introduction.updated_at, asks(introduction, party),
    )  # fmt: skip


def member_view(introduction: Introduction, reader: Organisation) -> MemberView:
    """`introduction` for the members of `reader`, one of its sides. Contacts only once both sides agreed."""
    other, party = introduction.other_side(reader.id), party_of(introduction, reader)
    tier = tier_for(reader, other)
    agreed = introduction.state is S.INTRODUCED
    counterpart = present_organisation(other, min(tier, Tier.NAMED), locale())
    closed = introduction.state is S.DECLINED
    return MemberView(
        id=introduction.id, version=introduction.version, party=party, state=introduction.state,
        state_label=state_label(introduction), kind=KINDS[introduction.state],
        what_next=what_next(introduction, party, counterpart.title), counterpart=counterpart,
        own_opportunity=_opportunity(introduction.own_opportunity(reader.id), Tier.DOCUMENTS),
        their_opportunity=_seen_opportunity(reader, introduction.own_opportunity(other.id)),
        message=introduction.message, message_language=language_of(introduction.message),
        question=_question(introduction, party), is_brokers_question=introduction.state in WITH_BROKER,
        reason=code_label("decline_reason", introduction.decline_reason) if closed else "",
        reason_words=_reason_words(introduction, party),
        history=member_history(introduction, party, counterpart.title),
        contacts=contacts_of(other) if agreed else (), acts=_acts(introduction, party),
    )  # fmt: skip


def _reason_words(introduction: Introduction, party: Party) -> str:
    """Words of a no, for both; words of a return, for the requester."""
    shown = introduction.state is S.DECLINED or (introduction.state is S.NEED_INFO and party is Party.REQUESTER)
    return (introduction.state_reason or "") if shown else ""


def _question(introduction: Introduction, party: Party) -> str:
    """The open question, for both sides; a broker's is put before the counterpart knows of anything."""
    return open_question(introduction) if party is Party.REQUESTER or introduction.state is S.FORWARDED else ""


def _acts(introduction: Introduction, party: Party) -> frozenset[Act]:
    """What this side can do now: one question is asked at a time."""
    closed = Act.REPLY if introduction.asked_at is None else Act.ASK
    return acts_open_to(introduction, frozenset({party})) - {closed}


def _opportunity(opportunity: Opportunity | None, tier: Tier) -> OpportunityView | None:
    return present_opportunity(opportunity, tier, locale()) if opportunity else None


def _seen_opportunity(reader: Organisation, opportunity: Opportunity | None) -> OpportunityView | None:
    return _opportunity(opportunity, min(tier_of(reader, opportunity), Tier.NAMED)) if opportunity else None
