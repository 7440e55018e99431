"""Expressing interest: written, sent, completed, withdrawn by the organisation that asks."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy.exc import IntegrityError

from matchmaker.accounts.consents import consents_in_force, give_consent
from matchmaker.accounts.models import User
from matchmaker.accounts.rules import ConsentPurpose
from matchmaker.foundation import audit
from matchmaker.foundation.database import db, now
from matchmaker.foundation.errors import NotFound, RuleViolation
from matchmaker.introductions import letters, queries
from matchmaker.introductions.models import Introduction
from matchmaker.introductions.moves import add_step, already_open, check_act, check_pair, move
from matchmaker.introductions.offices.approvals import offices_needed
from matchmaker.introductions.rules import MESSAGE_MAX, Act, IntroductionState, Party, names_a_contact
from matchmaker.opportunities.models import Opportunity
from matchmaker.opportunities.queries import published_of, whole
from matchmaker.organisations.models import Organisation
from matchmaker.organisations.queries import whole as whole_organisation
from matchmaker.organisations.rules import Side, VettingState
from matchmaker.organisations.visibility import blocked_pairs

ASKER = frozenset({Party.REQUESTER})


@dataclass(frozen=True, slots=True)
class Interest:
    """What is asked: which of our opportunities, which of theirs (None: in general), and why."""

    from_opportunity_id: int | None
    to_opportunity_id: int | None
    message: str


def own_opportunities(organisation: Organisation) -> Sequence[Opportunity]:
    """What an organisation can bring in: its published opportunities."""
    return db.session.scalars(whole(published_of(organisation.id))).all()


def open_opportunities(organisation: Organisation) -> Sequence[Opportunity]:
    """What others can ask an organisation about: its published opportunities that are open for interest."""
    return db.session.scalars(whole(published_of(organisation.id).where(Opportunity.open_for_interest.is_(True)))).all()


def get_candidate(organisation: Organisation, candidate_id: int) -> Organisation:
    """An organisation that `organisation` may turn to.

    Raises NotFound for one that it may not see, RuleViolation when it must do something itself first or when the
    other takes no interest at present.
    """
    candidate = db.session.scalars(whole_organisation(queries.organisation(candidate_id))).first()
    if candidate is None or candidate.state is not VettingState.APPROVED or candidate.id == organisation.id:
        raise NotFound("not_found")
    if organisation.state is not VettingState.APPROVED:
        raise RuleViolation("introduction.own_not_approved")
    blocked = blocked_pairs([organisation, candidate])
    if organisation.id in blocked.get(candidate.id, frozenset()):
        raise NotFound("not_found")
    if candidate.id in blocked.get(organisation.id, frozenset()):
        raise RuleViolation("introduction.blocked_by_own_list")
    if organisation.side is candidate.side:
        raise RuleViolation("introduction.same_side")
    if not open_opportunities(candidate) and own_opportunities(candidate):
        raise RuleViolation("introduction.not_open_for_interest")
    return candidate


def consent_needed(user: User, organisation: Organisation) -> bool:
    """Whether this person must first agree that data go abroad (PIPA art. 28-8): asked of those in Korea only."""
    return organisation.side is Side.DOMESTIC and ConsentPurpose.OVERSEAS not in consents_in_force(user)


def check_consent(user: User, organisation: Organisation, *, given: bool) -> None:
    """Record the consent if it is given with the act. Raises RuleViolation when it is needed and not given."""
    if not consent_needed(user, organisation):
        return
    if not given:
        raise RuleViolation("introduction.consent_needed")
    give_consent(user, ConsentPurpose.OVERSEAS)


def start(
    organisation: Organisation, candidate: Organisation, interest: Interest, *, actor_id: int, by_staff: bool = False
) -> Introduction:
    """Keep a draft of `organisation`'s interest in `candidate`. Raises RuleViolation when there is one already."""
    check_pair(organisation, candidate)
    if db.session.scalars(queries.open_of_pair(organisation.id, candidate.id)).first() is not None:
        raise already_open(organisation.id, candidate.id)
    introduction = Introduction(
        from_organisation=organisation, to_organisation=candidate, state=IntroductionState.DRAFT, message="",
        first_id=min(organisation.id, candidate.id), second_id=max(organisation.id, candidate.id),
        proposed_by_id=actor_id, proposed_by_staff=by_staff,
    )  # fmt: skip
    _fill(introduction, interest)
    try:
        with db.session.begin_nested():
            db.session.add(introduction)
    except IntegrityError as error:
        raise RuleViolation("introduction.draft_exists") from error
    add_step(introduction, None, IntroductionState.DRAFT, actor_id=actor_id)
    audit.record("introduction.drafted", introduction, actor_id=actor_id)
    return introduction


