"""Deeds on an opportunity, and that the database agrees with the rules whatever their order."""

import random

import pytest
import sqlalchemy as sa

from matchmaker.foundation.database import db, now, transaction
from matchmaker.foundation.errors import NotFound, RuleViolation
from matchmaker.foundation.models import AuditEntry, OutboxMail
from matchmaker.foundation.permissions import Role
from matchmaker.opportunities import drafting, publication, service
from matchmaker.opportunities.changes import Changes
from matchmaker.opportunities.models import Opportunity
from matchmaker.opportunities.rules import NEXT, OpportunityState
from matchmaker.organisations.models import Block
from matchmaker.organisations.rules import VettingState
from tests.factories import make_opportunity, make_user
from tests.opportunities.conftest import LONG, House, whole_need, whole_offer

P = OpportunityState


def mails(kind: str) -> list[str]:
    db.session.flush()
    return list(
        db.session.scalars(sa.select(OutboxMail.to_address).where(OutboxMail.kind == kind).order_by(OutboxMail.id))
    )


@pytest.mark.parametrize("seed", range(6))
def test_whatever_is_tried_in_whatever_order_database_and_rules_agree(house: House, seed: int) -> None:
    dice = random.Random(seed)
    opportunity = whole_offer(house.firm)
    actor = house.member.id
    deeds = {
        "submit": lambda: service.submit(opportunity, actor_id=actor),
        "recall": lambda: service.recall(opportunity, actor_id=actor),
        "withdraw": lambda: service.withdraw(opportunity, actor_id=actor),
        "publish": lambda: service.decide(opportunity, P.PUBLISHED, staff=house.staff),
        "ask": lambda: service.decide(opportunity, P.NEEDS_INFO, staff=house.staff, reason="More, please."),
        "refuse": lambda: service.decide(opportunity, P.REFUSED, staff=house.staff, reason="Not for us."),
        "extend": lambda: publication.extend(opportunity, actor_id=actor),
        "type": lambda: service.change_type(opportunity, profile_type_code="TO", actor_id=actor),
    }
    reference = None
    for _step in range(60):
        before = opportunity.state
        name = dice.choice([*sorted(deeds), "expire"])
        try:
            if name == "expire":
                _let_expire(opportunity)
                continue
            with transaction():
                deeds[name]()
        except RuleViolation:
            db.session.refresh(opportunity)
            assert opportunity.state is before
        db.session.flush()
        db.session.refresh(opportunity)
        assert opportunity.state is before or opportunity.state in NEXT[before]
        assert reference in (None, opportunity.reference)
        reference = opportunity.reference
        assert (opportunity.state is not P.PUBLISHED) or (reference is not None and opportunity.expires_at is not None)


def _let_expire(opportunity: Opportunity) -> None:
    if opportunity.state is not P.PUBLISHED:
        raise RuleViolation("opportunity.not_published")
    opportunity.expires_at = now()
    db.session.flush()
    assert publication.sweep() == (0, 1)
    assert opportunity.state is P.EXPIRED


def test_submission_names_what_is_missing_and_tells_the_brokers_in_care(house: House) -> None:
    bare = make_opportunity(house.partner, state=P.DRAFT)
    with pytest.raises(RuleViolation, match=r"opportunity\.incomplete"):
        service.submit(bare, actor_id=house.stranger.id)
    make_user(Role.BROKER, enabled=False)
    make_user(Role.CO_BROKER, cluster="BASEL")
    service.submit(whole_offer(house.partner), actor_id=house.stranger.id)
    assert mails("opportunity_submitted") == [house.broker.email, house.co_broker.email]


def test_an_opportunity_of_an_organisation_not_approved_may_wait_but_not_be_published(house: House) -> None:
    house.firm.state = VettingState.SUBMITTED
    opportunity = whole_offer(house.firm)
    service.submit(opportunity, actor_id=house.member.id)
    with pytest.raises(RuleViolation, match=r"opportunity\.organisation_not_approved"):
        service.decide(opportunity, P.PUBLISHED, staff=house.staff)


