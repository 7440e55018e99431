"""Posts and secondments: checked by staff, applied for, accepted, and put in touch by the agency."""

from dataclasses import dataclass
from datetime import date

from matchmaker.foundation import audit
from matchmaker.foundation.database import db
from matchmaker.foundation.errors import Forbidden, NotFound, RuleViolation
from matchmaker.foundation.versions import check_version
from matchmaker.landing.talent import letters, rules
from matchmaker.landing.talent.models import TalentApplication, TalentPost
from matchmaker.landing.talent.rules import ApplicationState, PostState
from matchmaker.organisations import visibility
from matchmaker.organisations.days import today
from matchmaker.organisations.models import Organisation
from matchmaker.organisations.readers import Reader, check_agency
from matchmaker.organisations.rules import Tier, VettingState


@dataclass(frozen=True, slots=True, kw_only=True)
class Post:
    """What a post says."""

    kind: str
    skill: str
    title: str
    text: str
    language: str
    country: str
    people: int
    starts_on: date
    months: int | None = None
    helps_with_visa: bool = False


def post(organisation: Organisation, said: Post, *, by: Reader) -> TalentPost:
    """Hand in a post; the agency checks it before others see it."""
    if organisation.state is not VettingState.APPROVED:
        raise RuleViolation("talent.not_vetted")
    if said.starts_on < today():
        raise RuleViolation("talent.in_the_past")
    row = TalentPost(
        organisation=organisation, state=PostState.SUBMITTED, kind=said.kind, skill=said.skill, title=said.title,
        text=said.text, language=said.language, country=said.country, people=said.people, starts_on=said.starts_on,
        months=said.months, helps_with_visa=said.helps_with_visa,
    )  # fmt: skip
    db.session.add(row)
    db.session.flush()
    audit.record("talent.posted", row, actor_id=by.actor.user_id)
    return row


def decide(row: TalentPost, new: PostState, reason: str, *, by: Reader, version: int | None) -> None:
    """Open or refuse (with a reason) a post in the care of `by`. Raises Forbidden, RuleViolation."""
    if not by.by_staff or not by.speaks_for(row.organisation):
        raise Forbidden("forbidden")
    if new is PostState.REFUSED and not reason:
        raise RuleViolation("talent.reason_needed")
    row.reason = reason
    _move(row, new, version, by)
    letters.post_decided(row)


def close(row: TalentPost, *, by: Reader, version: int | None) -> None:
    """Take no more applications; those that wait are told."""
    _move(row, PostState.CLOSED, version, by)
    for one in row.applications:
        if one.state is ApplicationState.RECEIVED:
            one.state = ApplicationState.DECLINED
            letters.application_decided(one)


def _move(row: TalentPost, new: PostState, version: int | None, by: Reader) -> None:
    check_version(row, version)
    rules.check_post_move(row.state, new)
    row.state = new
    db.session.flush()
    audit.record(f"talent.{new.value}", row, actor_id=by.actor.user_id)


def apply(row: TalentPost, organisation: Organisation, words: str, language: str, *, by: Reader) -> TalentApplication:
    """Apply for a post, once. Raises RuleViolation, NotFound for a pair that must not see each other."""
    if organisation.state is not VettingState.APPROVED:
        raise RuleViolation("talent.not_vetted")
    if visibility.are_blocked(organisation, row.organisation):
        raise NotFound("not_found")
    if row.state is not PostState.OPEN or row.organisation_id == organisation.id:
        raise RuleViolation("talent.not_open")
    if any(one.organisation_id == organisation.id for one in row.applications):
        raise RuleViolation("talent.applied_already")
    found = TalentApplication(
        post=row, organisation=organisation, state=ApplicationState.RECEIVED, words=words, language=language
    )
    db.session.add(found)
    db.session.flush()
    audit.record("talent.applied", found, actor_id=by.actor.user_id, details={"post_id": row.id})
    letters.application_received(found)
    return found


def answer(found: TalentApplication, new: ApplicationState, words: str, *, by: Reader, version: int | None) -> None:
    """Accept or decline an application, or take one's own back."""
    _answer(found, new, by, version)
    found.answer = words
    letters.application_decided(found)


def connect(found: TalentApplication, *, by: Reader, version: int | None) -> None:
    """Put the two in touch: each sees the other’s name. The agency's own staff only."""
    check_agency(by)
    _answer(found, ApplicationState.CONNECTED, by, version)
    one, other = found.organisation, found.post.organisation
    visibility.disclose(one, other, Tier.NAMED)
    visibility.disclose(other, one, Tier.NAMED)
    letters.application_decided(found)
    letters.application_connected(found)


def _answer(found: TalentApplication, new: ApplicationState, by: Reader, version: int | None) -> None:
    check_version(found, version)
    rules.check_application_move(found.state, new)
    found.state = new
    db.session.flush()
    audit.record(f"talent.application_{new.value}", found, actor_id=by.actor.user_id)
