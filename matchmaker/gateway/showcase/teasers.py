"""Sentences for the public: written and approved by staff, checked against everything that names their owner."""

from dataclasses import dataclass

from matchmaker.foundation import audit
from matchmaker.foundation.database import db, now
from matchmaker.foundation.errors import NotFound, RuleViolation
from matchmaker.foundation.permissions import Actor
from matchmaker.gateway.models import Teaser
from matchmaker.gateway.rules import TEASER_MAX
from matchmaker.gateway.showcase import queries
from matchmaker.gateway.showcase.checking import Known, traces
from matchmaker.opportunities.models import Opportunity


@dataclass(frozen=True, slots=True)
class Sentence:
    """What is to be shown: a sentence in one or both languages, nothing but codes, or nothing at all."""

    ko: str = ""
    en: str = ""
    is_withheld: bool = False


def get(staff: Actor, opportunity_id: int) -> Opportunity:
    """An open offer or need in this person's care. Raises NotFound."""
    found = db.session.scalars(queries.one_for_staff(staff, opportunity_id)).unique().first()
    if found is None:
        raise NotFound("not_found")
    return found


def teaser_of(opportunity: Opportunity) -> Teaser | None:
    """The sentence that there is."""
    return db.session.scalars(queries.teasers_of([opportunity.id])).first()


def approve(opportunity: Opportunity, sentence: Sentence, *, staff: Actor, version: int | None) -> Teaser:
    """Show `sentence` to the public. Raises RuleViolation if it tells whose it is or was changed meanwhile."""
    check(opportunity, sentence)
    teaser = teaser_of(opportunity)
    if (teaser.version if teaser else None) != version:
        raise RuleViolation("changed_meanwhile")
    if teaser is None:
        teaser = Teaser(opportunity_id=opportunity.id)
        db.session.add(teaser)
    teaser.text_ko, teaser.text_en, teaser.is_withheld = sentence.ko.strip(), sentence.en.strip(), sentence.is_withheld
    teaser.approved_by_id, teaser.approved_at = staff.user_id, now()
    db.session.flush()
    deed = "gateway.teaser_withheld" if sentence.is_withheld else "gateway.teaser_approved"
    audit.record(deed, teaser, actor_id=staff.user_id, details={"opportunity_id": opportunity.id})
    return teaser


def check(opportunity: Opportunity, sentence: Sentence) -> None:
    """Raise RuleViolation for a sentence that is none, is too long or tells whose it is."""
    written = [text.strip() for text in (sentence.ko, sentence.en) if text.strip()]
    if not written and not sentence.is_withheld:
        raise RuleViolation("teaser.empty")
    if any(len(text) > TEASER_MAX for text in written):
        raise RuleViolation("teaser.too_long", most=TEASER_MAX)
    known = known_of(opportunity)
    for text in written:
        if found := traces(text, known):
            raise RuleViolation("teaser.names_somebody", found=found[0])


def known_of(opportunity: Opportunity) -> Known:
    """Everything that names the owner of `opportunity`."""
    owner = opportunity.organisation
    people = [contact.name for contact in owner.contacts] + [one.user.full_name for one in owner.memberships]
    names = (owner.name_ko, owner.name_en, *owner.other_names, *people)
    numbers = (owner.registration_number, *(contact.phone for contact in owner.contacts))
    return Known(
        names=tuple(name for name in names if name), website=owner.website,
        numbers=tuple(number for number in numbers if number),
        files=tuple(one.file_name for one in opportunity.attachments),
    )  # fmt: skip
