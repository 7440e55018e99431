"""What the pages of an introduction show, and to whom: its state in words, its history, its contacts."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from flask_babel import gettext as _

from matchmaker.foundation.codes import code_label
from matchmaker.foundation.i18n import locale
from matchmaker.introductions.letters import contacts_of
from matchmaker.introductions.models import Introduction, IntroductionStep
from matchmaker.introductions.moves import acts_open_to, party_of
from matchmaker.introductions.rules import Act, IntroductionState, Party, language_of
from matchmaker.introductions.standing import KINDS, asks, state_label, what_next
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


@dataclass(frozen=True, slots=True)
class Event:
    """A line of the history."""

    at: datetime
    title: str
    text: str
    by: str
    internal: bool = False


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
        reason=code_label("decline_reason", introduction.decline_reason) if closed else "",
        reason_words=_reason_words(introduction, party),
        history=_member_history(introduction, party, counterpart.title),
        contacts=contacts_of(other) if agreed else (), acts=acts_open_to(introduction, frozenset({party})),
    )  # fmt: skip


def _reason_words(introduction: Introduction, party: Party) -> str:
    """Words of a no, for both; words of a return, for the requester."""
    shown = introduction.state is S.DECLINED or (introduction.state is S.NEED_INFO and party is Party.REQUESTER)
    return (introduction.state_reason or "") if shown else ""


def _opportunity(opportunity: Opportunity | None, tier: Tier) -> OpportunityView | None:
    return present_opportunity(opportunity, tier, locale()) if opportunity else None


def _seen_opportunity(reader: Organisation, opportunity: Opportunity | None) -> OpportunityView | None:
    return _opportunity(opportunity, min(tier_of(reader, opportunity), Tier.NAMED)) if opportunity else None


def _member_history(introduction: Introduction, party: Party, name: str) -> tuple[Event, ...]:
    """Moves that this side may know of, latest first; persons are not named."""
    seen = [step for step in introduction.steps if not step.internal]
    if party is Party.COUNTERPART:
        since = next((n for n, step in enumerate(seen) if step.to_state == S.FORWARDED), len(seen))
        seen = seen[since:]
    return tuple(_member_event(step, introduction, party, name) for step in reversed(seen))


def _member_event(step: IntroductionStep, introduction: Introduction, party: Party, name: str) -> Event:
    returned = step.to_state == S.NEED_INFO and party is Party.REQUESTER
    return Event(
        step.at, code_label("introduction_state", step.to_state), step.note if returned else "",
        _mover(step, introduction, party, name),
    )  # fmt: skip


def _mover(step: IntroductionStep, introduction: Introduction, party: Party, name: str) -> str:
    """Who moved: your organisation, the other one, the agency, or time."""
    to = S(step.to_state)
    answered = to is S.ACCEPTED or (to is S.DECLINED and step.from_state == S.FORWARDED)
    asked = to in {S.DRAFT, S.SUBMITTED, S.WITHDRAWN} and not (to is S.DRAFT and introduction.proposed_by_staff)
    if to is S.EXPIRED:
        return ""
    if not (answered or asked):
        return str(_("The agency"))
    mine = party is (Party.COUNTERPART if answered else Party.REQUESTER)
    who = _("Your organisation") if mine else name
    recorded = _("%(organisation)s, recorded by the agency", organisation=who)
    return str(recorded if step.on_behalf_of_id else who)


def staff_history(steps: Sequence[IntroductionStep], introduction: Introduction, cluster: str | None) -> list[Event]:
    """The whole history, latest first; for a co-broker of `cluster` without the notes of others."""
    return [_staff_event(step, introduction) for step in reversed(steps) if _may_read(step, cluster)]


def _may_read(step: IntroductionStep, cluster: str | None) -> bool:
    if not step.internal or cluster is None:
        return True
    return step.actor is not None and step.actor.cluster == cluster


def _staff_event(step: IntroductionStep, introduction: Introduction) -> Event:
    who = step.actor.full_name if step.actor else ""
    sides = {side.id: side for side in (introduction.from_organisation, introduction.to_organisation)}
    side = sides.get(step.on_behalf_of_id or 0)
    if side is not None:
        who = _("%(person)s on behalf of %(organisation)s", person=who, organisation=side.name(locale()))
    title = _("Internal note") if step.internal else code_label("introduction_state", step.to_state)
    return Event(step.at, title, step.note, who, step.internal)