def test_publication_tells_the_members_and_the_matching(house: House) -> None:
    opportunity, before = whole_need(house.firm), house.firm.revision
    service.submit(opportunity, actor_id=house.member.id)
    service.decide(opportunity, P.PUBLISHED, staff=house.staff)
    db.session.refresh(house.firm)
    assert house.firm.revision == before + 1
    assert mails("opportunity_decided") == [house.member.email]
    actions = db.session.scalars(
        sa.select(AuditEntry.action).where(
            AuditEntry.subject_type == "opportunity", AuditEntry.subject_id == opportunity.id
        )
    ).all()
    assert actions == ["opportunity.submitted", "opportunity.published"]


def test_a_blocker_holds_up_publication_until_a_broker_answers_for_it(house: House) -> None:
    opportunity = whole_offer(house.firm, anonymity_tier=0)
    opportunity.texts[0].offer = f"{house.firm.name_en} offers a closed harvest of cells. {LONG}"
    service.submit(opportunity, actor_id=house.member.id)
    with pytest.raises(RuleViolation, match=r"opportunity\.blockers"):
        service.decide(opportunity, P.PUBLISHED, staff=house.staff)
    service.decide(opportunity, P.PUBLISHED, staff=house.staff, despite_blockers=True)
    assert opportunity.state is P.PUBLISHED


def test_an_edit_of_a_published_one_keeps_it_published_and_is_flagged(house: House, published: Opportunity) -> None:
    before = house.firm.revision
    changed = drafting.save(
        published,
        Changes(texts={"en": {"offer": LONG + "And more."}}),
        version=published.version,
        actor_id=house.member.id,
    )
    db.session.refresh(house.firm)
    assert (changed, published.state, house.firm.revision) == ({"offer"}, P.PUBLISHED, before + 1)
    assert published.changed_at is not None
    service.note_looked_at(published, staff=house.staff)
    drafting.save(
        published, Changes(values={"open_for_interest": False}), version=published.version, actor_id=house.member.id
    )
    assert published.changed_at is None


def test_saving_the_same_again_changes_nothing(house: House, published: Opportunity) -> None:
    version = published.version
    same = Changes(texts={"en": {"offer": LONG}, "ko": {"offer": ""}}, codes={"sensitivity": ["none"]})
    assert drafting.save(published, same, version=version, actor_id=house.member.id) == frozenset()
    db.session.flush()
    assert published.version == version


def test_the_type_is_fixed_after_the_first_publication(house: House, published: Opportunity) -> None:
    service.withdraw(published, actor_id=house.member.id)
    service.recall(published, actor_id=house.member.id)
    with pytest.raises(RuleViolation, match=r"opportunity\.type_fixed"):
        service.change_type(published, profile_type_code="BO", actor_id=house.member.id)
    with pytest.raises(RuleViolation, match=r"opportunity\.not_deletable"):
        service.delete(published, actor_id=house.member.id)


def test_a_copy_has_the_same_contents_and_no_history(house: House, published: Opportunity) -> None:
    copy = service.duplicate(published, actor_id=house.member.id)
    same, original = drafting.content_of(copy), drafting.content_of(published)
    assert (same.texts, same.codes, same.values, same.alternatives) == (
        original.texts, original.codes, original.values, original.alternatives,
    )  # fmt: skip
    assert (copy.state, copy.reference, copy.published_at, copy.attachments) == (P.DRAFT, None, None, [])


def test_a_blocked_reader_finds_nothing(house: House, published: Opportunity) -> None:
    assert service.get_for_member(published.id, house.stranger.id)[0] is published
    db.session.add(Block(organisation_id=house.firm.id, blocked_id=house.partner.id))
    with pytest.raises(NotFound):
        service.get_for_member(published.id, house.stranger.id)