def edit(introduction: Introduction, interest: Interest, *, user: User, version: int | None) -> None:
    """Change what is asked, while it is a draft or was returned. Raises RuleViolation."""
    check_act(introduction, Act.EDIT, ASKER, version=version)
    _fill(introduction, interest)
    db.session.flush()
    audit.record("introduction.edited", introduction, actor_id=user.id)


def send(introduction: Introduction, *, user: User, version: int | None, consent: bool) -> None:
    """Hand a draft, or what was returned and completed, to the brokers. Raises RuleViolation."""
    check_act(introduction, Act.SEND, ASKER, version=version)
    _check_still_open(introduction)
    check_complete(introduction)
    check_consent(user, introduction.from_organisation, given=consent)
    submit(introduction, actor_id=user.id)


def _check_still_open(introduction: Introduction) -> None:
    try:
        get_candidate(introduction.from_organisation, introduction.to_id)
    except NotFound as gone:
        raise RuleViolation("introduction.no_longer_possible") from gone


def submit(
    introduction: Introduction, *, actor_id: int, note: str = "", on_behalf_of: Organisation | None = None
) -> None:
    """Move a complete introduction to the brokers and tell them."""
    introduction.submitted_at, introduction.state_reason, introduction.returned_at = now(), None, None
    move(introduction, IntroductionState.SUBMITTED, actor_id=actor_id, note=note, on_behalf_of=on_behalf_of)
    letters.to_offices("introduction_submitted", introduction, offices_needed(introduction))


def check_complete(introduction: Introduction) -> None:
    """Raise RuleViolation unless everything that must be said is said."""
    if not introduction.message.strip():
        raise RuleViolation("introduction.message_needed")
    mine, theirs = introduction.from_organisation, introduction.to_organisation
    if introduction.from_opportunity_id is None and own_opportunities(mine):
        raise RuleViolation("introduction.choose_opportunity")
    if introduction.to_opportunity_id is None and open_opportunities(theirs):
        raise RuleViolation("introduction.choose_opportunity")


def withdraw(introduction: Introduction, *, user: User, version: int | None) -> None:
    """Take back what was asked, until it is answered. Raises RuleViolation."""
    check_act(introduction, Act.WITHDRAW, ASKER, version=version)
    take_back(introduction, actor_id=user.id)


def take_back(
    introduction: Introduction, *, actor_id: int, note: str = "", on_behalf_of: Organisation | None = None
) -> None:
    """Withdraw, and tell those who know of it: the broker in charge, and the counterpart once it was forwarded."""
    was_sent, was_forwarded = introduction.submitted_at is not None, introduction.forwarded_at is not None
    move(introduction, IntroductionState.WITHDRAWN, actor_id=actor_id, note=note, on_behalf_of=on_behalf_of)
    if was_forwarded:
        letters.to_members("introduction_withdrawn", introduction, introduction.to_organisation)
    if on_behalf_of is not None:
        letters.to_members("introduction_withdrawn_for_you", introduction, introduction.from_organisation)
    elif introduction.broker is not None and (was_sent or introduction.proposed_by_staff):
        letters.to_brokers("introduction_taken_back", introduction)


def _fill(introduction: Introduction, interest: Interest) -> None:
    """Put in what is asked. Raises RuleViolation for what a form would not let through."""
    message = interest.message.strip()
    if len(message) > MESSAGE_MAX:
        raise RuleViolation("introduction.message_too_long", most=MESSAGE_MAX)
    if names_a_contact(message):
        raise RuleViolation("introduction.contact_in_message")
    introduction.message = message
    ours, theirs = introduction.from_organisation, introduction.to_organisation
    introduction.from_opportunity = _chosen(own_opportunities(ours), interest.from_opportunity_id)
    introduction.to_opportunity = _chosen(open_opportunities(theirs), interest.to_opportunity_id)


def _chosen(offered: Sequence[Opportunity], wanted_id: int | None) -> Opportunity | None:
    if wanted_id is None:
        return None
    found = next((item for item in offered if item.id == wanted_id), None)
    if found is None:
        raise RuleViolation("introduction.unknown_opportunity")
    return found
